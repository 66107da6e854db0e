#pragma once

#include <absl/status/status.h>

#include "motcua/base/call_context.h"
#include "motcua/base/clock.h"
#include "motcua/command/header.h"
#include "motcua/command/key.h"
#include "motcua/db/pool.h"

namespace motcua::portalsync {

/// The command of operators (command::Once): makes the refused event of a dossier due immediately.
/// The subject of its header is the dossier's id or code. `machine`: retries use machine time.
/// Thread-safe.
///
/// Errors: those of command::Once, command::CheckHeader, CheckRetrier and DecideRetry; NOT_FOUND /
/// DOSSIER_UNKNOWN.
class RetryDossier {
 public:
  RetryDossier(db::Pool& pool, const Clock& machine) : pool_(pool), machine_(machine) {}

  absl::Status Execute(const CallContext& call, const command::Key& key,
                       const command::Header& header) const;

 private:
  db::Pool& pool_;
  const Clock& machine_;
};

}  // namespace motcua::portalsync
