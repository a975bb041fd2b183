// The weight files of a folder as a table: size, expected hash and who expects it, actual hash, state. Filled by the
// folder, then by a load's report or by hashing. Hashes are whole; views elide them. GUI thread.
#pragma once

#include <QAbstractTableModel>
#include <QString>

#include "core/engine/engine.h"
#include "core/model/file_hashes.h"

namespace autoglm::ui {

struct WeightFileRow {
    QString name;
    std::uint64_t sizeBytes = 0;
    QString expected{};  ///< empty: nothing is
    QString source{};    ///< as core names it; shown in the language of now
    QString actual{};    ///< empty: not hashed
    engine::FileState state = engine::FileState::NotChecked;
};

QString fileStateWord(engine::FileState state);

/// The load hashed nothing: it knew the hashes of files that have not changed since.
bool areHashesFromBefore(const engine::LoadReport& report);

class WeightFileModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Name, Size, State, Expected, Actual, Source, ColumnCount };

    explicit WeightFileModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setFolder(const model::ModelFolder& folder);
    void setReport(const engine::LoadReport& report);
    void setHashes(const model::FolderHashes& hashes);
    const std::vector<WeightFileRow>& rows() const { return m_rows; }
    /// Who says what to expect: "SHA256SUMS".
    QString sources() const;
    /// "2 files, 9.0 MB. Every file has the hash in SHA256SUMS."; names those that have not, and says
    /// where the hashes are those of an earlier load.
    QString summary() const;
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    void setRows(std::vector<WeightFileRow> rows);
    QString verdict(const QString& what) const;
    std::vector<WeightFileRow> m_rows;
    bool m_areHashesFromBefore = false;
};

}  // namespace autoglm::ui
