#pragma once

#include <functional>
#include <string>
#include <vector>

#include "motcua/db/pool.h"
#include "motcua/program/set_aside.h"
#include "motcua/program/shard_worker.h"

#include "command/dossier_commands.h"

namespace motcua::processing {

/// Re-dates open dossiers after a new calendar, in transactions fenced by the shard that the
/// replica holds. A dossier that can't be re-dated is set aside for ten minutes and reported, and
/// the others continue. Used from one thread.
class Redater {
 public:
  /// `on_set_aside` gets the dossier and the reason.
  using OnSetAside = std::function<void(const std::string& dossier_id, const absl::Status& why)>;
  Redater(db::Pool& pool, RuleBook& rules, DossierFrame& commands, OnSetAside on_set_aside)
      : pool_(pool), rules_(rules), commands_(commands), on_set_aside_(std::move(on_set_aside)) {}
  /// A round of program::ShardWork.
  absl::StatusOr<bool> Round(program::HeldShard& held);

 private:
  /// Some of the dossiers dated by an older calendar, as many as fit into a transaction.
  absl::StatusOr<std::vector<std::string>> Find();

  db::Pool& pool_;
  RuleBook& rules_;
  DossierFrame& commands_;
  const OnSetAside on_set_aside_;
  program::SetAside set_aside_;
};

}  // namespace motcua::processing
