// What the weight files should hash to, from every place that says so; and what they do hash to.
#include <algorithm>
#include <chrono>

#include "core/base/openssl_digest.h"
#include "core/model/file_hashes.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::model;
using namespace autoglm::test;
namespace fs = std::filesystem;

namespace {

// printf abc | sha256sum; printf abc | git hash-object --stdin; printf '' | sha256sum
const std::string abcSha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const std::string abcGit = "f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f";
const std::string emptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

Result<FolderHashes> hash(const fs::path& folder, const std::optional<fs::path>& expect = std::nullopt,
                          const ProgressCallback& progress = {}, std::stop_token stop = {}) {
    return hashFolder(folder, expect, makeOpensslDigest, progress, std::move(stop));
}

std::int64_t wallClockNs() {
    return std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

class TestHashes : public QObject {
    Q_OBJECT
  private slots:
    void readsSums();
    void damagedSumsNameTheLine();
    void readsSidecarsAndManifests();
    void readsCacheLinks();
    void moreSpecificSourcesWin();
    void expectFileOverrules();
    void matchMismatchAndUnknown();
    void gitBlobsAreHashedAsSuch();
    void damagedHeadersAreHashedToo();
    void missingExpectedFile();
    void progressAddsUp();
    void cancelIsAnOutcome();
    void filesAreRemembered();
    void freshFilesAreNotRemembered();
    void changedFilesAreOthers();
};

void TestHashes::readsSums() {
    TemporaryFolder folder;
    writeBytes(folder / "SHA256SUMS",
               "# comment\n\n" + abcSha256 + "  a.safetensors\r\n" + emptySha256 + " *./b.safetensors\n");
    const auto found = findExpectedHashes(folder.path());
    VERIFY_OK(found);
    QCOMPARE(found->size(), 2U);
    QCOMPARE(found->at("a.safetensors").hex, abcSha256);
    QCOMPARE(found->at("a.safetensors").source, std::string("SHA256SUMS"));
    QCOMPARE(found->at("b.safetensors").hex, emptySha256);
    QVERIFY(findExpectedHashes(folder / "none").error().code == ErrorCode::NotFound);
}

void TestHashes::damagedSumsNameTheLine() {
    TemporaryFolder folder;
    for (const std::string& line :
         {std::string("hello"), abcSha256, abcSha256.substr(1) + "  a", "g" + abcSha256.substr(1) + "  a"}) {
        writeBytes(folder / "SHA256SUMS", "\n" + line + "\n");
        VERIFY_FAILS(findExpectedHashes(folder.path()), ErrorCode::Corrupt, "line 2 of");
    }
}

void TestHashes::readsSidecarsAndManifests() {
    TemporaryFolder folder;
    std::string upper = abcSha256;
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c; });
    writeBytes(folder / "a.safetensors.sha256", upper + "\n");
    writeBytes(folder / "b.safetensors.sha256", emptySha256 + "  b.safetensors\n");
    writeBytes(folder / "manifest.json", R"({"files": {"c.safetensors": ")" + abcSha256 + "\"}}");
    const auto found = findExpectedHashes(folder.path());
    VERIFY_OK(found);
    QCOMPARE(found->at("a.safetensors").hex, abcSha256);
    QCOMPARE(found->at("a.safetensors").source, std::string("a.safetensors.sha256"));
    QCOMPARE(found->at("b.safetensors").hex, emptySha256);
    QCOMPARE(found->at("c.safetensors").source, std::string("manifest.json"));

    writeBytes(folder / "manifest.json", R"({"files": {"c.safetensors": 5}})");
    VERIFY_FAILS(findExpectedHashes(folder.path()), ErrorCode::Corrupt, "for 'c.safetensors'");
    writeBytes(folder / "manifest.json", R"({"version": 1})");
    VERIFY_OK(findExpectedHashes(folder.path()));
    writeBytes(folder / "a.safetensors.sha256", "nonsense");
    VERIFY_FAILS(findExpectedHashes(folder.path()), ErrorCode::Corrupt, "a.safetensors.sha256");
}

void TestHashes::readsCacheLinks() {
    TemporaryFolder folder;
    const fs::path snapshot = folder / "snapshots/1";
    fs::create_directories(snapshot);
    fs::create_symlink("../../blobs/" + abcSha256, snapshot / "a.safetensors");
    fs::create_symlink("../../blobs/" + abcGit, snapshot / "config.json");
    fs::create_symlink("../../blobs/short", snapshot / "x.safetensors");
    fs::create_symlink("../../other/" + abcSha256, snapshot / "y.safetensors");
    // A blob that several repositories share is itself a link into a store, where its name is another hash.
    writeBytes(folder / "store/12/1234", "abc");
    fs::create_directories(folder / "blobs");
    fs::create_symlink("../store/12/1234", folder / "blobs" / abcSha256);
    const auto found = findExpectedHashes(snapshot);
    VERIFY_OK(found);
    QCOMPARE(found->size(), 2U);
    QCOMPARE(found->at("a.safetensors").source, std::string("Hugging Face cache"));
    QVERIFY(found->at("a.safetensors").algorithm == DigestAlgorithm::Sha256);
    QVERIFY(found->at("config.json").algorithm == DigestAlgorithm::GitSha1);
    fs::remove(snapshot / "x.safetensors");
    fs::remove(snapshot / "y.safetensors");
    const auto hashes = hash(snapshot);
    VERIFY_OK(hashes);
    QVERIFY(hashes->files.at(0).state == HashState::Match);
    QCOMPARE(hashes->files.at(0).expected->hex, abcSha256);
}

void TestHashes::moreSpecificSourcesWin() {
    TemporaryFolder folder;
    fs::create_symlink("blobs/" + std::string(64, '1'), folder / "a.safetensors");
    const auto source = [&] { return findExpectedHashes(folder.path())->at("a.safetensors").source; };
    QCOMPARE(source(), std::string("Hugging Face cache"));
    writeBytes(folder / "manifest.json", R"({"files": {"a.safetensors": ")" + abcSha256 + "\"}}");
    QCOMPARE(source(), std::string("manifest.json"));
    writeBytes(folder / "SHA256SUMS", abcSha256 + "  a.safetensors\n");
    QCOMPARE(source(), std::string("SHA256SUMS"));
    writeBytes(folder / "a.safetensors.sha256", abcSha256);
    QCOMPARE(source(), std::string("a.safetensors.sha256"));
}

void TestHashes::expectFileOverrules() {
    TemporaryFolder folder;
    writeBytes(folder / "m/a.safetensors", "abc");
    writeBytes(folder / "m/SHA256SUMS", abcSha256 + "  a.safetensors\n");
    writeBytes(folder / "expect.txt", emptySha256 + "  a.safetensors\n");
    writeBytes(folder / "expect.json", R"( {"files": {"a.safetensors": ")" + emptySha256 + "\"}}");
    QVERIFY(hash(folder / "m")->files[0].state == HashState::Match);
    for (const char* name : {"expect.txt", "expect.json"}) {
        const auto hashes = hash(folder / "m", folder / name);
        VERIFY_OK(hashes);
        QVERIFY(hashes->hasMismatch());
        QCOMPARE(hashes->files[0].expected->source, std::string(name));
    }
    writeBytes(folder / "empty.json", "{}");
    VERIFY_FAILS(hash(folder / "m", folder / "empty.json"), ErrorCode::Corrupt, "holds no hashes");
    VERIFY_FAILS(hash(folder / "m", folder / "none"), ErrorCode::NotFound, "none");
}

void TestHashes::matchMismatchAndUnknown() {
    TemporaryFolder folder;
    for (const char* name : {"a", "b", "c"})
        writeBytes(folder / (std::string(name) + ".safetensors"), "abc");
    writeBytes(folder / "SHA256SUMS", abcSha256 + "  a.safetensors\n" + emptySha256 + "  b.safetensors\n");
    const auto hashes = hash(folder.path());
    VERIFY_OK(hashes);
    QCOMPARE(hashes->files.size(), 3U);
    QCOMPARE(std::string(hashStateName(hashes->files[0].state)), std::string("match"));
    QCOMPARE(std::string(hashStateName(hashes->files[1].state)), std::string("mismatch"));
    QCOMPARE(std::string(hashStateName(hashes->files[2].state)), std::string("unknown"));
    for (const FileHash& file : hashes->files) {
        QCOMPARE(file.sha256, abcSha256);
        QCOMPARE(file.actual, abcSha256);
        QCOMPARE(file.sizeBytes, 3U);
    }
    QVERIFY(hashes->hasMismatch());
    QCOMPARE(hashes->totalBytes, 9U);
    QVERIFY(hashes->elapsedNs > 0);
}

void TestHashes::gitBlobsAreHashedAsSuch() {
    TemporaryFolder folder;
    writeBytes(folder / "blobs" / abcGit, "abc");
    fs::create_symlink("blobs/" + abcGit, folder / "a.safetensors");
    const auto hashes = hash(folder.path());
    VERIFY_OK(hashes);
    QVERIFY(hashes->files[0].state == HashState::Match);
    QCOMPARE(hashes->files[0].actual, abcGit);
    QCOMPARE(hashes->files[0].sha256, abcSha256);
    writeBytes(folder / "blobs" / abcGit, "abd");
    QVERIFY(hash(folder.path())->hasMismatch());
}

void TestHashes::damagedHeadersAreHashedToo() {
    TemporaryFolder folder;
    VERIFY_FAILS(hash(folder.path()), ErrorCode::NotFound, "has no .safetensors files");
    writeBytes(folder / "a.safetensors", "");
    const auto hashes = hash(folder.path());
    VERIFY_OK(hashes);
    QCOMPARE(hashes->files[0].sha256, emptySha256);
    QVERIFY(!hashes->hasMismatch());
}

void TestHashes::missingExpectedFile() {
    TemporaryFolder folder;
    writeBytes(folder / "a.safetensors", "abc");
    writeBytes(folder / "SHA256SUMS",
               abcSha256 + "  a.safetensors\n" + abcSha256 + "  b.safetensors\n" + abcSha256 + "  readme\n");
    VERIFY_FAILS(hash(folder.path()), ErrorCode::NotFound, "b.safetensors', which SHA256SUMS names, is missing");
}

void TestHashes::progressAddsUp() {
    TemporaryFolder folder;
    const std::string large(40'000'000, 'x');
    writeBytes(folder / "a.safetensors", large);
    writeBytes(folder / "b.safetensors", "abc");
    std::vector<std::uint64_t> seen;
    const auto hashes = hash(folder.path(), std::nullopt, [&](const Progress& progress) {
        seen.push_back(progress.done);
        if (progress.total != 40'000'003 || progress.unit != "bytes") seen.clear();
    });
    VERIFY_OK(hashes);
    QCOMPARE(seen.size(), 4U);  // 16 MiB, 16 MiB, the rest, and the small file
    QVERIFY(std::is_sorted(seen.begin(), seen.end()));
    QCOMPARE(seen.back(), 40'000'003U);
    QCOMPARE(hashes->files[0].sha256, sha256Hex(std::as_bytes(std::span(large))));
}

void TestHashes::cancelIsAnOutcome() {
    TemporaryFolder folder;
    writeBytes(folder / "a.safetensors", std::string(40'000'000, 'x'));
    std::stop_source source;
    int calls = 0;
    const auto hashes = hash(
        folder.path(), std::nullopt,
        [&](const Progress&) {
            ++calls;
            source.request_stop();
        },
        source.get_token());
    VERIFY_FAILS(hashes, ErrorCode::Cancelled, "cancelled");
    QCOMPARE(calls, 1);
}

/// As the loader hashes it.
std::string hashed(const DigestFactory& digests, const FileIdentity& file, std::string_view content) {
    const auto digest = digests(DigestAlgorithm::Sha256, file);
    digest->update(std::as_bytes(std::span(content)));
    return digest->finishHex();
}

void TestHashes::filesAreRemembered() {
    const DigestFactory digests = rememberingDigests();
    const FileIdentity file{.sizeBytes = 3, .device = 1, .inode = 2, .changedNs = wallClockNs() - 3'000'000'000};
    const auto isKnown = [&](const FileIdentity& other) { return digests(DigestAlgorithm::Sha256, other)->isKnown(); };
    QVERIFY(!isKnown(file));
    QCOMPARE(hashed(digests, file, "abc"), abcSha256);
    QVERIFY(isKnown(file));
    QCOMPARE(digests(DigestAlgorithm::Sha256, file)->finishHex(), abcSha256);
    QVERIFY(!digests(DigestAlgorithm::GitSha1, file)->isKnown());
    QVERIFY(!rememberingDigests()(DigestAlgorithm::Sha256, file)->isKnown());
    // Whoever reads the file again hashes it again.
    QVERIFY(hashed(digests, file, "xyz") != abcSha256);
    // Whatever differs, it is another file or another state of it.
    for (const auto& change : std::initializer_list<void (*)(FileIdentity&)>{
             [](FileIdentity& it) { ++it.sizeBytes; }, [](FileIdentity& it) { ++it.device; },
             [](FileIdentity& it) { ++it.inode; }, [](FileIdentity& it) { ++it.changedNs; }}) {
        FileIdentity other = file;
        change(other);
        QVERIFY(!isKnown(other));
    }
    // Half of it says nothing of the whole.
    FileIdentity longer = file;
    longer.sizeBytes = 4;
    hashed(digests, longer, "abc");
    QVERIFY(!isKnown(longer));
}

/// A file that changed just now may change again within the same step of the file system's clock.
void TestHashes::freshFilesAreNotRemembered() {
    const DigestFactory digests = rememberingDigests();
    for (const std::int64_t agoNs : {0LL, 1'900'000'000LL, -5'000'000'000LL}) {
        const FileIdentity file{.sizeBytes = 3, .device = 1, .inode = 2, .changedNs = wallClockNs() - agoNs};
        QCOMPARE(hashed(digests, file, "abc"), abcSha256);
        QVERIFY(!digests(DigestAlgorithm::Sha256, file)->isKnown());
    }
}

/// What a file is, is asked of the file: another content of the same size, whose time of modification is set back.
void TestHashes::changedFilesAreOthers() {
    TemporaryFolder folder;
    const fs::path path = folder / "a.safetensors";
    writeBytes(path, "abc");
    const auto written = fs::last_write_time(path);
    const FileIdentity before = FileReader::open(path)->identity();
    QVERIFY(std::abs(wallClockNs() - before.changedNs) < 60'000'000'000);
    QCOMPARE(FileReader::open(path)->identity(), before);
    QTest::qSleep(20);  // the step of the file system's clock
    writeBytes(path, "xyz");
    fs::last_write_time(path, written);
    QVERIFY(FileReader::open(path)->identity() != before);
}

QTEST_GUILESS_MAIN(TestHashes)
#include "tst_hashes.moc"
