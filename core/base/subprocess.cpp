#include "core/base/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "core/base/clock.h"

extern char** environ;

namespace autoglm {
namespace {

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

/// Appends what is readable; false at the end of the stream.
bool drain(int descriptor, std::string& into) {
    std::array<char, 65536> buffer{};
    const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
    if (count < 0) return errno == EINTR || errno == EAGAIN;
    into.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0;
}

constexpr std::size_t errorOutputLimit = 64U << 10U;

void exchange(pid_t child, Pipe& in, Pipe& out, Pipe& err, std::string_view input, const ProcessLimits& limits,
              std::int64_t deadline, ProcessOutcome& outcome) {
    ::fcntl(in.ends[1], F_SETFL, O_NONBLOCK);
    if (input.empty()) in.close(1);
    while (out.ends[0] >= 0 || err.ends[0] >= 0) {
        const std::int64_t leftNs = deadline - nowNs();
        outcome.timedOut = leftNs <= 0;
        outcome.outputTooLong = outcome.output.size() > limits.outputBytes;
        if (outcome.timedOut || outcome.outputTooLong) {
            ::kill(child, SIGKILL);
            return;
        }
        std::array<pollfd, 3> polled{{{in.ends[1], POLLOUT, 0}, {out.ends[0], POLLIN, 0}, {err.ends[0], POLLIN, 0}}};
        if (::poll(polled.data(), polled.size(), static_cast<int>(leftNs / 1'000'000 + 1)) < 0 && errno != EINTR)
            return;
        if (polled[0].revents != 0 && in.ends[1] >= 0) {
            const ssize_t count = ::write(in.ends[1], input.data(), input.size());
            if (count > 0) input.remove_prefix(static_cast<std::size_t>(count));
            if (input.empty() || (count < 0 && errno != EAGAIN && errno != EINTR)) in.close(1);
        }
        if (polled[1].revents != 0 && !drain(out.ends[0], outcome.output)) out.close(0);
        if (polled[2].revents != 0 && !drain(err.ends[0], outcome.errorOutput)) err.close(0);
        if (outcome.errorOutput.size() > errorOutputLimit) outcome.errorOutput.resize(errorOutputLimit);
    }
}

/// The child's wait status. One that closed its outputs and lives on is ended at the deadline too.
int awaitEnd(pid_t child, std::int64_t deadline, ProcessOutcome& outcome) {
    int status = 0;
    for (;;) {
        const pid_t ended = ::waitpid(child, &status, outcome.timedOut || outcome.outputTooLong ? 0 : WNOHANG);
        if (ended == child || (ended < 0 && errno != EINTR)) return status;
        if (nowNs() >= deadline && !outcome.timedOut) {
            outcome.timedOut = true;
            ::kill(child, SIGKILL);
        } else if (ended == 0) {
            ::usleep(1000);
        }
    }
}

}  // namespace

Result<ProcessOutcome> runProcess(const std::vector<std::string>& arguments, std::string_view input,
                                  const ProcessLimits& limits) {
    Pipe in;
    Pipe out;
    Pipe err;
    if (arguments.empty()) return fail(ErrorCode::Internal, "no program was named to run");
    if (!in.open() || !out.open() || !err.open()) return fail(errnoError(errno, "open a pipe to", arguments[0]));

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in.ends[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err.ends[1], STDERR_FILENO);
    std::vector<char*> argv;
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    pid_t child = -1;
    const int spawned = ::posix_spawn(&child, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (spawned != 0) return fail(errnoError(spawned, "start", arguments[0]));

    in.close(0);
    out.close(1);
    err.close(1);
    ProcessOutcome outcome;
    // A child that ends early must not end us: writes to it may raise SIGPIPE, which is blocked for this thread.
    sigset_t pipeSignal;
    sigset_t before;
    sigemptyset(&pipeSignal);
    sigaddset(&pipeSignal, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipeSignal, &before);
    const std::int64_t deadline = nowNs() + std::chrono::nanoseconds(limits.timeout).count();
    exchange(child, in, out, err, input, limits, deadline, outcome);
    const timespec none{};
    while (sigtimedwait(&pipeSignal, nullptr, &none) == SIGPIPE) {
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);

    const int status = awaitEnd(child, deadline, outcome);
    if (WIFEXITED(status)) outcome.exitCode = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
    return outcome;
}

}  // namespace autoglm
