#include "ui/models/weight_file_model.h"

#include <QCoreApplication>
#include <QFontDatabase>
#include <QStringList>
#include <algorithm>

#include "ui/models/core_sentences.h"
#include "ui/models/figures.h"
#include "ui/models/table_filter.h"

namespace autoglm::ui {

using engine::FileState;

namespace {

struct FileWords {
    Q_DECLARE_TR_FUNCTIONS(WeightFiles)
};

FileState stateOf(model::HashState state) {
    switch (state) {
        case model::HashState::Match:
            return FileState::Match;
        case model::HashState::Mismatch:
            return FileState::Mismatch;
        case model::HashState::Unknown:
            return FileState::Unknown;
    }
    return FileState::Unknown;
}

}  // namespace

QString fileStateWord(FileState state) {
    switch (state) {
        case FileState::Match:
            return FileWords::tr("match");
        case FileState::Mismatch:
            return FileWords::tr("MISMATCH");
        case FileState::Unknown:
            return FileWords::tr("nothing expected");
        case FileState::NotChecked:
            return FileWords::tr("not checked");
    }
    return {};
}

bool areHashesFromBefore(const engine::LoadReport& report) {
    return report.hashNs == 0 &&
           std::ranges::any_of(report.files, [](const engine::LoadedFile& file) { return !file.sha256.empty(); });
}

void WeightFileModel::setRows(std::vector<WeightFileRow> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    m_areHashesFromBefore = false;
    endResetModel();
}

void WeightFileModel::setFolder(const model::ModelFolder& folder) {
    std::vector<WeightFileRow> rows;
    for (const model::WeightFile& file : folder.files) {
        WeightFileRow row{.name = QString::fromStdString(file.name), .sizeBytes = file.sizeBytes};
        if (file.expected) {
            row.expected = QString::fromStdString(file.expected->hex);
            row.source = QString::fromStdString(file.expected->source);
        }
        rows.push_back(std::move(row));
    }
    setRows(std::move(rows));
}

void WeightFileModel::setReport(const engine::LoadReport& report) {
    std::vector<WeightFileRow> rows;
    for (const engine::LoadedFile& file : report.files)
        rows.push_back({.name = QString::fromStdString(file.name),
                        .sizeBytes = file.sizeBytes,
                        .expected = QString::fromStdString(file.expected),
                        .source = QString::fromStdString(file.expectedSource),
                        .actual = QString::fromStdString(file.sha256),
                        .state = file.state});
    setRows(std::move(rows));
    m_areHashesFromBefore = areHashesFromBefore(report);
}

void WeightFileModel::setHashes(const model::FolderHashes& hashes) {
    std::vector<WeightFileRow> rows;
    for (const model::FileHash& file : hashes.files) {
        WeightFileRow row{.name = QString::fromStdString(file.name), .sizeBytes = file.sizeBytes};
        if (file.expected) {
            row.expected = QString::fromStdString(file.expected->hex);
            row.source = QString::fromStdString(file.expected->source);
        }
        row.actual = QString::fromStdString(file.actual);
        row.state = stateOf(file.state);
        rows.push_back(std::move(row));
    }
    setRows(std::move(rows));
}

QString WeightFileModel::sources() const {
    QStringList names;
    for (const WeightFileRow& row : m_rows)
        if (!row.source.isEmpty()) names << coreSentence(row.source);
    names.removeDuplicates();
    constexpr qsizetype most = 3;  // a model of many shards may have a file of hashes for each
    return names.mid(0, most).join(QStringLiteral(", ")) + (names.size() > most ? QStringLiteral(", …") : QString());
}

QString WeightFileModel::summary() const {
    std::uint64_t total = 0;
    for (const WeightFileRow& row : m_rows)
        total += row.sizeBytes;
    const QString what = FileWords::tr("%n files, %1", nullptr, static_cast<int>(m_rows.size())).arg(ui::bytes(total));
    if (!m_areHashesFromBefore) return verdict(what);
    return FileWords::tr(
               "%1 The files have not changed since they were last hashed; 'Verify hashes' hashes them again.")
        .arg(verdict(what));
}

/// Of what was hashed, after `what` it is.
QString WeightFileModel::verdict(const QString& what) const {
    QStringList wrong;
    bool allMatch = !m_rows.empty();
    bool allChecked = !m_rows.empty();
    for (const WeightFileRow& row : m_rows) {
        if (row.state == FileState::Mismatch) wrong << row.name;
        allMatch = allMatch && row.state == FileState::Match;
        allChecked = allChecked && row.state != FileState::NotChecked;
    }
    if (!wrong.isEmpty())
        return FileWords::tr("%1. Other hashes than those in %2: %3")
            .arg(what, sources(), wrong.join(QStringLiteral(", ")));
    if (allMatch) return FileWords::tr("%1. Every file has the hash in %2.").arg(what, sources());
    if (allChecked) return FileWords::tr("%1. Hashed; for some files nothing says what to expect.").arg(what);
    return FileWords::tr("%1. Not checked yet: a load or 'Verify hashes' does.").arg(what);
}

void WeightFileModel::retranslate() {
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_rows.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int WeightFileModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int WeightFileModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant WeightFileModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const WeightFileRow& row = m_rows[static_cast<std::size_t>(index.row())];
    const bool isHash = index.column() == Expected || index.column() == Actual;
    if (role == Qt::FontRole) return isHash ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : QVariant();
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (index.column() == Size ? Qt::AlignRight : Qt::AlignLeft));
    if (role == valueRole && index.column() == Size) return QVariant::fromValue<quint64>(row.sizeBytes);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != valueRole) return {};
    const auto orDash = [](const QString& text) { return text.isEmpty() ? figure(std::nullopt) : text; };
    switch (index.column()) {
        case Name:
            return row.name;
        case Size:
            return bytes(row.sizeBytes);
        case State:
            return fileStateWord(row.state);
        case Expected:
            return orDash(row.expected);
        case Source:
            return orDash(coreSentence(row.source));
        default:
            return orDash(row.actual);
    }
}

QVariant WeightFileModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
        case Name:
            return tr("File");
        case Size:
            return tr("Size");
        case State:
            return tr("State");
        case Expected:
            return tr("Expected hash");
        case Source:
            return tr("Expected by");
        default:
            return tr("Actual hash");
    }
}

}  // namespace autoglm::ui
