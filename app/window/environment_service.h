// The environment findings as the window asks for them. Safe to copy.
#pragma once

#include "ui/panes/environment_pane.h"

namespace autoglm::app {

/// As `autoglm env --probe`, on this installation.
ui::EnvironmentServices environmentServices();

}  // namespace autoglm::app
