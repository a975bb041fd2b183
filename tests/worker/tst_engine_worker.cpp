// The engine thread: commands one at a time, stops at every moment, a window that is slow or gone. Gates, no sleeps.
#include <cmath>
#include <semaphore>
#include <stdexcept>

#include "tests/worker/worker_harness.h"

using namespace autoglm;
using namespace autoglm::test;
using namespace autoglm::worker;
using engine::ScriptedBehaviour;
using engine::StepGate;

namespace {

constexpr int loadSteps = 4;

std::shared_ptr<StepGate> closedGate() {
    auto gate = std::make_shared<StepGate>();
    gate->close();
    return gate;
}

template <class Record>
const Record& payloadOf(const RunFinished& end) {
    return *std::get<std::shared_ptr<const Record>>(end.payload);
}

}  // namespace

class TestEngineWorker : public QObject {
    Q_OBJECT
  private slots:
    void loadsAnswersAndUnloads();
    void onlyOneCommandAtATime();
    void stopBeforeStart();
    void stopDuringLoad();
    void stopDuringPrefill();
    void stopAfterTokenThreeExactly();
    void stopTwiceAndStopWithoutWork();
    void stoppedTextKeepsWhatWasHeldBack();
    void destroyedInTheMiddle();
    void destroyedWithACommandThatNobodyTook();
    void textOfAStoppedRunIsNotMixedIntoTheNext();
    void slowConsumerBlocksNothing();
    void loadErrors();
    void engineThatCannotBeLoaded();
    void decodeErrorKeepsTheText();
    void deviceErrorOnCudaNeedsARestart();
    void anotherPrecisionIsAnotherLoad();
    void memoryThatWillNotSuffice();
    void promptsNeedWhatTheModelHas();
    void scoreIsThatOfTheLogits();
    void probeGivesFactsAndPrecisions();
    void benchAndComparisonRunOnTheThread();
    void faultsDoNotEndTheThread();
};

void TestEngineWorker::loadsAnswersAndUnloads() {
    WorkerHarness harness;
    QCOMPARE(harness.worker->state(), WorkerState::Idle);
    const RunFinished loaded = harness.run(loadOf());
    QCOMPARE(loaded.outcome, RunOutcome::Done);
    QCOMPARE(loaded.kind, CommandKind::Load);
    QCOMPARE(payloadOf<LoadSummary>(loaded).folder->name, std::string("alphabet"));
    QVERIFY(payloadOf<LoadSummary>(loaded).chatTemplateError);
    QCOMPARE(harness.progress->progress.done, std::uint64_t{loadSteps});
    QCOMPARE(harness.worker->state(), WorkerState::Ready);

    const RunFinished answered = harness.run(generateOf(5));
    const auto& record = payloadOf<GenerationRecord>(answered);
    QCOMPARE(answered.outcome, RunOutcome::Done);
    QCOMPARE(harness.text, std::string("bcdef"));
    QCOMPARE(record.result.text, harness.text);
    QCOMPARE(record.promptIds, std::vector<engine::TokenId>{0});
    QCOMPARE(record.tokens.size(), 5U);
    QCOMPARE(record.pieces.at(1), std::string("b"));
    const auto* opened = std::get_if<SessionOpened>(&harness.events.at(3));
    QVERIFY(opened && opened->kvCacheBytes == record.kvCacheBytes && record.kvCacheBytes > 0);
    QCOMPARE(harness.metrics.size(), 5U);
    QCOMPARE(harness.metrics.at(0).gapNs, record.result.tokenNs.at(0) - record.result.submitNs);
    QCOMPARE(harness.metrics.at(4).gapNs, record.result.tokenNs.at(4) - record.result.tokenNs.at(3));
    QCOMPARE(std::get<RunStarted>(harness.events.at(2)).submitNs, record.result.submitNs);

    QCOMPARE(harness.run(UnloadCommand{}).outcome, RunOutcome::Done);
    QCOMPARE(harness.worker->state(), WorkerState::Idle);
    const RunFinished refused = harness.run(generateOf(5));
    QCOMPARE(refused.outcome, RunOutcome::Failed);
    QCOMPARE(refused.error->message, std::string("no model is loaded; load one first"));
}

void TestEngineWorker::onlyOneCommandAtATime() {
    const auto gate = closedGate();
    WorkerHarness harness(ScriptedBehaviour{.gate = gate});
    const auto run = harness.worker->submit(loadOf());
    VERIFY_OK(run);
    VERIFY_FAILS(harness.worker->submit(generateOf(1)), ErrorCode::Busy,
                 "the engine is loading a model (run 1); stop it or wait until it has ended");
    QCOMPARE(harness.worker->state(), WorkerState::Loading);
    gate->open();
    QCOMPARE(harness.await(*run).outcome, RunOutcome::Done);
    VERIFY_OK(harness.worker->submit(generateOf(1)));
}

void TestEngineWorker::stopBeforeStart() {
    // The engine's own loading holds the thread until the stop has been asked for.
    std::binary_semaphore begun(0);
    std::binary_semaphore mayLoadEngine(0);
    const auto scripted = engine::scriptedEngine({});
    WorkerHarness harness(engine::EngineFactory([&] {
        begun.release();
        mayLoadEngine.acquire();
        return scripted();
    }));
    LoadCommand load = loadOf();
    const auto run = harness.worker->submit(load);
    begun.acquire();
    harness.worker->stop();
    QCOMPARE(harness.worker->state(), WorkerState::Stopping);
    mayLoadEngine.release();
    const RunFinished end = harness.await(*run);
    QCOMPARE(end.outcome, RunOutcome::Cancelled);
    QVERIFY(!end.error);
    QVERIFY(!harness.progress);
    QCOMPARE(harness.worker->state(), WorkerState::Idle);
    // The stop belonged to that command alone.
    QCOMPARE(harness.run(load).outcome, RunOutcome::Done);
}

void TestEngineWorker::stopDuringLoad() {
    const auto gate = closedGate();
    WorkerHarness harness(ScriptedBehaviour{.gate = gate});
    const auto run = harness.worker->submit(loadOf());
    gate->release(2);
    gate->awaitArrival();
    harness.worker->stop();
    QCOMPARE(harness.await(*run).outcome, RunOutcome::Cancelled);
    QCOMPARE(harness.progress->progress.done, 2U);
    QCOMPARE(harness.worker->state(), WorkerState::Idle);
}

void TestEngineWorker::stopDuringPrefill() {
    const auto gate = closedGate();
    WorkerHarness harness(ScriptedBehaviour{.gate = gate});
    gate->release(loadSteps);
    harness.run(loadOf());
    const auto run = harness.worker->submit(generateOf(5));
    gate->awaitArrival();
    harness.worker->stop();
    const RunFinished end = harness.await(*run);
    QCOMPARE(end.outcome, RunOutcome::Cancelled);
    QVERIFY(payloadOf<GenerationRecord>(end).tokens.empty());
    QCOMPARE(payloadOf<GenerationRecord>(end).result.promptTokens, 1);
    QCOMPARE(harness.worker->state(), WorkerState::Ready);
}

void TestEngineWorker::stopAfterTokenThreeExactly() {
    const auto gate = closedGate();
    WorkerHarness harness(ScriptedBehaviour{.gate = gate});
    gate->release(loadSteps);
    harness.run(loadOf());
    const auto run = harness.worker->submit(generateOf(1000));
    gate->release(3);  // the prefill gives token 1, two decodes give tokens 2 and 3
    gate->awaitArrival();
    QCOMPARE(harness.worker->state(), WorkerState::Running);
    harness.worker->stop();
    const RunFinished end = harness.await(*run);
    QCOMPARE(end.outcome, RunOutcome::Cancelled);
    QCOMPARE(harness.text, std::string("bcd"));
    QCOMPARE(payloadOf<GenerationRecord>(end).tokens.size(), 3U);
    QCOMPARE(payloadOf<GenerationRecord>(end).result.tokenNs.size(), 3U);
    gate->open();
    harness.text.clear();
    QCOMPARE(harness.run(generateOf(4)).outcome, RunOutcome::Done);
    QCOMPARE(harness.text, std::string("bcde"));
}

void TestEngineWorker::stopTwiceAndStopWithoutWork() {
    const auto gate = closedGate();
    WorkerHarness harness(ScriptedBehaviour{.gate = gate});
    harness.worker->stop();
    QCOMPARE(harness.worker->state(), WorkerState::Idle);
    const auto run = harness.worker->submit(loadOf());
    gate->awaitArrival();
    harness.worker->stop();
    harness.worker->stop();
    QCOMPARE(harness.await(*run).outcome, RunOutcome::Cancelled);
    harness.worker->stop();
    gate->open();
    QCOMPARE(harness.run(loadOf()).outcome, RunOutcome::Done);
    QCOMPARE(
        std::ranges::count_if(harness.events, [](const Event& e) { return std::holds_alternative<RunFinished>(e); }),
        2);
}

void TestEngineWorker::stoppedTextKeepsWhatWasHeldBack() {
    const auto gate = closedGate();
    WorkerHarness harness(ScriptedBehaviour{.gate = gate});
    gate->release(loadSteps);
    harness.run(loadOf());
    GenerateCommand command = generateOf(100);
    command.parameters.stopStrings = {"dx"};
    const auto run = harness.worker->submit(command);
    gate->release(3);
    gate->awaitArrival();
    harness.worker->stop();
    const RunFinished end = harness.await(*run);
    QCOMPARE(payloadOf<GenerationRecord>(end).result.text, std::string("bcd"));
    QCOMPARE(harness.text, std::string("bcd"));
}

void TestEngineWorker::destroyedInTheMiddle() {
    const auto gate = closedGate();
    WorkerHarness harness(ScriptedBehaviour{.gate = gate});
    gate->release(loadSteps);
    harness.run(loadOf());
    VERIFY_OK(harness.worker->submit(generateOf(1000)));
    gate->release(2);
    gate->awaitArrival();
    harness.worker.reset();
    const int wakes = harness.wakes();
    gate->open();
    QCOMPARE(harness.wakes(), wakes);
}

void TestEngineWorker::destroyedWithACommandThatNobodyTook() {
    for (int i = 0; i < 50; ++i) {
        const auto gate = closedGate();
        WorkerHarness harness(ScriptedBehaviour{.gate = gate});
        VERIFY_OK(harness.worker->submit(loadOf()));
    }
}

void TestEngineWorker::textOfAStoppedRunIsNotMixedIntoTheNext() {
    WorkerHarness harness;
    harness.run(loadOf());
    // Nobody takes the first answer: only its end is there when the second one starts.
    const auto first = harness.worker->submit(generateOf(3));
    VERIFY_OK(first);
    while (isBusy(harness.worker->state()))
        std::this_thread::yield();
    const RunFinished second = harness.run(generateOf(2, "p"));
    QCOMPARE(harness.text, std::string("qr"));
    QCOMPARE(harness.metrics.size(), 2U);
    QCOMPARE(second.run, *first + 1);
    QVERIFY(std::ranges::any_of(harness.events, [&](const Event& event) {
        const auto* end = std::get_if<RunFinished>(&event);
        return end && end->run == *first && payloadOf<GenerationRecord>(*end).result.text == "bcd";
    }));
}

void TestEngineWorker::slowConsumerBlocksNothing() {
    constexpr std::int64_t tokens = 10'000;
    std::int64_t steps = 0;
    std::binary_semaphore lastStep(0);
    WorkerHarness harness(ScriptedBehaviour{.next = [&](engine::TokenId last) {
        if (++steps == tokens) lastStep.release();
        return static_cast<engine::TokenId>((last + 1) % 32);
    }});
    harness.run(loadOf());
    const int wakesBefore = harness.wakes();
    const auto run = harness.worker->submit(generateOf(tokens));
    // The logits of the last token are made while nobody has taken anything.
    lastStep.acquire();
    QCOMPARE(harness.wakes(), wakesBefore + 1);
    const RunFinished end = harness.await(*run);
    const auto& record = payloadOf<GenerationRecord>(end);
    QCOMPARE(record.result.tokenIds.size(), std::size_t{tokens});
    QCOMPARE(record.result.tokenNs.size(), std::size_t{tokens});
    QCOMPARE(harness.text.size(), std::size_t{tokens});
    QCOMPARE(harness.text, record.result.text);
    QCOMPARE(harness.text.substr(0, 4), std::string("bcde"));
    QVERIFY(harness.metricsDropped >= std::uint64_t{tokens} - 1 - 100);
    QCOMPARE(harness.metrics.size() + harness.metricsDropped, std::size_t{tokens});
}

void TestEngineWorker::loadErrors() {
    WorkerHarness harness(ScriptedBehaviour{.loadError = Error{ErrorCode::Corrupt, "shard 2 ends early", "shard 2"}});
    RunFinished end = harness.run(loadOf());
    QCOMPARE(end.outcome, RunOutcome::Failed);
    QCOMPARE(end.error->message, std::string("shard 2 ends early"));
    QCOMPARE(harness.worker->state(), WorkerState::Failed);
    QVERIFY(!harness.worker->needsRestart());

    WorkerHarness loaded;
    loaded.run(loadOf());
    LoadCommand missing = loadOf();
    missing.model = "missing";
    end = loaded.run(missing);
    QCOMPARE(end.error->code, ErrorCode::NotFound);
    // A folder that cannot be opened does not take the loaded model away.
    QCOMPARE(loaded.worker->state(), WorkerState::Ready);
    QCOMPARE(loaded.run(generateOf(1)).outcome, RunOutcome::Done);
}

void TestEngineWorker::engineThatCannotBeLoaded() {
    int attempts = 0;
    WorkerHarness harness(engine::EngineFactory([&]() -> Result<std::unique_ptr<engine::Engine>> {
        ++attempts;
        return fail(ErrorCode::Device, "libcudart.so.12: cannot open shared object file");
    }));
    const RunFinished end = harness.run(loadOf(model::Precision::Fp16, "cuda:0"));
    QCOMPARE(end.outcome, RunOutcome::Failed);
    QCOMPARE(end.error->message, std::string("libcudart.so.12: cannot open shared object file"));
    QVERIFY(!harness.worker->needsRestart());
    harness.run(ProbeCommand{});
    QCOMPARE(attempts, 2);
}

void TestEngineWorker::decodeErrorKeepsTheText() {
    WorkerHarness harness(
        ScriptedBehaviour{.decodeError = Error{ErrorCode::OutOfMemory, "no memory is left", {}}, .decodeErrorAt = 2});
    harness.run(loadOf());
    const RunFinished end = harness.run(generateOf(100));
    QCOMPARE(end.outcome, RunOutcome::Failed);
    QCOMPARE(end.error->message, std::string("no memory is left"));
    QCOMPARE(harness.text, std::string("bcd"));
    const auto& record = payloadOf<GenerationRecord>(end);
    QCOMPARE(record.result.text, std::string("bcd"));
    QCOMPARE(record.result.tokenIds, (std::vector<engine::TokenId>{1, 2, 3}));
    QVERIFY(record.result.ttftSeconds().value() > 0);
    QCOMPARE(harness.worker->state(), WorkerState::Ready);
}

void TestEngineWorker::deviceErrorOnCudaNeedsARestart() {
    const ScriptedBehaviour broken{.decodeError = Error{ErrorCode::Device, "illegal memory access", "cuda:0"},
                                   .decodeErrorAt = 0};
    WorkerHarness onCpu(broken);
    onCpu.run(loadOf());
    QCOMPARE(onCpu.run(generateOf(3)).outcome, RunOutcome::Failed);
    QCOMPARE(onCpu.worker->state(), WorkerState::Ready);

    WorkerHarness onCuda(broken);
    onCuda.run(loadOf(model::Precision::Fp16, "cuda:0"));
    const RunFinished end = onCuda.run(generateOf(3));
    QCOMPARE(end.error->message, std::string("illegal memory access"));
    QCOMPARE(onCuda.text, std::string("b"));
    QCOMPARE(onCuda.worker->state(), WorkerState::Failed);
    QVERIFY(onCuda.worker->needsRestart());
    VERIFY_FAILS(onCuda.worker->submit(loadOf()), ErrorCode::Device, "restart the program");
    QCOMPARE(onCuda.worker->state(), WorkerState::Failed);
}

void TestEngineWorker::anotherPrecisionIsAnotherLoad() {
    WorkerHarness harness;
    const RunFinished wide = harness.run(loadOf(model::Precision::Fp32));
    const RunFinished narrow = harness.run(loadOf(model::Precision::Int8));
    const auto& before = payloadOf<LoadSummary>(wide);
    const auto& after = payloadOf<LoadSummary>(narrow);
    QCOMPARE(after.scheme.precision, model::Precision::Int8);
    QCOMPARE(after.report.weightsBytes * 4, before.report.weightsBytes);
    // The old weights were gone before the new ones came.
    QCOMPARE(after.memory.allocatedBytes.value(), after.report.weightsBytes);
    QCOMPARE(after.memory.peakAllocatedBytes.value(), before.report.weightsBytes);
    QCOMPARE(harness.worker->state(), WorkerState::Ready);
}

void TestEngineWorker::memoryThatWillNotSuffice() {
    WorkerHarness harness;
    LoadCommand command = loadOf();
    command.contextLength = 1;
    command.freeMemoryBytes = 0;
    const RunFinished refused = harness.run(command);
    QCOMPARE(refused.outcome, RunOutcome::Failed);
    QCOMPARE(refused.error->code, ErrorCode::OutOfMemory);
    command.memory = evaluate::MemoryPolicy::Force;
    QCOMPARE(harness.run(command).outcome, RunOutcome::Done);
    // What the model before it held was not free when the caller looked, and is by now.
    command.memory = evaluate::MemoryPolicy::Refuse;
    QCOMPARE(harness.run(command).outcome, RunOutcome::Done);
}

void TestEngineWorker::promptsNeedWhatTheModelHas() {
    WorkerHarness harness;
    harness.run(loadOf());
    RunFinished end = harness.run(GenerateCommand{.prompt = ChatPrompt{{.role = "user", .content = "a"}}});
    QCOMPARE(end.error->message, std::string("this model has no chat template; give it a raw prompt"));
    end = harness.run(GenerateCommand{.prompt = RawPrompt{}});
    QCOMPARE(end.error->message, std::string("the prompt is empty; at least one token is needed"));
    GenerateCommand tight = generateOf(1, "abcdef");
    tight.contextLength = 4;
    end = harness.run(tight);
    QVERIFY(end.error->message.find("the prompt has 6 tokens while the context has room for 4") != std::string::npos);
    end = harness.run(GenerateCommand{.prompt = IdsPrompt{3}, .parameters = {.maxTokens = 2}});
    QCOMPARE(payloadOf<GenerationRecord>(end).result.text, std::string("ef"));
    // More tokens than any context holds is a run until the context is full, not an allocation.
    end = harness.run(GenerateCommand{.prompt = IdsPrompt{3},
                                      .parameters = {.maxTokens = std::numeric_limits<std::int64_t>::max()},
                                      .contextLength = 8});
    QCOMPARE(payloadOf<GenerationRecord>(end).result.finish, engine::FinishReason::Context);
    QCOMPARE(payloadOf<GenerationRecord>(end).tokens.size(), 8U);
}

void TestEngineWorker::scoreIsThatOfTheLogits() {
    WorkerHarness harness;
    harness.run(loadOf());
    const RunFinished end = harness.run(ScoreCommand{.text = std::string("abca")});
    QCOMPARE(end.outcome, RunOutcome::Done);
    const std::vector<double>& nll = payloadOf<evaluate::ScoreResult>(end).nll;
    QCOMPARE(nll.size(), 3U);
    // The scripted logits written out again: position `last` scores `next`.
    const auto expected = [](int last, int next) {
        double sum = 0;
        double correct = 0;
        for (int i = 0; i < 32; ++i) {
            const double logit = std::sin(0.37 * i + 0.11 * last) + (i == (last + 1) % 32 ? 6.0 : 0.0);
            sum += std::exp(logit);
            if (i == next) correct = logit;
        }
        return std::log(sum) - correct;
    };
    QVERIFY(std::abs(nll[0] - expected(0, 1)) < 1e-5);
    QVERIFY(std::abs(nll[1] - expected(1, 2)) < 1e-5);
    QVERIFY(std::abs(nll[2] - expected(2, 0)) < 1e-5);
}

void TestEngineWorker::probeGivesFactsAndPrecisions() {
    WorkerHarness harness;
    const RunFinished end = harness.run(ProbeCommand{});
    QCOMPARE(payloadOf<ProbeRecord>(end).facts.name, std::string("scripted"));
    QCOMPARE(payloadOf<ProbeRecord>(end).precisions.size(), model::allPrecisions.size());
    QCOMPARE(harness.worker->state(), WorkerState::Idle);
}

void TestEngineWorker::benchAndComparisonRunOnTheThread() {
    WorkerHarness harness;
    harness.run(loadOf());
    const model::ModelFolderPtr folder = alphabetAssets(loadOf()).value().folder;
    const auto benchPlan = [&](const ProgressCallback&, std::stop_token) -> Result<evaluate::BenchPlan> {
        evaluate::BenchPlan plan;
        plan.folder = folder;
        plan.precisions = {model::Precision::Fp32};
        plan.promptLengths = {8};
        plan.generateLengths = {4};
        plan.repetitions = 2;
        return plan;
    };
    RunFinished end = harness.run(BenchCommand{.plan = benchPlan, .resident = ResidentModel::Unload});
    QVERIFY2(!end.error, end.error ? end.error->message.c_str() : "");
    QCOMPARE(payloadOf<evaluate::BenchResult>(end).results.size(), 2U);
    QCOMPARE(
        std::ranges::count_if(harness.events, [](const Event& e) { return std::holds_alternative<BenchTestDone>(e); }),
        2);
    QCOMPARE(harness.worker->state(), WorkerState::Idle);

    const auto badPlan = [](const ProgressCallback&, std::stop_token) -> Result<evaluate::ComparisonPlan> {
        return fail(ErrorCode::NotFound, "prompts.txt does not exist", "prompts.txt");
    };
    harness.run(loadOf());
    end = harness.run(CompareCommand{.plan = badPlan});
    QCOMPARE(end.error->message, std::string("prompts.txt does not exist"));
    QCOMPARE(harness.worker->state(), WorkerState::Ready);

    const auto plan = [&](const ProgressCallback&, std::stop_token) -> Result<evaluate::ComparisonPlan> {
        evaluate::ComparisonPlan small;
        small.a.folder = small.b.folder = folder;
        small.a.precision = model::Precision::Fp32;
        small.b.precision = model::Precision::Int8;
        small.prompts = {"a"};
        small.a.inputs = small.b.inputs = std::make_shared<const evaluate::ArmInputs>(evaluate::ArmInputs{
            .tokenizer = alphabetTokenizer(), .prompts = {{0}}, .textIds = {}, .textPrefix = {}, .tasks = {}});
        small.blocks = 5;
        small.decodeTokens = 4;
        small.answerTokens = 3;
        return small;
    };
    end = harness.run(CompareCommand{.plan = plan});
    QVERIFY2(!end.error, end.error ? end.error->message.c_str() : "");
    QCOMPARE(end.outcome, RunOutcome::Done);
    const auto& comparison = payloadOf<evaluate::ComparisonResult>(end);
    QVERIFY(comparison.complete);
    QCOMPARE(comparison.answers.at(0).b, std::string("bcd"));
    QCOMPARE(std::ranges::count_if(harness.events, [](const Event& e) { return std::holds_alternative<ArmLoaded>(e); }),
             2);
    QCOMPARE(harness.worker->state(), WorkerState::Ready);
}

void TestEngineWorker::faultsDoNotEndTheThread() {
    WorkerHarness harness;
    harness.run(loadOf());
    const RunFinished end = harness.run(
        CompareCommand{.plan = [](const ProgressCallback&, std::stop_token) -> Result<evaluate::ComparisonPlan> {
            throw std::runtime_error("unforeseen");
        }});
    QCOMPARE(end.error->code, ErrorCode::Internal);
    QVERIFY(end.error->message.find("unforeseen") != std::string::npos);
    QCOMPARE(harness.run(generateOf(1)).outcome, RunOutcome::Done);
}

QTEST_GUILESS_MAIN(TestEngineWorker)
#include "tst_engine_worker.moc"
