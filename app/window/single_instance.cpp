#include "app/window/single_instance.h"

#include <spdlog/spdlog.h>

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalServer>
#include <QLocalSocket>
#include <QStandardPaths>
#include <utility>

namespace autoglm::app {
namespace {

constexpr int patienceMs = 1000;
/// Whoever has taken the call is alive: on a busy machine its answer may come late, and a second window would take the
/// place of the first.
constexpr int answerMs = 10'000;
constexpr qint64 longestMessage = 64 * 1024;

/// One line of JSON.
QByteArray messageOf(const StartRequest& request) {
    return QJsonDocument(QJsonObject{
                             {QStringLiteral("model"), request.model},
                             {QStringLiteral("theme"), request.theme},
                             {QStringLiteral("language"), request.language},
                         })
               .toJson(QJsonDocument::Compact) +
           '\n';
}

StartRequest requestOf(const QByteArray& message) {
    const QJsonObject json = QJsonDocument::fromJson(message).object();
    return {json[QLatin1String("model")].toString(), json[QLatin1String("theme")].toString(),
            json[QLatin1String("language")].toString()};
}

QString usualPlace() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return folder.isEmpty() ? QString() : QDir(folder).filePath(QStringLiteral("autoglm-workbench.socket"));
}

}  // namespace

SingleInstance::SingleInstance(QString place, QObject* parent)
    : QObject(parent), m_place(place.isEmpty() ? usualPlace() : std::move(place)) {}

bool SingleInstance::handOver(const StartRequest& request) const {
    if (m_place.isEmpty()) return false;
    QLocalSocket socket;
    socket.connectToServer(m_place);
    if (!socket.waitForConnected(patienceMs)) return false;
    socket.write(messageOf(request));
    // The answer is the proof that a window is there that still listens.
    return socket.waitForBytesWritten(patienceMs) && socket.waitForReadyRead(answerMs);
}

void SingleInstance::listen() {
    if (m_place.isEmpty()) return;
    m_server = new QLocalServer(this);
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    connect(m_server, &QLocalServer::newConnection, this, &SingleInstance::answer);
    if (m_server->listen(m_place)) return;
    // Nobody answered handOver(): what lies there is left from a program that was killed.
    QLocalServer::removeServer(m_place);
    if (!m_server->listen(m_place))
        spdlog::warn("other starts will not find this window: {}", m_server->errorString().toStdString());
}

void SingleInstance::close() {
    if (m_server) m_server->close();
}

void SingleInstance::answer() {
    while (QLocalSocket* socket = m_server->nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
            if (socket->bytesAvailable() > longestMessage) return socket->abort();
            if (!socket->canReadLine()) return;
            const StartRequest request = requestOf(socket->readLine());
            socket->write("shown\n");
            socket->disconnectFromServer();
            emit called(request);
        });
    }
}

}  // namespace autoglm::app
