// A page of the window. The window shows one at a time and hands it the toolbar's Run; a pane talks to the engine
// through the controller alone and reports what goes wrong instead of showing it itself. GUI thread.
#pragma once

#include <QWidget>

#include "ui/bridge/engine_controller.h"
#include "ui/models/action_state.h"
#include "ui/widgets/message_banner.h"

namespace autoglm::ui {

class Pane : public QWidget {
    Q_OBJECT
  public:
    explicit Pane(EngineController& controller, QWidget* parent = nullptr)
        : QWidget(parent), m_controller(controller) {}

    /// The window's size does not come from its pages: what they hold would be laid out, every page of it, whenever a
    /// word changes anywhere.
    bool hasHeightForWidth() const override { return false; }
    QSize minimumSizeHint() const override { return {480, 320}; }
    QSize sizeHint() const override { return {900, 640}; }

    /// What Run (Ctrl+Enter) means here.
    virtual void run() = 0;
    /// In a word, as the pane's own button says it; empty where there is nothing to run.
    virtual QString runWord() const = 0;
    /// Whether it can be done now.
    virtual bool canRun(const ActionState& actions) const = 0;
    /// Error::message of what a card of this page says went wrong, so that nobody says it beside; empty where none
    /// does.
    virtual std::string shownFault() const { return {}; }

  signals:
    void messageRaised(const autoglm::ui::BannerMessage& message);
    /// canRun() may answer otherwise now, though the engine's state is the same.
    void canRunChanged();

  protected:
    EngineController& m_controller;
};

}  // namespace autoglm::ui
