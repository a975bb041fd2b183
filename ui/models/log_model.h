// The program's log as a table: time, level, text; the newest last, the oldest dropped beyond a limit. LogFilter shows
// what is severe enough and holds a text. GUI thread.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <cstddef>
#include <deque>
#include <vector>

namespace autoglm::ui {

enum class LogLevel { Debug, Info, Warning, Error };
QString logLevelWord(LogLevel level);  ///< "Info"; translated

struct LogRecord {
    qint64 msSinceEpoch = 0;
    LogLevel level = LogLevel::Info;
    QString text;
};

class LogModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Time, Level, Text, ColumnCount };
    static constexpr std::size_t mostRecords = 20'000;

    explicit LogModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void append(const std::vector<LogRecord>& records);
    const LogRecord& record(int row) const { return m_records[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Words again, after a change of language.
    void retranslate();

  private:
    std::deque<LogRecord> m_records;
};

class LogFilter : public QSortFilterProxyModel {
    Q_OBJECT
  public:
    explicit LogFilter(LogModel& log, QObject* parent = nullptr);

    void setLevel(LogLevel least);
    /// Part of the text, upper and lower case alike; empty: everything.
    void setText(const QString& part);

    /// What is shown, a record a line, columns separated by tabs.
    QString toTsv() const;

  protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

  private:
    LogModel& m_log;
    LogLevel m_least = LogLevel::Info;
    QString m_part;
};

}  // namespace autoglm::ui
