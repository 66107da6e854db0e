#pragma once

#include <functional>

#include "motcua/inbox/inbox.h"

#include "usecase/ports.h"

namespace motcua::processing {

/// Takes over dossiers accepted by intake (topic motcua.intake.dossier.v1): creates the dossier,
/// its first tasks and the first row of its deadline ledger. Events before acceptance only move the
/// cursor. A dossier whose workflow, rule set or calendar has not arrived yet, or can't be read, is
/// parked. Thread-safe.
///
/// The due date is recomputed with the same library and the calendar version named on the receipt;
/// a difference calls `on_invariant_broken("due_date_differs")`, and the printed date applies,
/// because the citizen has it.
class AcceptanceHandler final : public inbox::EventHandler {
 public:
  AcceptanceHandler(RuleBook& rules, const Clock& clock, IdGenerator& ids,
                    std::function<void(const std::string& invariant)> on_invariant_broken);

  bool Handles(const std::string& type) const override;
  absl::Status Apply(const CallContext& call, db::Transaction& transaction,
                     const outbox::Event& event) override;

 private:
  RuleBook& rules_;
  const Clock& clock_;
  IdGenerator& ids_;
  std::function<void(const std::string&)> on_invariant_broken_;
};

}  // namespace motcua::processing
