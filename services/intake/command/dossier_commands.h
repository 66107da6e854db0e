#pragma once

#include <string>

#include "motcua/command/frame.h"

#include "domain/transitions.h"
#include "store/rules_cache.h"

namespace motcua::intake {

/// What libs/command has to know of the commands on dossiers that intake owns: each is one
/// transition of domain/transitions.h. Thread-safe.
///
/// Errors of its own beside the transition's: NOT_FOUND / DOSSIER_UNKNOWN; FAILED_PRECONDITION /
/// DOSSIER_ACCEPTED; INVALID_ARGUMENT / PAPER_UNKNOWN.
class DossierCommands final : public command::Handler<DossierModel> {
 public:
  struct Parts {
    /// A connection for each lane: serials are kept even if the dossier behind them fails.
    db::Pool& serials;
    RulesCache& rules;
    IdGenerator& ids;
    /// Of the installation row: goes into every event.
    int epoch;
    /// Before the code in a receipt's QR.
    std::string lookup_url;
  };
  explicit DossierCommands(Parts parts) : parts_(std::move(parts)) {}

  absl::Status Check(const command::Command<DossierModel>& command) const override;
  std::vector<db::Query> Open(const Commands& commands, bool wait) const override;
  absl::StatusOr<command::Opening<DossierModel>> Read(const Commands& commands,
                                                      const std::vector<db::Result>& results,
                                                      db::Transaction& transaction) const override;
  absl::StatusOr<Decision> Decide(const command::Command<DossierModel>& command,
                                  const Surroundings& around, Dossier& dossier,
                                  Instant now) const override;
  /// The codes of new dossiers, and the receipts' with them.
  absl::Status Number(std::vector<command::Change<DossierModel>>& changes) const override;
  std::optional<outbox::Event> EventOf(const command::Change<DossierModel>& change) const override;
  void Write(db::Transaction& transaction,
             const std::vector<command::Written<DossierModel>>& dossiers,
             const std::vector<command::Change<DossierModel>>& changes) const override;
  absl::Status Unknown() const override;
  absl::Status CheckOwned(const Dossier& dossier) const override;

 private:
  const Parts parts_;
};

using DossierFrame = command::Frame<DossierModel>;

}  // namespace motcua::intake
