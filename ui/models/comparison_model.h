// The metrics of a finished comparison as a table: quantity with its unit, arm A, arm B, B against A with its 95 %
// interval, and whether the value may be trusted. GUI thread; keeps the result alive.
#pragma once

#include <QAbstractTableModel>
#include <QColor>
#include <QList>
#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "core/evaluate/comparison_result.h"

namespace autoglm::ui {

/// A figure as it is shown, its uncertainty apart, and both in full for copying.
struct MetricCell {
    QString value{};
    QString uncertainty{};  ///< "± 0.4", "(1.78 to 1.86)"
    QString note{};         ///< why its interval is not shown
    std::optional<double> exact{};
    std::optional<measure::Interval> interval95{};
};

struct ComparisonRow {
    QString name;
    MetricCell a;
    MetricCell b;
    MetricCell change;
    measure::ValidityState validity = measure::ValidityState::Valid;
};

/// In the words of the current language.
std::vector<ComparisonRow> comparisonRows(const evaluate::ComparisonResult& result);

class ComparisonModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Metric, ArmA, ArmB, Change, Valid, ColumnCount };
    enum Role {
        ValueRole = Qt::UserRole,  ///< the parts of the displayed text
        UncertaintyRole,
        SortRole,      ///< the number of a figure, not its digits
        ValidityRole,  ///< measure::ValidityState of the row, as int
    };

    explicit ComparisonModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setResult(std::shared_ptr<const evaluate::ComparisonResult> result);
    /// Of the headings of each arm's columns.
    void setArmColors(const QColor& a, const QColor& b);
    /// Words again, after a change of language.
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;  ///< with a tool tip

    /// Header and `rows` in their order, or all; columns separated by tabs: values in full precision, each with the
    /// limits of its interval.
    QString toTsv(const QList<int>& rows = {}) const;

    /// What a column shows, in a sentence; null where its header says it.
    static QVariant headerMeaning(int section);

  private:
    static bool isFigure(int column) { return column == ArmA || column == ArmB || column == Change; }
    QString reasons() const;

    std::shared_ptr<const evaluate::ComparisonResult> m_result;
    std::vector<ComparisonRow> m_rows;
    std::array<QColor, 2> m_armColors{};
};

}  // namespace autoglm::ui
