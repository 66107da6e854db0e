#pragma once

#include <string>
#include <vector>

namespace motcua::config {

/// The environment of a process as "NAME=value" lines. Passed in everywhere, so that tests use
/// their own.
using Environment = std::vector<std::string>;

/// A copy of this process's environment; called once, in main, before threads exist.
Environment ProcessEnvironment();

}  // namespace motcua::config
