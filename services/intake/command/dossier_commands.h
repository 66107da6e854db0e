#pragma once

#include <string>

#include "motcua/command/frame.h"

#include "domain/transitions.h"
#include "store/rules_cache.h"

namespace motcua::intake {

/// The command handler for dossiers owned by intake (libs/command): each command is one transition
/// of domain/transitions.h. Thread-safe.
///
/// Errors in addition to the transition's: NOT_FOUND / DOSSIER_UNKNOWN; FAILED_PRECONDITION /
/// DOSSIER_ACCEPTED; INVALID_ARGUMENT / PAPER_UNKNOWN.
class DossierCommands final : public command::Handler<DossierModel> {
 public:
  struct Parts {
    /// One connection per lane; serials are committed even if the dossier fails.
    db::Pool& serials;
    RulesCache& rules;
    IdGenerator& ids;
    /// From the installation row; part of every event.
    int epoch;
    /// URL prefix of the code in a receipt's QR code.
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
  /// Assigns the codes of new dossiers and puts them into the receipts.
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
