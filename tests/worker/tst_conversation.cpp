// A conversation: what the KV cache holds of it is not computed again, and nothing else is taken from it.
#include "tests/worker/worker_harness.h"

using namespace autoglm;
using namespace autoglm::test;
using namespace autoglm::worker;

class TestConversation : public QObject {
    Q_OBJECT
  private slots:
    void computesWhatIsNew();
    void computesAllWhereTheRotationDependsOnTheLength();
};

void TestConversation::computesWhatIsNew() {
    WorkerHarness harness;
    LoadCommand load = loadOf();
    load.contextLength = 64;
    harness.run(load);
    const auto ask = [&](const std::string& prompt, std::int64_t tokens = 4) {
        harness.text.clear();
        const RunFinished end = harness.run(generateOf(tokens, prompt));
        return std::get<std::shared_ptr<const GenerationRecord>>(end.payload)->result;
    };
    QCOMPARE(ask("ab").reusedTokens, 0);
    QCOMPARE(harness.text, std::string("cdef"));
    // The last token of an answer was picked, not computed: a, b, c, d, e lie in the cache.
    const auto second = ask("abcdefxy");
    QCOMPARE(second.reusedTokens, 5);
    QCOMPARE(second.promptTokens, 8);
    QCOMPARE(harness.text, std::string("z012"));
    // Another question after the same beginning.
    QCOMPARE(ask("abcq").reusedTokens, 3);
    QCOMPARE(harness.text, std::string("rstu"));
    // The same again: its last token is computed, or nothing would be known of what follows.
    QCOMPARE(ask("abcq").reusedTokens, 3);
    QCOMPARE(ask("xyz").reusedTokens, 0);
    // Longer than the cache has room for: a larger one, from the beginning.
    QCOMPARE(ask("xyz0", 100).reusedTokens, 0);
    QCOMPARE(ask("xyz01", 100).reusedTokens, 4);
    // A measurement wants the memory for itself.
    harness.run(ScoreCommand{.text = std::string("abc")});
    QCOMPARE(ask("xyz01").reusedTokens, 0);
    harness.run(load);
    QCOMPARE(ask("xyz01").reusedTokens, 0);
}

void TestConversation::computesAllWhereTheRotationDependsOnTheLength() {
    WorkerHarness harness;
    LoadCommand load = loadOf();
    load.model = "dynamic";
    load.contextLength = 64;
    harness.run(load);
    for (const auto& [prompt, answer] :
         {std::pair("ab", "cdef"), {"abcdefxy", "z012"}, {"abcdefxyz0", "1234"}, {"ab", "cdef"}}) {
        harness.text.clear();
        const RunFinished end = harness.run(generateOf(4, prompt));
        QCOMPARE(std::get<std::shared_ptr<const GenerationRecord>>(end.payload)->result.reusedTokens, 0);
        QCOMPARE(harness.text, std::string(answer));
    }
}

QTEST_GUILESS_MAIN(TestConversation)
#include "tst_conversation.moc"
