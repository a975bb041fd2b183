// The history file: what is kept, what happens to a damaged, locked, newer or foreign file, undo, and the model
// library.
#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>

#include "core/base/local_time.h"
#include "core/base/text_format.h"
#include "core/base/text_table.h"
#include "core/store/history.h"
#include "core/store/history_text.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::store;
using namespace autoglm::test;
namespace fs = std::filesystem;

namespace {

RunRecord sampleRun(const std::string& title = "FP16 against INT8") {
    RunRecord run;
    run.kind = "compare";
    run.createdUtc = "2026-11-20T14:05:09Z";
    run.title = title;
    run.modelName = "demo";
    run.modelPath = "/models/demo";
    run.summary = "INT8 is 1.82x faster";
    run.result = "pass";
    run.document = "{\"schema_version\": 1, \"text\": \"'; DROP TABLE runs; --\"}";
    return run;
}

std::size_t filesBeside(const fs::path& folder, const std::string& fragment) {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().filename().string().find(fragment) != std::string::npos) ++count;
    return count;
}

}  // namespace

class TestHistory : public QObject {
    Q_OBJECT
  private slots:
    void runsComeBackAsTheyWere();
    void listFiltersNewestFirst();
    void textFromOutsideIsData();
    void removedRunsCanBeRestored();
    void longHiddenRunsAreDeletedByTheNextRemoval();
    void modelLibraryKeepsTheLastUse();
    void damagedFileIsKeptAside_data();
    void damagedFileIsKeptAside();
    void lockedFileIsBusyAndNothingIsLost();
    void twoProgramsShareTheFile();
    void newerSchemaIsLeftAlone();
    void oldSchemaKeepsItsRuns();
    void bothModelsOfARunAreKept();
    void foreignDatabaseIsLeftAlone();
    void unusablePathsAreSentences();
    void tenThousandRunsAreListedWithoutTheirDocuments();
    void listTextIsAligned();
};

void TestHistory::runsComeBackAsTheyWere() {
    TemporaryFolder folder;
    const fs::path file = folder / "new" / "history.sqlite";
    std::int64_t id = 0;
    {
        auto opened = History::open(file);
        VERIFY_OK(opened);
        QVERIFY(opened->notice.empty());
        auto added = opened->history.add(sampleRun());
        VERIFY_OK(added);
        id = *added;
    }
    auto opened = History::open(file);
    VERIFY_OK(opened);
    auto run = opened->history.get(id);
    VERIFY_OK(run);
    QCOMPARE(run->id, id);
    QCOMPARE(run->kind, sampleRun().kind);
    QCOMPARE(run->createdUtc, sampleRun().createdUtc);
    QCOMPARE(run->title, sampleRun().title);
    QCOMPARE(run->modelName, sampleRun().modelName);
    QCOMPARE(run->modelPath, sampleRun().modelPath);
    QCOMPARE(run->summary, sampleRun().summary);
    QCOMPARE(run->result, sampleRun().result);
    QCOMPARE(run->document, sampleRun().document);
    VERIFY_FAILS(opened->history.get(id + 1), ErrorCode::NotFound, "is not in the history");
    VERIFY_FAILS(opened->history.add({}), ErrorCode::InvalidArgument, "without kind or document");
}

void TestHistory::listFiltersNewestFirst() {
    TemporaryFolder folder;
    auto opened = History::open(folder / "h.sqlite");
    VERIFY_OK(opened);
    RunRecord old = sampleRun("old");
    old.createdUtc = "2026-01-01T00:00:00Z";
    RunRecord bench = sampleRun("bench");
    bench.kind = "bench";
    bench.result.clear();
    bench.modelName = "Qwen2.5-0.5B";
    VERIFY_OK(opened->history.add(bench));
    VERIFY_OK(opened->history.add(old));
    VERIFY_OK(opened->history.add(sampleRun("new")));
    const auto titles = [&](const RunFilter& filter) {
        std::vector<std::string> names;
        const auto runs = opened->history.list(filter);
        for (const RunRecord& run : runs.value())
            names.push_back(run.title);
        return join(names, ",");
    };
    QCOMPARE(titles({}), std::string("new,bench,old"));
    QCOMPARE(titles({"compare", "", "", 0}), std::string("new,old"));
    QCOMPARE(titles({"", "pass", "", 0}), std::string("new,old"));
    QCOMPARE(titles({"", "", "qwen", 0}), std::string("bench"));
    QCOMPARE(titles({"", "", "", 1}), std::string("new"));
    QCOMPARE(titles({"none", "", "", 0}), std::string());
}

void TestHistory::textFromOutsideIsData() {
    TemporaryFolder folder;
    auto opened = History::open(folder / "h.sqlite");
    VERIFY_OK(opened);
    VERIFY_OK(opened->history.add(sampleRun("'); DELETE FROM runs; --")));
    auto found = opened->history.list({"", "", "'); DELETE", 0});
    VERIFY_OK(found);
    QCOMPARE(found->size(), 1U);
    auto none = opened->history.list({"' OR 1=1 --", "", "", 0});
    VERIFY_OK(none);
    QVERIFY(none->empty());
}

void TestHistory::removedRunsCanBeRestored() {
    TemporaryFolder folder;
    auto opened = History::open(folder / "h.sqlite");
    VERIFY_OK(opened);
    const auto id = opened->history.add(sampleRun()).value();
    VERIFY_OK(opened->history.remove(id));
    QVERIFY(opened->history.list().value().empty());
    VERIFY_FAILS(opened->history.get(id), ErrorCode::NotFound, "is not in the history");
    VERIFY_FAILS(opened->history.remove(id), ErrorCode::NotFound, "is not in the history");
    VERIFY_OK(opened->history.restore(id));
    QCOMPARE(opened->history.get(id).value().document, sampleRun().document);
    VERIFY_FAILS(opened->history.restore(99), ErrorCode::NotFound, "run 99");
}

void TestHistory::longHiddenRunsAreDeletedByTheNextRemoval() {
    TemporaryFolder folder;
    auto opened = History::open(folder / "h.sqlite");
    VERIFY_OK(opened);
    const auto old = opened->history.add(sampleRun("old")).value();
    const auto recent = opened->history.add(sampleRun("recent")).value();
    const auto now = opened->history.add(sampleRun("now")).value();
    VERIFY_OK(opened->history.remove(old));
    VERIFY_OK(opened->history.remove(recent));
    SQLite::Database raw((folder / "h.sqlite").string(), SQLite::OPEN_READWRITE);
    SQLite::Statement age(raw, "UPDATE runs SET removed_utc = '2020-01-01T00:00:00Z' WHERE id = ?");
    age.bind(1, old);
    age.exec();
    VERIFY_OK(opened->history.remove(now));
    VERIFY_FAILS(opened->history.restore(old), ErrorCode::NotFound, "is not in the history");
    VERIFY_OK(opened->history.restore(recent));
    VERIFY_OK(opened->history.restore(now));
}

void TestHistory::modelLibraryKeepsTheLastUse() {
    TemporaryFolder folder;
    auto opened = History::open(folder / "h.sqlite");
    VERIFY_OK(opened);
    History& history = opened->history;
    VERIFY_OK(history.rememberModel("/m/a", "a", "2026-01-01T00:00:00Z"));
    VERIFY_OK(history.rememberModel("/m/b", "b", "2026-01-02T00:00:00Z"));
    VERIFY_OK(history.rememberModel("/m/a", "renamed", "2026-01-03T00:00:00Z"));
    const auto models = history.recentModels().value();
    QCOMPARE(models.size(), 2U);
    QCOMPARE(models[0].name, std::string("renamed"));
    QCOMPARE(models[0].lastUsedUtc, std::string("2026-01-03T00:00:00Z"));
    QCOMPARE(models[1].path, std::string("/m/b"));
    QCOMPARE(history.recentModels(1).value().size(), 1U);
    VERIFY_OK(history.forgetModel("/m/a"));
    VERIFY_FAILS(history.forgetModel("/m/a"), ErrorCode::NotFound, "model library");
    VERIFY_FAILS(history.rememberModel("", "x"), ErrorCode::InvalidArgument, "without a path");
}

void TestHistory::damagedFileIsKeptAside_data() {
    QTest::addColumn<bool>("isDatabase");
    QTest::newRow("not a database") << false;
    QTest::newRow("pages overwritten") << true;
}

void TestHistory::damagedFileIsKeptAside() {
    QFETCH(bool, isDatabase);
    TemporaryFolder folder;
    const fs::path file = folder / "h.sqlite";
    if (isDatabase) {
        {
            auto opened = History::open(file);
            for (int i = 0; i < 200; ++i)
                VERIFY_OK(opened->history.add(sampleRun()));
        }
        std::string bytes = readBytes(file);
        for (std::size_t i = 4096; i < bytes.size(); ++i)
            bytes[i] = static_cast<char>(i * 31);
        writeBytes(file, bytes);
    } else {
        writeBytes(file, std::string(5000, 'x'));
    }
    const std::string before = readBytes(file);
    auto opened = History::open(file);
    VERIFY_OK(opened);
    QVERIFY2(opened->notice.find("was damaged: it is kept as") != std::string::npos, opened->notice.c_str());
    QCOMPARE(filesBeside(folder.path(), "h.sqlite.damaged-"), 1U);
    for (const auto& entry : fs::directory_iterator(folder.path()))
        if (entry.path().filename().string().find(".damaged-") != std::string::npos)
            QCOMPARE(readBytes(entry.path()), before);
    QVERIFY(opened->history.list().value().empty());
    VERIFY_OK(opened->history.add(sampleRun()));
}

void TestHistory::lockedFileIsBusyAndNothingIsLost() {
    TemporaryFolder folder;
    const fs::path file = folder / "h.sqlite";
    auto opened = History::open(file);
    VERIFY_OK(opened);
    VERIFY_OK(opened->history.add(sampleRun("first")));
    {
        SQLite::Database other(file.string(), SQLite::OPEN_READWRITE);
        other.exec("BEGIN EXCLUSIVE");
        VERIFY_FAILS(opened->history.add(sampleRun("second")), ErrorCode::Busy, "in use by another program");
        VERIFY_FAILS(opened->history.remove(1), ErrorCode::Busy, "nothing was lost");
        QCOMPARE(opened->history.list().value().size(), 1U);
        other.exec("ROLLBACK");
    }
    VERIFY_OK(opened->history.add(sampleRun("second")));
    QCOMPARE(opened->history.list().value().size(), 2U);

    // A lock that forbids reading too: opening is refused, and the file is not taken for damaged.
    const fs::path locked = folder / "locked.sqlite";
    SQLite::Database owner(locked.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    owner.exec("CREATE TABLE t (x); BEGIN EXCLUSIVE");
    VERIFY_FAILS(History::open(locked), ErrorCode::Busy, "in use by another program");
    QCOMPARE(filesBeside(folder.path(), "damaged"), 0U);
}

void TestHistory::twoProgramsShareTheFile() {
    TemporaryFolder folder;
    auto first = History::open(folder / "h.sqlite");
    auto second = History::open(folder / "h.sqlite");
    VERIFY_OK(first);
    VERIFY_OK(second);
    VERIFY_OK(first->history.add(sampleRun()));
    VERIFY_OK(second->history.add(sampleRun()));
    QCOMPARE(first->history.list().value().size(), 2U);
    SQLite::Database raw((folder / "h.sqlite").string());
    QCOMPARE(raw.execAndGet("PRAGMA journal_mode").getString(), std::string("wal"));
}

void TestHistory::newerSchemaIsLeftAlone() {
    TemporaryFolder folder;
    const fs::path file = folder / "h.sqlite";
    {
        SQLite::Database raw(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        raw.exec("CREATE TABLE runs (future TEXT); PRAGMA user_version = 99");
    }
    const std::string before = readBytes(file);
    VERIFY_FAILS(History::open(file), ErrorCode::Unsupported, "has version 99, this program knows up to 3");
    QCOMPARE(readBytes(file), before);
    QCOMPARE(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

/// The file as the first published version wrote it.
void TestHistory::oldSchemaKeepsItsRuns() {
    TemporaryFolder folder;
    const fs::path file = folder / "h.sqlite";
    const std::string two = R"({"arms":[{"model":{"path":"/m/base"}},{"model":{"path":"/m/tuned"}}]})";
    const std::string one = R"({"arms":[{"model":{"path":"/m/base"}},{"model":{"path":"/m/base"}}]})";
    {
        SQLite::Database raw(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        raw.exec(
            "CREATE TABLE runs (  id INTEGER PRIMARY KEY AUTOINCREMENT,  kind TEXT NOT NULL, created_utc TEXT NOT "
            "NULL, title TEXT NOT NULL,  model_name TEXT NOT NULL, model_path TEXT NOT NULL,  summary TEXT NOT NULL, "
            "result TEXT NOT NULL,  removed_utc TEXT,  document TEXT NOT NULL);"
            "CREATE INDEX runs_by_time ON runs (created_utc DESC, id DESC);"
            "CREATE TABLE models (path TEXT PRIMARY KEY, name TEXT NOT NULL, last_used_utc TEXT NOT NULL);"
            "PRAGMA user_version = 1");
        SQLite::Statement insert(
            raw,
            "INSERT INTO runs (kind, created_utc, title, model_name, model_path, summary, result, document, "
            "removed_utc) VALUES (?, '2026-11-20T14:05:09Z', 't', 'n', '/m/base', 's', ?, ?, ?)");
        const auto add = [&](const char* kind, const std::string& document, const char* removed,
                             const char* result = "pass") {
            SQLite::bind(insert, kind, result, document);
            if (removed)
                insert.bind(4, removed);
            else
                insert.bind(4);
            insert.exec();
            insert.reset();
        };
        add("compare", two, nullptr);
        add("compare", one, nullptr);
        add("compare", "{broken", nullptr);
        add("compare", R"({"arms":[{},{"model":{"path":7}}]})", nullptr);
        add("bench", two, nullptr);
        add("compare", two, "2999-01-01T00:00:00Z");
        add("compare", R"({"complete":false})", nullptr, "inconclusive");
        add("compare", R"({"complete":true})", nullptr, "inconclusive");
        add("compare", R"({"complete":false})", nullptr, "fail");
        add("compare", "{broken", nullptr, "inconclusive");
        raw.exec("INSERT INTO models VALUES ('/m/base', 'base', '2026-11-20T14:05:09Z')");
    }
    auto opened = History::open(file);
    VERIFY_OK(opened);
    QVERIFY(opened->notice.empty());
    QCOMPARE(opened->history.list().value().size(), 9U);
    for (const auto& [id, path] : {std::pair(1, "/m/tuned"), {2, ""}, {3, ""}, {4, ""}, {5, ""}}) {
        const RunRecord run = opened->history.get(id).value();
        QCOMPARE(run.modelPathB, std::string(path));
        QCOMPARE(run.modelPath, std::string("/m/base"));
    }
    QCOMPARE(opened->history.get(1)->document, two);
    for (const auto& [id, result] :
         {std::pair(1, "pass"), {7, "stopped"}, {8, "inconclusive"}, {9, "fail"}, {10, "inconclusive"}})
        QCOMPARE(opened->history.get(id)->result, std::string(result));
    QCOMPARE(opened->history.get(3)->document, std::string("{broken"));
    VERIFY_OK(opened->history.restore(6));
    QCOMPARE(opened->history.get(6)->modelPathB, std::string("/m/tuned"));
    QCOMPARE(opened->history.recentModels()->size(), 1U);
    QVERIFY(opened->history.add(sampleRun()).value() > 10);
    QCOMPARE(SQLite::Database(file.string()).execAndGet("PRAGMA user_version").getInt(), 3);
}

void TestHistory::bothModelsOfARunAreKept() {
    TemporaryFolder folder;
    auto opened = History::open(folder / "h.sqlite");
    VERIFY_OK(opened);
    RunRecord run = sampleRun();
    run.modelPathB = "/models/tuned";
    VERIFY_OK(opened->history.add(run));
    VERIFY_OK(opened->history.add(sampleRun()));
    QCOMPARE(opened->history.get(1)->modelPathB, run.modelPathB);
    QCOMPARE(opened->history.get(1)->document, run.document);
    const auto found = opened->history.list({"", "", "MODELS/tuned", 0});
    VERIFY_OK(found);
    QCOMPARE(found->size(), 1U);
    const Json json = listJson(opened->history.list().value());
    QVERIFY(json["runs"][1]["model_b"] == (Json{{"path", "/models/tuned"}}));
    QVERIFY(json["runs"][1]["model"]["path"] == Json("/models/demo"));
    QVERIFY(!json["runs"][0].contains("model_b"));
}

void TestHistory::foreignDatabaseIsLeftAlone() {
    TemporaryFolder folder;
    const fs::path file = folder / "h.sqlite";
    {
        SQLite::Database raw(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        raw.exec("CREATE TABLE bookmarks (url TEXT)");
    }
    const std::string before = readBytes(file);
    VERIFY_FAILS(History::open(file), ErrorCode::Unsupported, "another program");
    QCOMPARE(readBytes(file), before);
}

void TestHistory::unusablePathsAreSentences() {
    TemporaryFolder folder;
    VERIFY_FAILS(History::open(folder.path()), ErrorCode::InvalidArgument, "is a folder");
    writeBytes(folder / "file", "x");
    VERIFY_FAILS(History::open(folder / "file" / "h.sqlite"), ErrorCode::PermissionDenied, "check its permissions");
}

void TestHistory::tenThousandRunsAreListedWithoutTheirDocuments() {
    TemporaryFolder folder;
    const fs::path file = folder / "h.sqlite";
    auto opened = History::open(file);
    VERIFY_OK(opened);
    {
        SQLite::Database raw(file.string(), SQLite::OPEN_READWRITE);
        SQLite::Transaction transaction(raw);
        SQLite::Statement insert(
            raw,
            "INSERT INTO runs (kind, created_utc, title, model_name, model_path, summary, result, document) "
            "VALUES ('bench', '2026-01-01T00:00:00Z', ?, '', '', '', '', ?)");
        const std::string document(2000, 'd');
        for (int i = 0; i < 10'000; ++i) {
            SQLite::bind(insert, concat("run ", i), document);
            insert.exec();
            insert.reset();
        }
        transaction.commit();
    }
    const auto all = opened->history.list();
    VERIFY_OK(all);
    QCOMPARE(all->size(), 10'000U);
    QCOMPARE(all->front().title, std::string("run 9999"));
    QVERIFY(all->front().document.empty());
    QCOMPARE(opened->history.list({"", "", "run 77", 0}).value().size(), 111U);  // 77, 770..779, 7700..7799
}

void TestHistory::listTextIsAligned() {
    RunRecord one = sampleRun("FP16 / INT8 dem");
    one.id = 7;
    one.result = "inconclusive";
    RunRecord two = sampleRun("模型\x1b[31m");
    two.id = 12;
    two.summary = "line\nbreak";
    const std::vector<RunRecord> runs = {one, two};
    const auto lines = split(listText(runs), '\n');
    const std::string time = localTime(one.createdUtc, timeOfList);
    QCOMPARE(lines[0], std::string("id  local time        run              result        summary"));
    QCOMPARE(lines[2], " 7  " + time + "  FP16 / INT8 dem  inconclusive  INT8 is 1.82x faster");
    QCOMPARE(lines[3], "12  " + time + "  模型 [31m        pass          line break");
    // Summaries give way to a narrow terminal first, so that 60 columns still tell which arms were compared.
    const auto narrow = split(listText(runs, 60), '\n');
    QCOMPARE(narrow[2], " 7  " + time + "  FP16 / INT8 dem  inconclusive  INT8…");
    QVERIFY(std::ranges::all_of(narrow, [](const std::string& line) { return displayWidth(line) <= 60; }));
    QVERIFY(split(listText(runs, 20), '\n')[2].starts_with(" 7  " + time + "  FP…  "));
    QVERIFY(listText({}).find("no runs that match") != std::string::npos);
    const Json json = listJson(runs);
    QCOMPARE(json["runs"].size(), 2U);
    QCOMPARE(json["runs"][0]["model"]["path"].get<std::string>(), std::string("/models/demo"));
    QVERIFY(!json["runs"][0].contains("document"));
}

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
