// Two models in one comparison: of one tokenizer, of different ones, and what cannot be compared.
// Reference numbers: numpy 2.4 in float64 on the scripted engine's formula for logits.
#include "core/evaluate/answer_pass.h"
#include "core/evaluate/token_agreement.h"
#include "tests/support/test_support.h"
#include "tests/unit/evaluate/comparison_plan.h"

using namespace autoglm;
using namespace autoglm::test;

class TestTwoModels : public QObject {
    Q_OBJECT
  private slots:
    void twoModelsOfOneTokenizerAreHeldAgainstEachOther();
    void twoTokenizersHaveBitsPerByte();
    void positionsNeedTheSameTokens();
    void devicesAreKnownBeforeAnythingIsLoaded();
};

namespace {

/// As scriptedFolder(), elsewhere.
model::ModelFolderPtr otherFolder(std::int64_t vocabSize = 32) {
    auto folder = std::make_shared<model::ModelFolder>(*scriptedFolder());
    folder->name = "tuned";
    folder->path = "/models/tuned";
    folder->config.vocabSize = vocabSize;
    return folder;
}

/// The plan with a model of its own for arm B, whose inputs are changed by `how`.
ComparisonPlan withTwoModels(const std::function<void(ArmInputs&)>& how = {}) {
    ComparisonPlan made = plan(Precision::Fp16, Precision::Int8);
    made.b.folder = otherFolder();
    auto inputs = std::make_shared<ArmInputs>(*made.a.inputs);
    inputs->tokenizer = letters();
    if (how) how(*inputs);
    made.b.inputs = inputs;
    return made;
}

}  // namespace

void TestTwoModels::twoModelsOfOneTokenizerAreHeldAgainstEachOther() {
    PacedEngine engine({.noise = 0.4}, {});
    const auto result = runComparison(engine, withTwoModels(), {}, {});
    VERIFY_OK(result);
    QVERIFY(result->hasTwoModels());
    QCOMPARE(result->models[1].name, std::string("tuned"));
    QCOMPARE(result->models[1].path, std::string("/models/tuned"));
    QVERIFY2(result->noDivergenceReason.empty(), result->noDivergenceReason.c_str());
    // The number of numpy, as for two precisions of one model.
    QVERIFY(result->quality && near(result->quality->kld.mean, 0.007361423772087702, 1e-6));
    QVERIFY(!result->ownQuality[0]);
    QVERIFY2(result->verdict.sentences.front().starts_with("tuned INT8 ") &&
                 result->verdict.sentences.front().ends_with("compared with scripted FP16."),
             result->verdict.sentences.front().c_str());
    // The prompts of each arm are its own.
    const auto own =
        runComparison(engine, withTwoModels([](ArmInputs& inputs) { inputs.prompts = {{28, 28}, {3}}; }), {}, {});
    VERIFY_OK(own);
    QCOMPARE(own->answers[0].promptIds, (std::vector<TokenId>{27}));
    QCOMPARE(own->answers[0].promptIdsB, (std::vector<TokenId>{28, 28}));
    QCOMPARE(own->answers[0].a, std::string("cde"));
    QCOMPARE(own->answers[0].b, std::string("de"));
    QCOMPARE(own->answers[0].firstDivergence.value(), 0);
    QCOMPARE(own->arms[1].runs.front().promptTokens, 2);
    QCOMPARE(own->arms[0].runs.front().promptTokens, 1);
}

void TestTwoModels::twoTokenizersHaveBitsPerByte() {
    PacedEngine engine({}, {});
    const auto result = runComparison(engine, withTwoModels([](ArmInputs& inputs) {
                                          inputs.tokenizer = letters(1);
                                          inputs.prompts = {{28}, {4}};  // "b" and "D"
                                      }),
                                      {}, {});
    VERIFY_OK(result);
    QVERIFY(!result->quality);
    QCOMPARE(result->noDivergenceReason, std::string("the tokenizers of the two models have different vocabularies"));
    // Every id is one byte of text but the last one, which is spelled in seven.
    std::uint64_t bytes = 0;
    const std::vector<TokenId> text = longText(1100);
    for (const std::size_t window : {0U, 512U})
        for (std::size_t at = window + 257; at < window + 512; ++at)
            bytes += text[at] == 31 ? 7 : 1;
    for (const auto& own : result->ownQuality) {
        QVERIFY(own);
        QCOMPARE(own->tokens, 510);
        QCOMPARE(own->windows, 2);
        QCOMPARE(own->bytes, bytes);
        QVERIFY(near(own->ppl.ppl, 460.05372676888834, 1e-5));
        QVERIFY(near(own->bitsPerByte, 510 * std::log2(460.05372676888834) / static_cast<double>(bytes), 1e-6));
    }
    for (const BudgetName name : {BudgetName::Kld, BudgetName::SameTop, BudgetName::PplRatio}) {
        const auto judged =
            std::ranges::find(result->verdict.budgets, name, [](const BudgetResult& b) { return b.budget.name; });
        QVERIFY(judged != result->verdict.budgets.end());
        QCOMPARE(judged->result, Outcome::Inconclusive);
    }
    QVERIFY(result->verdict.result != Outcome::Pass);
    // Answers part by their text: "cde" and "cd", which ends a token earlier; then "EFGHIJ", spelled with other ids.
    QVERIFY(!result->answers[0].firstDivergence);
    QCOMPARE(result->answers[0].firstDifferentCharacter.value(), 2);
    QCOMPARE(result->answers[0].differenceA->end, 3U);
    QCOMPARE(result->answers[0].differenceB->end, 2U);
    QCOMPARE(result->answers[1].a, result->answers[1].b);
    QVERIFY(result->answers[1].idsA != result->answers[1].idsB);
    QVERIFY(result->answers[1].isSame());
    for (const AnswerPair& pair : result->answers)
        QCOMPARE(pair.comparedBy, AnswerUnit::Character);
    QCOMPARE(firstDifferentCharacter("天气b", "天气c").value(), 2);
    QCOMPARE(firstDifferentCharacter("天", "夨").value(), 0);  // the first two bytes of both are equal
    QCOMPARE(firstDifferentCharacter("ab", "abc").value(), 2);
    QVERIFY(!firstDifferentCharacter("ab", "ab"));
}

void TestTwoModels::positionsNeedTheSameTokens() {
    const auto why = [](const ComparisonPlan& planned) { return whyNoDivergence(planned.a, planned.b); };
    QCOMPARE(why(withTwoModels()), std::string());
    QCOMPARE(why(withTwoModels([](ArmInputs& inputs) { inputs.textIds[7] = 1; })),
             std::string("the tokenizers of the two models cut the text into different tokens"));
    QCOMPARE(why(withTwoModels([](ArmInputs& inputs) { inputs.textPrefix = {3}; })),
             std::string("the tokenizers of the two models cut the text into different tokens"));
    QCOMPARE(why(withTwoModels([](ArmInputs& inputs) { inputs.tokenizer.reset(); })),
             std::string("only one of the two models has a tokenizer"));
    ComparisonPlan wider = withTwoModels();
    wider.b.folder = otherFolder(48);
    QCOMPARE(why(wider), std::string("the two models rate different numbers of tokens, 32 and 48"));
}

void TestTwoModels::devicesAreKnownBeforeAnythingIsLoaded() {
    PacedEngine engine({}, {});
    auto request = plan(Precision::Fp16, Precision::Int8);
    request.b.device = "cuda:5";
    VERIFY_FAILS(runComparison(engine, request, {}, {}), ErrorCode::InvalidArgument,
                 "the device 'cuda:5' of arm B is not there; the engine found cpu");
    QVERIFY(engine.diary.prefills.empty());
}

QTEST_GUILESS_MAIN(TestTwoModels)
#include "tst_two_models.moc"
