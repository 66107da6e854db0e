#include "motcua/config/env.h"

#include <unistd.h>

namespace motcua::config {

Environment ProcessEnvironment() {
  Environment environment;
  for (char** line = ::environ; line != nullptr && *line != nullptr; ++line) {
    environment.emplace_back(*line);
  }
  return environment;
}

}  // namespace motcua::config
