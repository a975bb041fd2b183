// Pictures of the real window on the demo model, made as a user would: an answer, a comparison, every pane; in both
// themes and both languages. packaging/screenshots runs it: window-screenshots FOLDER
#include <QDir>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabWidget>
#include <cstdio>

#include "app/window/language.h"
#include "tests/ui/real_window.h"
#include "tests/ui/window_harness.h"

using namespace autoglm;
using namespace autoglm::test;
using worker::WorkerState;

namespace {

constexpr int patienceMs = 900'000;

class Photographer {
  public:
    Photographer(app::MainWindow& window, QDir folder) : m_window(window), m_folder(std::move(folder)) {}

    template <class Widget>
    Widget* find(const char* name) {
        auto* widget = m_window.findChild<Widget*>(QString::fromUtf8(name));
        if (!widget) qFatal("there is no '%s'", name);
        return widget;
    }
    void show(const char* pane) { QTest::mouseClick(find<QAbstractButton>(pane), Qt::LeftButton); }
    void click(const char* name) { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }

    template <class Condition>
    void await(const char* what, const Condition& condition) {
        if (!QTest::qWaitFor(condition, patienceMs)) qFatal("%s did not come", what);
    }
    void awaitReady() {
        await("the engine", [this] { return m_window.controller().state() == WorkerState::Ready; });
    }
    void ask(const QString& prompt) {
        find<ui::PromptEdit>("console.prompt")->setPlainText(prompt);
        QTest::keyClick(find<ui::PromptEdit>("console.prompt"), Qt::Key_Return, Qt::ControlModifier);
        awaitReady();
    }
    void shoot(const QString& name) {
        QTest::qWait(250);  // queued replots, what is built card by card
        const QString file = m_folder.filePath(name + QStringLiteral(".png"));
        if (!m_window.grab().save(file)) qFatal("'%s' cannot be written", qPrintable(file));
        std::printf("%s\n", qPrintable(file));
    }

  private:
    app::MainWindow& m_window;
    QDir m_folder;
};

/// Every pane as it is now.
void shootAll(Photographer& photographer, const QString& prefix) {
    for (const char* pane :
         {"environment", "weights", "console", "quantize", "compare", "reports", "log", "settings"}) {
        photographer.show(qPrintable(QStringLiteral("rail.") + QString::fromUtf8(pane)));
        photographer.shoot(prefix + QString::fromUtf8(pane));
    }
    photographer.show("rail.compare");
    QScrollBar* bar = photographer.find<QScrollArea>("compare.scroll")->verticalScrollBar();
    bar->setValue(bar->maximum());
    photographer.shoot(prefix + QStringLiteral("compare-answers"));
    bar->setValue(0);
    photographer.show("rail.weights");
    auto* tabs = photographer.find<QTabWidget>("weights.tabs");
    for (int tab = 1; tab < tabs->count(); ++tab) {
        tabs->setCurrentIndex(tab);
        photographer.shoot(prefix + QStringLiteral("weights-%1").arg(tab + 1));
    }
    tabs->setCurrentIndex(0);
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "window-screenshots FOLDER: which folder shall the pictures go to?\n");
        return 2;
    }
    const TemporaryFolder home;
    qputenv("XDG_DATA_HOME", QByteArray::fromStdString((home / "data").string()));
    const QDir folder(QString::fromLocal8Bit(argv[1]));
    if (!folder.mkpath(QStringLiteral("."))) qFatal("the folder '%s' cannot be made", argv[1]);
    app::applyLanguage(QStringLiteral("en"));
    ui::applyTheme(application, ui::ThemeChoice::Light);
    app::MainWindow window(installedServices(home), QStringLiteral("demo"));
    window.resize(1280, 800);
    window.show();
    Photographer photographer(window, folder);
    photographer.shoot(QStringLiteral("demo-first-paint"));
    photographer.awaitReady();
    photographer.ask(QStringLiteral("12 + 30 = ?"));
    photographer.ask(QStringLiteral("把 5 3 9 从小到大排列"));
    photographer.show("rail.environment");
    photographer.await("the environment",
                       [&] { return photographer.find<QStackedWidget>("environment.pages")->currentIndex() == 1; });
    photographer.show("rail.compare");
    photographer.click("compare.start");
    QTest::qWait(1500);
    photographer.shoot(QStringLiteral("demo-comparing"));
    photographer.await("the comparison", [&] { return photographer.find<QWidget>("compare.export")->isVisible(); });
    photographer.awaitReady();
    photographer.show("rail.console");
    photographer.ask(QStringLiteral("Reverse abcd"));
    for (const auto& [theme, themeName] : {std::pair(ui::ThemeChoice::Light, "light"), {ui::ThemeChoice::Dark, "dark"}})
        for (const char* language : {"en", "zh_CN"}) {
            ui::applyTheme(application, theme);
            app::applyLanguage(QString::fromUtf8(language));
            shootAll(photographer, QStringLiteral("demo-%1-%2-").arg(themeName, language));
        }
    window.close();
    return 0;
}
