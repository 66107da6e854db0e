#pragma once

#include <string>
#include <vector>

#include "motcua/inbox/inbox.h"

namespace motcua::reporting {

/// Counts petitions by the day on which their answer is due (target T3), into one slot.
/// Thread-safe.
class PetitionHandler final : public inbox::EventHandler {
 public:
  explicit PetitionHandler(int slot) : slot_(slot) {}

  bool Handles(const std::string& type) const override;
  absl::Status Apply(const CallContext& call, db::Transaction& transaction,
                     const outbox::Event& event) override;
  /// Sums the changes of all events before writing them.
  absl::Status ApplyAll(const CallContext& call, db::Transaction& transaction,
                        const std::vector<const outbox::Event*>& batch) override;

 private:
  const int slot_;
};

}  // namespace motcua::reporting
