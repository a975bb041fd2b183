// The arms of a comparison in its reports: models of their own, tokens that cannot be compared, doubts said once.
#include <algorithm>

#include "core/report/compare_json.h"
#include "core/report/comparison_report.h"
#include "core/report/run_forms.h"
#include "tests/support/test_support.h"
#include "tests/unit/report/sample_documents.h"

using namespace autoglm;
using namespace autoglm::report;
using namespace autoglm::test;

class TestArmsReport : public QObject {
    Q_OBJECT
  private slots:
    void twoModelsAreNamedEverywhere();
    void differentTokenizersAreSaid();
    void doubtsAreSaidOnce();
};

namespace {

evaluate::ComparisonResult twoModels() {
    auto result = sampleComparison();
    result.models[1].name = "tuned";
    result.models[1].path = "/models/tuned";
    result.models[1].files.resize(1);
    result.models[1].files[0].sha256 = std::string(64, 'c');
    result.arms[1].device = "cuda:0";
    return result;
}

std::size_t countOf(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

}  // namespace

void TestArmsReport::twoModelsAreNamedEverywhere() {
    const Json document = comparisonToJson(twoModels());
    QVERIFY(document["model"]["name"] == Json("demo"));
    QVERIFY(document["arms"][0]["model"] == document["model"]);
    QVERIFY(document["arms"][1]["model"]["path"] == Json("/models/tuned"));
    QVERIFY(document["arms"][1]["model"]["weights_sha256"] == Json(std::string(64, 'c')));
    const std::string html = comparisonHtml(document).value();
    QVERIFY(html.find("Comparison of demo and tuned: A demo FP16 cpu and B tuned INT8 cuda:0</h1>") !=
            std::string::npos);
    const std::string figures = runFigures("compare", document).text();
    const std::string markdown = comparisonMarkdown(document).value();
    const std::string csv = comparisonCsv(document).value();
    for (const std::string* text : {&html, &figures, &markdown, &csv})
        QVERIFY2(text->find("tuned") != std::string::npos && text->find("demo") != std::string::npos, text->c_str());
    for (const std::string* text : {&html, &markdown, &csv})
        for (const std::string& part : {std::string("/models/tuned"), std::string(64, 'c')})
            QVERIFY2(text->find(part) != std::string::npos, part.c_str());
    QVERIFY(csv.find("arm,tuned,,B,,,,,,\"int8; ") != std::string::npos);
    // One model is named once.
    QVERIFY(comparisonHtml(comparisonToJson(sampleComparison()))->find("Comparison of demo: A FP16 and B INT8</h1>") !=
            std::string::npos);
}

void TestArmsReport::differentTokenizersAreSaid() {
    auto result = twoModels();
    result.quality.reset();
    result.noDivergenceReason = "the tokenizers of the two models have different vocabularies";
    result.ownQuality[0] = evaluate::OwnQuality{.tokens = 510,
                                                .windows = 2,
                                                .windowLength = 512,
                                                .bytes = 1020,
                                                .ppl = {.ppl = 4, .lnStderr = 0.1, .pplStderr = 0.4, .interval95 = {}},
                                                .bitsPerByte = 1,
                                                .bitsPerByteStderr = 0.05,
                                                .nonFinitePositions = 0};
    result.ownQuality[1] = result.ownQuality[0];
    result.ownQuality[1]->bitsPerByte = 1.25;
    result.answers = {{"p", {1}, "ab", "ac", {1}, {2}, {}, 1}, {"q", {1}, "ab", "ab", {1}, {2}, {}}};
    for (evaluate::AnswerPair& pair : result.answers)
        pair.comparedBy = evaluate::AnswerUnit::Character;
    const Json document = comparisonToJson(result);
    QVERIFY(document["quality"]["not_compared"] == Json(result.noDivergenceReason));
    QVERIFY(document["quality"]["bits_per_byte_b"]["mean"] == Json(1.25));
    QVERIFY(document["answers"][0]["first_different_character"] == Json(1));
    QVERIFY(document["answers"][0]["first_divergence"].is_null());
    QVERIFY(!document["quality"].contains("kld"));
    // Tokens of two tokenizers are never the same: the texts are.
    QVERIFY(document["answers"][1]["compared_by"] == Json("characters"));
    for (const std::string& text :
         {comparisonHtml(document).value(), comparisonMarkdown(document).value(), comparisonText(document).value()}) {
        QVERIFY2(text.find("the texts are equal") != std::string::npos, text.c_str());
        QVERIFY(text.find("all tokens equal") == std::string::npos);
    }
    const std::string html = comparisonHtml(document).value();
    QVERIFY(html.find("first difference: character 2") != std::string::npos);
    QVERIFY(html.find("Perplexity over its own tokens") != std::string::npos);
    const std::string figures = runFigures("compare", document).text();
    QVERIFY2(figures.find("Bits per byte of text") != std::string::npos, figures.c_str());
    QVERIFY(comparisonMarkdown(document)->find("| p | ab | ac | character 2 |") != std::string::npos);
    QVERIFY(comparisonText(document)->find("first difference: character 2") != std::string::npos);
}

void TestArmsReport::doubtsAreSaidOnce() {
    const Json document = comparisonToJson(sampleComparison());
    const std::string reason = document["validity"][0]["reason"].get<std::string>();
    std::string html = comparisonHtml(document).value();
    html.resize(html.find("<details class=\"raw\">"));
    for (const std::string& text : {comparisonText(document).value(), comparisonMarkdown(document).value(), html})
        QCOMPARE(countOf(text, reason), 1U);
    const auto notes = runNotes("compare", document);
    QCOMPARE(std::ranges::count_if(notes, [&](const std::string& note) { return note.contains(reason); }), 1);
}

QTEST_GUILESS_MAIN(TestArmsReport)
#include "tst_arms_report.moc"
