#include "usecase/rate_dossier.h"

#include <algorithm>

#include "motcua/base/status_macros.h"
#include "motcua/dossier/dossier_code.h"

namespace motcua::feedback {

absl::StatusOr<std::string> RateDossier::Execute(const CallContext& call,
                                                 const Invocation& invocation,
                                                 const std::string& code, int score,
                                                 RatingSource source, const Encode& encode) const {
  MOTCUA_ASSIGN_OR_RETURN(const CommandKey key, MakeKey(call, invocation));
  const dossier::DossierCode typed = dossier::ParseDossierCode(code);
  std::optional<std::string> answer;
  const auto body = [&](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const RatingOpening opening, session.OpenRating(key, typed.key));
    MOTCUA_ASSIGN_OR_RETURN(answer, ReplayOf(opening.answer, key));
    if (answer.has_value()) {
      return absl::OkStatus();
    }
    MOTCUA_RETURN_IF_ERROR(CheckRating(score, source));
    if (!typed.valid) {
      return Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "there is no such dossier");
    }
    if (!opening.dossier.has_value()) {
      return absl::OkStatus();
    }
    if (opening.rated) {
      return Error(absl::StatusCode::kAlreadyExists, "ALREADY_RATED",
                   "this dossier has its rating; it is given once");
    }
    const Rating rating{.dossier = *opening.dossier,
                        .score = score,
                        .source = source,
                        .rated_at = std::max(clock_.Now(), opening.dossier->handed_over_at)};
    session.RecordRating(rating, ids_.NewId());
    answer = encode(rating);
    session.Remember(key, *answer);
    return absl::OkStatus();
  };
  MOTCUA_RETURN_IF_ERROR(work_.Run(call, invocation.method, body));
  if (!answer.has_value()) {
    MOTCUA_RETURN_IF_ERROR(dossiers_.Fetch(call, typed.key));
    MOTCUA_RETURN_IF_ERROR(work_.Run(call, invocation.method, body));
  }
  if (!answer.has_value()) {
    return Error(absl::StatusCode::kFailedPrecondition, "NOT_HANDED_OVER",
                 "the result has not been handed over yet");
  }
  return *answer;
}

}  // namespace motcua::feedback
