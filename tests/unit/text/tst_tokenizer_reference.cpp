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

/// Empty where `row` comes out as the library has it; else what differs.
std::string difference(const Tokenizer& tokenizer, const Json& row) {
    const auto text = row["text"].get<std::string>();
    const auto ids = row["ids"].get<Ids>();
    const auto show = [&](const char* what, const auto& got, const auto& wanted) {
        return concat(what, " of ", Json(text).dump(), ": ", Json(got).dump(), " instead of ", Json(wanted).dump());
    };
    const auto encoded = tokenizer.encode(text);
    if (!encoded) return encoded.error().message;
    if (*encoded != ids) return show("ids", *encoded, ids);
    const auto decodes = [&](const Ids& of, SkipSpecial skip, const char* key) {
        const std::string got = tokenizer.decode(of, skip);
        if (row[key].is_null()) return std::string();  // there the library panics
        return got == row[key].get<std::string>() ? std::string() : show(key, got, row[key]);
    };
    if (auto wrong = decodes(ids, SkipSpecial::No, "decoded"); !wrong.empty()) return wrong;
    if (auto wrong = decodes(ids, SkipSpecial::Yes, "skipped"); !wrong.empty()) return wrong;
    if (row.contains("plain")) {
        const auto plain = tokenizer.encode(text, {AddSpecial::No, ParseSpecial::No});
        if (!plain || *plain != row["plain"].get<Ids>()) return show("plain ids", plain.value_or(Ids{}), row["plain"]);
    }
    if (!row.contains("any")) return {};
    const auto any = row["any"].get<Ids>();
    if (auto wrong = decodes(any, SkipSpecial::No, "any_decoded"); !wrong.empty()) return wrong;
    return decodes(any, SkipSpecial::Yes, "any_skipped");
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
