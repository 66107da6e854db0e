#pragma once

#include <string>

#include "motcua/command/frame.h"

#include "domain/transitions.h"
#include "store/rules_cache.h"

namespace motcua::feedback {

/// The command handler for petitions (libs/command): each command is one transition of
/// domain/transitions.h. Assigns the code of a new petition. Thread-safe.
class PetitionCommands final : public command::Handler<PetitionModel> {
 public:
  struct Parts {
    /// One connection per lane; serials are committed even if the petition fails.
    db::Pool& serials;
    RulesCache& rules;
    IdGenerator& ids;
    /// From the installation row; part of every event.
    int epoch;
    /// For example H19; part of every code.
    std::string province;
  };
  explicit PetitionCommands(Parts parts) : parts_(std::move(parts)) {}

  absl::Status Check(const command::Command<PetitionModel>& command) const override;
  std::vector<db::Query> Open(const Commands& commands, bool wait) const override;
  absl::StatusOr<command::Opening<PetitionModel>> Read(const Commands& commands,
                                                       const std::vector<db::Result>& results,
                                                       db::Transaction& transaction) const override;
  absl::StatusOr<PetitionDecision> Decide(const command::Command<PetitionModel>& command,
                                          const Surroundings& around, Petition& petition,
                                          Instant now) const override;
  absl::Status Number(std::vector<command::Change<PetitionModel>>& changes) const override;
  std::optional<outbox::Event> EventOf(const command::Change<PetitionModel>& change) const override;
  void Write(db::Transaction& transaction,
             const std::vector<command::Written<PetitionModel>>& petitions,
             const std::vector<command::Change<PetitionModel>>& changes) const override;
  absl::Status Unknown() const override;
  /// The reason of an officer; texts of citizens are not logged.
  std::string AuditReason(const command::Command<PetitionModel>& command) const override;

 private:
  const Parts parts_;
};

using PetitionFrame = command::Frame<PetitionModel>;

}  // namespace motcua::feedback
