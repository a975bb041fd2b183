// A figure with its uncertainty: figures of a column stand with their points in one line, uncertainties after them in
// smaller type. What is suspect is grey, what is void struck out too. For models with ComparisonModel's roles. GUI
// thread.
#pragma once

#include <QStyledItemDelegate>

namespace autoglm::ui {

class MetricDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

}  // namespace autoglm::ui
