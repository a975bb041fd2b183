#include "ui/widgets/fold.h"

#include <QEvent>
#include <QScrollBar>
#include <QToolButton>
#include <algorithm>

namespace autoglm::ui {

constexpr int leastHeight = 56;  // a field with its label

FoldArea::FoldArea(QWidget* content, QWidget* parent) : QScrollArea(parent) {
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setFocusPolicy(Qt::NoFocus);
    viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    content->installEventFilter(this);
}

QSize FoldArea::sizeHint() const {
    return widget()->sizeHint();
}

QSize FoldArea::minimumSizeHint() const {
    return {widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width(),
            std::min(leastHeight, sizeHint().height())};
}

bool FoldArea::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::LayoutRequest) updateGeometry();
    return QScrollArea::eventFilter(watched, event);
}

QToolButton* makeFold(const QString& name, QWidget* content, QWidget* parent) {
    auto* fold = new QToolButton(parent);
    fold->setObjectName(name);
    fold->setCheckable(true);
    fold->setAutoRaise(true);
    fold->setFocusPolicy(Qt::StrongFocus);
    fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    fold->setArrowType(Qt::RightArrow);
    content->hide();
    QObject::connect(fold, &QToolButton::toggled, content, [fold, content](bool isOpen) {
        fold->setArrowType(isOpen ? Qt::DownArrow : Qt::RightArrow);
        content->setVisible(isOpen);
    });
    return fold;
}

}  // namespace autoglm::ui
