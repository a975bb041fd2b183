// Divergence by position: the strip, the current cell in words, and once a cell is opened the likeliest tokens of both
// arms where it is largest there, with the text before. GUI thread.
#pragma once

#include <QWidget>

#include "core/evaluate/divergence.h"

class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace autoglm::ui {

class DivergenceStrip;
class TopTokensModel;

class DivergenceView : public QWidget {
    Q_OBJECT
  public:
    explicit DivergenceView(QWidget* parent = nullptr);

    void setCells(std::vector<evaluate::StripBucket> cells);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void describe();
    void open(int cell);
    void copy();
    void restyle();
    void retranslate();

    DivergenceStrip* m_strip;
    TopTokensModel* m_tops;
    QSortFilterProxyModel* m_sorted;  ///< m_tops as shown
    QLabel* m_title;
    QLabel* m_line;
    QLabel* m_context;
    QWidget* m_details;
    QTableView* m_table;
    QPushButton* m_copy;
    int m_opened = -1;
};

}  // namespace autoglm::ui
