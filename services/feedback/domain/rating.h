#pragma once

#include <string>
#include <string_view>

#include <absl/status/status.h>

#include "motcua/base/clock.h"

namespace motcua::feedback {

// The numbers are those of motcua.feedback.v1.
enum class RatingSource { kUnspecified = 0, kSms = 1, kPortal = 2, kVneid = 3 };

/// `sms`, `portal`, `vneid`, as events say them.
std::string_view NameOf(RatingSource source);

/// A dossier whose result was handed over: what its rating is about.
struct HandedOver {
  std::string dossier_id;
  std::string code;
  std::string lookup_key;
  std::string handling_agency;
  std::string procedure_code;
  Instant handed_over_at{};
};

/// The one rating of a dossier. Never who gave it (NĐ 61/2018 Đ27.3).
struct Rating {
  HandedOver dossier;
  int score = 0;
  RatingSource source = RatingSource::kUnspecified;
  Instant rated_at{};
};

/// INVALID_ARGUMENT / SCORE_INVALID (not 1 to 5), SOURCE_INVALID.
absl::Status CheckRating(int score, RatingSource source);

}  // namespace motcua::feedback
