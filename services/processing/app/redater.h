#pragma once

#include <string>
#include <vector>

#include "motcua/db/pool.h"
#include "motcua/program/shard_worker.h"

#include "command/dossier_commands.h"

namespace motcua::processing {

/// Re-dates open dossiers after a new calendar, in transactions fenced by the shard that the
/// replica holds. A dossier that can't be re-dated is set aside, and the others continue. Used from
/// one thread.
class Redater {
 public:
  Redater(db::Pool& pool, RuleBook& rules, DossierFrame& commands)
      : pool_(pool), rules_(rules), commands_(commands) {}

  /// A round of program::ShardWork.
  absl::StatusOr<bool> Round(program::HeldShard& held);

 private:
  /// Some of the dossiers dated by an older calendar, as many as fit into a transaction.
  absl::StatusOr<std::vector<std::string>> Find(const db::Array& set_aside);

  db::Pool& pool_;
  RuleBook& rules_;
  DossierFrame& commands_;
};

}  // namespace motcua::processing
