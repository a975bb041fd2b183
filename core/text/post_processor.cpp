#include "core/text/post_processor.h"

#include "core/base/text_format.h"

namespace autoglm::text {

Result<PostProcessor> PostProcessor::create(const ComponentJson& component, std::size_t idLimit) {
    PostProcessor out;
    AUTOGLM_CHECK(out.addComponent(component, idLimit, 0));
    return out;
}

Status PostProcessor::addComponent(const ComponentJson& component, std::size_t idLimit, int depth) {
    if (component.is_null()) return {};
    const std::string type = componentType(component);
    if (type == "TemplateProcessing") return addTemplate(component, idLimit);
    // Trims the offsets of words, which nobody asks for here.
    if (type == "ByteLevel") return {};
    if (type != "Sequence" || depth >= maximumSequenceDepth)
        return refuse("the post-processor", type, "TemplateProcessing, ByteLevel and short sequences of them");
    for (const ComponentJson& part : component.at("processors"))
        AUTOGLM_CHECK(addComponent(part, idLimit, depth + 1));
    return {};
}

Status PostProcessor::addTemplate(const ComponentJson& component, std::size_t idLimit) {
    Frame frame;
    bool seenText = false;
    for (const ComponentJson& item : component.at("single")) {
        if (item.contains("Sequence")) {
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
