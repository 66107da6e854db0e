#pragma once

#include <vector>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/db/transaction.h"

#include "domain/template_load.h"

namespace motcua::notification {

/// Loads template versions that were found without faults, in the transaction of the answer
/// (program::RunLoad): stores the new ones, with an audit row for each, and returns their number. A
/// dry run writes nothing. The refusals of DecideLoad.
absl::StatusOr<int> LoadTemplates(db::Transaction& transaction, const CallContext& call,
                                  const std::vector<TemplateVersion>& versions, bool dry_run);

}  // namespace motcua::notification
