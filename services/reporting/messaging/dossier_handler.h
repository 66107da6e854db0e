#pragma once

#include <string>
#include <vector>

#include "motcua/inbox/inbox.h"

namespace motcua::reporting {

/// Counts the events of dossiers, of intake and of processing alike (field 1 of every one of them
/// says all that a report needs), into one slot. Thread-safe.
class DossierHandler final : public inbox::EventHandler {
 public:
  explicit DossierHandler(int slot) : slot_(slot) {}

  /// Every type of the owners' event packages, newer ones too: their facts are always there.
  bool Handles(const std::string& type) const override;
  absl::Status Apply(const CallContext& call, db::Transaction& transaction,
                     const outbox::Event& event) override;
  /// Sums what the events add before it is written.
  absl::Status ApplyAll(const CallContext& call, db::Transaction& transaction,
                        const std::vector<const outbox::Event*>& events) override;

 private:
  const int slot_;
};

}  // namespace motcua::reporting
