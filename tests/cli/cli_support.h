// The program 'autoglm' as people and scripts use it: a child process in a home folder of its own, what it printed, how
// it ended. One thread.
#pragma once

#include <QProcess>
#include <functional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "tests/support/test_support.h"

namespace autoglm::test {

struct Outcome {
    int exitCode = -1;
    bool crashed = false;  ///< ended by a signal
    bool timedOut = false;
    QByteArray out;
    QByteArray err;

    std::string describe() const;
};

/// What is known of a running program.
struct Running {
    qint64 pid = 0;
    QByteArray out;
    QByteArray err;
};

class Program {
  public:
    Program();

    Outcome run(const QStringList& arguments);
    /// A script of /bin/sh in which $0 is the program: for bytes that no QString holds, and for pipes.
    Outcome shell(const QString& script, const QStringList& arguments);
    /// Standard input stays empty; `during` is called every few milliseconds until it returns true or the program ends.
    Outcome runWhile(const QStringList& arguments, const std::function<bool(const Running&)>& during);
    /// The JSON document on standard output; null with a failed test where there is none or more than one, it
    /// names no version, or `exitCode` differs.
    Json json(const QStringList& arguments, int exitCode = 0);

    void setVariable(const QString& name, const std::filesystem::path& value);
    /// Runs as a user who owns nothing, where this process may choose.
    void dropPrivileges() { m_dropsPrivileges = true; }
    /// The history's file.
    std::filesystem::path historyFile() const {
        return m_home.path() / "data" / "autoglm-workbench" / "history.sqlite";
    }
    const TemporaryFolder& home() const { return m_home; }

  private:
    Outcome watch(const QString& program, const QStringList& arguments,
                  const std::function<bool(const Running&)>& during);

    TemporaryFolder m_home;
    QProcessEnvironment m_environment;
    bool m_dropsPrivileges = false;
};

QString asText(const std::filesystem::path& path);

/// resources/NAME of this checkout.
std::filesystem::path resource(const std::string& name);

/// A copy of fixtures/`fixtureName` without its expected values, to be spoiled.
std::filesystem::path copyModel(const std::filesystem::path& source, const std::filesystem::path& target);

/// A model of zeros that takes its size on no disk: valid headers, sparse data. `config` is written as config.json.
void writeSparseModel(const std::filesystem::path& folder, const Json& config);

/// A GLM of about 90 million parameters: loading, prefill and decode take long enough to be interrupted.
Json slowConfig();

/// Bytes that a process has read so far by read() and pread().
std::uint64_t bytesRead(qint64 pid);

/// "0,1,2,...": `count` ids.
QString countedIds(int count);

/// One sentence of the program on standard error and nothing else; empty where so, else what is wrong.
std::string oneSentenceFault(const Outcome& outcome, const std::vector<std::string>& fragments);

/// Checks `pointer` of every row for its type: 's' text, 'i' integer, 'n' number, 'b' boolean, 'a' list, 'o' object,
/// '?' any. A pointer with "*" stands for every element of a list, which must have one. Says what is wrong, or nothing.
std::string shapeFault(const Json& document, const std::vector<std::pair<std::string, char>>& shape);

}  // namespace autoglm::test

#define VERIFY_EMPTY(expression)                \
    do {                                        \
        const std::string fault = (expression); \
        QVERIFY2(fault.empty(), fault.c_str()); \
    } while (false)

/// The program ended by itself with this code. The expression is evaluated once.
#define COMPARE_EXIT(expression, expected)                                                                     \
    do {                                                                                                       \
        const autoglm::test::Outcome& programOutcome = (expression);                                           \
        QVERIFY2(!programOutcome.crashed && !programOutcome.timedOut && programOutcome.exitCode == (expected), \
                 programOutcome.describe().c_str());                                                           \
    } while (false)

/// Two JSON values, printed where they differ.
#define COMPARE_JSON(actual, expected)                             \
    QCOMPARE(QString::fromStdString(autoglm::Json(actual).dump()), \
             QString::fromStdString(autoglm::Json(expected).dump()))
