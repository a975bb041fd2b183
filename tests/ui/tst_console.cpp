// The console pane driven by object name on the scripted engine, and the plain models behind it.
#include <QCheckBox>
#include <QClipboard>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStackedWidget>
#include <QToolButton>

#include "app/window/language.h"
#include "tests/ui/window_harness.h"
#include "ui/models/parameter_text.h"
#include "ui/models/token_details.h"
#include "ui/widgets/fold.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/transcript_view.h"

using namespace autoglm;
using namespace autoglm::test;
using worker::WorkerState;

class TestConsole : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        app::applyLanguage(QStringLiteral("en"));
        ui::applyTheme(*qobject_cast<QApplication*>(QCoreApplication::instance()), ui::ThemeChoice::Light);
    }
    void parametersAsText();
    void tokensByTheirCharacters();
    void transcriptSetsAsideAndBringsBack();
    void parametersReachTheEngine();
    void wrongParameterIsSaidInPlace();
    void editedQuestionKeepsTheDraft();
    void asksAgain();
    void answersOfTwoPrecisions();
    void tokenUnderMouseAndCaret();
    void unlikelyTokensAreMarked();
    void specialTokensAreSaid();
    void copies();
    void foldsAndModes();
    void foldsScrollInsteadOfBeingSquashed();
    void emptyConsoleLeadsToAModel();
    void limitsAreToldApart();
};

namespace {

/// Loads, and limits answers to a few tokens.
void prepare(WindowHarness& harness, const QString& maxTokens = QStringLiteral("3")) {
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.find<QLineEdit>("console.max-tokens")->setText(maxTokens);
}

void ask(WindowHarness& harness, const QString& text) {
    harness.type(text);
    harness.send();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
}

QStringList answers(WindowHarness& harness) {
    QStringList out;
    for (const ui::Turn& turn : harness.find<ui::ConsolePane>("console")->transcript().turns())
        out << turn.prompt + QStringLiteral(" > ") + turn.answer;
    return out;
}

void followLink(WindowHarness& harness, const char* link) {
    emit harness.find<ui::TranscriptView>("console.transcript")->anchorClicked(QUrl(QString::fromUtf8(link)));
}

void hover(ui::TranscriptView* view, const QPoint& point) {
    QMouseEvent move(QEvent::MouseMove, point, view->viewport()->mapToGlobal(point), Qt::NoButton, Qt::NoButton, {});
    QCoreApplication::sendEvent(view->viewport(), &move);
}

}  // namespace

void TestConsole::parametersAsText() {
    using ui::ParameterField;
    engine::GenerationParameters parameters;
    parameters.sampling = {.temperature = 0.7,
                           .topK = 40,
                           .topP = 0.95,
                           .minP = 0.05,
                           .frequencyPenalty = 0.5,
                           .presencePenalty = -1.25,
                           .seed = 18446744073709551615U};
    parameters.stopStrings = {"\n\n", "END"};
    ui::ParameterText texts(parameters);
    QCOMPARE(texts[ParameterField::Temperature], "0.7");
    QCOMPARE(texts[ParameterField::Stop], "\\n\\n | END");
    const auto back = texts.parse();
    VERIFY_OK(back);
    QCOMPARE(back->sampling.seed, parameters.sampling.seed);
    QCOMPARE(back->stopStrings, parameters.stopStrings);
    QCOMPARE(back->sampling.frequencyPenalty, 0.5);
    QCOMPARE(back->sampling.presencePenalty, -1.25);
    QVERIFY(ui::ParameterText(*back) == texts);

    texts[ParameterField::TopP] = QStringLiteral("1,5");
    VERIFY_FAILS(texts.parse(), ErrorCode::InvalidArgument, "top-p is '1,5'; a number was expected");
    texts[ParameterField::TopP] = QStringLiteral("1.5");
    VERIFY_FAILS(texts.parse(), ErrorCode::InvalidArgument, "a number above 0 and at most 1 was expected");
    QCOMPARE(texts.parse().error().subject, std::string("top-p"));
    texts[ParameterField::TopP] = QStringLiteral("1");
    texts[ParameterField::Presence] = QStringLiteral("2.5");
    VERIFY_FAILS(texts.parse(), ErrorCode::InvalidArgument, "presence-penalty");
    QCOMPARE(texts.parse().error().subject, std::string("presence-penalty"));
    texts[ParameterField::Presence] = QStringLiteral("0");
    texts[ParameterField::MaxTokens] = QStringLiteral("0");
    VERIFY_FAILS(texts.parse(), ErrorCode::InvalidArgument, "max-tokens is 0; at least 1 was expected");
    texts[ParameterField::MaxTokens] = QStringLiteral("9");
    texts[ParameterField::Seed] = QStringLiteral("-1");
    VERIFY_FAILS(texts.parse(), ErrorCode::InvalidArgument, "seed is '-1'");
}

void TestConsole::tokensByTheirCharacters() {
    worker::GenerationRecord record;
    const auto add = [&](engine::TokenId id, const char* text, std::vector<engine::TokenProbability> alternatives) {
        engine::TokenEvent event;
        event.index = record.tokens.size();
        event.id = id;
        event.text = text;
        event.alternatives = std::move(alternatives);
        event.probability = event.alternatives.empty() ? 0.0F : event.alternatives.back().probability;
        record.tokens.push_back(event);
    };
    add(1, "ab", {{2, 0.75F}, {1, 0.25F}});
    add(3, "", {});  // the first half of a character
    add(4, "星", {});
    record.pieces = {{1, "ab"}, {2, " \n"}, {3, "<0xE6>"}, {4, "<0x98><0x9F>"}};
    const auto spans = ui::tokenSpans(record);
    QCOMPARE(ui::tokenAt(spans, 0).value(), 0U);
    QCOMPARE(ui::tokenAt(spans, 1).value(), 0U);
    QCOMPARE(ui::tokenAt(spans, 2).value(), 2U);
    QVERIFY(!ui::tokenAt(spans, 3) && !ui::tokenAt(spans, -1) && !ui::tokenAt({}, 0));
    QCOMPARE(ui::percent(0), "0 %");
    QCOMPARE(ui::percent(2e-7), "< 0.0001 %");
    QCOMPARE(ui::toText(ui::tokenDetails(record, 0)), "token 1 of 3, id 1\nab\t25.0 %\n  ␣⏎\t75.0 %\n* ab\t25.0 %");
    QCOMPARE(ui::toText(ui::tokenDetails(record, 1)), "token 2 of 3, id 3\n<0xE6>");
}

void TestConsole::transcriptSetsAsideAndBringsBack() {
    ui::Transcript transcript;
    for (worker::RunId run = 1; run <= 3; ++run)
        transcript.begin(run, QString::number(run), QStringLiteral("m")).answer = QStringLiteral("x");
    const auto prompts = [&] {
        QString out;
        for (const ui::Turn& turn : transcript.turns())
            out += turn.prompt;
        return out;
    };
    QCOMPARE(transcript.messages(QStringLiteral("q"), ui::Transcript::Memory::On, QStringLiteral("s"), 1).size(), 4U);
    transcript.dropFrom(1);
    transcript.begin(4, QStringLiteral("4"));
    QCOMPARE(prompts(), "14");
    QCOMPARE(transcript.droppedCount(), 2U);
    transcript.bringBack();
    QCOMPARE(prompts(), "123");
    transcript.bringBack();
    QCOMPARE(prompts(), "14");
    transcript.clear();
    QVERIFY(transcript.isEmpty());
    transcript.bringBack();
    QCOMPARE(prompts(), "14");
    QCOMPARE(transcript.droppedCount(), 0U);
}

void TestConsole::parametersReachTheEngine() {
    WindowHarness harness;
    prepare(harness);
    QCOMPARE(harness.find<QLineEdit>("console.temperature")->text(), "0");  // no generation_config.json
    harness.find<QLineEdit>("console.stop")->setText(QStringLiteral("d"));
    ask(harness, QStringLiteral("a"));
    QCOMPARE(answers(harness), QStringList{"a > bc"});
    const QString seed = harness.find<QLineEdit>("console.seed")->text();
    QTest::mouseClick(harness.find<QToolButton>("console.parametersFold"), Qt::LeftButton);
    QTRY_VERIFY(!harness.find<QWidget>("console.randomSeed")->visibleRegion().isEmpty());
    harness.click("console.randomSeed");
    QVERIFY(harness.find<QLineEdit>("console.seed")->text() != seed);
    harness.click("console.modelDefaults");
    QCOMPARE(harness.find<QLineEdit>("console.seed")->text(), seed);
    QCOMPARE(harness.find<QLineEdit>("console.max-tokens")->text(), "512");
}

void TestConsole::wrongParameterIsSaidInPlace() {
    WindowHarness harness;
    prepare(harness);
    harness.find<QLineEdit>("console.top-p")->setText(QStringLiteral("2"));
    harness.type(QStringLiteral("kept"));
    harness.send();
    QCOMPARE(harness.state(), WorkerState::Ready);
    QVERIFY(answers(harness).isEmpty());
    QCOMPARE(harness.typed(), "kept");
    QVERIFY(harness.find<QWidget>("console.parameters")->isVisible());
    QVERIFY(harness.label("console.parametersError").contains(QStringLiteral("at most 1")));
    QVERIFY(harness.find<QLabel>("console.parametersError")->isVisible());
    harness.find<QLineEdit>("console.top-p")->setText(QStringLiteral("0.9"));
    QVERIFY(!harness.find<QLabel>("console.parametersError")->isVisible());
    harness.find<QLineEdit>("console.temperature")->setText(QStringLiteral("0"));
    ask(harness, QStringLiteral("a"));
    QCOMPARE(answers(harness), QStringList{"a > bcd"});
}

void TestConsole::editedQuestionKeepsTheDraft() {
    WindowHarness harness;
    prepare(harness);
    ask(harness, QStringLiteral("a"));
    ask(harness, QStringLiteral("b"));
    harness.type(QStringLiteral("draft"));
    followLink(harness, "edit:0");
    QCOMPARE(harness.typed(), "a");
    QVERIFY(harness.label("console.branch").contains(QStringLiteral("question 1")));
    harness.click("console.branchAction");
    QCOMPARE(harness.typed(), "draft");
    QVERIFY(!harness.find<QLabel>("console.branch")->isVisible());

    followLink(harness, "edit:0");
    ask(harness, QStringLiteral("h"));
    QCOMPARE(answers(harness), QStringList{"h > ijk"});
    QCOMPARE(harness.typed(), "draft");
    QCOMPARE(harness.label("console.branch"), "2 questions are set aside");
    harness.click("console.branchAction");
    QCOMPARE(answers(harness), (QStringList{"a > bcd", "b > cde"}));
    harness.click("console.branchAction");
    QCOMPARE(answers(harness), QStringList{"h > ijk"});
}

void TestConsole::asksAgain() {
    WindowHarness harness;
    prepare(harness);
    ask(harness, QStringLiteral("a"));
    harness.find<QLineEdit>("console.max-tokens")->setText(QStringLiteral("5"));
    followLink(harness, "again:0");
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(answers(harness), QStringList{"a > bcdef"});
    QCOMPARE(harness.label("console.branch"), "1 question is set aside");
    // While the engine is at work nothing is dropped, and a sentence says why.
    harness.gate->close();
    harness.type(QStringLiteral("b"));
    harness.send();
    followLink(harness, "again:0");
    QCOMPARE(harness.label("banner.title"), "The prompt was not sent");
    QVERIFY(!harness.find<QPushButton>("console.branchAction")->isEnabled());
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(answers(harness), (QStringList{"a > bcdef", "b > cdefg"}));
}

void TestConsole::answersOfTwoPrecisions() {
    WindowHarness harness;
    prepare(harness);
    ask(harness, QStringLiteral("a"));
    harness.click("precision.int8");
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    ask(harness, QStringLiteral("b"));
    ask(harness, QStringLiteral("c"));
    const QString text = harness.transcript();
    QCOMPARE(text.count(QStringLiteral("from here on: alphabet INT8 cpu")), 1);
    QCOMPARE(text.count(QStringLiteral("·  alphabet BF16 cpu")), 1);
    QCOMPARE(text.count(QStringLiteral("·  alphabet INT8 cpu")), 2);
    // Typed values outlive the change of precision.
    QCOMPARE(harness.find<QLineEdit>("console.max-tokens")->text(), "3");
}

void TestConsole::tokenUnderMouseAndCaret() {
    WindowHarness harness;
    prepare(harness);
    ask(harness, QStringLiteral("a"));
    auto* view = harness.find<ui::TranscriptView>("console.transcript");
    auto* popup = harness.find<QLabel>("console.token");
    QVERIFY(!popup->isVisible());
    hover(view, view->tokenRect(0, 1).center());
    QVERIFY(popup->isVisible());
    QVERIFY2(popup->text().contains(QStringLiteral("token 2 of 3, id 2")), qPrintable(popup->text()));
    QCOMPARE(popup->text().count(QStringLiteral("<tr>")), 10);
    QVERIFY(popup->text().contains(QStringLiteral("<b>c</b>")));
    hover(view, QPoint(view->viewport()->width() - 2, view->viewport()->height() - 2));
    QVERIFY(!popup->isVisible());

    // By key: the caret walks, the card follows.
    view->setFocus();
    QTextCursor caret = view->textCursor();
    caret.setPosition(2);  // behind "a" and the end of its line
    view->setTextCursor(caret);
    QTest::keyClick(view, Qt::Key_Space);
    QVERIFY(popup->isVisible() && popup->text().contains(QStringLiteral("token 1 of 3")));
    QTest::keyClick(view, Qt::Key_Right);
    QVERIFY(popup->text().contains(QStringLiteral("token 2 of 3")));
    QTest::keyClick(view, Qt::Key_Space);
    QVERIFY(!popup->isVisible());

    // Without the switch nothing is recorded, and the card says how to.
    harness.find<QCheckBox>("console.probabilities")->setChecked(false);
    ask(harness, QStringLiteral("b"));
    hover(view, view->tokenRect(1, 0).center());
    QVERIFY(popup->text().contains(QStringLiteral("Token probabilities")));
}

void TestConsole::unlikelyTokensAreMarked() {
    WindowHarness harness;
    prepare(harness);
    ask(harness, QStringLiteral("a"));
    auto* view = harness.find<ui::TranscriptView>("console.transcript");
    const auto& tokens = harness.find<ui::ConsolePane>("console")->transcript().turns().front().record->tokens;
    const auto marked = [&] {
        int count = 0;
        for (int i = 0; i < 3; ++i) {
            QTextCursor cursor(view->document());
            cursor.setPosition(3 + i);
            count += cursor.charFormat().background().style() != Qt::NoBrush ? 1 : 0;
        }
        return count;
    };
    // 6 above a background of 31 sines: likely, but two temperatures away from certain.
    QVERIFY(std::ranges::all_of(tokens, [](const auto& token) { return token.probability > 0.5F; }));
    harness.find<QCheckBox>("console.unlikely")->setChecked(true);
    QCOMPARE(marked(), 0);
    // A hot sampler picks what the model finds unlikely.
    harness.find<QLineEdit>("console.temperature")->setText(QStringLiteral("1000"));
    harness.click("console.clear");
    ask(harness, QStringLiteral("a"));
    const auto unlikely =
        std::ranges::count_if(harness.find<ui::ConsolePane>("console")->transcript().turns().front().record->tokens,
                              [](const auto& token) { return token.probability < 0.5F && !token.text.empty(); });
    QVERIFY(unlikely > 0);
    QCOMPARE(marked(), static_cast<int>(unlikely));
    harness.find<QCheckBox>("console.unlikely")->setChecked(false);
    QCOMPARE(marked(), 0);
}

void TestConsole::specialTokensAreSaid() {
    WindowHarness harness;
    prepare(harness);
    harness.type(QStringLiteral("ab"));
    QVERIFY(!harness.find<QLabel>("console.specials")->isVisible());
    harness.type(QStringLiteral("a<e>b<e>"));
    QVERIFY(harness.find<QLabel>("console.specials")->isVisible());
    QCOMPARE(harness.label("console.specials"), "Special tokens in the prompt: <e>");
    ask(harness, QStringLiteral("a<e>b"));
    const auto idsOf = [&](std::size_t turn) {
        return harness.find<ui::ConsolePane>("console")->transcript().turns().at(turn).record->promptIds;
    };
    QCOMPARE(idsOf(0), (std::vector<engine::TokenId>{0, 31, 1}));
    harness.find<QCheckBox>("console.plainSpecials")->setChecked(true);
    harness.type(QStringLiteral("a<e>b"));
    QCOMPARE(harness.label("console.specials"), "Sent as plain characters: <e>");
    harness.send();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(idsOf(1), (std::vector<engine::TokenId>{0, 4, 1}));  // '<' and '>' are not in this alphabet
}

void TestConsole::copies() {
    WindowHarness harness;
    prepare(harness);
    ask(harness, QStringLiteral("a"));
    followLink(harness, "copy:0");
    QCOMPARE(QApplication::clipboard()->text(), "bcd");
    harness.click("console.copy");
    const QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'));
    QCOMPARE(lines.mid(0, 2), (QStringList{"> a", "bcd"}));
    QVERIFY(lines.value(2).startsWith(QStringLiteral("[TTFT")));
}

void TestConsole::foldsAndModes() {
    WindowHarness harness;
    prepare(harness);
    // Without a chat template only raw prompts are possible, and the segment says why.
    QVERIFY(!harness.find<QPushButton>("console.chat")->isEnabled());
    QVERIFY(harness.find<QPushButton>("console.raw")->isChecked());
    // Who chooses how to ask goes on to ask.
    harness.find<QTextEdit>("console.transcript")->setFocus();
    emit harness.find<ui::SegmentedControl>("console.mode")->chosen(1);
    QVERIFY(harness.find<ui::PromptEdit>("console.prompt")->hasFocus());
    QVERIFY(harness.find<QPushButton>("console.chat")->toolTip().contains(QStringLiteral("no chat template")));
    QVERIFY(!harness.find<QToolButton>("console.systemFold")->isEnabled());
    QVERIFY(!harness.find<QWidget>("console.parameters")->isVisible());
    QTest::mouseClick(harness.find<QToolButton>("console.parametersFold"), Qt::LeftButton);
    QTest::mouseClick(harness.find<QWidget>("rail.log"), Qt::LeftButton);
    QTest::mouseClick(harness.find<QWidget>("rail.console"), Qt::LeftButton);
    QVERIFY(harness.find<QWidget>("console.parameters")->isVisible());
}

void TestConsole::foldsScrollInsteadOfBeingSquashed() {
    WindowHarness harness;
    prepare(harness);
    harness.window.resize(1280, 800);
    QTest::mouseClick(harness.find<QToolButton>("console.parametersFold"), Qt::LeftButton);
    harness.find<ui::MessageBanner>("banner")->showMessage(
        {.words = [] { return ui::BannerWords{"A banner", "of\nseveral\nlines\nof\ntext"}; }});
    harness.type(QStringLiteral("a\nlong\nprompt\nof\nmany\nlines\nmore\nthan\nare\nshown"));
    const auto fields = harness.find<QWidget>("console.parameters")->findChildren<QLineEdit*>();
    QCOMPARE(fields.size(), static_cast<qsizetype>(ui::parameterFields));
    for (const QSize size : {QSize(1280, 800), harness.window.minimumSize()}) {
        harness.window.resize(size);
        QTest::qWait(20);
        for (const QLineEdit* field : fields)
            QVERIFY2(field->height() >= field->sizeHint().height(), qPrintable(field->objectName()));
    }
    // In the smallest window they do not all have room; what is gone to by Tab comes into sight.
    auto* area = harness.window.findChild<ui::ConsolePane*>()->findChild<ui::FoldArea*>();
    QVERIFY(area->verticalScrollBar()->maximum() > 0);
    auto* last = harness.find<QLineEdit>("console.stop");
    QVERIFY(last->visibleRegion().isEmpty());
    last->setFocus(Qt::TabFocusReason);
    harness.find<QLineEdit>("console.max-tokens")->setFocus();
    QTest::keyClick(harness.find<QLineEdit>("console.max-tokens"), Qt::Key_Tab);
    QVERIFY(last->hasFocus());
    QVERIFY(!last->visibleRegion().isEmpty());
}

void TestConsole::emptyConsoleLeadsToAModel() {
    WindowHarness harness;
    harness.gate->close();
    QTRY_COMPARE(harness.state(), WorkerState::Loading);
    QCOMPARE(harness.label("console.emptyTitle"), "The model is being loaded");
    QVERIFY(!harness.find<QWidget>("console.loadDemo")->isVisible());
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(harness.label("console.emptyTitle"), "Ask the model something");
    QVERIFY(harness.find<QWidget>("console.example.0")->isVisible());
    harness.find<QAction>("action.load")->trigger();
    QTRY_COMPARE(harness.state(), WorkerState::Idle);
    QCOMPARE(harness.label("console.emptyTitle"), "No model is loaded");
    QVERIFY(!harness.find<QWidget>("console.example.0")->isVisible());
    harness.click("console.openModel");
    QTRY_VERIFY(harness.window.findChild<QDialog*>(QStringLiteral("openDialog")));
    harness.find<QDialog>("openDialog")->reject();
    harness.click("console.loadDemo");
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(harness.window.controller().model()->folder->path, std::filesystem::path("demo"));
    QVERIFY(harness.find<QWidget>("console.example.0")->isVisible());
}

void TestConsole::limitsAreToldApart() {
    ui::Turn turn{.prompt = {}, .answer = {}, .figures = ui::TurnFigures{}};
    const auto line = [&](engine::FinishReason finish) {
        turn.figures->finish = finish;
        return ui::figuresLine(turn);
    };
    QCOMPARE(line(engine::FinishReason::Eos), "0 tokens in, 0 out");
    QVERIFY(line(engine::FinishReason::Length).contains(QStringLiteral("max tokens reached")));
    QVERIFY(line(engine::FinishReason::Context).contains(QStringLiteral("context full")));
}

QTEST_MAIN(TestConsole)
#include "tst_console.moc"
