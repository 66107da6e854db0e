#pragma once

#include <string>

#include "motcua/base/clock.h"
#include "motcua/inbox/inbox.h"

namespace motcua::portalsync {

/// Puts each event of one source's dossiers into the outbound queue, in the cursor's transaction.
/// One for intake, one for processing. Thread-safe.
///
/// Takes every event type of the source's package, because field 1 of all of them has the facts for
/// the portal. An unknown type without facts is skipped. Permanent errors: EVENT_UNREADABLE,
/// EVENT_CONTRADICTS_ENVELOPE, STATE_UNKNOWN.
class DossierEventHandler final : public inbox::EventHandler {
 public:
  /// `source`: `intake` or `processing`. `machine` gives the time at which a dossier is due:
  /// immediately.
  DossierEventHandler(std::string source, const Clock& machine)
      : source_(std::move(source)), machine_(machine) {}

  bool Handles(const std::string& type) const override;
  absl::Status Apply(const CallContext& call, db::Transaction& transaction,
                     const outbox::Event& event) override;

 private:
  const std::string source_;
  const Clock& machine_;
};

}  // namespace motcua::portalsync
