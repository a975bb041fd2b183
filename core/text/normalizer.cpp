#include "core/text/normalizer.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace autoglm::text {
namespace {

Status collect(const ComponentJson& component, int depth, std::vector<int>& forms) {
    if (component.is_null()) return {};
    const std::string type = componentType(component);
    if (type == "NFC") {
        forms.push_back(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    } else if (type == "NFD") {
        forms.push_back(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
    } else if (type == "NFKC") {
        forms.push_back(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    } else if (type == "NFKD") {
        forms.push_back(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT);
    } else if (type == "Sequence" && depth < maximumSequenceDepth) {
        for (const ComponentJson& part : component.at("normalizers"))
            AUTOGLM_CHECK(collect(part, depth + 1, forms));
    } else {
        return refuse("the normalizer", type, "NFC, NFD, NFKC, NFKD and short sequences of them");
    }
    return {};
}

}  // namespace

Result<Normalizer> Normalizer::create(const ComponentJson& component) {
    Normalizer out;
    AUTOGLM_CHECK(collect(component, 0, out.m_forms));
    return out;
}

std::string Normalizer::apply(std::string_view text) const {
    std::string out(text);
    // Every form leaves ASCII alone.
    if (std::all_of(out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return out;
    for (const int form : m_forms) {
        utf8proc_uint8_t* mapped = nullptr;
        const auto length =
            utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(out.data()),
                         static_cast<utf8proc_ssize_t>(out.size()), &mapped, static_cast<utf8proc_option_t>(form));
        const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
        // The text is valid UTF-8, so only memory can fail.
        if (length < 0) throw std::bad_alloc();
        out.assign(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
    }
    return out;
}

}  // namespace autoglm::text
