// The one wall where exceptions stop: what libtorch throws becomes an Error, with out of memory told apart and its
// numbers kept.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"
#include "core/torch/precompiled.h"

namespace autoglm::torch_engine {

/// The Error of an exception's text; `what` completes 'could not ...'.
Error errorFromException(std::string_view what, const std::string& text);

/// Runs f (which returns a Result or Status) in inference mode; no exception leaves.
template <class F>
auto guarded(std::string_view what, F&& f) noexcept -> decltype(f()) {
    try {
        const c10::InferenceMode inference;
        return std::forward<F>(f)();
    } catch (const c10::Error& error) {
        return fail(errorFromException(what, error.what_without_backtrace()));
    } catch (const std::exception& error) {
        return fail(errorFromException(what, error.what()));
    }
}

}  // namespace autoglm::torch_engine
