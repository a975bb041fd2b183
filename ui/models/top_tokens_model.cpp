#include "ui/models/top_tokens_model.h"

#include <QFont>
#include <QStringList>
#include <algorithm>

#include "ui/models/figures.h"

namespace autoglm::ui {

QString visibleToken(const std::string& text, std::int32_t id) {
    if (text.empty()) return QLatin1Char('#') + QString::number(id);
    QString shown = QString::fromStdString(text);
    return shown.replace(QLatin1Char('\n'), QChar(0x23CE))
        .replace(QLatin1Char('\r'), QChar(0x240D))
        .replace(QLatin1Char('\t'), QChar(0x21E5))
        .replace(QLatin1Char(' '), QChar(0x2423));
}

void TopTokensModel::setPeak(evaluate::PeakPosition peak) {
    beginResetModel();
    m_peak = std::move(peak);
    endResetModel();
}

void TopTokensModel::retranslate() {
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

int TopTokensModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(std::max(m_peak.a.size(), m_peak.b.size()));
}

int TopTokensModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TopTokensModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const bool isShare = index.column() == ShareA || index.column() == ShareB;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (isShare ? Qt::AlignRight : Qt::AlignLeft));
    if (index.column() == Rank)
        return role == Qt::DisplayRole || role == SortRole ? QVariant(index.row() + 1) : QVariant();
    const auto& tokens = index.column() <= ShareA ? m_peak.a : m_peak.b;
    const auto row = static_cast<std::size_t>(index.row());
    if (row >= tokens.size()) return {};
    if (role == Qt::FontRole && tokens[row].id == m_peak.nextId) {
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    if (role == SortRole && isShare) return tokens[row].probability;
    if (role != Qt::DisplayRole && role != SortRole) return {};
    if (isShare) return QString::number(100 * tokens[row].probability, 'f', 2);
    return visibleToken(tokens[row].text, tokens[row].id);
}

void TopTokensModel::setArmColors(const QColor& a, const QColor& b) {
    m_armColors = {a, b};
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

QVariant TopTokensModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (section == ShareA || section == ShareB ? Qt::AlignRight : Qt::AlignLeft));
    const bool isA = section == TokenA || section == ShareA;
    if (role == Qt::ForegroundRole && (isA || section == TokenB || section == ShareB)) return m_armColors[isA ? 0 : 1];
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Rank:
            return tr("Rank");
        case TokenA:
            return tr("Token of A");
        case ShareA:
            return tr("A (%)");
        case TokenB:
            return tr("Token of B");
        default:
            return tr("B (%)");
    }
}

QString TopTokensModel::toTsv(const QList<int>& rows) const {
    QStringList lines;
    QStringList header;
    for (int column = 0; column < ColumnCount; ++column)
        header << headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    lines << header.join(QLatin1Char('\t'));
    for (int i = 0; i < rowCount(); ++i) {
        const int row = rows.value(i, i);
        QStringList cells = {QString::number(row + 1)};
        for (const auto* tokens : {&m_peak.a, &m_peak.b}) {
            const auto at = static_cast<std::size_t>(row);
            const bool isThere = at < tokens->size();
            cells << (isThere ? visibleToken((*tokens)[at].text, (*tokens)[at].id) : QString())
                  << (isThere ? QString::number(100 * (*tokens)[at].probability, 'g', 17) : QString());
        }
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace autoglm::ui
