#pragma once

#include <memory>
#include <string>
#include <vector>

#include "motcua/db/pool.h"
#include "motcua/db/shard_lock.h"

#include "command/dossier_commands.h"

namespace motcua::processing {

/// Re-dates open dossiers after a new calendar: one replica at a time, under a fenced lock (design
/// rule 10), a bounded number of dossiers a round. Not thread-safe; driven by one periodic task.
class Redater {
 public:
  Redater(db::Connection::Options connection, db::Pool& pool, RuleBook& rules,
          DossierFrame& commands);
  /// One round; returns how many dossiers were looked at. 0 when there is nothing to do or another
  /// replica has the lock.
  absl::StatusOr<int> RunRound();

 private:
  /// Dossiers that an older calendar dated, as many as a round takes.
  absl::StatusOr<std::vector<std::string>> Find();

  db::Connection::Options connection_;
  db::Pool& pool_;
  RuleBook& rules_;
  DossierFrame& commands_;
  std::unique_ptr<db::ShardLock> lock_;
};

}  // namespace motcua::processing
