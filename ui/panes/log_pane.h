// The program's own log: followed as it grows, filtered by level and text, copied, its file opened. GUI thread.
#pragma once

#include <QTimer>
#include <filesystem>
#include <functional>
#include <vector>

#include "ui/models/log_model.h"
#include "ui/panes/pane.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace autoglm::ui {

class DataTable;

struct LogServices {
    /// The records since the last call. Any thread may have written them.
    std::function<std::vector<LogRecord>()> take{};
    std::filesystem::path file{};                                  ///< empty: there is none
    std::function<bool(const std::filesystem::path&)> openFile{};  ///< false where nothing opens it
};

class LogPane : public Pane {
    Q_OBJECT
  public:
    LogPane(EngineController& controller, LogServices services, QWidget* parent = nullptr);

    void run() override {}
    QString runWord() const override { return {}; }
    bool canRun(const ActionState&) const override { return false; }

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void poll();
    void copy();
    void retranslate();

    LogServices m_services;
    LogModel m_log;
    LogFilter m_shown;
    QTimer m_timer;
    QLabel* m_title;
    QComboBox* m_level;
    QLineEdit* m_search;
    QCheckBox* m_follow;
    QPushButton* m_copy;
    QPushButton* m_open;
    DataTable* m_table;
};

}  // namespace autoglm::ui
