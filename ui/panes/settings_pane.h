// What can be set, in groups: look, engine, folders, reference lines, budgets. A valid change is told at once; what is
// wrong stays where it was typed, with a sentence below it. GUI thread.
#pragma once

#include <functional>

#include "ui/models/settings.h"
#include "ui/panes/pane.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace autoglm::ui {

class Card;
class SettingRow;

struct SettingsServices {
    std::filesystem::path file{};                 ///< where they are kept; empty: nowhere
    std::string notice{};                         ///< what was wrong with that file
    std::filesystem::path defaultReportFolder{};  ///< shown where none is set
    std::filesystem::path defaultModelCache{};
    /// On a pool thread: whether the folder is there, or can be made, and be written.
    std::function<Status(const std::filesystem::path&)> checkFolder{};
};

class SettingsPane : public Pane {
    Q_OBJECT
  public:
    SettingsPane(EngineController& controller, Settings settings, SettingsServices services, QWidget* parent = nullptr);

    void run() override {}
    QString runWord() const override { return {}; }
    bool canRun(const ActionState&) const override { return false; }

  signals:
    void settingsChanged(const autoglm::ui::Settings& settings);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    struct Group {
        QLabel* title = nullptr;
        QPushButton* reset = nullptr;
        QVBoxLayout* rows = nullptr;
    };
    /// For the palette: one entry of a choice.
    struct Choice {
        QAction* action = nullptr;
        QComboBox* box = nullptr;
        int index = 0;
    };
    struct NumberRow {
        SettingRow* row = nullptr;
        QLineEdit* edit = nullptr;
    };
    struct FolderRow {
        SettingRow* row = nullptr;
        QLineEdit* edit = nullptr;
        QPushButton* choose = nullptr;
        std::filesystem::path Settings::* value = nullptr;
    };

    Group& addGroup(const char* name, void (*reset)(Settings&));
    void buildLook();
    void addChoices(QComboBox* box, const char* english, std::initializer_list<const char*> choices);
    void buildEngine();
    void buildFolders();
    void buildThresholds();
    void buildBudgets();
    NumberRow addNumber(Group& group, const QString& name, bool isOptional);
    FolderRow addFolder(Group& group, const char* name, std::filesystem::path Settings::* value);
    void show(const Settings& settings);
    void change(Settings settings);
    void readThreads();
    void readThreshold(std::size_t index);
    void readBudget(std::size_t index);
    void readFolder(std::size_t index);
    void setFolder(const FolderRow& folder, const std::filesystem::path& path);
    void chooseFolder(std::size_t index);
    void restyle();
    void retranslate();

    Settings m_settings;
    SettingsServices m_services;
    QLabel* m_title = nullptr;
    QLabel* m_file = nullptr;
    QVBoxLayout* m_column = nullptr;
    std::vector<Group> m_groups;
    QComboBox* m_language = nullptr;
    QComboBox* m_theme = nullptr;
    SettingRow* m_languageRow = nullptr;
    SettingRow* m_themeRow = nullptr;
    std::vector<Choice> m_choices;
    NumberRow m_threads;
    std::vector<NumberRow> m_thresholds;  ///< as thresholdFields
    std::vector<NumberRow> m_budgets;     ///< as evaluate::allBudgetNames
    std::vector<FolderRow> m_folders;
};

}  // namespace autoglm::ui
