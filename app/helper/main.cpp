#include <array>
#include <exception>
#include <iostream>
#include <string_view>
#include <vector>

#include "app/helper/commands.h"

namespace {

using namespace autoglm::helper;

struct Command {
    std::string_view name;
    int (*run)(Arguments);
};

constexpr std::array commands{
    Command{"render-template", renderTemplate},
    Command{"probe-engine", probeEngine},
};

}  // namespace

int main(int argc, char** argv) try {
    const std::vector<std::string_view> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    for (const Command& command : commands)
        if (!arguments.empty() && arguments[0] == command.name) return command.run(Arguments(arguments).subspan(1));
    std::cerr << "autoglm-helper serves autoglm and autoglm-workbench; its subcommands are:";
    for (const Command& command : commands)
        std::cerr << ' ' << command.name;
    std::cerr << '\n';
    return 2;
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
