// The house's walls, read from the #include lines: arrows point down, siblings do not know each other, no Qt in core,
// no torch outside core/torch, no widgets in ui/models. core/README.md explains the picture.
#include <QDirIterator>
#include <QRegularExpression>
#include <QtTest>
#include <map>
#include <set>

namespace {

/// What each module may include, besides itself. One line per module: the picture of core/README.md as data.
const std::map<QString, std::set<QString>> allowed = {
    {"core/base", {}},
    {"core/model", {"core/base"}},
    {"core/text", {"core/base"}},
    {"core/measure", {"core/base"}},
    {"core/environment", {"core/base"}},
    {"core/engine", {"core/base", "core/model", "core/text", "core/measure"}},
    {"core/torch", {"core/base", "core/model", "core/engine"}},
    {"core/evaluate", {"core/base", "core/model", "core/text", "core/measure", "core/engine"}},
    {"core/report", {"core/base", "core/model", "core/measure", "core/engine", "core/evaluate"}},
    {"core/store", {"core/base"}},
    {"core/worker", {"core/base", "core/model", "core/text", "core/measure", "core/engine", "core/evaluate"}},
    {"ui/bridge",
     {"core/base", "core/model", "core/text", "core/measure", "core/engine", "core/evaluate", "core/report",
      "core/worker"}},
    {"ui/models",
     {"ui/bridge", "core/base", "core/environment", "core/model", "core/measure", "core/engine", "core/evaluate",
      "core/report", "core/store", "core/worker"}},
    {"ui/widgets", {"ui/models", "ui/bridge", "core/base", "core/environment", "core/model", "core/evaluate"}},
    {"ui/panes",
     {"ui/widgets", "ui/models", "ui/bridge", "core/base", "core/environment", "core/model", "core/evaluate",
      "core/engine", "core/text", "core/report", "core/store", "core/worker"}},
};

struct Include {
    QString file;  // relative to the source folder
    int line = 0;
    QString target;
};

QString moduleOf(const QString& path) {
    const QStringList parts = path.split('/');
    return parts.size() < 2 ? QString() : parts[0] + "/" + parts[1];
}

QList<Include> includesBelow(const QString& source, const QString& folder) {
    static const QRegularExpression pattern("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
    QList<Include> out;
    QDirIterator files(source + "/" + folder, {"*.h", "*.cpp", "*.cu", "*.cuh", "*.in"}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly)) qFatal("cannot read %s", qPrintable(file.fileName()));
        int line = 0;
        while (!file.atEnd()) {
            ++line;
            const auto match = pattern.match(QString::fromUtf8(file.readLine()));
            if (match.hasMatch()) out.append({QDir(source).relativeFilePath(file.fileName()), line, match.captured(1)});
        }
    }
    return out;
}

bool isQt(const QString& target) {
    static const QRegularExpression pattern("^(Q[A-Za-z]\\w*|q[a-z]+\\.h|Qt\\w*/.*|qcustomplot\\.h)$");
    return pattern.match(target).hasMatch();
}

bool isTorch(const QString& target) {
    static const QRegularExpression pattern("^(ATen|c10|torch|caffe2)/");
    return pattern.match(target).hasMatch();
}

}  // namespace

class TestArchitecture : public QObject {
    Q_OBJECT
  private slots:
    void rulesSeeWhatTheyForbid();
    void arrowsPointDown();
    void noQtInCore();
    void torchOnlyInItsModule();
    void noFileSeesQtAndTorch();
    void modelsKnowNoWidgets();
    void filesStaySmall();

  private:
    static QString source() { return AUTOGLM_SOURCE; }
    static QList<Include> everything() {
        return includesBelow(source(), "core") + includesBelow(source(), "ui") + includesBelow(source(), "app");
    }
    static void report(const Include& include, const QString& why) {
        qWarning().noquote()
            << QString("%1:%2 includes %3: %4").arg(include.file).arg(include.line).arg(include.target, why);
    }
};

void TestArchitecture::rulesSeeWhatTheyForbid() {
    QVERIFY(isQt("QString") && isQt("QtTest") && isQt("qcustomplot.h") && isQt("QtWidgets/QLabel") &&
            !isQt("quality_pass.h"));
    QVERIFY(isTorch("ATen/ATen.h") && isTorch("torch/version.h") && !isTorch("core/torch/linear.h"));
    QCOMPARE(moduleOf("core/torch/kernels/cpu/row_kernels.h"), QString("core/torch"));
    QVERIFY(everything().size() > 500);
}

void TestArchitecture::arrowsPointDown() {
    int faults = 0;
    for (const Include& include : everything()) {
        const QString from = moduleOf(include.file);
        const bool isOurs =
            include.target.startsWith("core/") || include.target.startsWith("ui/") || include.target.startsWith("app/");
        if (!isOurs || from.startsWith("app/")) continue;
        const QString to = moduleOf(include.target);
        const auto rule = allowed.find(from);
        if (rule == allowed.end()) {
            report(include, "'" + from + "' is no module of core/README.md");
            ++faults;
        } else if (to != from && !rule->second.contains(to)) {
            report(include, "'" + from + "' may not use '" + to + "'");
            ++faults;
        }
    }
    QCOMPARE(faults, 0);
}

void TestArchitecture::noQtInCore() {
    int faults = 0;
    for (const Include& include : includesBelow(source(), "core") + includesBelow(source(), "app/cli") +
                                      includesBelow(source(), "app/composition")) {
        if (!isQt(include.target)) continue;
        report(include, "core and the command line build without Qt");
        ++faults;
    }
    QCOMPARE(faults, 0);
}

void TestArchitecture::torchOnlyInItsModule() {
    int faults = 0;
    for (const Include& include : everything()) {
        const bool isInside = include.file.startsWith("core/torch/");
        if (!isInside && (isTorch(include.target) || include.target.startsWith("core/torch/"))) {
            report(include, "libtorch is seen by core/torch alone; the rest uses core/engine");
            ++faults;
        }
        if (isTorch(include.target) && include.file.endsWith(".cu")) {
            report(include, "CUDA kernels are free of torch headers");
            ++faults;
        }
    }
    QCOMPARE(faults, 0);
}

void TestArchitecture::noFileSeesQtAndTorch() {
    std::set<QString> withQt;
    std::set<QString> withTorch;
    for (const Include& include : everything() + includesBelow(source(), "tests")) {
        if (isQt(include.target)) withQt.insert(include.file);
        // Of core/torch only the engine's own header and the kernels' are free of torch.
        const bool bringsTorch = include.target.startsWith("core/torch/") &&
                                 include.target != "core/torch/torch_engine.h" &&
                                 !include.target.startsWith("core/torch/kernels/");
        if (isTorch(include.target) || bringsTorch) withTorch.insert(include.file);
    }
    for (const QString& file : withQt)
        QVERIFY2(!withTorch.contains(file), qPrintable(file));
}

void TestArchitecture::modelsKnowNoWidgets() {
    static const QRegularExpression widget(
        "^(QtWidgets.*|QWidget|QMainWindow|QDialog|QLabel|Q\\w*Button|Q\\w*View|Q\\w*Edit|Q\\w*Layout|qcustomplot\\.h)"
        "$");
    int faults = 0;
    for (const Include& include : includesBelow(source(), "ui/models")) {
        if (!widget.match(include.target).hasMatch()) continue;
        report(include, "ui/models is free of widgets");
        ++faults;
    }
    QCOMPARE(faults, 0);
}

void TestArchitecture::filesStaySmall() {
    int faults = 0;
    for (const char* folder : {"core", "ui", "app", "tests"}) {
        QDirIterator files(source() + "/" + folder, {"*.h", "*.cpp", "*.cu", "*.py"}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly)) qFatal("cannot read %s", qPrintable(file.fileName()));
            const auto lines = file.readAll().count('\n');
            if (lines <= 500) continue;
            qWarning().noquote() << file.fileName() << "has" << lines << "lines; at most 500: it asks to be two";
            ++faults;
        }
    }
    QCOMPARE(faults, 0);
}

QTEST_GUILESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"
