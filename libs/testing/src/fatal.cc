#include "fatal.h"

#include <cstdio>
#include <cstdlib>

namespace motcua::testing {

void Fatal(const std::string& message) {
  std::fflush(stdout);
  std::fputs(("FATAL: " + message + "\n").c_str(), stderr);
  // Not exit(): other threads of the test may still run, and destructors would wait for them.
  std::_Exit(EXIT_FAILURE);
}

}  // namespace motcua::testing
