// What the user arranged, kept between starts in one INI file: size and place of the window, docks, the shown pane,
// splitters and column widths of every named table. A file that is missing or says nonsense changes nothing. GUI
// thread; an empty path keeps nothing.
#pragma once

#include <QString>

class QMainWindow;

namespace autoglm::app {

class WindowLayout {
  public:
    explicit WindowLayout(QString file) : m_file(std::move(file)) {}

    void restore(QMainWindow& window) const;
    void save(const QMainWindow& window, const QString& pane) const;
    /// The pane shown at the last save; empty where nothing was kept.
    QString pane() const;

    /// What was typed and not sent, for the next start alone.
    void keepDraft(const QString& text) const;
    QString takeDraft() const;

  private:
    QString m_file;
};

}  // namespace autoglm::app
