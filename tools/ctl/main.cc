#include <iostream>

#include "command_line.h"

int main(int argc, char** argv) {
  return motcua::ctl::RunCommandLine({argv + 1, argv + argc}, motcua::config::ProcessEnvironment(),
                                     {std::cin, std::cout, std::cerr});
}
