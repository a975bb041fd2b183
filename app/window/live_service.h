// The machine sampled once a second for the live charts, on the sampler's own thread; charts written to files.
#pragma once

#include "ui/panes/live_pane.h"

namespace autoglm::app {

/// The sampler starts beside the GUI thread: asking for the GPU's library may take a while.
ui::LiveServices liveServices();

}  // namespace autoglm::app
