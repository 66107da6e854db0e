#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

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

/// A handed-over dossier, and whether its rating has been given: revision 1 then, 0 before.
struct RatedDossier {
  std::string id;
  std::int64_t revision = 0;
  Instant last_occurred_at{};
  HandedOver dossier;
};

/// What somebody gives.
struct Score {
  int score = 0;
  RatingSource source = RatingSource::kUnspecified;
};

/// ALREADY_EXISTS / ALREADY_RATED: it is given once, whoever asks how often.
absl::StatusOr<Rating> Rate(RatedDossier& rated, const Score& given, Instant now);

/// As libs/command knows kinds of aggregates.
struct RatingModel {
  using Aggregate = RatedDossier;
  using Request = Score;
  using Decision = Rating;
  struct Surroundings {};
};

}  // namespace motcua::feedback
