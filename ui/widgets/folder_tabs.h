// One opened model folder: what it is and needs, its files with their hashes, its tensors. Shows what it is given; asks
// for hashing by a signal. GUI thread.
#pragma once

#include <QTabWidget>
#include <array>

#include "ui/models/table_filter.h"
#include "ui/models/tensor_model.h"
#include "ui/models/weight_file_model.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace autoglm::ui {

class DataTable;
class LedgerCard;

class FolderTabs : public QTabWidget {
    Q_OBJECT
  public:
    explicit FolderTabs(QWidget* parent = nullptr);

    void setFolder(model::ModelFolderPtr folder);
    void setReport(const engine::LoadReport& report);
    void setHashes(const model::FolderHashes& hashes);
    void setVerifyEnabled(bool enabled);
    LedgerCard& ledger() { return *m_ledger; }
    const model::ModelFolderPtr& folder() const { return m_folder; }
    void showFiles();

  signals:
    void verifyAsked();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    enum Fact { Path, Architecture, Parameters, Layers, Heads, Vocabulary, Context, Stored, FactCount };
    QWidget* buildOverview();
    QWidget* buildFiles();
    QWidget* buildTensors();
    void showFacts();
    void restyle();
    void retranslate();

    model::ModelFolderPtr m_folder;
    WeightFileModel m_files;
    TensorModel m_tensors;
    TableFilter m_shownFiles;
    TableFilter m_shownTensors;
    QLabel* m_name = nullptr;
    std::array<QLabel*, FactCount> m_factNames{};
    std::array<QLabel*, FactCount> m_facts{};
    LedgerCard* m_ledger = nullptr;
    QLabel* m_filesSummary = nullptr;
    QPushButton* m_verify = nullptr;
    QPushButton* m_copyFiles = nullptr;
    DataTable* m_fileTable = nullptr;
    QLineEdit* m_tensorFilter = nullptr;
    QPushButton* m_copyTensors = nullptr;
    QLabel* m_tensorHint = nullptr;
    DataTable* m_tensorTable = nullptr;
};

}  // namespace autoglm::ui
