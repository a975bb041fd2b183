// The tokenizer against Hugging Face tokenizers' ids, and the UTF-8 stream.
#include <random>
#include <thread>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/text_format.h"
#include "core/text/tokenizer.h"
#include "core/text/utf8_stream.h"
#include "tests/unit/text/tokenizer_support.h"

using namespace autoglm;
using namespace autoglm::test;
using namespace autoglm::text;
using Ids = std::vector<std::int32_t>;

namespace {

constexpr EncodeOptions textOnly{AddSpecial::No, ParseSpecial::Yes};

std::string decodeAtOnce(std::string_view bytes) {
    Utf8Stream stream;
    stream.append(bytes);
    return stream.flush();
}

}  // namespace

class TestTokenizer : public QObject {
    Q_OBJECT
  private slots:
    void reproducesTheReference_data();
    void reproducesTheReference();
    void specialTokensInTextAreReadOnlyOnRequest();
    void addedTokenFlags();
    void byteLevelWithItsOwnPattern();
    void removedMatchesAndLiteralPatterns();
    void normalizationForms();
    void mergesInBothSpellings();
    void missingBytesAndUnknownToken();
    void piecesAndBytes();
    void nulAndInvalidBytes();
    void manyThreadsShareOneTokenizer();
    void longInputsAreNotQuadratic_data();
    void longInputsAreNotQuadratic();
    void streamKnownValues();
    void streamEqualsDecodingAtOnce();
};

void TestTokenizer::reproducesTheReference_data() {
    QTest::addColumn<QString>("family");
    for (const char* family : {"glm", "qwen2", "llama"})
        QTest::newRow(family) << family;
}

void TestTokenizer::reproducesTheReference() {
    QFETCH(QString, family);
    const auto folder = fixture(family.toStdString());
    const auto tokenizer = Tokenizer::load(folder);
    VERIFY_OK(tokenizer);
    const auto expected = readJsonFile(folder / "expected.json");
    VERIFY_OK(expected);
    QCOMPARE((*expected)["tokenizer"].size(), std::size_t{22});
    for (const Json& row : (*expected)["tokenizer"]) {
        const auto ids = tokenizer->encode(row["text"].get<std::string>());
        VERIFY_OK(ids);
        QCOMPARE(*ids, row["ids"].get<Ids>());
        QCOMPARE(tokenizer->decode(*ids, SkipSpecial::No), row["decoded"].get<std::string>());
    }
}

void TestTokenizer::specialTokensInTextAreReadOnlyOnRequest() {
    const auto tokenizer = Tokenizer::load(fixture("llama"));
    VERIFY_OK(tokenizer);
    const std::int32_t begin = *tokenizer->idOf("<|begin_of_text|>");
    const std::int32_t end = *tokenizer->idOf("<|eot_id|>");
    QVERIFY(tokenizer->isSpecial(begin) && !tokenizer->isSpecial(0) && !tokenizer->isSpecial(-1));
    QCOMPARE(*tokenizer->encode("<|eot_id|>"), (Ids{begin, end}));
    QCOMPARE(*tokenizer->encode("<|eot_id|>", textOnly), Ids{end});
    const Ids plain = *tokenizer->encode("<|eot_id|>", {AddSpecial::No, ParseSpecial::No});
    QVERIFY(plain.size() > 1 && std::find(plain.begin(), plain.end(), end) == plain.end());
    QCOMPARE(tokenizer->decode(plain, SkipSpecial::Yes), std::string("<|eot_id|>"));
    QCOMPARE(tokenizer->decode(Ids{begin, 39, end}, SkipSpecial::Yes), std::string("H"));
    // A range of the text read as it is spelled, the rest not.
    const std::vector<TextRange> found = tokenizer->specialsIn("a<|eot_id|>b<|eot_id|>");
    QCOMPARE(found.size(), 2U);
    QVERIFY(found[0].begin == 1 && found[0].end == 11 && found[1].begin == 12);
    const Ids half = *tokenizer->encode("a<|eot_id|>b<|eot_id|>", textOnly, std::span(found).first(1));
    QCOMPARE(std::ranges::count(half, end), 1);
    QCOMPARE(half.back(), end);
    QCOMPARE(tokenizer->decode(half, SkipSpecial::Yes), std::string("a<|eot_id|>b"));
}

// Ids of tokenizers 0.23.1 for the same file.
void TestTokenizer::addedTokenFlags() {
    Json file = tokenizerFile("qwen2");
    Json& added = file["added_tokens"];
    added.push_back(addedToken(768, "<l>", {{"lstrip", true}}));
    added.push_back(addedToken(769, "<r>", {{"rstrip", true}}));
    added.push_back(addedToken(770, "<w>", {{"single_word", true}}));
    added.push_back(addedToken(771, "éé", {{"normalized", true}}));
    added.push_back(addedToken(772, "<l><r", Json::object()));
    const auto tokenizer = create(file);
    VERIFY_OK(tokenizer);
    QCOMPARE(*tokenizer->encode("x \u3000<l> y"), (Ids{87, 768, 456}));
    QCOMPARE(*tokenizer->encode("x <r>\n \u0085y"), (Ids{87, 220, 769, 88}));
    QCOMPARE(*tokenizer->encode("x<w> <w> <w>é"), (Ids{87, 27, 86, 29, 220, 770, 220, 27, 86, 29, 127, 102}));
    QCOMPARE(*tokenizer->encode("e\u0301e\u0301"), Ids{771});
    QCOMPARE(*tokenizer->encode("<l><r><l>"), (Ids{772, 29, 768}));
}

// Ids of tokenizers 0.23.1 for the same file.
void TestTokenizer::byteLevelWithItsOwnPattern() {
    Json file = tokenizerFile("llama");
    file["pre_tokenizer"] = Json{{"type", "ByteLevel"}, {"add_prefix_space", true}, {"use_regex", true}};
    const auto tokenizer = create(file);
    VERIFY_OK(tokenizer);
    QCOMPARE(*tokenizer->encode("a 1234", textOnly), (Ids{262, 220, 570, 18, 19}));
    QCOMPARE(*tokenizer->encode("it's 1234<|eot_id|>a  b\n\n", textOnly),
             (Ids{547, 6, 82, 220, 570, 18, 19, 767, 262, 220, 313, 198, 198}));
}

void TestTokenizer::removedMatchesAndLiteralPatterns() {
    Json file = tokenizerFile("glm");
    Json& split = file["pre_tokenizer"]["pretokenizers"][0];
    split = Json{{"type", "Split"}, {"pattern", {{"Regex", "x+|y"}}}, {"behavior", "Removed"}, {"invert", false}};
    QCOMPARE(create(file)->decode(*create(file)->encode("axxbyyc"), SkipSpecial::No), std::string("abc"));
    split["invert"] = true;
    QCOMPARE(create(file)->decode(*create(file)->encode("axxbyyc"), SkipSpecial::No), std::string("xxyy"));
    split["pattern"] = Json{{"String", "."}};
    QCOMPARE(create(file)->decode(*create(file)->encode("a.b"), SkipSpecial::No), std::string("."));
    split["pattern"] = Json{{"Regex", "x*|\\s?"}};
    QCOMPARE(create(file)->decode(*create(file)->encode("axx b€"), SkipSpecial::No), std::string("xx"));
}

// Values of Python's unicodedata.normalize.
void TestTokenizer::normalizationForms() {
    const auto normalized = [](const char* form) {
        Json file = tokenizerFile("glm");
        file["normalizer"] = Json{{"type", "Sequence"}, {"normalizers", Json::array({Json{{"type", form}}})}};
        const auto tokenizer = create(file);
        return tokenizer->decode(*tokenizer->encode("e\u0301 \u1e9b\u0323 \ufb01 \uac00 \u212b"), SkipSpecial::No);
    };
    QCOMPARE(normalized("NFC"), std::string("\u00e9 \u1e9b\u0323 \ufb01 \uac00 \u00c5"));
    QCOMPARE(normalized("NFD"), std::string("e\u0301 \u017f\u0323\u0307 \ufb01 \u1100\u1161 A\u030a"));
    QCOMPARE(normalized("NFKC"), std::string("\u00e9 \u1e69 fi \uac00 \u00c5"));
    QCOMPARE(normalized("NFKD"), std::string("e\u0301 s\u0323\u0307 fi \u1100\u1161 A\u030a"));
}

void TestTokenizer::mergesInBothSpellings() {
    Json file = tokenizerFile("glm");
    for (Json& merge : file["model"]["merges"])
        merge = merge[0].get<std::string>() + " " + merge[1].get<std::string>();
    const std::string text = "Hello, world! 1234 你好";
    QCOMPARE(*create(file)->encode(text), *Tokenizer::load(fixture("glm"))->encode(text));
}

// As tokenizers does it: a byte without a token is the unknown token, or nothing.
void TestTokenizer::missingBytesAndUnknownToken() {
    Json file = tokenizerFile("glm");
    Json vocabulary = Json::object();
    for (const auto& [piece, id] : file["model"]["vocab"].items())
        vocabulary[piece == "x" ? "<gone>" : piece] = id;
    file["model"]["vocab"] = vocabulary;
    file["model"]["merges"] = Json::array();
    QCOMPARE(*create(file)->encode("axxb"), (Ids{64, 65}));
    file["model"]["unk_token"] = "!";
    QCOMPARE(*create(file)->encode("axxb"), (Ids{64, 0, 0, 65}));
    file["model"]["fuse_unk"] = true;
    QCOMPARE(*create(file)->encode("axxb"), (Ids{64, 0, 65}));
}

void TestTokenizer::piecesAndBytes() {
    const auto tokenizer = Tokenizer::load(fixture("glm"));
    VERIFY_OK(tokenizer);
    QCOMPARE(tokenizer->vocabSize(), std::size_t{768});
    QCOMPARE(tokenizer->piece(220), std::string("Ġ"));
    QCOMPARE(tokenizer->tokenBytes(220), std::string(" "));
    QCOMPARE(tokenizer->tokenBytes(765), std::string("<|user|>"));
    QCOMPARE(tokenizer->idOf("Ġ"), std::optional<std::int32_t>(220));
    QVERIFY(!tokenizer->idOf("no such piece"));
    // In the middle of a text a piece of Llama 2's kind begins with its space.
    const auto llama2 = Tokenizer::load(fixture("mistral"));
    VERIFY_OK(llama2);
    QCOMPARE(llama2->tokenBytes(*llama2->idOf("<0xE4>")), std::string("\xE4"));
    QCOMPARE(llama2->tokenBytes(*llama2->idOf("\u2581")), std::string(" "));
    for (const std::int32_t id : {-1, 768, 1'000'000}) {
        QVERIFY(tokenizer->piece(id).empty());
        QVERIFY(tokenizer->tokenBytes(id).empty());
    }
    for (std::int32_t id = 0; id < 768; ++id)
        QCOMPARE(tokenizer->idOf(tokenizer->piece(id)), std::optional(id));
}

void TestTokenizer::nulAndInvalidBytes() {
    const auto tokenizer = Tokenizer::load(fixture("qwen2"));
    VERIFY_OK(tokenizer);
    const std::string nul("a\0\xC3\xA9\0", 5);
    QCOMPARE(tokenizer->decode(*tokenizer->encode(nul), SkipSpecial::No), nul);
    QCOMPARE(*tokenizer->encode("a\xE4\xBDz"), *tokenizer->encode("a\uFFFDz"));
    QVERIFY(tokenizer->encode("")->empty());
}

void TestTokenizer::manyThreadsShareOneTokenizer() {
    const Tokenizer tokenizer = *Tokenizer::load(fixture("llama"));
    const std::string text = "It's a test, 12345 你好 <|eot_id|> x";
    const Ids expected = *tokenizer.encode(text);
    std::array<int, 4> wrong{};
    {
        std::vector<std::jthread> threads;
        for (int& count : wrong)
            threads.emplace_back([&, copy = tokenizer] {
                for (int i = 0; i < 200; ++i)
                    if (*copy.encode(text) != expected || copy.decode(expected, SkipSpecial::Yes).empty()) ++count;
            });
    }
    for (const int count : wrong)
        QCOMPARE(count, 0);
}

void TestTokenizer::longInputsAreNotQuadratic_data() {
    QTest::addColumn<QString>("folder");
    // The second makes one word of the whole text.
    for (const char* name : {"glm", "mistral", "tokenizers/metaspace_whole", "tokenizers/chatglm_ranks"})
        QTest::newRow(name) << name;
}

void TestTokenizer::longInputsAreNotQuadratic() {
    QFETCH(QString, folder);
    const Tokenizer tokenizer = *Tokenizer::load(fixture(folder.toStdString()));
    for (const std::string& unit : {std::string("a"), std::string(" "), std::string("<|"), std::string("e\u0301")}) {
        std::string text;
        while (text.size() < 1'000'000)
            text += unit;
        const std::int64_t before = nowNs();
        const auto ids = tokenizer.encode(text, textOnly);
        VERIFY_OK(ids);
        // Quadratic work on a million symbols would take hours.
        QVERIFY2(nowNs() - before < 30'000'000'000, unit.c_str());
        const std::string decoded = tokenizer.decode(*ids, SkipSpecial::No);
        QVERIFY(decoded == text || folder.startsWith("tokenizers/metaspace"));
    }
}

// Values of Python's bytes.decode("utf-8", "replace").
void TestTokenizer::streamKnownValues() {
    const std::pair<std::string, std::string> rows[] = {{"\xE4\xBD", "\uFFFD"},
                                                        {"\xC0\x80", "\uFFFD\uFFFD"},
                                                        {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
                                                        {"\xF0\x9F\x91z", "\uFFFDz"},
                                                        {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
                                                        {"\xE4\xBD\xE4\xBD\xA0", "\uFFFD你"},
                                                        {"\x80"
                                                         "a\xFF",
                                                         "\uFFFD"
                                                         "a\uFFFD"},
                                                        {"\xE0\x80\x80", "\uFFFD\uFFFD\uFFFD"},
                                                        {"\xF0\x9F\x91\x8D", "👍"}};
    for (const auto& [bytes, text] : rows)
        QCOMPARE(decodeAtOnce(bytes), text);
    Utf8Stream stream;
    stream.append("a\xF0\x9F");
    QCOMPARE(stream.take(), std::string("a"));
    stream.append("\x91");
    QCOMPARE(stream.take(), std::string());
    stream.append(
        "\x8D"
        "b");
    QCOMPARE(stream.take(), std::string("👍b"));
    QCOMPARE(stream.flush(), std::string());
}

void TestTokenizer::streamEqualsDecodingAtOnce() {
    std::mt19937 random(7);
    const std::string_view material("\x00 az\x7F\x80\x9F\xA0\xBF\xC0\xC3\xE0\xE4\xED\xEF\xF0\xF4\xF5\xFF", 19);
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes;
        for (std::size_t i = random() % 24; i > 0; --i)
            bytes += material[random() % material.size()];
        Utf8Stream stream;
        std::string pieces;
        for (std::size_t at = 0; at < bytes.size();) {
            const std::size_t length = 1 + random() % 4;
            stream.append(std::string_view(bytes).substr(at, length));
            at += length;
            const std::string piece = stream.take();
            QVERIFY(isValidUtf8(piece));
            pieces += piece;
        }
        pieces += stream.flush();
        QCOMPARE(pieces, decodeAtOnce(bytes));
        if (isValidUtf8(bytes)) QCOMPARE(pieces, bytes);
    }
}

QTEST_GUILESS_MAIN(TestTokenizer)
#include "tst_tokenizer.moc"
