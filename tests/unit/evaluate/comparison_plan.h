// A small comparison of the scripted vocabulary, for tests.
#pragma once

#include <cmath>
#include <functional>

#include "core/base/json.h"
#include "core/evaluate/comparison.h"
#include "tests/unit/evaluate/paced_engine.h"

namespace autoglm::test {

using namespace evaluate;
using engine::TokenId;
using model::Precision;

/// Ids 0 to 30 are the letters A to Z and a to e, `shift` ids further on; 31 ends a text.
inline text::Tokenizer letters(int shift = 0) {
    Json vocab = Json::object();
    for (int i = 0; i < 31; ++i)
        vocab[std::string(1, static_cast<char>(i < 26 ? 'A' + i : 'a' + i - 26))] = (i + shift) % 31;
    const Json json = {
        {"version", "1.0"},
        {"added_tokens",
         {{{"id", 31},
           {"content", "<|end|>"},
           {"single_word", false},
           {"lstrip", false},
           {"rstrip", false},
           {"normalized", false},
           {"special", true}}}},
        {"normalizer", nullptr},
        {"pre_tokenizer",
         {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", true}}},
        {"post_processor", nullptr},
        {"decoder", {{"type", "ByteLevel"}, {"add_prefix_space", true}, {"trim_offsets", true}, {"use_regex", true}}},
        {"model",
         {{"type", "BPE"},
          {"dropout", nullptr},
          {"unk_token", nullptr},
          {"continuing_subword_prefix", nullptr},
          {"end_of_word_suffix", nullptr},
          {"fuse_unk", false},
          {"byte_fallback", false},
          {"ignore_merges", false},
          {"vocab", vocab},
          {"merges", Json::array()}}}};
    return text::Tokenizer::fromJson(json.dump(), "letters").value();
}

inline std::vector<TokenId> longText(std::size_t count) {
    std::vector<TokenId> ids;
    for (std::size_t k = 0; k < count; ++k)
        ids.push_back(static_cast<TokenId>((7 * k * k + 3 * k) % 32));
    return ids;
}

inline ComparisonPlan plan(Precision a, Precision b) {
    ComparisonPlan made;
    made.a.folder = made.b.folder = scriptedFolder();
    made.a.precision = a;
    made.b.precision = b;
    made.prompts = {"b", "D"};
    made.a.inputs = made.b.inputs =
        std::make_shared<const ArmInputs>(ArmInputs{.tokenizer = letters(),
                                                    .prompts = {{27}, {3}},
                                                    .textIds = longText(1100),
                                                    .textPrefix = {},
                                                    .tasks = {{{27}, 3, 4}, {{28}, 2, 4}, {{10}, 4, 4}}});
    made.tasks = {{"1", "end", "en", "b", "cde"}, {"2", "end", "en", "c", "de"}, {"3", "far", "en", "K", "LMNO"}};
    made.answerTokens = 6;
    made.decodeTokens = 4;
    made.blocks = 4;
    made.pilotBlocks = 2;
    return made;
}

/// The inputs of both arms changed alike.
inline void change(ComparisonPlan& plan, const std::function<void(ArmInputs&)>& how) {
    auto changed = std::make_shared<ArmInputs>(*plan.a.inputs);
    how(*changed);
    plan.a.inputs = plan.b.inputs = changed;
}

inline void leaveOutTasks(ComparisonPlan& plan) {
    plan.tasks.clear();
    change(plan, [](ArmInputs& inputs) { inputs.tasks.clear(); });
}

inline bool near(double value, double expected, double tolerance) {
    return std::abs(value - expected) <= tolerance * std::max(1.0, std::abs(expected));
}

}  // namespace autoglm::test
