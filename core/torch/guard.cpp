#include "core/torch/guard.h"

#include <new>

#include "core/base/text_format.h"

namespace autoglm::torch_engine {

Error errorFromException(std::string_view what, const std::string& text) {
    const std::string firstLine = text.substr(0, text.find('\n'));
    const auto contains = [&](std::string_view part) { return text.find(part) != std::string::npos; };
    ErrorCode code = ErrorCode::Internal;
    std::string advice;
    if (contains("out of memory") || contains("can't allocate memory") || contains("bad_alloc")) {
        code = ErrorCode::OutOfMemory;
        advice = "; choose a smaller precision or context, or close other programs";
    } else if (contains("CUDA") || contains("cuBLAS") || contains("cublas")) {
        code = ErrorCode::Device;
        advice = "; the device may need a restart of this program";
    }
    return {code, concat("could not ", what, ": ", firstLine, advice), {}};
}

}  // namespace autoglm::torch_engine
