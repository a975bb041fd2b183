// Models as the window finds, reads and hashes them on this installation. Safe to copy.
#pragma once

#include "app/window/model_service.h"
#include "ui/panes/model_services.h"

namespace autoglm::app {

ui::ModelServices modelServices(std::shared_ptr<SharedFacts> facts);

}  // namespace autoglm::app
