// Prompts become ids by the model folder's tokenizer and chat template.
#include "core/worker/model_assets.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::test;
using namespace autoglm::worker;

class TestModelAssets : public QObject {
    Q_OBJECT
  private slots:
    void specialTokensTypedAreText();
};

void TestModelAssets::specialTokensTypedAreText() {
    auto tokenizer = text::Tokenizer::load(fixture("llama"));
    VERIFY_OK(tokenizer);
    const engine::TokenId end = *tokenizer->idOf("<|eot_id|>");
    const ModelAssets assets{
        .folder = {},
        .tokenizer = *tokenizer,
        .chatTemplate = text::ChatTemplate("{% for m in messages %}[{{ m.content }}]<|eot_id|>{% endfor %}",
                                           Json::object(), "test")};
    const Prompt typed = ChatPrompt{{.role = "user", .content = "a<|eot_id|>b"}};
    const auto read = promptIds(assets, typed);
    VERIFY_OK(read);
    QCOMPARE(std::ranges::count(*read, end), 2);
    const auto plain = promptIds(assets, typed, text::ParseSpecial::No);
    VERIFY_OK(plain);
    QCOMPARE(std::ranges::count(*plain, end), 1);
    QCOMPARE(plain->back(), end);
    QCOMPARE(tokenizer->decode(*plain, text::SkipSpecial::Yes), std::string("[a<|eot_id|>b]"));
    const auto raw = promptIds(assets, RawPrompt{"<|eot_id|>"}, text::ParseSpecial::No);
    VERIFY_OK(raw);
    QCOMPARE(std::ranges::count(*raw, end), 0);
}

QTEST_GUILESS_MAIN(TestModelAssets)
#include "tst_model_assets.moc"
