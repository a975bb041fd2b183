#include "app/window/window_layout.h"

#include <QHeaderView>
#include <QMainWindow>
#include <QSettings>
#include <QSplitter>
#include <QTableView>

namespace autoglm::app {
namespace {

/// Raised whenever docks change, so that an older arrangement is not forced upon them.
constexpr int layoutVersion = 1;

QString keyOf(const char* group, const QWidget& widget) {
    return QString::fromUtf8(group) + QLatin1Char('/') + widget.objectName();
}

}  // namespace

void WindowLayout::restore(QMainWindow& window) const {
    if (m_file.isEmpty()) return;
    const QSettings kept(m_file, QSettings::IniFormat);
    window.restoreGeometry(kept.value(QStringLiteral("window/geometry")).toByteArray());
    window.restoreState(kept.value(QStringLiteral("window/docks")).toByteArray(), layoutVersion);
    for (QSplitter* splitter : window.findChildren<QSplitter*>())
        if (!splitter->objectName().isEmpty())
            splitter->restoreState(kept.value(keyOf("splitters", *splitter)).toByteArray());
    for (QTableView* table : window.findChildren<QTableView*>()) {
        const QByteArray columns = kept.value(keyOf("columns", *table)).toByteArray();
        if (!table->objectName().isEmpty() && !columns.isEmpty()) table->horizontalHeader()->restoreState(columns);
    }
}

void WindowLayout::save(const QMainWindow& window, const QString& pane) const {
    if (m_file.isEmpty()) return;
    QSettings kept(m_file, QSettings::IniFormat);
    kept.setValue(QStringLiteral("window/geometry"), window.saveGeometry());
    kept.setValue(QStringLiteral("window/docks"), window.saveState(layoutVersion));
    kept.setValue(QStringLiteral("window/pane"), pane);
    for (const QSplitter* splitter : window.findChildren<QSplitter*>())
        if (!splitter->objectName().isEmpty()) kept.setValue(keyOf("splitters", *splitter), splitter->saveState());
    for (const QTableView* table : window.findChildren<QTableView*>())
        if (!table->objectName().isEmpty())
            kept.setValue(keyOf("columns", *table), table->horizontalHeader()->saveState());
}

QString WindowLayout::pane() const {
    if (m_file.isEmpty()) return {};
    return QSettings(m_file, QSettings::IniFormat).value(QStringLiteral("window/pane")).toString();
}

void WindowLayout::keepDraft(const QString& text) const {
    if (!m_file.isEmpty()) QSettings(m_file, QSettings::IniFormat).setValue(QStringLiteral("draft"), text);
}

QString WindowLayout::takeDraft() const {
    if (m_file.isEmpty()) return {};
    QSettings kept(m_file, QSettings::IniFormat);
    const QString text = kept.value(QStringLiteral("draft")).toString();
    kept.remove(QStringLiteral("draft"));
    return text;
}

}  // namespace autoglm::app
