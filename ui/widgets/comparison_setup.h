// What is compared: model, precision and device of each arm, prompts and budgets, and the button that starts. Both arms
// start with the open model and follow it until another is chosen. Devices are shown where there is more than one. GUI
// thread.
#pragma once

#include <QStringList>
#include <QWidget>
#include <array>
#include <filesystem>
#include <optional>
#include <vector>

#include "core/evaluate/budgets.h"
#include "core/model/model_library.h"
#include "core/model/precision.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace autoglm::ui {

class ComparisonSetup : public QWidget {
    Q_OBJECT
  public:
    explicit ComparisonSetup(QWidget* parent = nullptr);

    /// The open model, as the program names it: "demo", an id or a path.
    void setModel(const QString& model);
    /// What can be chosen beside it.
    void setLibrary(const model::ModelLibrary& library);
    /// Gives an arm a model that need not be in the library.
    void chooseModel(std::size_t arm, const QString& model);
    /// `device` is what both arms start with.
    void setDevices(const QStringList& devices, const QString& device);
    void setBuiltInPrompts(std::size_t count);
    void setPrompts(const std::filesystem::path& file, std::size_t count);
    /// Also what the dialog's Defaults goes back to.
    void setBudgets(std::vector<evaluate::Budget> budgets);
    void setActions(bool canCompare);

    QString model(std::size_t arm) const;
    /// "INT8"; with its model where the arms' differ, with its device where those do.
    QString armName(std::size_t arm) const;
    model::Precision precision(std::size_t arm) const;
    QString device(std::size_t arm) const;
    const std::optional<std::filesystem::path>& prompts() const { return m_prompts; }
    const std::vector<evaluate::Budget>& budgets() const { return m_budgets; }
    QPushButton* startButton() const { return m_start; }

  signals:
    void started();
    void changed();
    void promptsFileWanted();
    /// A folder as the model of an arm; chooseModel() takes it.
    void folderWanted(std::size_t arm);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void buildArm(std::size_t arm);
    void activateModel(std::size_t arm, int item);
    void listModels(std::size_t arm);
    void choosePrompts(int item);
    void editBudgets();
    void restyle();
    void retranslate();

    QLabel* m_title;
    std::array<QLabel*, 2> m_labels{};
    std::array<QComboBox*, 2> m_models{};
    std::array<QComboBox*, 2> m_precisions{};
    std::array<QComboBox*, 2> m_devices{};
    QLabel* m_promptsLabel;
    QComboBox* m_promptsBox;
    QPushButton* m_budgetsButton;
    QPushButton* m_start;
    /// A model and what it is called.
    struct NamedModel {
        QString model;
        QString name;
        bool opensByName = false;  ///< "demo", an id: not only by its folder
    };
    bool isOpen(const NamedModel& one) const;
    QString m_openModel;
    std::array<QString, 2> m_chosen;    ///< of an arm; empty: the open model
    std::vector<NamedModel> m_library;  ///< and folders that were chosen
    QStringList m_deviceNames;
    std::optional<std::filesystem::path> m_prompts;
    std::size_t m_builtInCount = 0;
    std::size_t m_fileCount = 0;
    std::vector<evaluate::Budget> m_defaults = evaluate::defaultBudgets();
    std::vector<evaluate::Budget> m_budgets = m_defaults;
};

}  // namespace autoglm::ui
