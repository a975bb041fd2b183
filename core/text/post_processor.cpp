#include "core/text/post_processor.h"

#include "core/base/text_format.h"

namespace autoglm::text {

Result<PostProcessor> PostProcessor::create(const ComponentJson& component, std::size_t idLimit) {
    PostProcessor out;
    const auto add = [&](const ComponentJson& part) -> Status {
        const std::string type = componentType(part);
        if (type == "TemplateProcessing") return out.addTemplate(part, idLimit);
        // Trims the offsets of words, which nobody asks for here.
        if (type == "ByteLevel") return {};
        return refuse("the post-processor", type, "TemplateProcessing, ByteLevel and sequences of them");
    };
    AUTOGLM_CHECK(eachComponent(component, "processors", "the post-processor", add));
    return out;
}

Status PostProcessor::addTemplate(const ComponentJson& component, std::size_t idLimit) {
    Frame frame;
    bool seenText = false;
    for (const ComponentJson& item : component.at("single")) {
        if (item.contains("Sequence")) {
            if (item.at("Sequence").at("id") != "A")
                return fail(ErrorCode::Corrupt, "the tokenizer's template for one text holds a second one");
            if (seenText) return fail(ErrorCode::Corrupt, "the tokenizer's template for one text holds the text twice");
            seenText = true;
            continue;
        }
        const std::string name = item.at("SpecialToken").at("id").get<std::string>();
        for (const ComponentJson& id : component.at("special_tokens").at(name).at("ids")) {
            if (!id.is_number_unsigned() || id.get<std::uint64_t>() >= idLimit)
                return fail(ErrorCode::Corrupt, concat("the tokenizer's template gives '", name, "' the id ", id.dump(),
                                                       ", which no token has"));
            (seenText ? frame.after : frame.before).push_back(id.get<std::int32_t>());
        }
    }
    if (!seenText) return fail(ErrorCode::Corrupt, "the tokenizer's template for one text leaves the text out");
    m_frames.push_back(std::move(frame));
    return {};
}

std::vector<std::int32_t> PostProcessor::apply(std::vector<std::int32_t> ids) const {
    for (const Frame& frame : m_frames) {
        ids.insert(ids.begin(), frame.before.begin(), frame.before.end());
        ids.insert(ids.end(), frame.after.begin(), frame.after.end());
    }
    return ids;
}

}  // namespace autoglm::text
