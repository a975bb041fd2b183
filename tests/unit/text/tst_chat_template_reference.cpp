// Chat templates against transformers' apply_chat_template (tests/reference/templates): whole templates with whole
// conversations, and one construct at a time. What raises there is an error here.
#include <set>

#include "core/base/file.h"
#include "core/text/chat_template.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::test;
using namespace autoglm::text;

namespace {

/// Snippets that transformers renders and that are refused here with a sentence; core/text/README.md lists them.
const std::set<std::string> refused{
    "{{ range(3) }}",
    "{{ [1e400, -1e400] | tojson }}",
    "{{ 'a/b<c>&\\u2028\\ud83d\\ude00\\u007f' | tojson }}",
    "{{ 'a/b<c>&\\u2028\\ud83d\\ude00\\u007f\\u0080' | tojson(ensure_ascii=True) }}",
    "{{ 'abc'.startswith('a') }}{{ 'abc'.startswith(('x', 'ab')) }}{{ 'abc'.endswith('bc') }}{{ 'abc'.startswith('b', "
    "1) }}",
    "{{ 1 is number == true }}",
    "{{ joiner(',')() }}{% set j = joiner('; ') %}{% for x in [1, 2, 3] %}{{ j() }}{{ x }}{% endfor %}",
    "{{ 'a' | int }}{{ '0x1f' | int(base=16) }}{{ ' 7 ' | int }}{{ '1e3' | int }}{{ '-5' | int }}{{ '+5' | int }}{{ "
    "[] | int(3) }}{{ 'nan' | float }}{{ '1_0' | int }}",
    "{{ messages | groupby('role') | length }}",
    "{{ 'hello world' | wordcount }}",
    "{{ 'hello' | truncate(3) }}",
    "{{ namespace(a=1).a }}{{ namespace() }}",
    "{{ 9223372036854775807 + 1 }}",
    "{{ 3 * 1.1 }}{{ 1e100 }}{{ 123456789.123456789 }}{{ 1.0e-7 }}{{ 5e-324 }}{{ 0.1 + 0.7 }}{{ 2.0 ** 0.5 }}{{ 10 ** "
    "15 "
    "* 1.0 }}{{ 1e21 | int }}",
};

/// As transformers gets them: what the conversation holds beyond messages are variables.
Result<std::string> render(const std::string& source, const Json& conversation) {
    AUTOGLM_TRY(const std::vector<Message> messages, parseMessages(conversation["messages"].dump(), "messages"));
    RenderOptions options;
    for (const auto& [name, value] : conversation.items())
        if (name != "messages") options.variables[name] = value;
    const Json special{{"bos_token", "<s>"}, {"eos_token", "</s>"}, {"pad_token", "<pad>"}};
    return ChatTemplate(source, special, "template").render(messages, options);
}

/// What differs from `row`; empty where nothing does.
QString difference(const Json& row, const Result<std::string>& rendered) {
    const auto text = [](const std::string& value) { return QString::fromStdString(value); };
    if (row.contains("text")) {
        if (!rendered) return "refused: " + text(rendered.error().message);
        const auto& expected = row["text"].get_ref<const std::string&>();
        return *rendered == expected ? QString() : "rendered\n" + text(*rendered) + "\nexpected\n" + text(expected);
    }
    const auto& error = row["error"].get_ref<const std::string&>();
    if (rendered) return "rendered " + text(*rendered) + " where transformers raises " + text(error);
    if (row["kind"] == "raised" && rendered.error().message != "the chat template refuses these messages: " + error)
        return "said: " + text(rendered.error().message) + "; expected: " + text(error);
    return {};
}

}  // namespace

class TestChatTemplateReference : public QObject {
    Q_OBJECT
  private slots:
    void templates_data();
    void templates();
    void snippets();
};

void TestChatTemplateReference::templates_data() {
    QTest::addColumn<QString>("name");
    for (const auto& entry : std::filesystem::directory_iterator(fixture("templates")))
        if (entry.path().extension() == ".jinja") {
            const std::string name = entry.path().filename().string();
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
}

void TestChatTemplateReference::templates() {
    QFETCH(QString, name);
    const auto expected = readJsonFile(fixture("templates") / "expected.json");
    VERIFY_OK(expected);
    const auto source = readTextFile(fixture("templates") / name.toStdString());
    VERIFY_OK(source);
    int compared = 0;
    for (const Json& row : (*expected)["rows"]) {
        if (row["template"] != name.toStdString()) continue;
        const std::string conversation = row["conversation"].get<std::string>();
        const QString fault = difference(row, render(*source, (*expected)["conversations"][conversation]));
        QVERIFY2(fault.isEmpty(), qPrintable(QString::fromStdString(conversation) + ": " + fault));
        ++compared;
    }
    QCOMPARE(compared, static_cast<int>((*expected)["conversations"].size()));
}

void TestChatTemplateReference::snippets() {
    const auto expected = readJsonFile(fixture("templates") / "snippets.json");
    VERIFY_OK(expected);
    std::size_t refusals = 0;
    for (const Json& row : (*expected)["rows"]) {
        const std::string source = row["template"].get<std::string>();
        const Result<std::string> rendered = render(source, (*expected)["conversation"]);
        if (refused.contains(source)) {
            ++refusals;
            QVERIFY2(!rendered, qPrintable(QString::fromStdString(source) + " is no longer refused"));
            continue;
        }
        const QString fault = difference(row, rendered);
        QVERIFY2(fault.isEmpty(), qPrintable(QString::fromStdString(source) + "\n" + fault));
    }
    QCOMPARE(refusals, refused.size());
    QVERIFY((*expected)["rows"].size() > 280);
}

QTEST_GUILESS_MAIN(TestChatTemplateReference)
#include "tst_chat_template_reference.moc"
