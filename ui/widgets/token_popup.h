// What stood to choose where one token of an answer was picked: a small card near the token. GUI thread.
#pragma once

#include <QLabel>

#include "ui/models/token_details.h"

namespace autoglm::ui {

class TokenPopup : public QLabel {
    Q_OBJECT
  public:
    /// Goes where `anchor` goes.
    explicit TokenPopup(QWidget* anchor);

    /// Beside `token` (in the anchor's coordinates), where the window has room.
    void showDetails(const TokenDetails& details, const QRect& token);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QString html(const TokenDetails& details) const;

    QWidget* m_anchor;
};

}  // namespace autoglm::ui
