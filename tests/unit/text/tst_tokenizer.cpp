// The tokenizer against Hugging Face tokenizers' ids, its refusals, and the UTF-8 stream.
#include <random>
#include <thread>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/text_format.h"
#include "core/text/tokenizer.h"
#include "core/text/utf8_stream.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::test;
using namespace autoglm::text;
using Ids = std::vector<std::int32_t>;

namespace {

constexpr EncodeOptions textOnly{AddSpecial::No, ParseSpecial::Yes};

Json tokenizerFile(const char* family) {
    return *readJsonFile(fixture(family) / "tokenizer.json");
}

Result<Tokenizer> create(const Json& file) {
    return Tokenizer::fromJson(file.dump(), "tokenizer.json");
}

Json addedToken(int id, const char* content, const Json& flags) {
    Json token{{"id", id}, {"content", content}, {"special", false}, {"normalized", false}};
    token.update(flags);
    return token;
}

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
    void damagedFiles();
    void unsupportedComponentsAreNamed();
    void patternsThatOnigurumaReadsDifferently();
    void ranksOfChatGlm();
    void anyLieGivesASentence_data();
    void anyLieGivesASentence();
    void explodingPatternIsAnError();
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

void TestTokenizer::damagedFiles() {
    TemporaryFolder folder;
    VERIFY_FAILS(Tokenizer::load(folder.path()), ErrorCode::NotFound, "tokenizer.json");
    const std::string whole = readBytes(fixture("glm") / "tokenizer.json");
    for (const std::size_t length : {std::size_t{0}, std::size_t{1}, whole.size() / 2, whole.size() - 3}) {
        writeBytes(folder / "tokenizer.json", whole.substr(0, length));
        VERIFY_FAILS(Tokenizer::load(folder.path()), ErrorCode::Corrupt, "not valid JSON");
    }
    VERIFY_FAILS(Tokenizer::fromJson("[]", "t"), ErrorCode::Corrupt, "the key \"model\"");
    VERIFY_FAILS(Tokenizer::fromJson(std::string(100'000, '['), "t"), ErrorCode::Corrupt, "not valid JSON");

    const auto withModel = [](const char* key, const Json& value) {
        Json file = tokenizerFile("glm");
        file["model"][key] = value;
        return create(file);
    };
    VERIFY_FAILS(withModel("vocab", Json::object()), ErrorCode::Corrupt, "vocabulary is empty");
    VERIFY_FAILS(withModel("vocab", Json{{"a", -1}}), ErrorCode::Corrupt, "the id -1");
    VERIFY_FAILS(withModel("vocab", Json{{"a", 1.5}}), ErrorCode::Corrupt, "the id 1.5");
    VERIFY_FAILS(withModel("vocab", Json{{"a", 4'000'000'000}}), ErrorCode::Corrupt, "the id 4000000000");
    VERIFY_FAILS(withModel("vocab", Json{{"a", 0}, {"b", 0}}), ErrorCode::Corrupt, "and to another piece");
    VERIFY_FAILS(withModel("merges", Json::array({"a b c"})), ErrorCode::Corrupt, "has 3 parts");
    VERIFY_FAILS(withModel("merges", Json::array({Json::array({"a"})})), ErrorCode::Corrupt, "has 1 parts");
    VERIFY_FAILS(withModel("merges", Json::array({"~ ~~~~"})), ErrorCode::Corrupt, "which the vocabulary lacks");
    VERIFY_FAILS(withModel("merges", Json::array({7})), ErrorCode::Corrupt, "is damaged");
    VERIFY_FAILS(withModel("continuing_subword_prefix", "##########"), ErrorCode::Corrupt, "lacks the prefix");
    VERIFY_FAILS(withModel("unk_token", "<nowhere>"), ErrorCode::Corrupt, "'<nowhere>'");

    Json file = tokenizerFile("glm");
    file["added_tokens"][0]["id"] = 3;
    VERIFY_FAILS(create(file), ErrorCode::Corrupt, "the id 3 belongs to");
    file["added_tokens"][0] = addedToken(900, "a", Json::object());
    VERIFY_FAILS(create(file), ErrorCode::Corrupt, "the vocabulary gives it 64");
    file["added_tokens"][0] = addedToken(900, std::string(5000, 'a').c_str(), Json::object());
    VERIFY_FAILS(create(file), ErrorCode::Corrupt, "5000 bytes");
    file = tokenizerFile("glm");
    file["decoder"] = Json{{"type", "Strip"}, {"content", "ab"}, {"start", 1}, {"stop", 0}};
    VERIFY_FAILS(create(file), ErrorCode::Corrupt, "one character");
    file["decoder"] = Json{{"type", "Metaspace"}, {"replacement", ""}};
    VERIFY_FAILS(create(file), ErrorCode::Corrupt, "one character");
    file = tokenizerFile("glm");
    file["pre_tokenizer"] = Json{{"type", "Metaspace"}, {"replacement", "ab"}};
    VERIFY_FAILS(create(file), ErrorCode::Corrupt, "not one character");
    file["pre_tokenizer"] = nullptr;
    file["normalizer"] =
        Json{{"type", "Replace"}, {"pattern", {{"String", ""}}}, {"content", std::string(70'000, 'x')}};
    VERIFY_FAILS(create(file)->encode(std::string(20'000, 'a')), ErrorCode::InvalidArgument, "give a shorter one");
    file = tokenizerFile("llama");
    file["post_processor"]["processors"][1]["special_tokens"]["<|begin_of_text|>"]["ids"] = Json::array({5000});
    VERIFY_FAILS(create(file), ErrorCode::Corrupt, "the id 5000");
    file["post_processor"]["processors"][1]["single"] = Json::array();
    VERIFY_FAILS(create(file), ErrorCode::Corrupt, "leaves the text out");
}

void TestTokenizer::unsupportedComponentsAreNamed() {
    const auto with = [](const char* key, const Json& value) {
        Json file = tokenizerFile("glm");
        file[key] = value;
        return create(file);
    };
    for (const char* key : {"normalizer", "pre_tokenizer", "post_processor", "decoder"}) {
        VERIFY_FAILS(with(key, Json{{"type", "BertSomething"}}), ErrorCode::Unsupported, "'BertSomething'");
        VERIFY_FAILS(with(key, Json{{"type", "BertSomething"}}), ErrorCode::Unsupported, "choose a model");
    }
    VERIFY_FAILS(with("post_processor", Json{{"type", "RobertaProcessing"}}), ErrorCode::Unsupported,
                 "'RobertaProcessing'");
    Json file = tokenizerFile("glm");
    file["pre_tokenizer"]["pretokenizers"][0]["behavior"] = "MergedWithBoth";
    VERIFY_FAILS(create(file), ErrorCode::Unsupported, "'MergedWithBoth'");
    VERIFY_FAILS(
        with("pre_tokenizer", Json{{"type", "Metaspace"}, {"replacement", "_"}, {"prepend_scheme", "sometimes"}}),
        ErrorCode::Unsupported, "'sometimes'");
    file = tokenizerFile("glm");
    file["model"]["dropout"] = 0.1;
    VERIFY_FAILS(create(file), ErrorCode::Unsupported, "dropout");
    file = tokenizerFile("glm");
    file["model"]["type"] = "Unigram";
    VERIFY_FAILS(create(file), ErrorCode::Unsupported, "'Unigram'");
    const std::pair<const char*, const char*> lists[] = {{"normalizer", "normalizers"},
                                                         {"pre_tokenizer", "pretokenizers"},
                                                         {"decoder", "decoders"},
                                                         {"post_processor", "processors"}};
    for (const auto& [key, list] : lists) {
        Json nested{{"type", "ByteLevel"}};
        for (int i = 0; i < 100; ++i)
            nested = Json{{"type", "Sequence"}, {list, Json::array({nested})}};
        VERIFY_FAILS(with(key, nested), ErrorCode::Unsupported, "'Sequence'");
    }
    const Json many(65, Json{{"type", "NFC"}});
    VERIFY_FAILS(with("normalizer", Json{{"type", "Sequence"}, {"normalizers", many}}), ErrorCode::Unsupported,
                 "at most 64");
}

void TestTokenizer::patternsThatOnigurumaReadsDifferently() {
    const auto withPattern = [](const char* pattern) {
        Json file = tokenizerFile("glm");
        file["pre_tokenizer"]["pretokenizers"][0]["pattern"] = Json{{"Regex", pattern}};
        return create(file);
    };
    VERIFY_FAILS(withPattern("[a-z&&[^x]]"), ErrorCode::Unsupported, "class intersection");
    VERIFY_FAILS(withPattern("[a[bc]]"), ErrorCode::Unsupported, "class within a class");
    VERIFY_FAILS(withPattern("[[:graph:]]"), ErrorCode::Unsupported, "[:graph:]");
    VERIFY_FAILS(withPattern("[\\W]"), ErrorCode::Unsupported, "within a class");
    VERIFY_FAILS(withPattern("(?m:.)"), ErrorCode::Unsupported, "(?m)");
    VERIFY_FAILS(withPattern("a{3}?"), ErrorCode::Unsupported, "{n}?");
    VERIFY_FAILS(withPattern("\\p{In_Arrows}"), ErrorCode::Unsupported, "In_Arrows");
    VERIFY_FAILS(withPattern("\\p"), ErrorCode::Unsupported, "without braces");
    for (const char* broken : {"(a", "a\\C", "a\\", "[a", "\\x{", "a{2,1}", "*", "(?<n>a)(?<n>b)", "\\p{L"})
        QVERIFY2(!withPattern(broken), broken);
    VERIFY_OK(withPattern("[[:alpha:]\\]]+|\\[&&|[]a]|[^]]|a{,3}|{x}"));
}

void TestTokenizer::ranksOfChatGlm() {
    TemporaryFolder folder;
    const auto ranks = readBytes(fixture("tokenizers") / "chatglm_ranks/tokenizer.model");
    const auto config = readBytes(fixture("tokenizers") / "chatglm_ranks/tokenizer_config.json");
    const auto load = [&folder](const std::string& model, const std::optional<std::string>& json) {
        writeBytes(folder / "tokenizer.model", model);
        std::filesystem::remove(folder / "tokenizer_config.json");
        if (json) writeBytes(folder / "tokenizer_config.json", *json);
        return Tokenizer::load(folder.path());
    };
    VERIFY_OK(load(ranks, config));
    QVERIFY(load(ranks, config)->isSpecial(*load(ranks, config)->idOf("<|user|>")));
    VERIFY_FAILS(load("\n\x0E\n\x05<unk>\x15", config), ErrorCode::Unsupported, "save_pretrained");
    VERIFY_FAILS(load(ranks, std::nullopt), ErrorCode::Unsupported, "[gMASK]");
    VERIFY_FAILS(load(ranks, "[1]"), ErrorCode::Unsupported, "[gMASK]");
    VERIFY_FAILS(load(ranks, "{"), ErrorCode::Corrupt, "not valid JSON");
    VERIFY_FAILS(load(ranks, R"({"added_tokens_decoder": {"x": {}}})"), ErrorCode::Corrupt, "the id 'x'");
    VERIFY_FAILS(load(ranks, R"({"added_tokens_decoder": {"900": 7}})"), ErrorCode::Corrupt, "is damaged");
    Json nameless = Json::parse(config);
    nameless["added_tokens_decoder"]["900"] = {{"content", 7}};
    VERIFY_FAILS(load(ranks, nameless.dump()), ErrorCode::Corrupt, "is damaged");
    VERIFY_FAILS(load(ranks + "!!!! 900\n", config), ErrorCode::Corrupt, "line 760");
    VERIFY_FAILS(load(ranks + "YWFhYWFhYWFh 4000000\n", config), ErrorCode::Corrupt, "line 760");
    VERIFY_FAILS(load(ranks + "YWFhYWFhYWFh 3\n", config), ErrorCode::Corrupt, "repeats");
    VERIFY_FAILS(load(ranks + "YQ== 900\n", config), ErrorCode::Corrupt, "repeats");
    VERIFY_FAILS(load(ranks + std::string(4000, 'A') + " 900\n", config), ErrorCode::Corrupt, "at most 512 bytes");
    VERIFY_FAILS(load("YQ== 64\n", config), ErrorCode::Corrupt, "no rank for the byte 0");
    // Where there is a tokenizer.json, it is the one that counts.
    writeBytes(folder / "tokenizer.json", readBytes(fixture("llama") / "tokenizer.json"));
    QVERIFY(Tokenizer::load(folder.path())->idOf("<|begin_of_text|>"));
}

/// Every value of every component of `file`, in turn, becomes each of `lies`; what still loads has to work.
void TestTokenizer::anyLieGivesASentence() {
    QFETCH(QString, name);
    const auto folder = fixture("tokenizers") / name.toStdString();
    Json whole = *readJsonFile(folder / "tokenizer.json");
    // A token of each kind is enough.
    Json& added = whole["added_tokens"];
    if (added.size() > 3) added.erase(added.begin() + 3, added.end());
    Json small = whole;
    for (const char* large : {"vocab", "merges"})
        small["model"].erase(large);
    const Json deep = Json::parse(std::string(200, '[') + std::string(200, ']'));
    const Json lies[] = {nullptr,       true,           -1,  1e300, 18446744073709551615U, "", "\u2581\u2581", "(((",
                         Json::array(), Json::object(), deep};
    const std::string text = "A b  12\n\u00e9<l> \u2581x";
    int loaded = 0;
    int refused = 0;
    const Json flat = small.flatten();
    for (const auto& [pointer, value] : flat.items())
        for (const Json& lie : lies) {
            Json file = whole;
            file[Json::json_pointer(pointer)] = lie;
            const auto tokenizer = create(file);
            tokenizer ? ++loaded : ++refused;
            if (!tokenizer) {
                QVERIFY2(!tokenizer.error().message.empty(), pointer.c_str());
                continue;
            }
            const auto ids = tokenizer->encode(text);
            if (ids) QVERIFY(isValidUtf8(tokenizer->decode(*ids, SkipSpecial::Yes)));
        }
    QVERIFY(loaded > 0 && refused > 0);
}

void TestTokenizer::anyLieGivesASentence_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"llama2", "metaspace_first_normalized", "nfkc_strip_right", "replace", "byte_level_gpt4",
                             "split_string_contiguous", "decoder_of_fused", "subword_prefix_and_suffix"})
        QTest::newRow(name) << name;
}

void TestTokenizer::explodingPatternIsAnError() {
    Json file = tokenizerFile("glm");
    file["pre_tokenizer"]["pretokenizers"][0]["pattern"] = Json{{"Regex", "(a|a?)+$"}};
    const auto tokenizer = create(file);
    VERIFY_OK(tokenizer);
    VERIFY_FAILS(tokenizer->encode(std::string(2000, 'a') + "b"), ErrorCode::Unsupported, "could not be matched");
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
