#include "core/text/template_renderer.h"

#include <csignal>

#include "core/base/paths.h"
#include "core/base/text_format.h"
#include "core/text/render_protocol.h"

namespace autoglm::text {
namespace {

std::string seconds(std::chrono::milliseconds time) {
    return fixed(static_cast<double>(time.count()) / 1000.0, 1) + " s";
}

/// What an answer of the helper, or its silence, means.
Result<std::string> interpret(const ProcessOutcome& outcome, const Result<Json>& answer,
                              const TemplateRenderer::Limits& limits, const std::string& subject) {
    if (outcome.timedOut || outcome.signal == SIGXCPU)
        return fail(ErrorCode::Unsupported,
                    "the chat template did not end within " + seconds(limits.timeout) +
                        " and was stopped; it may loop for ever",
                    subject);
    if (outcome.outputTooLong || outcome.exitCode == renderExitOutOfMemory)
        return fail(ErrorCode::OutOfMemory,
                    "the chat template needed more than " + formatBytes(limits.memoryBytes) + " and was stopped",
                    subject);
    if (outcome.signal != 0)
        return fail(ErrorCode::Unsupported,
                    concat("rendering the chat template crashed with signal ", outcome.signal,
                           "; it may nest or recurse without end"),
                    subject);
    if (!answer || !answer->is_object() || outcome.exitCode != 0)
        return fail(ErrorCode::Internal,
                    concat("autoglm-helper ended with exit code ", outcome.exitCode,
                           " instead of an answer: ", trim(outcome.errorOutput)),
                    subject);
    if (answer->contains("text")) return (*answer)["text"].get<std::string>();
    const std::string kind = answer->value("kind", "");
    const std::string message = answer->value("error", "");
    if (kind == renderAbsent)
        return fail(ErrorCode::Unsupported,
                    "this program was built without chat templates: " + message +
                        "; install it and build again, or give the model a raw prompt",
                    subject);
    if (kind == renderRaised)
        return fail(ErrorCode::InvalidArgument, "the chat template refuses these messages: " + message, subject);
    if (kind == renderSyntax) return fail(ErrorCode::Corrupt, "the chat template cannot be read: " + message, subject);
    return fail(ErrorCode::Unsupported, "the chat template failed while rendering: " + message, subject);
}

}  // namespace

Result<std::string> TemplateRenderer::render(const std::string& source, Json variables, const Limits& limits,
                                             const std::string& subject) {
    const auto cpuSeconds = std::chrono::ceil<std::chrono::seconds>(limits.timeout).count() + 1;
    const Json request{{"template", source},
                       {"variables", std::move(variables)},
                       {"memory_bytes", limits.memoryBytes},
                       {"cpu_seconds", cpuSeconds}};
    AUTOGLM_TRY(const std::string line, dumpJson(request, -1));
    const std::scoped_lock lock(m_mutex);
    if (!m_helper || !m_helper->isRunning()) {
        AUTOGLM_TRY(const std::filesystem::path helper, helperPath());
        AUTOGLM_TRY(m_helper, AnsweringProcess::start({helper.string(), renderCommand}));
    }
    const ProcessOutcome outcome = m_helper->ask(line, {limits.timeout, limits.memoryBytes});
    const Result<Json> answer = parseJson(outcome.output, "the answer of autoglm-helper");
    if (answer && answer->is_object() && answer->contains("spent")) m_helper.reset();
    return interpret(outcome, answer, limits, subject);
}

}  // namespace autoglm::text
