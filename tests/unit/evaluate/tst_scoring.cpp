// Windows, scoring, tasks and prompts. Reference numbers: numpy 2.4 in float64 on the scripted engine's formula for
// logits.
#include <cmath>

#include "core/base/paths.h"
#include "core/engine/scripted_engine.h"
#include "core/evaluate/inputs.h"
#include "core/evaluate/scoring.h"
#include "core/evaluate/tasks.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::evaluate;
using namespace autoglm::test;
using engine::TokenId;

namespace {

std::vector<TokenId> scriptText(std::size_t count) {
    std::vector<TokenId> ids;
    for (std::size_t k = 0; k < count; ++k)
        ids.push_back(static_cast<TokenId>((7 * k * k + 3 * k) % 32));
    return ids;
}

struct Scripted {
    explicit Scripted(std::int64_t context) {
        engine = engine::scriptedEngine({})().value();
        model = engine->load({.folder = {}, .scheme = model::makeScheme(model::Precision::Fp32)}, {}).value();
        session = model->createSession({.contextLength = context, .batch = 1}).value();
    }
    std::unique_ptr<engine::Engine> engine;
    std::unique_ptr<engine::LoadedModel> model;
    std::unique_ptr<engine::Session> session;
};

}  // namespace

class TestScoring : public QObject {
    Q_OBJECT
  private slots:
    void windowsAreDisjointAndScoreTheSecondHalf();
    void shortTextsAreOneWindow();
    void badWindowsAreRefused();
    void scoresMatchNumpy();
    void longTextsKeepEveryPosition();
    void windowsScoreWhatTheySay();
    void scoringStops();
    void tasksAreRead();
    void damagedTasksNameTheLine();
    void tasksAreCounted();
    void promptsAreRead();
    void shippedInputsAreThere();
};

void TestScoring::windowsAreDisjointAndScoreTheSecondHalf() {
    const auto ids = scriptText(1100);
    const std::vector<TokenId> prefix = {30, 31};
    const auto windows = makeWindows(ids, prefix);
    VERIFY_OK(windows);
    QCOMPARE(windows->size(), 2U);
    for (const ScoringWindow& window : *windows) {
        QCOMPARE(window.ids.size(), 512U);
        QCOMPARE(window.firstScored, 256);
        QCOMPARE(window.scoredCount(), 255);
        QCOMPARE(window.ids[0], 30);
        QCOMPARE(window.ids[1], 31);
        QCOMPARE(window.ids[2], ids[static_cast<std::size_t>(window.textOffset) + 2]);
    }
    QCOMPARE(windows->back().textOffset, 512);
    QCOMPARE(makeWindows(ids, {})->front().ids[0], ids[0]);
}

void TestScoring::shortTextsAreOneWindow() {
    const auto windows = makeWindows(scriptText(511), {});
    VERIFY_OK(windows);
    QCOMPARE(windows->size(), 1U);
    QCOMPARE(windows->front().firstScored, 16);
    QCOMPARE(windows->front().scoredCount(), 511 - 1 - 16);
    QCOMPARE(makeWindows(scriptText(512), {})->front().firstScored, 256);
}

void TestScoring::badWindowsAreRefused() {
    VERIFY_FAILS(makeWindows(scriptText(10), {}), ErrorCode::InvalidArgument, "the text has 10 tokens; at least 18");
    VERIFY_FAILS(makeWindows(scriptText(100), {}, 8), ErrorCode::InvalidArgument, "too short to score");
    Scripted scripted(64);
    VERIFY_FAILS(scoreIds(*scripted.session, scriptText(1), {}, {}, {}), ErrorCode::InvalidArgument,
                 "at least 2 are needed");
    VERIFY_FAILS(scoreIds(*scripted.session, scriptText(50), 100, {}, {}), ErrorCode::InvalidArgument,
                 "2 to 65 are possible");
    VERIFY_FAILS(scoreIds(*scripted.session, std::vector<TokenId>{1, 99, 2}, {}, {}, {}), ErrorCode::InvalidArgument,
                 "99");
}

void TestScoring::scoresMatchNumpy() {
    Scripted scripted(256);
    const auto score = scoreIds(*scripted.session, scriptText(200), {}, {}, {});
    VERIFY_OK(score);
    QCOMPARE(score->nll.size(), 199U);
    QCOMPARE(score->windows, 1);
    QVERIFY(std::abs(score->nll[0] - 6.958838855325196) < 1e-5);
    QVERIFY(std::abs(score->nll[57] - 7.709162070344922) < 1e-5);
    QVERIFY(std::abs(score->nll[198] - 7.063596108574439) < 1e-5);
    QVERIFY(std::abs(score->perplexity->ppl - 462.3893120362734) < 1e-2);
}

void TestScoring::longTextsKeepEveryPosition() {
    // The scripted model looks at the last token alone, so that windows change nothing.
    Scripted whole(256);
    Scripted small(32);
    const auto once = scoreIds(*whole.session, scriptText(200), {}, {}, {});
    const auto inWindows = scoreIds(*small.session, scriptText(200), {}, {}, {});
    VERIFY_OK(inWindows);
    QCOMPARE(inWindows->windows, 7);
    QCOMPARE(inWindows->nll, once->nll);
    QCOMPARE(scoreIds(*whole.session, scriptText(200), 20, {}, {})->nll, once->nll);
    // 33 ids need 32 places: the last one is a target only.
    QCOMPARE(scoreIds(*small.session, scriptText(33), {}, {}, {})->windows, 1);
}

void TestScoring::windowsScoreWhatTheySay() {
    Scripted scripted(512);
    const auto ids = scriptText(1100);
    std::vector<std::uint64_t> progress;
    const auto windows = makeWindows(ids, {});
    const auto score =
        scoreWindows(*scripted.session, *windows, [&](const Progress& p) { progress.push_back(p.done); }, {});
    VERIFY_OK(score);
    QCOMPARE(score->nll.size(), 510U);
    QVERIFY(std::abs(score->perplexity->ppl - 460.05372676888834) < 1e-2);
    QCOMPARE(progress, (std::vector<std::uint64_t>{255, 510}));
}

void TestScoring::scoringStops() {
    Scripted scripted(512);
    std::stop_source stop;
    const auto windows = makeWindows(scriptText(1100), {});
    const auto score =
        scoreWindows(*scripted.session, *windows, [&](const Progress&) { stop.request_stop(); }, stop.get_token());
    VERIFY_FAILS(score, ErrorCode::Cancelled, "");
}

void TestScoring::tasksAreRead() {
    TemporaryFolder folder;
    writeBytes(
        folder / "t.jsonl",
        "{\"id\": \"a1\", \"category\": \"add\", \"language\": \"en\", \"prompt\": \"1 + 1\", \"answer\": \"2\"}\n\n"
        "{\"prompt\": \"颜色\", \"answer\": \"红\"}\r\n");
    const auto tasks = loadTasks(folder / "t.jsonl");
    VERIFY_OK(tasks);
    QCOMPARE(tasks->size(), 2U);
    QCOMPARE(tasks->front().category, std::string("add"));
    QCOMPARE(tasks->back().id, std::string("3"));
    QCOMPARE(tasks->back().answer, std::string("红"));
    QVERIFY(isExactMatch(" 2\n", "2") && !isExactMatch("2.", "2") && !isExactMatch("", "2"));
}

void TestScoring::damagedTasksNameTheLine() {
    TemporaryFolder folder;
    writeBytes(folder / "t.jsonl", "{\"prompt\": \"x\", \"answer\": \"y\"}\n{\"prompt\": \"x\"}\n");
    VERIFY_FAILS(loadTasks(folder / "t.jsonl"), ErrorCode::Corrupt, "t.jsonl:2");
    writeBytes(folder / "t.jsonl", "{\"prompt\": \"x\", \"answer\": \"y\"}\nnot json\n");
    VERIFY_FAILS(loadTasks(folder / "t.jsonl"), ErrorCode::Corrupt, "t.jsonl:2");
    writeBytes(folder / "t.jsonl", "[1]\n");
    VERIFY_FAILS(loadTasks(folder / "t.jsonl"), ErrorCode::Corrupt, "needs a \"prompt\"");
    writeBytes(folder / "t.jsonl", "\n");
    VERIFY_FAILS(loadTasks(folder / "t.jsonl"), ErrorCode::Corrupt, "holds no task");
    VERIFY_FAILS(loadTasks(folder / "none.jsonl"), ErrorCode::NotFound, "none.jsonl");
}

void TestScoring::tasksAreCounted() {
    std::vector<Task> tasks(300, Task{.id = {}, .category = "add", .language = {}, .prompt = {}, .answer = {}});
    tasks[1].category = "sort";
    std::vector<TaskOutcome> outcomes(300, TaskOutcome{true, true});
    for (std::size_t i = 0; i < 5; ++i)
        outcomes[i] = {true, false};
    outcomes[10] = outcomes[11] = {false, true};
    outcomes[12] = {false, false};
    const auto accuracy = countTasks(tasks, outcomes);
    QCOMPARE(accuracy->a.successes, 297U);
    QCOMPARE(accuracy->b.successes, 294U);
    QCOMPARE(accuracy->onlyA, 5U);
    QCOMPARE(accuracy->onlyB, 2U);
    // Two-sided binomial: 2 (1 + 7 + 21) / 2^7; interval by mpmath as in tst_statistics.
    QVERIFY(std::abs(accuracy->mcnemarP - 0.453125) < 1e-12);
    QVERIFY(std::abs(accuracy->dropPoints - 1.0) < 1e-12);
    QVERIFY(std::abs(accuracy->dropInterval95.low + 0.838834510281704) < 1e-9);
    QVERIFY(std::abs(accuracy->dropInterval95.high - 2.82558947716912) < 1e-9);
    QCOMPARE(accuracy->categories.size(), 2U);
    QCOMPARE(accuracy->categories[1].n, 1U);
    QCOMPARE(accuracy->categories[1].correctB, 0U);
    QVERIFY(!countTasks(tasks, {}));
    QCOMPARE(countTasks(tasks, {outcomes.begin(), outcomes.begin() + 7})->a.n, 7U);
}

void TestScoring::promptsAreRead() {
    TemporaryFolder folder;
    writeBytes(folder / "p.txt", "one\n\n  two \n");
    QCOMPARE(loadPrompts(folder / "p.txt").value(), (std::vector<std::string>{"one", "two"}));
    writeBytes(folder / "p.jsonl", "{\"prompt\": \"eins\"}\n{\"promt\": \"x\"}\n");
    VERIFY_FAILS(loadPrompts(folder / "p.jsonl"), ErrorCode::Corrupt, "p.jsonl:2");
    writeBytes(folder / "e.txt", "\n\n");
    VERIFY_FAILS(loadPrompts(folder / "e.txt"), ErrorCode::Corrupt, "holds no prompt");
    writeBytes(folder / "latin1.txt", "one\ncaf\xe9\n");
    VERIFY_FAILS(loadPrompts(folder / "latin1.txt"), ErrorCode::Corrupt, "is not UTF-8 at byte 7; save it as UTF-8");
}

void TestScoring::shippedInputsAreThere() {
    const auto prompts = loadPrompts({});
    VERIFY_OK(prompts);
    QCOMPARE(prompts->size(), 8U);
    const auto tokenizer = text::Tokenizer::load(fixture("glm"));
    VERIFY_OK(tokenizer);
    const auto raw = preparePrompt(*tokenizer, nullptr, "12 + 30 = ?");
    VERIFY_OK(raw);
    QCOMPARE(tokenizer->decode(*raw, text::SkipSpecial::Yes), std::string("12 + 30 = ?"));
    const auto resources = resourceFolder();
    VERIFY_OK(resources);
    const auto prepared = prepareText(*tokenizer, *resources / "prompts" / "default_text.txt");
    VERIFY_OK(prepared);
    QVERIFY(prepared->ids.size() > 512);
}

QTEST_GUILESS_MAIN(TestScoring)
#include "tst_scoring.moc"
