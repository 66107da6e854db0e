#pragma once

#include "motcua/command/frame.h"

#include "domain/rating.h"
#include "usecase/ports.h"

namespace motcua::feedback {

/// The command handler for ratings (libs/command): the subject of a command is the dossier's code
/// in any spelling. A hand-over not yet known here is fetched from its owner. Thread-safe.
///
/// Errors: those of CheckRating and Rate; NOT_FOUND / DOSSIER_UNKNOWN; FAILED_PRECONDITION /
/// NOT_HANDED_OVER; UNAVAILABLE when the dossier is not known here and an owner cannot be asked.
class RatingCommands final : public command::Handler<RatingModel> {
 public:
  RatingCommands(Dossiers& dossiers, int epoch) : dossiers_(dossiers), epoch_(epoch) {}

  absl::Status Check(const command::Command<RatingModel>& command) const override;
  std::vector<db::Query> Open(const Commands& commands, bool wait) const override;
  absl::StatusOr<command::Opening<RatingModel>> Read(const Commands& commands,
                                                     const std::vector<db::Result>& results,
                                                     db::Transaction& transaction) const override;
  absl::StatusOr<Rating> Decide(const command::Command<RatingModel>& command,
                                const Surroundings& around, RatedDossier& rated,
                                Instant now) const override;
  std::optional<outbox::Event> EventOf(const command::Change<RatingModel>& change) const override;
  void Write(db::Transaction& transaction,
             const std::vector<command::Written<RatingModel>>& dossiers,
             const std::vector<command::Change<RatingModel>>& changes) const override;
  absl::Status Unknown() const override;
  absl::Status Fetch(const CallContext& call, const std::string& code) const override;

 private:
  Dossiers& dossiers_;
  const int epoch_;
};

using RatingFrame = command::Frame<RatingModel>;

}  // namespace motcua::feedback
