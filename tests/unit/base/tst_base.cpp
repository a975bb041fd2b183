// Files, JSON, UTF-8, digests and child processes: the ground everything else stands on.
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <csignal>
#include <limits>

#include "core/base/checked.h"
#include "core/base/figure.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/local_time.h"
#include "core/base/openssl_digest.h"
#include "core/base/subprocess.h"
#include "core/base/text_format.h"
#include "core/base/text_table.h"
#include "core/base/thread_spinning.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::test;
namespace fs = std::filesystem;

class TestBase : public QObject {
    Q_OBJECT
  private slots:
    void spinningIsBoundedUnlessChosen();
    void figuresHaveThreeDigits();
    void absurdIntervalsSayNothing();
    void timesAreShownAsTheClockHere();
    void atomicWriteReplacesWholeFiles();
    void atomicWriteKeepsTheOldFileOnFailure();
    void writingIsTriedBeforehand();
    void truncatedReadSaysWhere();
    void onlyRegularFilesAreRead();
    void jsonErrorsNameThePlace();
    void jsonRefusesDeepNestingAndNonFinite();
    void utf8IsValidatedAndSanitized();
    void sizesReadAsPeopleWriteThem();
    void longTextsAreElided();
    void digestsMatchKnownValues();
    void checkedArithmeticCatchesOverflow();
    void childProcessOutcomes();
    void answeringProcess();
    void answeringProcessEnds();
};

void TestBase::spinningIsBoundedUnlessChosen() {
    ::unsetenv("OMP_WAIT_POLICY");
    ::unsetenv("GOMP_SPINCOUNT");
    boundThreadSpinning();
    QCOMPARE(qgetenv("GOMP_SPINCOUNT"), QByteArray("10000"));
    ::setenv("GOMP_SPINCOUNT", "7", 1);
    boundThreadSpinning();
    QCOMPARE(qgetenv("GOMP_SPINCOUNT"), QByteArray("7"));
    ::unsetenv("GOMP_SPINCOUNT");
    ::setenv("OMP_WAIT_POLICY", "active", 1);
    boundThreadSpinning();
    QVERIFY(!qEnvironmentVariableIsSet("GOMP_SPINCOUNT"));
}

void TestBase::atomicWriteReplacesWholeFiles() {
    TemporaryFolder folder;
    VERIFY_OK(writeFileAtomically(folder / "a.txt", "one"));
    VERIFY_OK(writeFileAtomically(folder / "a.txt", "two"));
    QCOMPARE(readBytes(folder / "a.txt"), std::string("two"));
    QCOMPARE(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

void TestBase::atomicWriteKeepsTheOldFileOnFailure() {
    TemporaryFolder folder;
    VERIFY_FAILS(writeFileAtomically(folder / "missing" / "a.txt", "x"), ErrorCode::NotFound, "missing");
    VERIFY_FAILS(writeFileAtomically(folder.path(), "x"), ErrorCode::InvalidArgument, "is a folder");
    // A full disk: /dev/full takes the open and refuses the bytes.
    VERIFY_FAILS(writeFileAtomically("/dev/full", "x"), ErrorCode::Io, "No space left");
}

void TestBase::writingIsTriedBeforehand() {
    TemporaryFolder folder;
    writeBytes(folder / "old", "old");
    fs::create_symlink("old", folder / "link");
    const auto count = [&] { return std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()); };
    for (const char* name : {"old", "new", "link"}) {
        VERIFY_OK(checkWritable(folder / name));
        VERIFY_OK(checkAppendable(folder / name));
    }
    VERIFY_OK(checkWritable("/dev/full"));
    for (const auto check : {checkWritable, checkAppendable}) {
        VERIFY_FAILS(check(folder / "missing" / "new"), ErrorCode::NotFound, "create it first");
        VERIFY_FAILS(check(folder.path()), ErrorCode::InvalidArgument, "is a folder");
        VERIFY_FAILS(check("/proc/new"), ErrorCode::Io, "no file can be made in '/proc'");
        VERIFY_FAILS(check(folder / std::string(300, 'a')), ErrorCode::Io, "name too long");
    }
    QCOMPARE(count(), 2);
    QCOMPARE(readBytes(folder / "old"), std::string("old"));
}

void TestBase::truncatedReadSaysWhere() {
    TemporaryFolder folder;
    writeBytes(folder / "f", "abc");
    auto reader = FileReader::open(folder / "f");
    VERIFY_OK(reader);
    std::array<std::byte, 8> buffer{};
    VERIFY_FAILS(reader->readExactly(0, buffer), ErrorCode::Corrupt, "ended at byte 3 while 8");
    VERIFY_FAILS(FileReader::open(folder / "none"), ErrorCode::NotFound, "none");
    VERIFY_FAILS(FileReader::open(folder.path()), ErrorCode::InvalidArgument, "not a regular file");
}

void TestBase::onlyRegularFilesAreRead() {
    TemporaryFolder folder;
    const fs::path pipe = folder / "pipe";
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    for (const fs::path& path : {pipe, fs::path("/dev/null"), folder.path()})
        VERIFY_FAILS(readTextFile(path), ErrorCode::InvalidArgument, "is not a regular file");
}

void TestBase::jsonErrorsNameThePlace() {
    VERIFY_FAILS(parseJson("{\n \"a\": }", "x.json"), ErrorCode::Corrupt, "line 2, column 7");
    VERIFY_FAILS(parseJson("", "x.json"), ErrorCode::Corrupt, "is empty");
    VERIFY_FAILS(parseJson("\x01\x02", "x.json"), ErrorCode::Corrupt, "not valid JSON");
    VERIFY_FAILS(parseJson("{\"a\": 1e999}", "x.json"), ErrorCode::Corrupt, "not valid JSON");
}

void TestBase::jsonRefusesDeepNestingAndNonFinite() {
    VERIFY_FAILS(parseJson(std::string(100000, '['), "x.json"), ErrorCode::Corrupt, "nests deeper");
    VERIFY_OK(parseJson("[\"" + std::string(1000, '[') + "\"]", "x.json"));
    VERIFY_FAILS(dumpJson(Json{{"a", {{"b", std::nan("")}}}}), ErrorCode::Internal, "not finite");
    QVERIFY(finiteOrNull(std::numeric_limits<double>::infinity()).is_null());
}

void TestBase::utf8IsValidatedAndSanitized() {
    QVERIFY(isValidUtf8("héllo 你好 👍"));
    for (const char* bad : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE4\xBD", "\x80"})
        QVERIFY(!isValidUtf8(bad));
    QCOMPARE(sanitizeUtf8("a\xFFz"), std::string("a\xEF\xBF\xBDz"));
    // One replacement per maximal subpart: bytes.decode(errors="replace") in Python gives the same.
    QCOMPARE(sanitizeUtf8("\xE4\xBD"), std::string("\xEF\xBF\xBD"));
    QCOMPARE(sanitizeUtf8("\xED\xA0\x80"), std::string("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"));
}

/// Expected values as Python's format(value, '.3g') rounds, written without exponents.
void TestBase::figuresHaveThreeDigits() {
    QCOMPARE(figureText(0), std::string("0"));
    QCOMPARE(figureText(1.115), std::string("1.11"));  // the double lies below the tie
    QCOMPARE(figureText(0.000139), std::string("0.000139"));
    QCOMPARE(figureText(0.0001394), std::string("0.000139"));
    QCOMPARE(figureText(44.08), std::string("44.1"));
    QCOMPARE(figureText(9.996), std::string("10.0"));
    QCOMPARE(figureText(0.9996), std::string("1.00"));
    QCOMPARE(figureText(1820.4), std::string("1820"));
    QCOMPARE(figureText(-12.34), std::string("-12.3"));
    QCOMPARE(figureText(4e-12), std::string("0.000000000"));
    // More only where the nearer end of the interval would look like the value.
    QCOMPARE(figureText(1.115, 1.108, 1.1221), std::string("1.115"));
    QCOMPARE(figureText(1.82, 1.78, 1.86), std::string("1.82"));
    QCOMPARE(figureText(44.1, 43.7, 44.5), std::string("44.1"));
    QCOMPARE(figureText(1.003, 1.001, 1.005), std::string("1.003"));
    QCOMPARE(figureText(99.99643, 99.98, 99.99937), std::string("99.996"));
    QCOMPARE(figureText(100, 99.98, 100), std::string("100"));
    QCOMPARE(figureText(0, -0.6, 0.6), std::string("0.0"));
    QCOMPARE(figureText(0.5, 0.5 - 1e-16, 0.5 + 1e-16), std::string("0.500"));
    QCOMPARE(figureText(1.0000003, 1.0000002, 1.0000004), std::string("1.00000"));
    QCOMPARE(probabilityText(0.4531), std::string("0.453"));
    QCOMPARE(probabilityText(0.0005), std::string("0.000500"));
    QCOMPARE(probabilityText(1.6e-11), std::string("2e-11"));
    QCOMPARE(exactText(0.02), std::string("0.02"));
    QCOMPARE(exactText(100), std::string("100"));
    QCOMPARE(exactText(1e6), std::string("1000000"));
    QCOMPARE(exactText(1e-7), std::string("1e-07"));
}

void TestBase::absurdIntervalsSayNothing() {
    QVERIFY(isTooWide(0, 515688));
    QVERIFY(isTooWide(1e-9, 1.5));
    QVERIFY(!isTooWide(0.5, 49));      // slower by half or 49 times as fast: wide, and still something
    QVERIFY(!isTooWide(1.5, 515688));  // faster for sure
    QVERIFY(!isTooWide(1e-9, 0.9));
    QCOMPARE(tooWideText(), std::string("interval too wide to say anything"));
    QCOMPARE(tooWideText(2), std::string("interval too wide to say anything: its 2 blocks differ too much"));
}

void TestBase::timesAreShownAsTheClockHere() {
    const QByteArray before = qgetenv("TZ");
    for (const auto& [zone, expected] : {std::pair("Asia/Shanghai", "2026-07-01 08:30:09 +0800"),
                                         {"CST-8", "2026-07-01 08:30:09 +0800"},
                                         {"XST3:30", "2026-06-30 21:00:09 -0330"},
                                         {"UTC0", "2026-07-01 00:30:09 +0000"}}) {
        if (std::string_view(zone).contains('/') && !fs::exists(fs::path("/usr/share/zoneinfo") / zone)) continue;
        qputenv("TZ", zone);
        ::tzset();
        QCOMPARE(localTime("2026-07-01T00:30:09Z"), std::string(expected));
        QCOMPARE(localTime("2026-07-01T00:30:09Z", timeOfList), std::string(expected).substr(0, 16));
    }
    before.isEmpty() ? qunsetenv("TZ") : qputenv("TZ", before);
    ::tzset();
    for (const char* odd : {"", "yesterday", "2026-07-01", "2026-07-01T00:30:09Z and more"})
        QCOMPARE(localTime(odd), std::string(odd));
}

void TestBase::sizesReadAsPeopleWriteThem() {
    QCOMPARE(formatBytes(999), std::string("999 B"));
    QCOMPARE(formatBytes(1'900'000'000), std::string("1.90 GB"));
    QCOMPARE(formatBytes(12'345), std::string("12.3 kB"));
    QCOMPARE(formatDurationNs(12'400'000), std::string("12.4 ms"));
    QCOMPARE(formatDurationNs(250'000'000'000), std::string("4 min 10 s"));
    QCOMPARE(fixed(-0.001, 2), std::string("0.00"));
    QCOMPARE(fixed(-0.01, 2), std::string("-0.01"));
    QCOMPARE(formatShape({2, 3}), std::string("[2, 3]"));
}

void TestBase::digestsMatchKnownValues() {
    const std::string abc = "abc";
    const auto bytes = std::as_bytes(std::span(abc));
    // FIPS 180-2, appendix B.1; and `printf abc | git hash-object --stdin`.
    QCOMPARE(sha256Hex(bytes), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    auto git = makeOpensslDigest(DigestAlgorithm::GitSha1, {.sizeBytes = 3});
    git->update(bytes.first(1));
    git->update(bytes.subspan(1));
    QCOMPARE(git->finishHex(), std::string("f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f"));
}

void TestBase::checkedArithmeticCatchesOverflow() {
    QCOMPARE(checkedAdd(2, 3).value(), 5U);
    QVERIFY(!checkedAdd(~0ULL, 1));
    QVERIFY(!checkedMultiply(1ULL << 33U, 1ULL << 33U));
}

void TestBase::longTextsAreElided() {
    const auto is = [](const char* text, std::size_t width, const char* expected) {
        const std::string actual = elided(text, width);
        QCOMPARE(actual, std::string(expected));
        QVERIFY(displayWidth(actual) <= width);
    };
    is("INT8 is 1.82x faster", 20, "INT8 is 1.82x faster");
    is("INT8 is 1.82x faster", 19, "INT8 is 1.82x…");
    is("INT8 is 1.82x faster", 14, "INT8 is 1.82x…");
    is("INT8 is 1.82x faster", 13, "INT8 is…");  // no "1.82…", which is another number
    is("a-long-name", 6, "a-lon…");
    is("模型模型", 8, "模型模型");
    is("模型模型", 6, "模型…");
    is("模型", 1, "…");
    is("模型", 0, "");
    is("   leading", 4, "…");
}

void TestBase::childProcessOutcomes() {
    auto echoed = runProcess({"/bin/cat"}, std::string(1'000'000, 'x'), {});
    VERIFY_OK(echoed);
    QCOMPARE(echoed->exitCode, 0);
    QCOMPARE(echoed->output.size(), 1'000'000U);

    auto killed = runProcess({"/bin/sh", "-c", "kill -SEGV $$"}, "", {});
    QCOMPARE(killed->signal, SIGSEGV);

    auto endless = runProcess({"/bin/sleep", "60"}, "", {.timeout = std::chrono::milliseconds(100)});
    QVERIFY(endless->timedOut);

    auto silent =
        runProcess({"/bin/sh", "-c", "exec >&- 2>&-; sleep 60"}, "", {.timeout = std::chrono::milliseconds(100)});
    QVERIFY(silent->timedOut);

    auto loud = runProcess({"/bin/sh", "-c", "yes"}, "", {.outputBytes = 10'000});
    QVERIFY(loud->outputTooLong);

    auto deaf = runProcess({"/bin/true"}, std::string(10'000'000, 'x'), {});
    QCOMPARE(deaf->exitCode, 0);

    VERIFY_FAILS(runProcess({"/no/such/program"}, "", {}), ErrorCode::NotFound, "/no/such/program");
}

/// One process, line by line; short and long ones.
void TestBase::answeringProcess() {
    auto cat = AnsweringProcess::start({"/bin/cat"});
    VERIFY_OK(cat);
    const std::int64_t id = cat->processId();
    for (const std::string& line : {std::string("a"), std::string(), std::string(1'000'000, 'x'), std::string("b")}) {
        const ProcessOutcome outcome = cat->ask(line, {});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.output, line);
        QVERIFY(cat->isRunning());
        QCOMPARE(cat->processId(), id);
    }
    const AnsweringProcess moved = std::move(*cat);
    QCOMPARE(moved.processId(), id);
    VERIFY_FAILS(AnsweringProcess::start({"/no/such/program"}), ErrorCode::NotFound, "/no/such/program");
}

/// However it ends, the outcome says how, and nothing is left of it.
void TestBase::answeringProcessEnds() {
    const auto shell = [](const std::string& script) { return AnsweringProcess::start({"/bin/sh", "-c", script}); };
    const auto isGone = [](std::int64_t id) { return ::kill(static_cast<pid_t>(id), 0) != 0 && errno == ESRCH; };

    auto crashing = shell("read a; echo $a; read b; echo no >&2; kill -SEGV $$");
    const std::int64_t id = crashing->processId();
    QCOMPARE(crashing->ask("1", {}).output, std::string("1"));
    const ProcessOutcome crashed = crashing->ask("2", {});
    QCOMPARE(crashed.signal, SIGSEGV);
    QCOMPARE(crashed.errorOutput, std::string("no\n"));
    QVERIFY(!crashing->isRunning());
    QVERIFY(isGone(id));

    QCOMPARE(shell("read a; exit 7")->ask("1", {}).exitCode, 7);
    QVERIFY(shell("read a; exec sleep 60")->ask("1", {.timeout = std::chrono::milliseconds(100)}).timedOut);
    QVERIFY(shell("read a; yes | tr -d '\\n'")->ask("1", {.outputBytes = 10'000}).outputTooLong);
    // One that ends between two questions is seen to have.
    auto brief = shell("read a; echo $a");
    QCOMPARE(brief->ask("1", {}).output, std::string("1"));
    QTRY_VERIFY(!brief->isRunning());

    std::int64_t idle = 0;
    {
        const auto cat = AnsweringProcess::start({"/bin/cat"});
        idle = cat->processId();
        QVERIFY(!isGone(idle));
    }
    QVERIFY(isGone(idle));
}

QTEST_GUILESS_MAIN(TestBase)
#include "tst_base.moc"
