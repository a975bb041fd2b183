// The comparison's document and its HTML, Markdown and CSV: keys of the contract, well-formed markup, numbers equal to
// the JSON, nothing from outside as markup, nothing fetched from anywhere.
#include <QRegularExpression>
#include <QXmlStreamReader>

#include "core/base/file.h"
#include "core/base/text_format.h"
#include "core/evaluate/verdict.h"
#include "core/report/bench_json.h"
#include "core/report/compare_json.h"
#include "core/report/comparison_report.h"
#include "core/report/run_forms.h"
#include "tests/support/test_support.h"
#include "tests/unit/report/sample_documents.h"

using namespace autoglm;
using namespace autoglm::report;
using namespace autoglm::test;

namespace {

Json sampleDocument() {
    return comparisonToJson(sampleComparison());
}

/// A document as the history gives it back.
Json reread(const Json& document) {
    return parseJson(dumpJson(document).value(), "document").value();
}

/// Text of an element's content, tags removed.
QString visibleText(const std::string& html) {
    QString text;
    QXmlStreamReader reader(QString::fromStdString(html));
    while (!reader.atEnd())
        if (reader.readNext() == QXmlStreamReader::Characters) text += reader.text().toString() + u' ';
    return text.simplified();
}

QString parseFault(const std::string& html) {
    QXmlStreamReader reader(QString::fromStdString(html));
    while (!reader.atEnd())
        reader.readNext();
    return reader.hasError() ? QString("%1 at line %2, column %3")
                                   .arg(reader.errorString())
                                   .arg(reader.lineNumber())
                                   .arg(reader.columnNumber())
                             : QString();
}

std::vector<std::vector<std::string>> parseCsv(const std::string& text) {
    std::vector<std::vector<std::string>> rows = {{""}};
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string& field = rows.back().back();
        if (quoted && text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"') {
            field += '"';
            ++i;
        } else if (text[i] == '"') {
            quoted = !quoted;
        } else if (!quoted && text[i] == ',') {
            rows.back().emplace_back();
        } else if (!quoted && text[i] == '\r') {
        } else if (!quoted && text[i] == '\n') {
            rows.push_back({""});
        } else {
            field += text[i];
        }
    }
    rows.pop_back();
    return rows;
}

}  // namespace

class TestComparisonReport : public QObject {
    Q_OBJECT
  private slots:
    void formsPerKind();
    void figuresAndNotes();
    void runsAreNamedByTheirArms();
    void anIntervalThatSaysNothingIsNotShown();
    void timesOfTokensHaveOneUnit();
    void documentHasTheContractsKeys();
    void documentKeepsRawSamples();
    void unknownIsAbsent();
    void nonFiniteNeverReachesTheDocument();
    void weightsDigestIsThatOfSha256sum();
    void htmlIsWellFormedAndAlone();
    void htmlShowsTheNumbersOfTheDocument();
    void htmlShowsWhatBothArmsExpected();
    void htmlEscapesWhatComesFromOutside();
    void htmlStatesAnOverriddenMismatchFirst();
    void htmlOfAStoppedRun();
    void htmlMarksTheFirstDifference();
    void damagedDocumentsDoNotCrash();
    void otherDocumentsAreRefused();
    void markdownSaysTheSameInShort();
    void csvHoldsEveryMetricAndSample();
    void writesTheReportForPeopleToLookAt();
};

void TestComparisonReport::formsPerKind() {
    const Json comparison = reread(sampleDocument());
    const Json bench = reread(benchToJson(sampleBench()));
    for (const auto& [kind, document] : {std::pair("compare", &comparison), std::pair("bench", &bench)})
        for (const std::string& form : runForms(kind))
            VERIFY_OK(runForm(kind, *document, form, "run 1"));
    VERIFY_FAILS(runForm("bench", bench, "html", "run 7"), ErrorCode::Unsupported,
                 "run 7 is a 'bench', which has no html form");
    VERIFY_FAILS(runForm("score", bench, "md", "run 7"), ErrorCode::Unsupported, "as json only");
    VERIFY_OK(runForm("score", bench, "json", "run 7"));
    VERIFY_FAILS(runForm("compare", bench, "md", "run 7"), ErrorCode::InvalidArgument, "");
}

void TestComparisonReport::figuresAndNotes() {
    const Json document = reread(sampleDocument());
    const FigureTable figures = runFigures("compare", document);
    QCOMPARE(figures.columns.size(), std::size_t(6));
    QCOMPARE(figures.rows.front().front(), std::string("Decode rate, tok/s"));
    QVERIFY(comparisonText(document)->find(figures.text()) != std::string::npos);
    QCOMPARE(runFigures("score", document).columns.size(), std::size_t(0));
    const std::vector<std::string> notes = runNotes("compare", document);
    const Json& sentences = document["verdict"]["sentences"];
    QVERIFY(sentences.size() > 2);
    QVERIFY(notes == std::vector<std::string>(sentences.begin() + 1, sentences.end()));
    const Json bench = reread(benchToJson(sampleBench()));
    QCOMPARE(runFigures("bench", bench).rows.size(), bench["results"].size());
}

void TestComparisonReport::runsAreNamedByTheirArms() {
    evaluate::ComparisonResult result = sampleComparison();
    QCOMPARE(runTitle("compare", comparisonToJson(result)), std::string("FP16 / INT8 demo"));
    result.arms[1].precision = model::Precision::Int4Group64;
    QCOMPARE(runTitle("compare", comparisonToJson(result)), std::string("FP16 / INT4 g64 demo"));
    QCOMPARE(runFigures("compare", comparisonToJson(result)).columns[2].title, std::string("B INT4 g64"));
    result.models[1].name = "tuned";
    result.models[1].path = "/models/tuned";
    QCOMPARE(runTitle("compare", comparisonToJson(result)), std::string("demo FP16 / tuned INT4 g64"));
    QCOMPARE(runTitle("bench", benchToJson(sampleBench())), std::string("bench demo"));
    QCOMPARE(runTitle("score", Json::object()), std::string("score "));
}

void TestComparisonReport::anIntervalThatSaysNothingIsNotShown() {
    evaluate::ComparisonResult result = sampleComparison();
    auto& estimate = *result.decodeRateRatio.estimate;
    estimate.n = 2;
    estimate.interval95 = measure::Interval{0.000006, 515688};
    result.decodeRateRatio.difference = tellDifference(result.decodeRateRatio, evaluate::Sense::HigherIsFaster);
    result.verdict = evaluate::makeVerdict(result, evaluate::defaultBudgets());
    const Json document = comparisonToJson(result);
    const std::string why = "interval too wide to say anything";
    const std::string reason = why + ": its 2 blocks differ too much";
    QCOMPARE(runFigures("compare", document).rows.front()[4], why);
    const std::string html = comparisonHtml(document).value();
    const std::string seen =
        visibleText(html.substr(0, html.find("<details class=\"raw\">")) + "</main></body></html>").toStdString();
    for (const std::string& text : {comparisonText(document).value(), comparisonMarkdown(document).value(), seen}) {
        QVERIFY(text.find(reason) != std::string::npos);
        // In the sentence, of the budget, in the table.
        QVERIFY(QString::fromStdString(text).count(QString::fromStdString(why)) >= 3);
        QVERIFY2(text.find("515688") == std::string::npos, text.c_str());
    }
    QCOMPARE(document["paired"]["decode_rate_ratio"]["ci95_high"].get<double>(), 515688.0);
}

void TestComparisonReport::timesOfTokensHaveOneUnit() {
    Json document = sampleDocument();
    document["arms"][0]["itl_s"]["p50"] = 0.0000812;
    document["arms"][1]["itl_s"]["p50"] = 0.0000807;
    document["arms"][0]["ttft_s"]["mean"] = 12.5;
    QStringList names;
    for (const auto& row : runFigures("compare", document).rows)
        if (row[0].find("oken") != std::string::npos) names << QString::fromStdString(row[0]).section(", ", -1);
    names.removeAll(QStringLiteral("tok/s"));
    names.removeDuplicates();
    QVERIFY2(names.contains("ms") && !names.contains("s") && !names.contains("µs"), qPrintable(names.join(' ')));
}

void TestComparisonReport::documentHasTheContractsKeys() {
    const Json document = reread(sampleDocument());
    for (const char* pointer : {"/schema_version",
                                "/model/path",
                                "/model/weights_sha256",
                                "/arms/0/name",
                                "/arms/0/precision",
                                "/arms/0/scheme",
                                "/arms/0/device",
                                "/arms/0/load_time_s",
                                "/arms/0/weights_bytes",
                                "/arms/0/peak_memory_bytes",
                                "/arms/1/ttft_s/mean",
                                "/arms/1/tpot_s/mean",
                                "/arms/1/decode_rate_tok_per_s/mean",
                                "/arms/1/decode_rate_tok_per_s/ci95_low",
                                "/arms/1/decode_rate_tok_per_s/ci95_high",
                                "/arms/1/decode_rate_tok_per_s/n",
                                "/arms/1/decode_rate_tok_per_s/samples",
                                "/paired/decode_rate_ratio/mean",
                                "/paired/decode_rate_ratio/ci95_low",
                                "/paired/decode_rate_ratio/ci95_high",
                                "/paired/decode_rate_ratio/difference",
                                "/paired/ttft_ratio/mean",
                                "/paired/memory_ratio",
                                "/paired/weights_ratio",
                                "/method/smallest_findable_ratio",
                                "/method/planned_smallest_findable_ratio",
                                "/noise_floor",
                                "/quality/tokens",
                                "/quality/kld/mean",
                                "/quality/kld/stderr",
                                "/quality/kld/median",
                                "/quality/kld/p99",
                                "/quality/kld/max",
                                "/quality/strip/0/max_position",
                                "/quality/strip/0/peak/before",
                                "/quality/strip/0/peak/next_id",
                                "/quality/strip/95/peak/top_b/1/probability",
                                "/quality/same_top/mean",
                                "/quality/ppl_a",
                                "/quality/ppl_b",
                                "/quality/ln_ppl_ratio/mean",
                                "/quality/ln_ppl_ratio/stderr",
                                "/quality/task_accuracy/a",
                                "/quality/task_accuracy/b",
                                "/answers/0/prompt",
                                "/answers/0/a",
                                "/answers/0/b",
                                "/answers/0/first_divergence",
                                "/validity",
                                "/verdict/result",
                                "/verdict/budgets/0/name",
                                "/verdict/budgets/0/limit",
                                "/verdict/budgets/0/value",
                                "/verdict/budgets/0/result",
                                "/verdict/sentences/0"})
        QVERIFY2(document.contains(Json::json_pointer(pointer)), pointer);
    QCOMPARE(document["arms"][1]["precision"].get<std::string>(), std::string("int8"));
    QCOMPARE(document["answers"][1]["first_divergence"].get<int>(), 2);
    QVERIFY(document["answers"][0]["first_divergence"].is_null());
    QCOMPARE(document["quality"]["task_accuracy"]["drop_points"]["mean"].get<double>(),
             sampleComparison().tasks->dropPoints);
    QCOMPARE(document["quality"]["task_accuracy"]["drop_points"]["ci95_high"].get<double>(),
             sampleComparison().tasks->dropInterval95.high);
}

void TestComparisonReport::documentKeepsRawSamples() {
    const auto result = sampleComparison();
    const Json document = sampleDocument();
    const auto& run = result.arms[0].runs[3];
    const Json& item = document["arms"][0]["runs"][3];
    QCOMPARE(item["token_ns"].size(), run.tokenNs.size());
    QCOMPARE(item["submit_ns"].get<std::int64_t>() + item["token_ns"][63].get<std::int64_t>(), run.tokenNs[63]);
    QCOMPARE(document["quality"]["per_token"]["kld"].size(), result.quality->perToken.size());
    QCOMPARE(document["paired"]["decode_rate_ratio"]["block_ratios"][2].get<double>(),
             std::exp(result.decodeRateRatio.blockLogRatios[2]));
    // numpy.percentile of the 16 · 63 gaps agrees with the definition used here: linear interpolation at (n - 1)·p.
    QCOMPARE(document["arms"][0]["itl_s"]["n"].get<int>(), 16 * 63);
}

void TestComparisonReport::unknownIsAbsent() {
    evaluate::ComparisonResult empty;
    empty.arms.resize(2);
    const Json document = comparisonToJson(empty);
    for (const char* pointer : {"/arms/0/ttft_s", "/arms/0/mbu", "/paired/decode_rate_ratio", "/paired/memory_ratio",
                                "/noise_floor", "/quality/kld", "/quality/task_accuracy", "/read_bandwidth_bytes_per_s",
                                "/environment", "/model/weights_sha256", "/stopped_during"})
        QVERIFY2(!document.contains(Json::json_pointer(pointer)), pointer);
    VERIFY_OK(comparisonHtml(document));
    VERIFY_OK(comparisonMarkdown(document));
    VERIFY_OK(comparisonCsv(document));
}

void TestComparisonReport::nonFiniteNeverReachesTheDocument() {
    auto result = sampleComparison();
    result.quality->kld.max = std::nan("");
    result.quality->perToken[5].kld = std::numeric_limits<double>::infinity();
    result.quality->pplB.ppl = std::numeric_limits<double>::infinity();
    const Json document = comparisonToJson(result);
    VERIFY_OK(dumpJson(document));
    QVERIFY(!document["quality"]["kld"].contains("max"));
    QVERIFY(document["quality"]["per_token"]["kld"][5].is_null());
    QVERIFY(!document["quality"].contains("ppl_b"));
    QCOMPARE(parseFault(comparisonHtml(document).value()), QString());
}

void TestComparisonReport::weightsDigestIsThatOfSha256sum() {
    // printf '%s  %s\n' aaaa...(64) model-00001-of-00002.safetensors bbbb...(64) model-00002-of-00002.safetensors |
    // sha256sum
    QCOMPARE(sampleDocument()["model"]["weights_sha256"].get<std::string>(),
             std::string("792978c55986961ebc0de894148e45edaefa3d50b320e59d2c221b57e156ca49"));
}

void TestComparisonReport::htmlIsWellFormedAndAlone() {
    const std::string html = comparisonHtml(reread(sampleDocument())).value();
    QCOMPARE(parseFault(html), QString());
    QVERIFY(html.starts_with("<!DOCTYPE html>"));
    for (const char* forbidden :
         {"http:", "https:", "//cdn", "src=", "href=", "url(", "@import", "<link", "<script", "<iframe"})
        QVERIFY2(html.find(forbidden) == std::string::npos, forbidden);
    const auto verdict = html.find("class=\"headline\"");
    QVERIFY(verdict < html.find("<h2>Budgets"));
    QVERIFY(verdict < html.find("<h2>Measurements"));
    QCOMPARE(QString::fromStdString(html).count("<svg class=\"chart\""), 5);
}

void TestComparisonReport::htmlShowsTheNumbersOfTheDocument() {
    const Json document = reread(sampleDocument());
    QString text = visibleText(comparisonHtml(document).value());
    text.truncate(text.indexOf("Raw data"));
    const Json& rate = document["arms"][1]["decode_rate_tok_per_s"];
    const auto shown = [](double value, int decimals) {
        QString number = QString::fromStdString(fixed(value, decimals));
        return number.replace(".", " .");
    };
    QVERIFY(text.contains("600 ± 2"));  // the mean of the document, to three digits
    QVERIFY(std::abs(rate["mean"].get<double>() - 600) < 0.5);
    const Json& ratio = document["paired"]["decode_rate_ratio"];
    QVERIFY(text.contains(shown(ratio["mean"].get<double>(), 2)));
    QVERIFY(text.contains(QString::fromStdString(fixed(ratio["ci95_low"].get<double>(), 2) + " to " +
                                                 fixed(ratio["ci95_high"].get<double>(), 2))));
    QVERIFY(text.contains("at least 1.2 given"));
    // Planned and found stand apart: 1.013 from the pilot, 1.0164 from the blocks.
    QVERIFY(text.contains("by it, differences from 1.30 % up were to be found"));
    QVERIFY(text.contains("differences from 1.64 % up are found"));
    QVERIFY(text.contains("memory , % of the device's memory 0 .0600"));
    QVERIFY(text.contains("AMD EPYC 7B13"));
    QVERIFY(text.contains("warning CPU frequency governor powersave"));
    QVERIFY(text.contains(QString(64, 'a')));
    QVERIFY(text.contains(QString::fromStdString(document["validity"][0]["reason"].get<std::string>())));
    QVERIFY(text.contains(QString::fromStdString(document["verdict"]["sentences"][0].get<std::string>())));
}

void TestComparisonReport::htmlShowsWhatBothArmsExpected() {
    const auto html = comparisonHtml(sampleDocument());
    VERIFY_OK(html);
    QVERIFY(html->contains("…twelve tokens &amp; &lt;<mark>b</mark>"));
    QVERIFY(html->contains("<code>b</code> 75 %, <code>8</code> 12.5 %"));
    QVERIFY(html->contains("<code>8</code> 50 %, <code>b</code> 25 %"));
}

void TestComparisonReport::htmlEscapesWhatComesFromOutside() {
    auto result = sampleComparison();
    for (std::string* text :
         {&result.models[0].name, &result.models[0].path, &result.models[0].architecture, &result.validity.reasons[0],
          &result.verdict.sentences[0], &result.models[0].files[0].name, &result.models[1].name, &result.arms[0].scheme,
          &result.arms[0].device})
        *text = hostileText;
    result.answers[0].a = std::string("bell\x07 and bad \xFF bytes ") + hostileText;
    result.environment = {{hostileText, hostileText}};
    const std::string html = comparisonHtml(reread(comparisonToJson(result))).value();
    QCOMPARE(parseFault(html), QString());
    QVERIFY(html.find("<script") == std::string::npos);
    QVERIFY(visibleText(html).contains(QString::fromUtf8(hostileText)));
    QVERIFY(comparisonMarkdown(comparisonToJson(result)).value().find("<script") == std::string::npos);
}

void TestComparisonReport::htmlStatesAnOverriddenMismatchFirst() {
    auto result = sampleComparison();
    for (evaluate::ComparedModel& model : result.models) {
        model.files[1].state = engine::FileState::Mismatch;
        model.hashMismatchOverridden = true;
    }
    const std::string html = comparisonHtml(comparisonToJson(result)).value();
    const auto alert = html.find("is not the published one (SHA-256 mismatch); the check was overridden");
    QVERIFY(alert != std::string::npos);
    QVERIFY(alert < html.find("class=\"headline\""));
    QVERIFY(comparisonHtml(sampleDocument()).value().find("overridden for this run") == std::string::npos);
    QVERIFY(comparisonMarkdown(comparisonToJson(result)).value().find("mismatch of the weights was overridden") !=
            std::string::npos);
}

void TestComparisonReport::htmlOfAStoppedRun() {
    evaluate::ComparisonResult result;
    result.stoppedDuring = "speed";
    result.arms.resize(1);
    const std::string html = comparisonHtml(comparisonToJson(result)).value();
    QCOMPARE(parseFault(html), QString());
    QVERIFY(html.find("The run was stopped during speed") != std::string::npos);
    QVERIFY(html.find("<svg class=\"chart\"") == std::string::npos);
}

void TestComparisonReport::htmlMarksTheFirstDifference() {
    const std::string html = comparisonHtml(sampleDocument()).value();
    QVERIFY(html.find("从小到大：3 <mark title=\"first difference\">5</mark> 9。") != std::string::npos);
    QVERIFY(html.find("从小到大：3 <mark title=\"first difference\">9</mark> 5。") != std::string::npos);
    // The document counts from 0, people from 1.
    QVERIFY(html.find("first difference: token 3") != std::string::npos);
    QVERIFY(html.find("all tokens equal") != std::string::npos);
    QVERIFY(html.find("1 of 3 are equal.") != std::string::npos);
    auto result = sampleComparison();
    result.answers = {{"p", {}, "ab你", "ab佡", {1}, {2}, 0}};  // the first two bytes of both characters are equal
    const std::string cut = comparisonHtml(comparisonToJson(result)).value();
    QCOMPARE(parseFault(cut), QString());
    QVERIFY(cut.find("ab<mark title=\"first difference\">你</mark>") != std::string::npos);
}

void TestComparisonReport::damagedDocumentsDoNotCrash() {
    // Every value replaced by something else, one at a time: the writers must neither throw nor crash.
    auto result = sampleComparison();
    for (auto& arm : result.arms) {
        arm.runs.resize(1);
        arm.runs[0].tokenNs.resize(3);
        arm.warmUps.clear();
        for (auto* metric : {&arm.ttftSeconds, &arm.tpotSeconds, &arm.decodeRate, &arm.prefillRate})
            metric->samples.resize(1);
    }
    result.quality->perToken.resize(1);
    result.quality->strip.resize(2);
    const Json document = comparisonToJson(result);
    const Json flat = document.flatten();
    for (const Json& replacement : {Json(nullptr), Json("text"), Json(-1), Json(1e308), Json::array({1, "x"})})
        for (auto item = flat.begin(); item != flat.end(); ++item) {
            Json broken = document;
            broken[Json::json_pointer(item.key())] = replacement;
            const auto html = comparisonHtml(broken);
            if (html) QCOMPARE(parseFault(*html), QString());
            (void)comparisonMarkdown(broken);
            (void)comparisonCsv(broken);
        }
}

void TestComparisonReport::otherDocumentsAreRefused() {
    VERIFY_FAILS(comparisonHtml(Json{{"kind", "bench"}}), ErrorCode::InvalidArgument, "of kind 'bench' was given");
    VERIFY_FAILS(comparisonCsv(Json(3)), ErrorCode::InvalidArgument, "of kind 'unknown'");
    VERIFY_FAILS(comparisonMarkdown(Json{{"kind", "compare"}, {"schema_version", 2}}), ErrorCode::Unsupported,
                 "reads up to 1");
}

void TestComparisonReport::markdownSaysTheSameInShort() {
    const Json document = sampleDocument();
    const std::string text = comparisonMarkdown(document).value();
    QVERIFY(text.starts_with("# demo: INT8 is 1.82x faster"));
    QVERIFY(text.find("**Verdict: inconclusive**") != std::string::npos);
    QVERIFY(text.find("| Decode rate, tok/s | ") != std::string::npos);
    QVERIFY(text.find(fixed(document["paired"]["decode_rate_ratio"]["mean"].get<double>(), 2) + "×") !=
            std::string::npos);
    QVERIFY(text.find("| speedup | ") != std::string::npos);
    for (const std::string& line : split(text, '\n'))
        if (line.starts_with("| 12 + 30"))
            QCOMPARE(line, std::string("| 12 + 30 = ? | 12 + 30 = 42. | 12 + 30 = 42. | none: all tokens equal |"));
}

void TestComparisonReport::csvHoldsEveryMetricAndSample() {
    const Json document = sampleDocument();
    const auto rows = parseCsv(comparisonCsv(document).value());
    QCOMPARE(join(rows[0], ","), std::string("record,name,unit,arm,run,index,value,ci95_low,ci95_high,note"));
    std::size_t samples = 0;
    bool foundRate = false;
    for (const auto& row : rows) {
        QCOMPARE(row.size(), 10U);
        if (row[0] == "token_ns") ++samples;
        if (row[0] == "metric" && row[1] == "decode_rate" && row[3] == "B") {
            foundRate = true;
            const Json& rate = document["arms"][1]["decode_rate_tok_per_s"];
            QCOMPARE(std::stod(row[6]), rate["mean"].get<double>());
            QCOMPARE(std::stod(row[7]), rate["ci95_low"].get<double>());
        }
        if (row[0] == "budget" && row[1] == "speedup") QCOMPARE(row[9], std::string(">= 1.2: pass"));
        if (row[0] == "metric" && row[1] == "decode_rate_ratio") QCOMPARE(row[9], std::string("faster"));
    }
    QVERIFY(foundRate);
    QCOMPARE(samples, 2U * 16U * 64U);
}

void TestComparisonReport::writesTheReportForPeopleToLookAt() {
    const QByteArray folder = qgetenv("AUTOGLM_REPORT_SAMPLES");
    if (folder.isEmpty()) QSKIP("set AUTOGLM_REPORT_SAMPLES to a folder to have the sample reports written there");
    auto result = sampleComparison();
    VERIFY_OK(writeFileAtomically(folder.toStdString() + "/inconclusive.html",
                                  comparisonHtml(comparisonToJson(result)).value()));
    VERIFY_OK(
        writeFileAtomically(folder.toStdString() + "/report.md", comparisonMarkdown(comparisonToJson(result)).value()));
    for (evaluate::ComparedModel& model : result.models) {
        model.files[1].state = engine::FileState::Mismatch;
        model.files[1].expected = std::string(64, '0');
        model.hashMismatchOverridden = true;
    }
    result.verdict.result = evaluate::Outcome::Pass;
    VERIFY_OK(
        writeFileAtomically(folder.toStdString() + "/mismatch.html", comparisonHtml(comparisonToJson(result)).value()));
}

QTEST_GUILESS_MAIN(TestComparisonReport)
#include "tst_comparison_report.moc"
