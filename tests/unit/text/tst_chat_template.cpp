// Chat templates against transformers' rendering, and every way in which one can fail.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/paths.h"
#include "core/text/chat_template.h"
#include "core/text/tokenizer.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::test;
using namespace autoglm::text;

namespace {

const std::string question = "Hi, 你好";
const std::vector<Message> oneQuestion{{.role = "user", .content = question}};

/// The installed helper behind a script that notes each process started.
class CountedHelpers {
  public:
    CountedHelpers() {
        const auto helper = helperPath();
        if (!helper) qFatal("no autoglm-helper");
        writeBytes(m_folder / "autoglm-helper", "#!/bin/sh\necho $$ >>'" + (m_folder / "started").string() +
                                                    "'\nexec '" + helper->string() + "' \"$@\"\n");
        std::filesystem::permissions(m_folder / "autoglm-helper", std::filesystem::perms::owner_all);
        m_here.emplace("AUTOGLM_BIN_DIR", m_folder.path().string());
    }
    std::vector<pid_t> started() const {
        std::vector<pid_t> ids;
        std::ifstream list(m_folder / "started");
        for (pid_t id = 0; list >> id;)
            ids.push_back(id);
        return ids;
    }

  private:
    TemporaryFolder m_folder;
    std::optional<ScopedEnvironment> m_here;
};

/// State and ticks of processor time, proc(5); 'X' where it is gone or waits to be reaped.
std::pair<char, long> processState(pid_t id) {
    std::ifstream file("/proc/" + std::to_string(id) + "/stat");
    std::string line;
    if (!std::getline(file, line)) return {'X', 0};
    std::istringstream fields(line.substr(line.rfind(')') + 1));
    char state = 'X';
    std::string skipped;
    long ticks = 0;
    fields >> state;
    for (int i = 0; i < 10; ++i)
        fields >> skipped;
    fields >> ticks;
    return {state == 'Z' ? 'X' : state, ticks};
}

ChatTemplate templateOf(const std::string& source, const Json& tokens = Json::object()) {
    return {source, tokens, "test"};
}

Result<std::string> render(const std::string& source, const RenderOptions& options = {}) {
    return templateOf(source).render(oneQuestion, options);
}

}  // namespace

class TestChatTemplate : public QObject {
    Q_OBJECT
  private slots:
    void reproducesTheReference_data();
    void reproducesTheReference();
    void behavesLikeJinja_data();
    void behavesLikeJinja();
    void whereTemplatesAreFound();
    void specialTokensAreVariables();
    void raisingTemplate();
    void unreadableTemplate();
    void failingExpression();
    void endlessTemplate();
    void greedyTemplate();
    void crashingHelper();
    void hostileTemplate_data();
    void hostileTemplate();
    void deepTemplate();
    void withoutTheHelper();
    void oneHelperAnswersAll();
    void aFaultEndsItsRequestAlone_data();
    void aFaultEndsItsRequestAlone();
    void aHelperThatKeepsMemoryIsReplaced();
    void nothingOutlivesTheOwner_data();
    void nothingOutlivesTheOwner();
    void messagesFile();
};

void TestChatTemplate::reproducesTheReference_data() {
    QTest::addColumn<QString>("family");
    for (const char* family : {"glm", "qwen2", "llama"})
        QTest::newRow(family) << family;
}

void TestChatTemplate::reproducesTheReference() {
    QFETCH(QString, family);
    const auto folder = fixture(family.toStdString());
    const auto chat = ChatTemplate::load(folder);
    VERIFY_OK(chat);
    const auto tokenizer = Tokenizer::load(folder);
    VERIFY_OK(tokenizer);
    const auto expected = readJsonFile(folder / "expected.json");
    VERIFY_OK(expected);
    QCOMPARE((*expected)["chat"].size(), std::size_t{2});
    for (const Json& row : (*expected)["chat"]) {
        const auto messages = parseMessages(row["messages"].dump(), "row");
        VERIFY_OK(messages);
        const auto text = chat->render(*messages);
        VERIFY_OK(text);
        QCOMPARE(*text, row["rendered"].get<std::string>());
        const auto ids = tokenizer->encode(*text, {AddSpecial::No, ParseSpecial::Yes});
        VERIFY_OK(ids);
        QCOMPARE(*ids, row["ids"].get<std::vector<std::int32_t>>());
    }
}

// Texts that transformers 5.12.1 (jinja2 3.1.6) gives for the same template and message.
void TestChatTemplate::behavesLikeJinja_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("text");
    QTest::newRow("blocks are trimmed") << "  {% if true %}\n  a\n  {% endif %}\nb\n" << "  a\nb";
    QTest::newRow("carriage returns") << "a\r\nb\rc" << "a\nb\nc";
    QTest::newRow("undefined is empty") << "[{{ nothing }}]{% if nothing %}x{% endif %}{{ nothing is defined }}"
                                        << "[]False";
    QTest::newRow("tools") << "{% if tools %}t{% else %}none{% endif %}{{ tools is none }}" << "noneTrue";
    QTest::newRow("length counts characters") << "{{ messages[0].content | length }}" << "6";
    QTest::newRow("json") << "{{ messages[0] | tojson }}" << "{\"role\": \"user\", \"content\": \"Hi, 你好\"}";
    QTest::newRow("trim") << "[{{ '\u00a0\u3000 a b \\n' | trim }}]" << "[a b]";
    QTest::newRow("namespace")
        << "{% set ns = namespace(n=0) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}" << "1";
    QTest::newRow("loop") << "{% for m in messages %}{{ loop.index0 }}{{ loop.first }}{{ loop.last }}{% endfor %}"
                          << "0TrueTrue";
    QTest::newRow("reversed") << "{{ messages[::-1][0].role }}{{ messages[-1]['role'] }}" << "useruser";
    QTest::newRow("methods") << "{{ 'a</t>b'.split('</t>')[-1] }}{{ '  x '.strip() }}{{ 'ab'.startswith('a') }}"
                             << "bxTrue";
    QTest::newRow("call, then method")
        << "{% macro f(x) %}<{{ x }}>{% endmacro %}{{ 'y' if (not f('a').endswith(')')) else '' }}"
           "{{ f(f('(').strip('<'))[:1] }}{# f(1).x #}{{ 'f(1).x' }}"
        << "y<f(1).x";
    QTest::newRow("indented json")
        << "{{ {'a': [], 'b': {}, 'c': [1]} | tojson(indent=2) }}{{ 'ä' | tojson(ensure_ascii=False) }}"
        << "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1\n  ]\n}\"ä\"";
    QTest::newRow("prompt") << "{% if add_generation_prompt %}go{% endif %}" << "go";
}

void TestChatTemplate::behavesLikeJinja() {
    QFETCH(QString, source);
    QFETCH(QString, text);
    const auto rendered = render(source.toStdString());
    VERIFY_OK(rendered);
    QCOMPARE(QString::fromStdString(*rendered), text);
}

void TestChatTemplate::whereTemplatesAreFound() {
    TemporaryFolder folder;
    VERIFY_FAILS(ChatTemplate::load(folder.path()), ErrorCode::NotFound, "has no chat template; give it a raw prompt");
    writeBytes(folder / "chat_template.json", R"({"chat_template": "from the processor"})");
    QCOMPARE(ChatTemplate::load(folder.path())->source(), std::string("from the processor"));
    writeBytes(folder / "tokenizer_config.json", R"({"chat_template": null})");
    QCOMPARE(ChatTemplate::load(folder.path())->source(), std::string("from the processor"));
    writeBytes(folder / "tokenizer_config.json",
               R"({"chat_template": [{"name": "default", "template": "d"}, {"name": "rag", "template": "r"}]})");
    QCOMPARE(ChatTemplate::load(folder.path())->source(), std::string("d"));
    QCOMPARE(ChatTemplate::load(folder.path(), "rag")->source(), std::string("r"));
    VERIFY_FAILS(ChatTemplate::load(folder.path(), "code"), ErrorCode::NotFound, "it has 'default', 'rag'");
    writeBytes(folder / "tokenizer_config.json", R"({"chat_template": 7})");
    VERIFY_FAILS(ChatTemplate::load(folder.path()), ErrorCode::Corrupt, "neither text nor a list");
    writeBytes(folder / "tokenizer_config.json", "{");
    VERIFY_FAILS(ChatTemplate::load(folder.path()), ErrorCode::Corrupt, "not valid JSON");
    writeBytes(folder / "tokenizer_config.json", R"({"chat_template": "config"})");
    writeBytes(folder / "chat_template.jinja", "jinja");
    QCOMPARE(ChatTemplate::load(folder.path())->source(), std::string("jinja"));
    std::filesystem::create_directory(folder / "additional_chat_templates");
    writeBytes(folder / "additional_chat_templates" / "tool_use.jinja", "for tools");
    QCOMPARE(ChatTemplate::load(folder.path())->source(), std::string("jinja"));
    QCOMPARE(ChatTemplate::load(folder.path(), "tool_use")->source(), std::string("for tools"));
    const auto chat = ChatTemplate::load(folder.path());
    QCOMPARE(chat->render(oneQuestion).value(), std::string("jinja"));
    QCOMPARE(chat->render(oneQuestion, {.variables = {{"tools", Json::array()}}}).value(), std::string("for tools"));
}

void TestChatTemplate::specialTokensAreVariables() {
    TemporaryFolder folder;
    writeBytes(folder / "tokenizer_config.json",
               R"({"bos_token": {"content": "<s>", "lstrip": false}, "eos_token": "</s>", "pad_token": null})");
    writeBytes(folder / "chat_template.jinja",
               "{{ bos_token }}{{ eos_token }}{{ pad_token is defined }}{{ thinking }}");
    RenderOptions options;
    options.variables["thinking"] = "no";
    const auto text = ChatTemplate::load(folder.path())->render(oneQuestion, options);
    VERIFY_OK(text);
    QCOMPARE(*text, std::string("<s></s>Falseno"));
    options.generationPrompt = GenerationPrompt::Omit;
    const auto withoutPrompt = render("{{ add_generation_prompt }}", options);
    VERIFY_OK(withoutPrompt);
    QCOMPARE(*withoutPrompt, std::string("False"));
}

void TestChatTemplate::raisingTemplate() {
    VERIFY_FAILS(render("a{% for m in messages %}{{ raise_exception('only assistants') }}{% endfor %}"),
                 ErrorCode::InvalidArgument, "refuses these messages: only assistants");
}

void TestChatTemplate::unreadableTemplate() {
    for (const char* source : {"{% if %}", "{{ 'a }}", "{% for m in messages %}", "{# never closed", "{% nonsense %}"})
        VERIFY_FAILS(render(source), ErrorCode::Corrupt, "cannot be read");
}

void TestChatTemplate::failingExpression() {
    VERIFY_FAILS(render("\n{{ messages.nothing.deeper() }}"), ErrorCode::Unsupported, "failed while rendering");
    VERIFY_FAILS(render("{{ nothing() }}"), ErrorCode::Unsupported, "failed while rendering");
}

void TestChatTemplate::endlessTemplate() {
    RenderOptions options;
    options.timeout = std::chrono::milliseconds(400);
    const std::int64_t before = nowNs();
    VERIFY_FAILS(render("{% for a in range(30000) %}{% for b in range(30000) %}{% endfor %}{% endfor %}", options),
                 ErrorCode::Unsupported, "did not end within 0.4 s");
    QVERIFY(nowNs() - before < 20'000'000'000);
}

void TestChatTemplate::greedyTemplate() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("The sanitizers reserve terabytes of addresses, so that no limit on them can be set.");
#endif
    RenderOptions options;
    options.memoryBytes = 128U << 20U;
    options.timeout = std::chrono::seconds(60);
    VERIFY_FAILS(render("{% set ns = namespace(a=range(90000) | list) %}{% for i in range(60) %}{% set ns.a = ns.a + "
                        "ns.a %}{% endfor %}",
                        options),
                 ErrorCode::OutOfMemory, "more than 134 MB");
    VERIFY_FAILS(
        render("{% set ns = namespace(s='aaaaaaaa') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
               options),
        ErrorCode::OutOfMemory, "was stopped");
}

/// No template is known that does it; whatever does it, the program goes on.
void TestChatTemplate::crashingHelper() {
    TemporaryFolder folder;
    writeBytes(folder / "autoglm-helper", "#!/bin/sh\nread line\nkill -SEGV $$\n");
    std::filesystem::permissions(folder / "autoglm-helper", std::filesystem::perms::owner_all);
    const ScopedEnvironment elsewhere("AUTOGLM_BIN_DIR", folder.path().string());
    VERIFY_FAILS(render("a"), ErrorCode::Unsupported, "crashed with signal 11; it may nest or recurse without end");
}

void TestChatTemplate::hostileTemplate_data() {
    QTest::addColumn<std::string>("source");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<std::string>("sentence");
    const auto times = [](int count, const std::string& text) {
        std::string out;
        for (int i = 0; i < count; ++i)
            out += text;
        return out;
    };
    const auto row = [](const char* name, const std::string& source, ErrorCode code, const char* sentence) {
        QTest::newRow(name) << source << code << std::string(sentence);
    };
    const std::string inner = times(100'000, "[") + times(100'000, "]");
    const char* endless = "calls itself without end";
    row("many brackets", "{{ " + inner + " }}", ErrorCode::Corrupt, "nested too deeply");
    row("many open brackets", "{{ " + times(100'000, "("), ErrorCode::Corrupt, "not closed");
    row("many open tags", times(90, "{% if true %}"), ErrorCode::Corrupt, "Unterminated if");
    for (const char* opening : {"{% if 1 %}", "{% for i in [1] %}", "{% filter upper %}", "{% set x %}",
                                "{% macro m() %}", "{% with a = 1 %}", "{% call f() %}", "{% generation %}"})
        row(opening, times(100'000, opening), ErrorCode::Corrupt, "blocks are nested too deeply");
    for (const char* operation : {" + 1", " ~ 1", " ** 1", " and 1", " or 0", " < 1", " in 1", "|string", ".b", "[0]",
                                  "()", ".strip()", " if 0 else 1", " is defined"})
        row(operation, "{{ x" + times(100'000, operation) + " }}", ErrorCode::Corrupt, "more than 500 operations");
    for (const char* sign : {"not ", "- ", "-", "+ "})
        row(sign, "{{ " + times(100'000, sign) + "1 }}", ErrorCode::Corrupt, "more than 500 operations");
    row("long name", "{{ " + times(100'000, "x") + " }}", ErrorCode::Corrupt, "more than 500 characters");
    row("many names", "{% set " + times(20'000, "a,") + "a = 1 %}", ErrorCode::Corrupt, "more than 2000 characters");
    row("many names of a loop", "{% for " + times(20'000, "a,") + "a in [] %}{% endfor %}", ErrorCode::Corrupt,
        "more than 2000 characters");
    row("macros in operations",
        "{% macro f(n) %}{{ (f(n - 1) if n else '') ~ 1" + times(400, " + 1") + " }}{% endmacro %}{{ f(190) }}",
        ErrorCode::Unsupported, "operations and macros are nested too deeply");
    row("macro without end", "{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}", ErrorCode::Unsupported, endless);
    row("no number", "{{ -.5 }}", ErrorCode::Corrupt, "Failed to parse number: '.5' at row 1, column 7");
    row("long range", "{% for i in range(10**9) %}{% endfor %}", ErrorCode::Unsupported, "a range is longer");
    row("endless padding", "{{ 'a'.ljust(10**18, '') }}", ErrorCode::Unsupported, "did not end within");
    row("two macros", "{% macro f() %}{{ g() }}{% endmacro %}{% macro g() %}{{ f() }}{% endmacro %}{{ f() }}",
        ErrorCode::Unsupported, endless);
    row("default of a macro", "{% macro f(x=f()) %}{% endmacro %}{{ f() }}", ErrorCode::Unsupported, endless);
    row("recursive loop", "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}", ErrorCode::Unsupported, endless);
    row("value within value",
        "{% set ns = namespace(a=[]) %}{% for i in range(5000) %}{% set ns.a = [ns.a] %}{% endfor %}{{ ns.a }}",
        ErrorCode::Unsupported, "nested more than 1000 levels deep");
    row("large number as a whole one", "{{ '%d' % 1e300 }}", ErrorCode::Unsupported, "beyond 64 bits");
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // greedyTemplate says why
    row("long text", "{{ 'a' * 10**9 }}", ErrorCode::OutOfMemory, "more than 134 MB and was stopped");
    row("longer text", "{{ 'a' * 10**18 }}", ErrorCode::OutOfMemory, "more than 134 MB and was stopped");
    row("long list", "{{ [0] * 10**9 }}", ErrorCode::OutOfMemory, "more than 134 MB and was stopped");
    row("wide margin", "{{ 'a' | center(10**18) }}", ErrorCode::OutOfMemory, "more than 134 MB and was stopped");
#endif
}

/// As deep as it may go: on the stack that the helper has.
void TestChatTemplate::deepTemplate() {
    std::string open, close, negations;
    for (int i = 0; i < 99; ++i)
        open += "{% for i in [1] %}", close += "{% endfor %}";
    for (int i = 0; i < 400; ++i)
        negations += "not ";
    const std::string inner = std::string(95, '(') + negations + "1" + std::string(95, ')');
    const auto text = render(open + "{{ " + inner + " }}" + close);
    VERIFY_OK(text);
    QCOMPARE(*text, std::string("True"));
}

/// Whatever a template asks for, the answer is one sentence, soon.
void TestChatTemplate::hostileTemplate() {
    QFETCH(std::string, source);
    QFETCH(ErrorCode, code);
    QFETCH(std::string, sentence);
    RenderOptions options;
    options.memoryBytes = 128U << 20U;
    options.timeout = std::chrono::seconds(3);
    VERIFY_FAILS(render(source, options), code, sentence);
}

void TestChatTemplate::withoutTheHelper() {
    TemporaryFolder empty;
    const ScopedEnvironment elsewhere("AUTOGLM_BIN_DIR", empty.path().string());
    VERIFY_FAILS(render("a"), ErrorCode::NotFound, "autoglm-helper was not found");
}

void TestChatTemplate::oneHelperAnswersAll() {
    const CountedHelpers helpers;
    {
        const ChatTemplate chat = templateOf("{{ messages[0].content }}{{ x }}{% set x = 1 %}");
        const ChatTemplate copy = chat;
        for (const ChatTemplate* one : {&chat, &chat, &copy}) {
            const auto text = one->render(oneQuestion);
            VERIFY_OK(text);
            QCOMPARE(*text, question);  // what one sets the next does not see
        }
        VERIFY_FAILS(templateOf("{% if %}").render(oneQuestion), ErrorCode::Corrupt, "cannot be read");
        VERIFY_FAILS(chat.render(oneQuestion, {.variables = {{"messages", 7}}}), ErrorCode::Unsupported,
                     "failed while rendering");
        VERIFY_OK(chat.render(oneQuestion));
        QCOMPARE(helpers.started().size(), 2U);  // and one of the template that cannot be read
    }
    for (const pid_t id : helpers.started())
        QCOMPARE(processState(id).first, 'X');
}

void TestChatTemplate::aFaultEndsItsRequestAlone_data() {
    QTest::addColumn<std::string>("hostile");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<std::string>("sentence");
    QTest::newRow("endless") << std::string(
                                    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}"
                                    "{% endfor %}")
                             << ErrorCode::Unsupported << std::string("did not end within 0.5 s");
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // greedyTemplate says why
    QTest::newRow("greedy") << std::string("{{ 'a' * 10**9 }}") << ErrorCode::OutOfMemory
                            << std::string("more than 134 MB and was stopped");
#endif
}

void TestChatTemplate::aFaultEndsItsRequestAlone() {
    QFETCH(std::string, hostile);
    QFETCH(ErrorCode, code);
    QFETCH(std::string, sentence);
    const CountedHelpers helpers;
    // The message decides, so that one template renders all of them.
    const ChatTemplate chat = templateOf("{% if messages[0].content == 'now' %}" + hostile +
                                         "{% else %}{{ messages[0].content }}{% endif %}");
    const RenderOptions options{.timeout = std::chrono::milliseconds(500), .memoryBytes = 128U << 20U};
    const RenderOptions patient{.timeout = std::chrono::seconds(10), .memoryBytes = options.memoryBytes};
    VERIFY_OK(chat.render(oneQuestion, patient));
    for (const std::size_t started : {2U, 3U}) {
        VERIFY_FAILS(chat.render({{.role = "user", .content = "now"}}, options), code, sentence);
        const auto text = chat.render(oneQuestion, patient);  // it starts a process
        VERIFY_OK(text);
        QCOMPARE(*text, question);
        QCOMPARE(helpers.started().size(), started);
        QCOMPARE(processState(helpers.started()[started - 2]).first, 'X');
    }
    // Limits count from each request on: three times as much processor time as one may have.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    const char* const busy = "{% for a in range(5000) %}{% endfor %}";
#else
    const char* const busy = "{% for a in range(20000) %}{% endfor %}";
#endif
    for (int i = 0; i < 3; ++i)
        VERIFY_OK(templateOf(busy).render(oneQuestion, options));
    // One that was ended meanwhile by somebody else is replaced as well.
    ::kill(helpers.started().back(), SIGKILL);
    QTRY_COMPARE(processState(helpers.started().back()).first, 'X');
    VERIFY_OK(chat.render(oneQuestion, patient));
}

/// What a rendering leaves behind must not be missing to the next.
void TestChatTemplate::aHelperThatKeepsMemoryIsReplaced() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("The sanitizers keep memory that was freed.");
#endif
    const CountedHelpers helpers;
    // A namespace within itself is never freed: twenty megabytes of every rendering.
    const ChatTemplate chat = templateOf(
        "{% set ns = namespace() %}{% set ns.me = ns %}"
        "{% set ns.s = messages[0].content * 20000000 %}{{ ns.s | length }}");
    for (int i = 0; i < 6; ++i) {
        const auto text = chat.render({{.role = "user", .content = "x"}});
        VERIFY_OK(text);
        QCOMPARE(*text, std::string("20000000"));
    }
    QCOMPARE(helpers.started().size(), 6U);
}

void TestChatTemplate::nothingOutlivesTheOwner_data() {
    QTest::addColumn<bool>("renders");
    QTest::newRow("while it renders") << true;
    QTest::newRow("while it waits") << false;
}

void TestChatTemplate::nothingOutlivesTheOwner() {
    QFETCH(bool, renders);
    const CountedHelpers helpers;
    const pid_t owner = ::fork();
    if (owner == 0) {
        const ChatTemplate chat = templateOf(
            "{% if messages[0].content == 'now' %}{% for a in range(99999) %}{% for b in range(99999) %}"
            "{% endfor %}{% endfor %}{% endif %}");
        (void)chat.render(oneQuestion);
        if (renders) (void)chat.render({{.role = "user", .content = "now"}}, {.timeout = std::chrono::minutes(2)});
        for (;;)
            ::pause();
    }
    QTRY_COMPARE(helpers.started().size(), 1U);
    const pid_t helper = helpers.started()[0];
    if (renders)
        QTRY_VERIFY(processState(helper).second > 20);
    else
        QTRY_COMPARE(processState(helper).first, 'S');
    ::kill(owner, SIGKILL);
    QCOMPARE(::waitpid(owner, nullptr, 0), owner);
    QTRY_COMPARE(processState(helper).first, 'X');
}

void TestChatTemplate::messagesFile() {
    VERIFY_FAILS(parseMessages("{", "m.json"), ErrorCode::Corrupt, "not valid JSON");
    VERIFY_FAILS(parseMessages("{}", "m.json"), ErrorCode::InvalidArgument, "holds no messages");
    VERIFY_FAILS(parseMessages("[]", "m.json"), ErrorCode::InvalidArgument, "holds no messages");
    VERIFY_FAILS(parseMessages("[7]", "m.json"), ErrorCode::InvalidArgument, "message 1 is number");
    VERIFY_FAILS(parseMessages(R"([{"role": "user", "content": "a"}, {"content": "b"}])", "m.json"),
                 ErrorCode::InvalidArgument, "no \"role\" in message 2");
    VERIFY_FAILS(parseMessages(R"([{"role": "user"}])", "m.json"), ErrorCode::InvalidArgument,
                 "no \"content\" in message 1");
    VERIFY_FAILS(parseMessages(R"([{"role": "user", "content": 3}])", "m.json"), ErrorCode::InvalidArgument,
                 "is number");
    VERIFY_FAILS(parseConversation("{}", "m.json"), ErrorCode::InvalidArgument, "without \"messages\"");
    VERIFY_FAILS(parseConversation(R"({"messages": [{"role": "user", "content": "a"}], "tools": 3})", "m.json"),
                 ErrorCode::InvalidArgument, "\"tools\" that are number");
    const auto conversation =
        parseConversation(R"({"messages": [{"role": "user", "content": "a"}], "tools": [1], "x": 2})", "m.json");
    VERIFY_OK(conversation);
    QCOMPARE(conversation->messages.size(), 1U);
    QCOMPARE(conversation->variables.dump(), std::string(R"({"tools":[1],"x":2})"));
    QCOMPARE(parseConversation(R"([{"role": "user", "content": "a"}])", "m.json")->messages.size(), 1U);
    const auto messages = parseMessages(R"([{"role": "tool", "name": "clock", "content": "9"}])", "m.json");
    VERIFY_OK(messages);
    QCOMPARE(messages->front().role, std::string("tool"));
    const auto text = templateOf("{{ messages[0].name }}{{ messages[0].content }}").render(*messages);
    VERIFY_OK(text);
    QCOMPARE(*text, std::string("clock9"));
}

QTEST_GUILESS_MAIN(TestChatTemplate)
#include "tst_chat_template.moc"
