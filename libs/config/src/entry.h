#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <absl/status/status.h>

#include "motcua/config/options.h"

namespace motcua::config {

/// One declared option with its type erased: texts and three functions.
struct OptionTable::Entry {
  std::string variable = {};
  std::string type = {};
  std::string range = {};
  std::string default_text = {};
  std::string text = {};
  bool required = false;
  /// An empty value is valid (text, list), not an error in a deployment file.
  bool may_be_empty = false;
  std::function<absl::Status(std::string_view value)> set = {};
  std::function<std::string()> show = {};
  bool from_environment = false;
};

}  // namespace motcua::config
