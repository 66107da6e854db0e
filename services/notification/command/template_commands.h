#pragma once

#include <functional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/command/key.h"
#include "motcua/db/pool.h"

#include "domain/template_load.h"

namespace motcua::notification {

/// Loads of template versions that were found without faults. Thread-safe.
class TemplateCommands {
 public:
  explicit TemplateCommands(db::Pool& pool) : pool_(pool) {}

  /// Makes the answer from the number of new versions.
  using Encode = std::function<std::string(int added)>;

  /// A command with a key (command::Once): stores the new versions, with an audit row for each. The
  /// refusals of DecideLoad.
  absl::StatusOr<std::string> Load(const CallContext& call, const command::Key& key,
                                   const std::vector<TemplateVersion>& versions,
                                   const Encode& encode) const;
  /// How many are new; writes nothing. The same refusals.
  absl::StatusOr<int> Try(const CallContext& call,
                          const std::vector<TemplateVersion>& versions) const;

 private:
  db::Pool& pool_;
};

}  // namespace motcua::notification
