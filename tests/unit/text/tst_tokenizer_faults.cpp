// What a tokenizer cannot be made of: damaged files, components and patterns that are not known, another's model.
#include "core/base/text_format.h"
#include "tests/unit/text/tokenizer_support.h"

using namespace autoglm;
using namespace autoglm::test;
using namespace autoglm::text;

class TestTokenizerFaults : public QObject {
    Q_OBJECT
  private slots:
    void damagedFiles();
    void stepsThatMultiply();
    void unsupportedComponentsAreNamed();
    void patternsThatOnigurumaReadsDifferently();
    void ranksOfChatGlm();
    void anyLieGivesASentence_data();
    void anyLieGivesASentence();
    void explodingPatternIsAnError();
};

void TestTokenizerFaults::damagedFiles() {
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
    file = tokenizerFile("llama");
    file["post_processor"]["processors"][1]["special_tokens"]["<|begin_of_text|>"]["ids"] = Json::array({5000});
    VERIFY_FAILS(create(file), ErrorCode::Corrupt, "the id 5000");
    file["post_processor"]["processors"][1]["single"] = Json::array();
    VERIFY_FAILS(create(file), ErrorCode::Corrupt, "leaves the text out");
}

/// Each may only double a text, but sixty of them would ask for more than there is.
void TestTokenizerFaults::stepsThatMultiply() {
    Json file = tokenizerFile("glm");
    file["pre_tokenizer"] = nullptr;
    file["normalizer"] = Json{{"type", "Replace"}, {"pattern", {{"String", ""}}}, {"content", std::string(900, 'x')}};
    VERIFY_FAILS(create(file)->encode(std::string(1'300'000, 'a')), ErrorCode::InvalidArgument, "give a shorter one");
    const char* tooLong = "at most 1000 times as long";
    file["normalizer"]["content"] = std::string(1000, 'x');
    VERIFY_FAILS(create(file), ErrorCode::Unsupported, tooLong);
    const Json doubles{{"type", "Replace"}, {"pattern", {{"String", "a"}}}, {"content", "aa"}};
    const auto times = [](int count, const Json& step) { return Json(std::vector<Json>(std::size_t(count), step)); };
    file["normalizer"] = Json{{"type", "Sequence"}, {"normalizers", times(9, doubles)}};
    VERIFY_OK(create(file));
    file["normalizer"]["normalizers"].push_back(doubles);
    VERIFY_FAILS(create(file), ErrorCode::Unsupported, tooLong);
    file["normalizer"] = nullptr;
    file["decoder"] = Json{{"type", "Sequence"}, {"decoders", times(10, doubles)}};
    VERIFY_FAILS(create(file), ErrorCode::Unsupported, tooLong);
    file["decoder"] = nullptr;
    const Json bytes{{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", false}};
    file["pre_tokenizer"] = Json{{"type", "Sequence"}, {"pretokenizers", times(10, bytes)}};
    VERIFY_FAILS(create(file), ErrorCode::Unsupported, tooLong);
}

void TestTokenizerFaults::unsupportedComponentsAreNamed() {
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

void TestTokenizerFaults::patternsThatOnigurumaReadsDifferently() {
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

void TestTokenizerFaults::ranksOfChatGlm() {
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

void TestTokenizerFaults::anyLieGivesASentence_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"llama2", "metaspace_first_normalized", "nfkc_strip_right", "replace", "byte_level_gpt4",
                             "split_string_contiguous", "decoder_of_fused", "subword_prefix_and_suffix"})
        QTest::newRow(name) << name;
}

/// Every value of every component of `file`, in turn, becomes each of `lies`; what still loads has to work.
void TestTokenizerFaults::anyLieGivesASentence() {
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

void TestTokenizerFaults::explodingPatternIsAnError() {
    Json file = tokenizerFile("glm");
    file["pre_tokenizer"]["pretokenizers"][0]["pattern"] = Json{{"Regex", "(a|a?)+$"}};
    const auto tokenizer = create(file);
    VERIFY_OK(tokenizer);
    VERIFY_FAILS(tokenizer->encode(std::string(2000, 'a') + "b"), ErrorCode::Unsupported, "could not be matched");
}

QTEST_GUILESS_MAIN(TestTokenizerFaults)
#include "tst_tokenizer_faults.moc"
