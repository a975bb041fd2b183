#include "ui/models/log_model.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QStringList>
#include <algorithm>

namespace autoglm::ui {

namespace {

struct LogWords {
    Q_DECLARE_TR_FUNCTIONS(Log)
};

}  // namespace

QString logLevelWord(LogLevel level) {
    switch (level) {
        case LogLevel::Debug:
            return LogWords::tr("Debug");
        case LogLevel::Info:
            return LogWords::tr("Info");
        case LogLevel::Warning:
            return LogWords::tr("Warning");
        case LogLevel::Error:
            return LogWords::tr("Error");
    }
    return {};
}

void LogModel::append(const std::vector<LogRecord>& records) {
    const std::size_t taken = std::min(records.size(), mostRecords);
    if (taken == 0) return;
    const std::size_t kept = std::min(m_records.size(), mostRecords - taken);
    if (const std::size_t dropped = m_records.size() - kept; dropped > 0) {
        beginRemoveRows({}, 0, static_cast<int>(dropped) - 1);
        m_records.erase(m_records.begin(), m_records.begin() + static_cast<std::ptrdiff_t>(dropped));
        endRemoveRows();
    }
    beginInsertRows({}, static_cast<int>(kept), static_cast<int>(kept + taken) - 1);
    m_records.insert(m_records.end(), records.end() - static_cast<std::ptrdiff_t>(taken), records.end());
    endInsertRows();
}

int LogModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

int LogModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LogModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) return {};
    const LogRecord& one = record(index.row());
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(one.msSinceEpoch);
    switch (index.column()) {
        case Time:
            return time.toString(role == Qt::ToolTipRole ? QStringLiteral("yyyy-MM-dd hh:mm:ss.zzz")
                                                         : QStringLiteral("hh:mm:ss.zzz"));
        case Level:
            return role == Qt::DisplayRole ? QVariant(logLevelWord(one.level)) : QVariant();
        case Text:
            return one.text;
        default:
            return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
        case Time:
            return LogWords::tr("Time");
        case Level:
            return LogWords::tr("Level");
        case Text:
            return LogWords::tr("Message");
        default:
            return {};
    }
}

void LogModel::retranslate() {
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_records.empty()) emit dataChanged(index(0, Level), index(rowCount() - 1, Level), {Qt::DisplayRole});
}

LogFilter::LogFilter(LogModel& log, QObject* parent) : QSortFilterProxyModel(parent), m_log(log) {
    setSourceModel(&log);
}

void LogFilter::setLevel(LogLevel least) {
    m_least = least;
    invalidateFilter();
}

void LogFilter::setText(const QString& part) {
    m_part = part;
    invalidateFilter();
}

bool LogFilter::filterAcceptsRow(int row, const QModelIndex&) const {
    const LogRecord& one = m_log.record(row);
    return one.level >= m_least && (m_part.isEmpty() || one.text.contains(m_part, Qt::CaseInsensitive));
}

QString LogFilter::toTsv() const {
    QStringList lines;
    for (int row = 0; row < rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < LogModel::ColumnCount; ++column)
            cells << index(row, column)
                         .data(column == LogModel::Time ? Qt::ToolTipRole : Qt::DisplayRole)
                         .toString()
                         .replace(QLatin1Char('\n'), QLatin1Char(' '));
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace autoglm::ui
