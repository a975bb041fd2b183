// autoglm: the whole product without a screen. See README.md for the commands, command.h for the frame.
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <thread>

#include "app/cli/command.h"
#include "app/cli/option_checks.h"
#include "core/base/text_format.h"
#include "core/base/thread_spinning.h"
#include "core/evaluate/memory_check.h"

namespace {

using namespace autoglm;

/// Turns the first Ctrl-C into a stop request and the second into an immediate end. Signals are blocked in every thread
/// (the mask is inherited), so only the waiting thread sees them.
class InterruptWatcher {
  public:
    InterruptWatcher() {
        sigemptyset(&m_signals);
        for (const int signal : {SIGINT, SIGTERM, SIGUSR2})
            sigaddset(&m_signals, signal);
        pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
        m_thread = std::thread([this] {
            int signal = 0;
            while (sigwait(&m_signals, &signal) == 0 && signal != SIGUSR2) {
                if (m_stop.stop_requested()) _exit(cli::Interrupted);
                m_stop.request_stop();
            }
        });
    }
    ~InterruptWatcher() {
        pthread_kill(m_thread.native_handle(), SIGUSR2);
        m_thread.join();
    }
    std::stop_token token() const { return m_stop.get_token(); }

  private:
    sigset_t m_signals{};
    std::stop_source m_stop;
    std::thread m_thread;
};

/// Their names are taken; using one says so.
void addReservedCommands(CLI::App& app, cli::Context& context) {
    for (const std::string name : {"profile", "report", "serve", "load", "deploy"}) {
        CLI::App* command = app.add_subcommand(name, "reserved for a later release")->group("");
        command->allow_extras();
        command->callback([&context, name] {
            context.run = [name]() -> Result<int> {
                return fail(ErrorCode::Unsupported,
                            "'autoglm " + name + "' comes in a later release; 'autoglm --help' lists what there is",
                            name);
            };
        });
    }
}

/// Standard output is a pipe that nobody reads any more.
bool readerIsGone() {
    pollfd out{STDOUT_FILENO, 0, 0};
    return poll(&out, 1, 0) > 0 && (out.revents & POLLERR) != 0;
}

}  // namespace

int main(int argc, char** argv) {
    boundThreadSpinning();
    const InterruptWatcher interrupts;
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of printf, not the end
    cli::Context context{interrupts.token(), {}};

    CLI::App app{
        "Evaluate large language models on one workstation: does it run here, are the weights intact, is it fast "
        "enough, what does "
        "INT8 cost.\nMODEL is a folder in Hugging Face layout, 'demo' for the shipped model, or an id in the Hugging "
        "Face cache.",
        "autoglm"};
    app.set_version_flag("--version", AUTOGLM_VERSION);
    app.require_subcommand(0, 1);
    app.footer(
        "Exit codes: 0 done or pass, 1 a check or budget failed, 2 bad use or bad input, 3 inconclusive, 130 "
        "interrupted.");
    using Add = void (*)(CLI::App&, cli::Context&);
    static constexpr std::array<Add, 13> commands = {
        cli::addEnvCommand,        cli::addInspectCommand, cli::addHashCommand,    cli::addTokenizeCommand,
        cli::addDetokenizeCommand, cli::addRenderCommand,  cli::addRunCommand,     cli::addLogitsCommand,
        cli::addScoreCommand,      cli::addBenchCommand,   cli::addCompareCommand, cli::addHistoryCommand,
        cli::addMakeModelCommand};
    for (const Add add : commands)
        add(app, context);
    addReservedCommands(app, context);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
        const std::string given = argc > 1 ? argv[1] : "-";
        const bool isUnknownCommand = app.get_subcommands().empty() && !given.starts_with('-');
        const std::string sentence = isUnknownCommand ? concat("there is no command '", sanitizeUtf8(given),
                                                               "'; 'autoglm --help' lists what there is")
                                                      : cli::sentenceOf(error);
        std::fprintf(stderr, "autoglm: %s\n", sentence.c_str());
        return cli::BadUse;
    }
    if (!context.run) {
        std::fputs("autoglm: a command is required; 'autoglm --help' lists what there is\n", stderr);
        return cli::BadUse;
    }
    const Result<int> code = context.run();
    if (!code) {
        const bool couldBeForced = evaluate::isMemoryRefusal(code.error());
        const Error error = couldBeForced ? cli::withHint(code.error(), "--force tries all the same") : code.error();
        std::fprintf(stderr, "autoglm: %s\n", describe(error).c_str());
    }
    // A write that failed earlier leaves nothing to flush, only the mark.
    if ((std::fflush(stdout) != 0 || std::ferror(stdout) != 0) && code && *code == cli::Done) {
        if (readerIsGone()) return cli::Done;  // as `| head` does: it has what it wanted
        std::fputs("autoglm: standard output could not be written completely; it is closed, or its disk is full\n",
                   stderr);
        return cli::BadUse;
    }
    return code ? *code : cli::exitCodeOf(code.error());
}
