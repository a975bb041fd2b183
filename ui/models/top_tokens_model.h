// The likeliest tokens of both arms at one position as a table: rank, token and probability of A, of B. The token that
// comes next in the text is marked. GUI thread.
#pragma once

#include <QAbstractTableModel>
#include <QColor>
#include <QList>
#include <array>

#include "core/evaluate/divergence.h"

namespace autoglm::ui {

/// A token so that blanks and line breaks are seen; its number where there is no text.
QString visibleToken(const std::string& text, std::int32_t id);

class TopTokensModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Rank, TokenA, ShareA, TokenB, ShareB, ColumnCount };
    enum Role { SortRole = Qt::UserRole };  ///< numbers as numbers

    explicit TopTokensModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setPeak(evaluate::PeakPosition peak);
    /// Of the headings of each arm's columns.
    void setArmColors(const QColor& a, const QColor& b);
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Header and `rows` in their order, or all; columns separated by tabs, probabilities in full.
    QString toTsv(const QList<int>& rows = {}) const;

  private:
    evaluate::PeakPosition m_peak;
    std::array<QColor, 2> m_armColors{};
};

}  // namespace autoglm::ui
