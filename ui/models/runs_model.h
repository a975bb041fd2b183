// The history of runs as a table: time, kind, model, result, summary; the newest first. RunsFilter shows what fits a
// text, a kind and a result, in the order of the column chosen. GUI thread.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <vector>

#include "core/store/history.h"

namespace autoglm::ui {

QString runKindWord(const std::string& kind);       ///< "Comparison"; unknown kinds as they are
QString runResultWord(const std::string& result);   ///< "Pass"; empty where there is none
QStringList runPaths(const store::RunRecord& run);  ///< of its model, of both models
QString runTime(const std::string& createdUtc);     ///< in local time, "2026-01-31 14:05:09"

class RunsModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Time, Kind, Model, Result, Summary, ColumnCount };

    explicit RunsModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setRuns(std::vector<store::RunRecord> runs);
    const store::RunRecord& run(int row) const { return m_runs[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Words again, after a change of language.
    void retranslate();

  private:
    std::vector<store::RunRecord> m_runs;
};

class RunsFilter : public QSortFilterProxyModel {
    Q_OBJECT
  public:
    explicit RunsFilter(RunsModel& runs, QObject* parent = nullptr);

    /// Part of what a row shows or of the model's path, upper and lower case alike; empty: everything.
    void setText(const QString& part);
    void setKind(const QString& kind);      ///< empty: every kind
    void setResult(const QString& result);  ///< empty: every result

    const store::RunRecord& run(const QModelIndex& index) const { return m_runs.run(mapToSource(index).row()); }

  protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

  private:
    RunsModel& m_runs;
    QString m_part;
    std::string m_kind;
    std::string m_result;
};

}  // namespace autoglm::ui
