// What stood to choose where one token of an answer was picked: a small card near the token. GUI thread.
#pragma once

#include <QLabel>

#include "ui/models/token_details.h"

namespace autoglm::ui {

class TokenPopup : public QLabel {
    Q_OBJECT
  public:
    explicit TokenPopup(QWidget* parent);

    /// Beside `token` (in the parent's coordinates), where there is room.
    void showDetails(const TokenDetails& details, const QRect& token);

  private:
    QString html(const TokenDetails& details) const;
};

}  // namespace autoglm::ui
