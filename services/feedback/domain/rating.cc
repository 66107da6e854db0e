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
    return FieldError("score", "SCORE_INVALID", "a score is 1 (very dissatisfied) to 5");
  }
  if (source == RatingSource::kUnspecified) {
    return FieldError("source", "SOURCE_INVALID", "say how the rating came in");
  }
  return absl::OkStatus();
}

}  // namespace motcua::feedback
