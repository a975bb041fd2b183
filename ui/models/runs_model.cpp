#include "ui/models/runs_model.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/base/local_time.h"
#include "ui/models/core_sentences.h"
#include "ui/models/table_text.h"

namespace autoglm::ui {
namespace {

struct RunsWords {
    Q_DECLARE_TR_FUNCTIONS(Runs)
};

}  // namespace

QString runKindWord(const std::string& kind) {
    if (kind == "compare") return RunsWords::tr("Comparison");
    if (kind == "bench") return RunsWords::tr("Benchmark");
    return QString::fromStdString(kind);
}

QString runResultWord(const std::string& result) {
    if (result == "pass") return RunsWords::tr("Pass");
    if (result == "fail") return RunsWords::tr("Fail");
    if (result == "inconclusive") return RunsWords::tr("Inconclusive");
    if (result == "stopped") return RunsWords::tr("Stopped");
    return QString::fromStdString(result);
}

QString runTime(const std::string& createdUtc) {
    return QString::fromStdString(localTime(createdUtc, "%Y-%m-%d %H:%M:%S"));
}

QStringList runPaths(const store::RunRecord& run) {
    QStringList paths = {QString::fromStdString(run.modelPath), QString::fromStdString(run.modelPathB)};
    paths.removeAll(QString());
    return paths;
}

void RunsModel::setRuns(std::vector<store::RunRecord> runs) {
    beginResetModel();
    m_runs = std::move(runs);
    endResetModel();
}

int RunsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

int RunsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const store::RunRecord& one = run(index.row());
    if (role == stateRole) {
        if (index.column() != Result || one.result.empty()) return {};
        return QString::fromStdString(one.result == "stopped" ? "inconclusive" : one.result);
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
        case Time:
            return runTime(one.createdUtc);
        case Kind:
            return runKindWord(one.kind);
        case Model:
            return role == Qt::ToolTipRole ? runPaths(one).join(QLatin1Char('\n'))
                                           : QString::fromStdString(one.modelName);
        case Result:
            return runResultWord(one.result);
        default:
            return coreSentence(one.summary);
    }
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
        case Time:
            return RunsWords::tr("Time");
        case Kind:
            return RunsWords::tr("Kind");
        case Model:
            return RunsWords::tr("Model");
        case Result:
            return RunsWords::tr("Result");
        default:
            return RunsWords::tr("Summary");
    }
}

void RunsModel::retranslate() {
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_runs.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {Qt::DisplayRole});
}

RunsFilter::RunsFilter(RunsModel& runs, QObject* parent) : QSortFilterProxyModel(parent), m_runs(runs) {
    setSourceModel(&runs);
    sort(RunsModel::Time, Qt::DescendingOrder);
}

void RunsFilter::setText(const QString& part) {
    m_part = part;
    invalidateFilter();
}

void RunsFilter::setKind(const QString& kind) {
    m_kind = kind.toStdString();
    invalidateFilter();
}

void RunsFilter::setResult(const QString& result) {
    m_result = result.toStdString();
    invalidateFilter();
}

bool RunsFilter::filterAcceptsRow(int row, const QModelIndex&) const {
    const store::RunRecord& one = m_runs.run(row);
    if ((!m_kind.empty() && one.kind != m_kind) || (!m_result.empty() && one.result != m_result)) return false;
    if (m_part.isEmpty() || !runPaths(one).filter(m_part, Qt::CaseInsensitive).isEmpty()) return true;
    for (int column = 0; column < RunsModel::ColumnCount; ++column)
        if (m_runs.index(row, column).data().toString().contains(m_part, Qt::CaseInsensitive)) return true;
    return false;
}

bool RunsFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const store::RunRecord& a = m_runs.run(left.row());
    const store::RunRecord& b = m_runs.run(right.row());
    if (left.column() != RunsModel::Time) {
        const int order = left.data().toString().localeAwareCompare(right.data().toString());
        if (order != 0) return order < 0;
    }
    return std::tie(a.createdUtc, a.id) < std::tie(b.createdUtc, b.id);
}

}  // namespace autoglm::ui
