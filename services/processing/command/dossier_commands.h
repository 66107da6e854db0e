#pragma once

#include "motcua/command/frame.h"

#include "usecase/ports.h"

namespace motcua::processing {

/// The command handler for dossiers (libs/command): each command is one transition of
/// domain/transitions.h. A dossier that has not arrived yet is fetched from intake. Thread-safe.
///
/// Errors in addition to the transition's: NOT_FOUND / DOSSIER_UNKNOWN, FAILED_PRECONDITION /
/// NOT_ACCEPTED_YET; UNAVAILABLE for a rule set or workflow that has not arrived.
class DossierCommands final : public command::Handler<DossierModel> {
 public:
  DossierCommands(RuleBook& rules, AcceptanceSource& acceptances, IdGenerator& ids, int epoch);

  std::vector<db::Query> Open(const Commands& commands, bool wait) const override;
  absl::StatusOr<command::Opening<DossierModel>> Read(const Commands& commands,
                                                      const std::vector<db::Result>& results,
                                                      db::Transaction& transaction) const override;
  absl::StatusOr<Decision> Decide(const command::Command<DossierModel>& command,
                                  const Surroundings& around, Dossier& dossier,
                                  Instant now) const override;
  std::optional<outbox::Event> EventOf(const command::Change<DossierModel>& change) const override;
  void Write(db::Transaction& transaction,
             const std::vector<command::Written<DossierModel>>& dossiers,
             const std::vector<command::Change<DossierModel>>& changes) const override;

  absl::Status Unknown() const override;
  absl::Status Fetch(const CallContext& call, const std::string& dossier) const override;
  ErrorMetadata SeenInstead(const Dossier& dossier) const override;

 private:
  RuleBook& rules_;
  AcceptanceSource& acceptances_;
  IdGenerator& ids_;
  const int epoch_;
};

using DossierFrame = command::Frame<DossierModel>;

}  // namespace motcua::processing
