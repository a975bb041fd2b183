// What every test needs: temporary folders, fixtures, byte files, and checks on Result that print the error.
#pragma once

#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace autoglm::test {

/// tests/fixtures/NAME.
std::filesystem::path fixture(const std::string& name);

/// A folder that is removed with the object.
class TemporaryFolder {
  public:
    TemporaryFolder();
    std::filesystem::path path() const;
    std::filesystem::path operator/(const std::string& name) const { return path() / name; }

  private:
    QTemporaryDir m_folder;
};

void writeBytes(const std::filesystem::path& path, std::string_view content);
std::string readBytes(const std::filesystem::path& path);

/// Sets an environment variable for the lifetime of the object.
class ScopedEnvironment {
  public:
    ScopedEnvironment(const char* name, const std::string& value);
    ~ScopedEnvironment();
    ScopedEnvironment(const ScopedEnvironment&) = delete;
    ScopedEnvironment& operator=(const ScopedEnvironment&) = delete;

  private:
    QByteArray m_name;
    QByteArray m_before;
    bool m_wasSet;
};

}  // namespace autoglm::test

/// The result holds a value; otherwise the test fails with its message. The expression is evaluated once.
#define VERIFY_OK(result)                                                                                \
    do {                                                                                                 \
        const auto& verifiedResult = (result);                                                           \
        QVERIFY2(verifiedResult.has_value(),                                                             \
                 verifiedResult.has_value() ? "" : ::autoglm::describe(verifiedResult.error()).c_str()); \
    } while (false)

/// The result is an Error of `errorCode` whose sentence contains `fragment`. The expression is evaluated once.
#define VERIFY_FAILS(result, errorCode, fragment)                                                 \
    do {                                                                                          \
        const auto& verifiedResult = (result);                                                    \
        QVERIFY2(!verifiedResult.has_value(), "an error was expected");                           \
        QCOMPARE(QString::fromUtf8(::autoglm::errorCodeName(verifiedResult.error().code)),        \
                 QString::fromUtf8(::autoglm::errorCodeName(errorCode)));                         \
        QVERIFY2(::autoglm::describe(verifiedResult.error()).find(fragment) != std::string::npos, \
                 ::autoglm::describe(verifiedResult.error()).c_str());                            \
    } while (false)
