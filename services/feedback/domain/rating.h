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

/// `sms`, `portal`, `vneid`, as used in events.
std::string_view NameOf(RatingSource source);

/// A dossier whose result was handed over, so that it can be rated.
struct HandedOver {
  std::string dossier_id;
  std::string code;
  std::string lookup_key;
  std::string handling_agency;
  std::string procedure_code;
  Instant handed_over_at{};
};

/// The rating of a dossier. Does not record who gave it (NĐ 61/2018 Đ27.3).
struct Rating {
  HandedOver dossier;
  int score = 0;
  RatingSource source = RatingSource::kUnspecified;
  Instant rated_at{};
};

/// INVALID_ARGUMENT / SCORE_INVALID (not 1 to 5), SOURCE_INVALID.
absl::Status CheckRating(int score, RatingSource source);

/// A handed-over dossier, and whether it has been rated: revision 1 if rated, otherwise 0.
struct RatedDossier {
  std::string id;
  std::int64_t revision = 0;
  Instant last_occurred_at{};
  HandedOver dossier;
};

/// The content of a rating.
struct Score {
  int score = 0;
  RatingSource source = RatingSource::kUnspecified;
};

/// ALREADY_EXISTS / ALREADY_RATED: a dossier is rated only once.
absl::StatusOr<Rating> Rate(RatedDossier& rated, const Score& given, Instant now);

/// The model for libs/command.
struct RatingModel {
  using Aggregate = RatedDossier;
  using Request = Score;
  using Decision = Rating;
  struct Surroundings {};
};

}  // namespace motcua::feedback
