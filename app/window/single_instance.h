// One window per user and desktop session: a second start hands over what it was started with and ends. The meeting
// place is a local socket in the user's runtime folder; where none can be made every start gets a window of its own.
// GUI thread.
#pragma once

#include <QObject>
#include <QString>

class QLocalServer;

namespace autoglm::app {

/// What a start was given on its command line; empty: nothing.
struct StartRequest {
    QString model{};
    QString theme{};
    QString language{};
};

class SingleInstance : public QObject {
    Q_OBJECT
  public:
    /// `place`: path of the socket; empty: the usual one.
    explicit SingleInstance(QString place = {}, QObject* parent = nullptr);

    /// True where a window is there already; it has been told to come to the front and what was asked for.
    bool handOver(const StartRequest& request) const;
    /// From now on this is the window that others find.
    void listen();
    void close();

  signals:
    /// Another start asked for the window.
    void called(const autoglm::app::StartRequest& request);

  private:
    void answer();

    QString m_place;
    QLocalServer* m_server = nullptr;
};

}  // namespace autoglm::app
