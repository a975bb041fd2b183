// What this machine, its driver and its libtorch can do, and what to change: the findings of `autoglm env --probe`,
// grouped. Checked when the pane is first shown, again by F5 or one by one; never while a measurement runs. GUI thread;
// the check itself runs on a pool thread.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <QPointer>
#include "core/environment/finding.h"

#include "ui/models/finding_groups.h"
#include "ui/panes/pane.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QStackedWidget;

namespace autoglm::ui {

struct EnvironmentServices {
    /// Every finding, those of a model folder too where one is given; blocks for as long as the machine and a child
    /// process with libtorch need. Any thread.
    std::function<std::vector<environment::Finding>(const std::optional<std::filesystem::path>& modelFolder)> check{};
    /// One finding alone, in the time that it takes; absent where there is no such finding any more. Any thread.
    std::function<std::optional<environment::Finding>(const std::string& id,
                                                      const std::optional<std::filesystem::path>& modelFolder)>
        findAgain{};
};

class EnvironmentPane : public Pane {
    Q_OBJECT
  public:
    EnvironmentPane(EngineController& controller, EnvironmentServices services, QWidget* parent = nullptr);

    void run() override { check(); }
    QString runWord() const override;
    bool canRun(const ActionState& actions) const override;

    const std::vector<environment::Finding>& findings() const { return m_findings; }

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void check();
    void checkOne(const std::string& id);
    /// False where nothing may be checked now.
    bool begin();
    std::optional<std::filesystem::path> modelFolder() const;
    void rebuild();
    void addCards(const std::vector<FindingGroup>& groups, std::size_t done);
    QWidget* makeCard(const FindingGroup& group);
    void copyAll();
    bool isAllowed() const;
    void updateActions();
    void restyle();
    void retranslate();

    EnvironmentServices m_services;
    std::vector<environment::Finding> m_findings;
    bool m_isChecking = false;
    QLabel* m_title;
    QLabel* m_summary;
    QPushButton* m_copy;
    QPushButton* m_check;
    QStackedWidget* m_pages;
    QLabel* m_busyText;
    QProgressBar* m_busyBar = nullptr;
    QScrollArea* m_scroll;
    QPointer<QWidget> m_next;  ///< the content being built
};

}  // namespace autoglm::ui
