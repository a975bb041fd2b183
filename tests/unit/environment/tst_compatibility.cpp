// The table of drivers, CUDA runtimes and architectures, and the rules of version numbers and binaries.
#include "core/environment/compatibility.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::environment;

namespace {

CompatibilityTable table() {
    return loadCompatibility(COMPATIBILITY_FILE).value();
}
Version version(const char* text) {
    return Version::parse(text).value();
}

}  // namespace

class TestCompatibility : public QObject {
    Q_OBJECT
  private slots:
    void versionsCompareByNumber();
    void shippedTableIsComplete();
    void damagedTablesAreRefused();
    void binariesRunWithinTheirMajorAndPtxUpwards();
};

void TestCompatibility::versionsCompareByNumber() {
    QVERIFY(version("580.65.06") > version("575.51.03"));
    QVERIFY(version("570.26") < version("570.86.10"));
    QVERIFY(version("12.0") == version("12"));
    QVERIFY(version("2.10") > version("2.6.0+cu124"));
    QVERIFY(version("2.6.0a0+git123") == version("2.6"));
    QVERIFY(version("550.54.14") < version("550.54.15"));
    for (const char* bad : {"", "x", "1..2", "1.-2", "99999999999.1"})
        QVERIFY2(!Version::parse(bad), bad);
}

void TestCompatibility::shippedTableIsComplete() {
    const CompatibilityTable shipped = table();
    // From NVIDIA's release notes; 13.0 is where Volta and older were dropped.
    QCOMPARE(shipped.find(version("11.8"))->minimumDriverText, std::string("450.80.02"));
    QCOMPARE(shipped.find(version("12.4"))->releaseDriverText, std::string("550.54.14"));
    QVERIFY(shipped.find(version("12.9"))->oldestCapability == version("5.0"));
    QVERIFY(shipped.find(version("13.0"))->oldestCapability == version("7.5"));
    QVERIFY(shipped.find(version("13.0"))->minimumDriver == version("580.65.06"));
    QVERIFY(!shipped.find(version("13.9")));
    QVERIFY(shipped.findMajor(version("13.9")));
    QVERIFY(!shipped.findMajor(version("14.0")));
    for (const CudaRelease& release : shipped.cuda) {
        QVERIFY(release.minimumDriver <= release.releaseDriver);
        QVERIFY(release.oldestCapability < release.newestCapability);
    }
}

void TestCompatibility::damagedTablesAreRefused() {
    VERIFY_FAILS(parseCompatibility(Json::array(), "t"), ErrorCode::Corrupt, "lacks the list");
    const Json missing = Json::parse(R"({"cuda": [{"version": "12.4"}], "libtorch": {"oldest_supported": "2.6"}})");
    VERIFY_FAILS(parseCompatibility(missing, "t"), ErrorCode::Corrupt, "'minimum_driver'");
    const Json wrong = Json::parse(R"({"cuda": [{"version": "new"}], "libtorch": {"oldest_supported": "2.6"}})");
    VERIFY_FAILS(parseCompatibility(wrong, "t"), ErrorCode::Corrupt, "'new'");
    VERIFY_FAILS(loadCompatibility("/nowhere/cuda.json"), ErrorCode::NotFound, "/nowhere");
}

void TestCompatibility::binariesRunWithinTheirMajorAndPtxUpwards() {
    const auto match = [](std::vector<std::string> list, const char* capability) {
        return matchArchitecture(list, version(capability));
    };
    QCOMPARE(match({"sm_80"}, "8.0"), ArchitectureMatch::Binary);
    QCOMPARE(match({"sm_80"}, "8.9"), ArchitectureMatch::Binary);
    QCOMPARE(match({"sm_86"}, "8.0"), ArchitectureMatch::None);
    QCOMPARE(match({"sm_80"}, "9.0"), ArchitectureMatch::None);
    QCOMPARE(match({"sm_80", "compute_80"}, "9.0"), ArchitectureMatch::Ptx);
    QCOMPARE(match({"compute_90"}, "8.0"), ArchitectureMatch::None);
    QCOMPARE(match({"sm_90a"}, "9.0"), ArchitectureMatch::Binary);
    QCOMPARE(match({"sm_100a"}, "10.3"), ArchitectureMatch::None);
    QCOMPARE(match({"sm_100f"}, "10.3"), ArchitectureMatch::Binary);
    QCOMPARE(match({"compute_90a"}, "10.0"), ArchitectureMatch::None);
    QCOMPARE(match({"sm_120"}, "12.1"), ArchitectureMatch::Binary);
    QCOMPARE(match({"", "sm_", "sm_x", "gfx90a"}, "9.0"), ArchitectureMatch::None);
}

QTEST_GUILESS_MAIN(TestCompatibility)
#include "tst_compatibility.moc"
