// Which models there are, and all that can be known of one before and after it is loaded: what it is, whether its files
// are the expected ones, what every tensor holds, what memory it needs. Choosing a model shows it; loading is asked of
// the window. GUI thread; folders are read and hashed on pool threads.
#pragma once

#include "ui/models/model_list_model.h"
#include "ui/models/table_filter.h"
#include "ui/panes/hash_job.h"
#include "ui/panes/pane.h"
#include "ui/widgets/fault_card.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace autoglm::ui {

class DataTable;
class FolderTabs;
class ProgressCard;

class WeightsPane : public Pane {
    Q_OBJECT
  public:
    WeightsPane(EngineController& controller, ModelServices services, QWidget* parent = nullptr);

    /// The window's choice: shown where nothing else is.
    void setTarget(const QString& model, const QString& device, model::Precision precision);
    /// Reads the folder (or whatever `model` names) and shows it.
    void inspect(const QString& model);
    void showFolder(model::ModelFolderPtr folder);
    void run() override;
    QString runWord() const override;
    bool canRun(const ActionState& actions) const override;
    std::string shownFault() const override;

  signals:
    void loadAsked(const QString& model, autoglm::model::Precision precision, std::int64_t contextTokens);
    void unloadAsked();

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    QWidget* buildHeader();
    QWidget* buildLibrary();
    QWidget* buildDetails();
    void listModels();
    void chooseFolder();
    void onRow(int row);
    void markShown();
    void onFinished(const worker::RunFinished& finished);
    void onHashed(const HashOutcome& outcome);
    void verify();
    void showFault(FaultCard::Title title, const Error& error, std::function<void()> retry);
    void closeFault();
    void showLedger();
    bool isLoadedShown() const;
    /// The folder shown is loaded, in the precision and on the device that are chosen.
    bool isLoadedAsChosen() const;
    bool canLoad(const ActionState& actions) const;
    void updateActions();
    void retranslate();

    ModelServices m_services;
    ModelListModel m_models;
    TableFilter m_shownModels;
    HashJob m_hashing;
    QString m_model;  ///< the window's
    QString m_device;
    QString m_inspected;            ///< what was asked for last
    std::function<void()> m_retry;  ///< of the fault shown
    bool m_isListing = false;
    bool m_isInspecting = false;
    QLabel* m_title = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_load = nullptr;
    QPushButton* m_unload = nullptr;
    QLineEdit* m_filter = nullptr;
    DataTable* m_list = nullptr;
    QStackedWidget* m_pages = nullptr;
    QLabel* m_emptyText = nullptr;
    QPushButton* m_emptyOpen = nullptr;
    QLabel* m_busyText = nullptr;
    ProgressCard* m_loading = nullptr;
    ProgressCard* m_verifying = nullptr;
    FolderTabs* m_tabs = nullptr;
    FaultCard* m_fault = nullptr;
};

}  // namespace autoglm::ui
