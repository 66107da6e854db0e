#include "motcua/base/failpoint.h"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unistd.h>

namespace motcua::internal {
namespace {

struct Armed {
  std::string name;
  std::atomic<long> passes_left{0};
  Armed() {
    const char* text = std::getenv("MOTCUA_CRASH_AT");
    if (text == nullptr) {
      return;
    }
    const char* colon = std::strrchr(text, ':');
    name = colon == nullptr ? text : std::string(text, colon);
    passes_left = colon == nullptr ? 1 : std::strtol(colon + 1, nullptr, 10);
  }
};

}  // namespace

void PassFailpoint(const char* name) {
  static Armed armed;
  if (armed.name.empty() || armed.name != name) {
    return;
  }
  if (armed.passes_left.fetch_sub(1) == 1) {
    // The test harness looks for this line to know that the point was reached.
    static constexpr char kLine[] = "crash point reached\n";
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, kLine, sizeof(kLine) - 1);
    ::_exit(137);
  }
}

}  // namespace motcua::internal
