// What the tests of the libtorch engine share: the engine through its public header, and a model loaded in one line.
#pragma once

#include "core/base/json.h"
#include "core/base/openssl_digest.h"
#include "core/torch/torch_engine.h"
#include "tests/support/test_support.h"

namespace autoglm::test {

inline engine::LoadRequest loadRequest(const model::ModelFolderPtr& folder, model::Precision precision) {
    engine::LoadRequest request;
    request.folder = folder;
    request.scheme = model::makeScheme(precision);
    request.threads = 2;
    request.digests = makeOpensslDigest;
    return request;
}

/// The folder opened and loaded; the engine must outlive the model.
inline Result<std::unique_ptr<engine::LoadedModel>> loadFolder(engine::Engine& engine,
                                                               const std::filesystem::path& path,
                                                               model::Precision precision) {
    AUTOGLM_TRY(const model::ModelFolderPtr folder, model::openModelFolder(path));
    return engine.load(loadRequest(folder, precision), {});
}

/// Logits of every position, [ids][vocab].
inline Result<std::vector<std::vector<float>>> allLogits(engine::LoadedModel& model,
                                                         const std::vector<engine::TokenId>& ids) {
    AUTOGLM_TRY(const auto session, model.createSession({static_cast<std::int64_t>(ids.size()), 1}));
    std::vector<std::vector<float>> rows;
    AUTOGLM_CHECK(session->prefillWithLogits(ids,
                                             [&](std::int64_t, std::int64_t count, std::span<const float> values) {
                                                 const std::size_t vocab =
                                                     values.size() / static_cast<std::size_t>(count);
                                                 for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
                                                     const auto row = values.subspan(i * vocab, vocab);
                                                     rows.emplace_back(row.begin(), row.end());
                                                 }
                                             },
                                             {}));
    return rows;
}

/// ‖got - expected‖ / ‖expected‖ in double; NaN where sizes differ.
template <class A, class B>
double relativeError(const A& got, const B& expected) {
    if (got.size() != expected.size()) return std::numeric_limits<double>::quiet_NaN();
    double difference = 0;
    double norm = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const double exact = static_cast<double>(expected[i]);
        const double error = static_cast<double>(got[i]) - exact;
        difference += error * error;
        norm += exact * exact;
    }
    return std::sqrt(difference / norm);
}

}  // namespace autoglm::test
