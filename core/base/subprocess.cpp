#include "core/base/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "core/base/clock.h"

extern char** environ;

namespace autoglm {

// Named, for AnsweringProcess::Child is made of them.
namespace child {

/// Both ends of a pipe; what is still open is closed at the end.
struct Pipe {
    std::array<int, 2> ends{-1, -1};
    bool open() { return ::pipe2(ends.data(), O_CLOEXEC) == 0; }
    void close(std::size_t end) {
        if (ends[end] >= 0) ::close(ends[end]);
        ends[end] = -1;
    }
    ~Pipe() {
        close(0);
        close(1);
    }
};

struct Spawned {
    pid_t id = -1;  ///< until its end was awaited
    Pipe in;
    Pipe out;
    Pipe err;
};

}  // namespace child

namespace {

using child::Spawned;

/// Appends what is readable; false at the end of the stream.
bool drain(int descriptor, std::string& into) {
    std::array<char, 65536> buffer{};
    const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
    if (count < 0) return errno == EINTR || errno == EAGAIN;
    into.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0;
}

constexpr std::size_t errorOutputLimit = 64U << 10U;

Status spawn(const std::vector<std::string>& arguments, Spawned& child) {
    if (arguments.empty()) return fail(ErrorCode::Internal, "no program was named to run");
    if (!child.in.open() || !child.out.open() || !child.err.open())
        return fail(errnoError(errno, "open a pipe to", arguments[0]));

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, child.in.ends[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, child.out.ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, child.err.ends[1], STDERR_FILENO);
    std::vector<char*> argv;
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    const int spawned = ::posix_spawn(&child.id, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (spawned != 0) return fail(errnoError(spawned, "start", arguments[0]));

    child.in.close(0);
    child.out.close(1);
    child.err.close(1);
    ::fcntl(child.in.ends[1], F_SETFL, O_NONBLOCK);
    return {};
}

/// A child that ends early must not end us: writes to it may raise SIGPIPE, which is blocked for this thread meanwhile.
class NoBrokenPipes {
  public:
    NoBrokenPipes() {
        sigemptyset(&m_signal);
        sigaddset(&m_signal, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &m_signal, &m_before);
    }
    ~NoBrokenPipes() {
        const timespec none{};
        while (sigtimedwait(&m_signal, nullptr, &none) == SIGPIPE) {
        }
        pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    }
    NoBrokenPipes(const NoBrokenPipes&) = delete;
    NoBrokenPipes& operator=(const NoBrokenPipes&) = delete;

  private:
    sigset_t m_signal{};
    sigset_t m_before{};
};

enum class Until { End, Line };

void exchange(Spawned& child, std::string_view input, const ProcessLimits& limits, Until until, std::int64_t deadline,
              ProcessOutcome& outcome) {
    const NoBrokenPipes noBrokenPipes;
    const auto closeAfterAll = [&] {
        if (input.empty() && until == Until::End) child.in.close(1);
    };
    closeAfterAll();
    while (child.out.ends[0] >= 0 || child.err.ends[0] >= 0) {
        const std::int64_t leftNs = deadline - nowNs();
        outcome.timedOut = leftNs <= 0;
        outcome.outputTooLong = outcome.output.size() > limits.outputBytes;
        if (outcome.timedOut || outcome.outputTooLong) {
            ::kill(child.id, SIGKILL);
            return;
        }
        if (until == Until::Line && outcome.output.ends_with('\n')) return;
        std::array<pollfd, 3> polled{{{input.empty() ? -1 : child.in.ends[1], POLLOUT, 0},
                                      {child.out.ends[0], POLLIN, 0},
                                      {child.err.ends[0], POLLIN, 0}}};
        if (::poll(polled.data(), polled.size(), static_cast<int>(leftNs / 1'000'000 + 1)) < 0 && errno != EINTR)
            return;
        if (polled[0].revents != 0 && child.in.ends[1] >= 0) {
            const ssize_t count = ::write(child.in.ends[1], input.data(), input.size());
            if (count > 0) input.remove_prefix(static_cast<std::size_t>(count));
            if (count < 0 && errno != EAGAIN && errno != EINTR) child.in.close(1);
            closeAfterAll();
        }
        if (polled[1].revents != 0 && !drain(child.out.ends[0], outcome.output)) child.out.close(0);
        if (polled[2].revents != 0 && !drain(child.err.ends[0], outcome.errorOutput)) child.err.close(0);
        if (outcome.errorOutput.size() > errorOutputLimit) outcome.errorOutput.resize(errorOutputLimit);
    }
}

/// Waits for the child's end. One that closed its outputs and lives on is ended at the deadline too.
void awaitEnd(Spawned& child, std::int64_t deadline, ProcessOutcome& outcome) {
    int status = 0;
    for (;;) {
        const pid_t ended = ::waitpid(child.id, &status, outcome.timedOut || outcome.outputTooLong ? 0 : WNOHANG);
        if (ended == child.id || (ended < 0 && errno != EINTR)) break;
        if (nowNs() >= deadline && !outcome.timedOut) {
            outcome.timedOut = true;
            ::kill(child.id, SIGKILL);
        } else if (ended == 0) {
            ::usleep(1000);
        }
    }
    child.id = -1;
    if (WIFEXITED(status)) outcome.exitCode = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
}

std::int64_t deadlineOf(const ProcessLimits& limits) {
    return nowNs() + std::chrono::nanoseconds(limits.timeout).count();
}

}  // namespace

Result<ProcessOutcome> runProcess(const std::vector<std::string>& arguments, std::string_view input,
                                  const ProcessLimits& limits) {
    Spawned child;
    AUTOGLM_CHECK(spawn(arguments, child));
    ProcessOutcome outcome;
    const std::int64_t deadline = deadlineOf(limits);
    exchange(child, input, limits, Until::End, deadline, outcome);
    awaitEnd(child, deadline, outcome);
    return outcome;
}

struct AnsweringProcess::Child : Spawned {
    Child() = default;
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        if (id < 0) return;
        ::kill(id, SIGKILL);
        while (::waitpid(id, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
};

AnsweringProcess::AnsweringProcess(std::unique_ptr<Child> child) : m_child(std::move(child)) {}
AnsweringProcess::AnsweringProcess(AnsweringProcess&& other) noexcept = default;
AnsweringProcess& AnsweringProcess::operator=(AnsweringProcess&& other) noexcept = default;
AnsweringProcess::~AnsweringProcess() = default;

Result<AnsweringProcess> AnsweringProcess::start(const std::vector<std::string>& arguments) {
    auto child = std::make_unique<Child>();
    AUTOGLM_CHECK(spawn(arguments, *child));
    return AnsweringProcess(std::move(child));
}

bool AnsweringProcess::isRunning() {
    if (m_child->id >= 0 && ::waitpid(m_child->id, nullptr, WNOHANG) != 0) m_child->id = -1;
    return m_child->id >= 0;
}

std::int64_t AnsweringProcess::processId() const {
    return m_child->id;
}

ProcessOutcome AnsweringProcess::ask(std::string_view line, const ProcessLimits& limits) {
    ProcessOutcome outcome;
    const std::int64_t deadline = deadlineOf(limits);
    exchange(*m_child, std::string(line) + '\n', limits, Until::Line, deadline, outcome);
    if (outcome.output.ends_with('\n') && !outcome.timedOut && !outcome.outputTooLong) {
        outcome.output.pop_back();
        outcome.exitCode = 0;
    } else {
        awaitEnd(*m_child, deadline, outcome);
    }
    return outcome;
}

}  // namespace autoglm
