// Random strings through tokenizers that together use every component, against the ids and texts of Hugging Face
// tokenizers (tests/reference/tokenizers). AUTOGLM_TOKENIZER_CASES names another folder of cases to compare with.
#include <fstream>

#include "core/base/json.h"
#include "core/base/text_format.h"
#include "core/text/tokenizer.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::test;
using namespace autoglm::text;
namespace fs = std::filesystem;
using Ids = std::vector<std::int32_t>;

namespace {

/// The text of pieces that come one by one, taken after each.
std::string streamed(const Tokenizer& tokenizer, const Ids& ids) {
    DecodeStream stream = tokenizer.decodeStream();
    std::string out;
    for (const std::int32_t id : ids) {
        stream.append(tokenizer.piece(id));
        const std::string taken = stream.take();
        if (!isValidUtf8(taken)) return "a piece of a character: " + sanitizeUtf8(taken);
        out += taken;
    }
    return out + stream.flush();
}

/// Empty where decoding gives `row[key]`, and with `key` "skipped" for "decoded" the text without special tokens.
std::string decodingDifference(const Tokenizer& tokenizer, const Json& row, const char* idsKey, std::string key) {
    const auto ids = row[idsKey].get<Ids>();
    const auto differs = [&](const std::string& got, const Json& wanted) {
        // A null: there the library panics.
        if (wanted.is_null() || got == wanted.get<std::string>()) return std::string();
        return concat(key, " of ", row[idsKey].dump(), ": ", Json(got).dump(), " instead of ", wanted.dump());
    };
    const Json& decoded = row[key];
    if (auto wrong = differs(tokenizer.decode(ids, SkipSpecial::No), decoded); !wrong.empty()) return wrong;
    // Of bytes that spell no character a stream shows the valid ones that came before (decoder.h).
    const bool isWhole = !decoded.is_null() && decoded.get<std::string>().find("\uFFFD") == std::string::npos;
    if (isWhole)
        if (auto wrong = differs(streamed(tokenizer, ids), decoded); !wrong.empty()) return "streamed " + wrong;
    key.replace(key.find("decoded"), 7, "skipped");
    return differs(tokenizer.decode(ids, SkipSpecial::Yes), row.contains(key) ? row[key] : decoded);
}

/// Empty where `row` comes out as the library has it; else what differs.
std::string difference(const Tokenizer& tokenizer, const Json& row) {
    const auto text = row["text"].get<std::string>();
    const auto idsDiffer = [&](EncodeOptions options, const char* key) {
        const auto got = tokenizer.encode(text, options);
        if (!got) return got.error().message;
        if (*got == row[key].get<Ids>()) return std::string();
        return concat(key, " of ", row["text"].dump(), ": ", Json(*got).dump(), " instead of ", row[key].dump());
    };
    if (auto wrong = idsDiffer({}, "ids"); !wrong.empty()) return wrong;
    if (auto wrong = decodingDifference(tokenizer, row, "ids", "decoded"); !wrong.empty()) return wrong;
    if (row.contains("plain"))
        if (auto wrong = idsDiffer({AddSpecial::No, ParseSpecial::No}, "plain"); !wrong.empty()) return wrong;
    return row.contains("any") ? decodingDifference(tokenizer, row, "any", "any_decoded") : std::string();
}

}  // namespace

class TestTokenizerReference : public QObject {
    Q_OBJECT
  private slots:
    void equalsTheLibrary_data();
    void equalsTheLibrary();
};

void TestTokenizerReference::equalsTheLibrary_data() {
    QTest::addColumn<QString>("folder");
    const fs::path given = qEnvironmentVariable("AUTOGLM_TOKENIZER_CASES").toStdString();
    const fs::path cases = given.empty() ? fixture("tokenizers") : given;
    for (const fs::directory_entry& entry : fs::directory_iterator(cases))
        if (fs::exists(entry.path() / "cases.jsonl"))
            QTest::newRow(entry.path().filename().c_str()) << QString::fromStdString(entry.path().string());
}

void TestTokenizerReference::equalsTheLibrary() {
    QFETCH(QString, folder);
    const fs::path path = folder.toStdString();
    // Cases without a tokenizer of their own belong to the fixture model of that name.
    const bool isOwn = fs::exists(path / "tokenizer.json") || fs::exists(path / "tokenizer.model");
    const auto tokenizer = Tokenizer::load(isOwn ? path : fixture(path.filename().string()));
    VERIFY_OK(tokenizer);
    std::ifstream file(path / "cases.jsonl");
    int cases = 0;
    int wrong = 0;
    for (std::string line; std::getline(file, line); ++cases) {
        const std::string found = difference(*tokenizer, Json::parse(line));
        if (found.empty()) continue;
        if (++wrong <= 3) qWarning("%s", found.c_str());
    }
    QVERIFY2(cases >= 300, "too few cases");
    QCOMPARE(wrong, 0);
}

QTEST_GUILESS_MAIN(TestTokenizerReference)
#include "tst_tokenizer_reference.moc"
