#include "command/rating_commands.h"

#include <array>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/dossier/dossier_code.h"

#include "messaging/feedback_events.h"
#include "store/rating_rows.h"

namespace motcua::feedback {
namespace {

std::string KeyOf(const std::string& code) {
  return dossier::ParseDossierCode(code).key;
}

}  // namespace

absl::Status RatingCommands::Check(const command::Command<RatingModel>& command) const {
  MOTCUA_RETURN_IF_ERROR(CheckRating(command.request.score, command.request.source));
  return dossier::ParseDossierCode(command.header.subject).valid
             ? absl::OkStatus()
             : Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "no such dossier");
}

std::vector<db::Query> RatingCommands::Open(const Commands& commands, bool wait) const {
  std::vector<std::string> keys;
  for (const command::Command<RatingModel>* command : commands) {
    keys.push_back(KeyOf(command->header.subject));
  }
  return RatedDossiersQueries(keys, wait ? db::Reading::kLock : db::Reading::kLockFree);
}

absl::StatusOr<command::Opening<RatingModel>> RatingCommands::Read(
    const Commands& commands, const std::vector<db::Result>& results,
    db::Transaction& /*transaction*/) const {
  command::Opening<RatingModel> opening;
  opening.aggregates = ReadRatedDossiers(results);
  opening.places = command::PlacesOf<RatingModel>(
      commands, opening.aggregates,
      [](const RatedDossier& rated) { return std::array{rated.dossier.lookup_key}; }, KeyOf);
  return opening;
}

absl::StatusOr<Rating> RatingCommands::Decide(const command::Command<RatingModel>& command,
                                              const Surroundings& /*around*/, RatedDossier& rated,
                                              Instant now) const {
  return Rate(rated, command.request, now);
}

std::optional<outbox::Event> RatingCommands::EventOf(
    const command::Change<RatingModel>& change) const {
  return MakeRatingEvent(change, epoch_);
}

void RatingCommands::Write(db::Transaction& transaction,
                           const std::vector<command::Written<RatingModel>>& /*dossiers*/,
                           const std::vector<command::Change<RatingModel>>& changes) const {
  std::vector<Rating> ratings;
  for (const command::Change<RatingModel>& change : changes) {
    ratings.push_back(change.decision);
  }
  InsertRatings(transaction, ratings);
}

absl::Status RatingCommands::Unknown() const {
  return Error(absl::StatusCode::kFailedPrecondition, "NOT_HANDED_OVER",
               "the result has not been handed over yet");
}

absl::Status RatingCommands::Fetch(const CallContext& call, const std::string& code) const {
  return dossiers_.Fetch(call, KeyOf(code));
}

}  // namespace motcua::feedback
