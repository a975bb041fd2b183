// What is compared: one model, the precision and device of each arm, prompts and budgets, and the button that starts.
// Devices are shown where there is more than one. GUI thread.
#pragma once

#include <QStringList>
#include <QWidget>
#include <array>
#include <filesystem>
#include <optional>
#include <vector>

#include "core/evaluate/budgets.h"
#include "core/model/precision.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace autoglm::ui {

class ComparisonSetup : public QWidget {
    Q_OBJECT
  public:
    explicit ComparisonSetup(QWidget* parent = nullptr);

    void setModel(const QString& name, const QString& path);
    /// `device` is what both arms start with.
    void setDevices(const QStringList& devices, const QString& device);
    void setBuiltInPrompts(std::size_t count);
    void setPrompts(const std::filesystem::path& file, std::size_t count);
    /// Also what the dialog's Defaults goes back to.
    void setBudgets(std::vector<evaluate::Budget> budgets);
    void setActions(bool canCompare);

    model::Precision precision(std::size_t arm) const;
    QString device(std::size_t arm) const;
    const std::optional<std::filesystem::path>& prompts() const { return m_prompts; }
    const std::vector<evaluate::Budget>& budgets() const { return m_budgets; }
    QPushButton* startButton() const { return m_start; }

  signals:
    void started();
    void changed();
    void promptsFileWanted();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void choosePrompts(int item);
    void editBudgets();
    void restyle();
    void retranslate();

    QLabel* m_title;
    QLabel* m_model;
    std::array<QLabel*, 2> m_labels{};
    std::array<QComboBox*, 2> m_precisions{};
    std::array<QComboBox*, 2> m_devices{};
    QLabel* m_promptsLabel;
    QComboBox* m_promptsBox;
    QPushButton* m_budgetsButton;
    QPushButton* m_start;
    QStringList m_deviceNames;
    std::optional<std::filesystem::path> m_prompts;
    std::size_t m_builtInCount = 0;
    std::size_t m_fileCount = 0;
    std::vector<evaluate::Budget> m_defaults = evaluate::defaultBudgets();
    std::vector<evaluate::Budget> m_budgets = m_defaults;
};

}  // namespace autoglm::ui
