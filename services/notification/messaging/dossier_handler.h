#pragma once

#include <functional>

#include "motcua/base/uuid.h"
#include "motcua/inbox/inbox.h"

#include "domain/delivery_rules.h"

namespace motcua::notification {

/// Turns the events of one owner's dossiers into messages to be sent, in the cursor's transaction:
/// one row per event and template (R3.1), with the text rendered from the template in force today.
/// Every event also updates the present state of the dossier. Thread-safe.
class DossierHandler final : public inbox::EventHandler {
 public:
  enum class Owner { kIntake, kProcessing };
  struct Options {
    Owner owner = Owner::kIntake;
    QuietHours quiet_hours;
    /// The number to call, for {contact}.
    std::string contact;
    /// Called after a commit with a new message, to wake its sender.
    std::function<void()> on_message;
  };
  DossierHandler(const Clock& clock, IdGenerator& ids, Options options)
      : clock_(clock), ids_(ids), options_(std::move(options)) {}

  /// Every event has the state of the dossier, even if its type is unknown.
  bool Handles(const std::string& type) const override;
  absl::Status Apply(const CallContext& call, db::Transaction& transaction,
                     const outbox::Event& event) override;

 private:
  const Clock& clock_;
  IdGenerator& ids_;
  const Options options_;
};

}  // namespace motcua::notification
