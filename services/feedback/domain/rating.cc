#include "domain/rating.h"

#include "motcua/base/error.h"

namespace motcua::feedback {

std::string_view NameOf(RatingSource source) {
  switch (source) {
    case RatingSource::kSms:
      return "sms";
    case RatingSource::kPortal:
      return "portal";
    case RatingSource::kVneid:
      return "vneid";
    case RatingSource::kUnspecified:
      break;
  }
  return "";
}

absl::Status CheckRating(int score, RatingSource source) {
  if (score < 1 || score > 5) {
    return FieldError("score", "SCORE_INVALID",
                      "the score must be from 1 (very dissatisfied) to 5");
  }
  if (source == RatingSource::kUnspecified) {
    return FieldError("source", "SOURCE_INVALID", "the source of the rating is missing");
  }
  return absl::OkStatus();
}

absl::StatusOr<Rating> Rate(RatedDossier& rated, const Score& given, Instant now) {
  if (rated.revision > 0) {
    return Error(absl::StatusCode::kAlreadyExists, "ALREADY_RATED",
                 "this dossier has already been rated");
  }
  rated.revision = 1;
  rated.last_occurred_at = now;
  return Rating{
      .dossier = rated.dossier, .score = given.score, .source = given.source, .rated_at = now};
}

}  // namespace motcua::feedback
