#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "motcua/base/clock.h"
#include "motcua/dossier/dossier_state.h"

namespace motcua::notification {

/// Answers to inbound messages: Vietnamese without accents, one GSM-7 message each (domain 6.2).
/// Never a name, an address, a sum or the content of a paper. `contact` is the number to call.
/// Pure.

/// What a look-up found.
struct FoundStatus {
  std::string code;
  dossier::NationalState state = dossier::NationalState::kFiled;
  /// The asker's number is the applicant's: due date and next step may be told (R3.14).
  bool own = false;
  std::optional<Instant> due_at;
};
std::string StatusReply(const FoundStatus& found, std::string_view contact);
std::string NotFoundReply(std::string_view contact);
std::string TooManyTriesReply(std::string_view contact);
std::string HelpReply(std::string_view contact);
std::string OptedOutReply(std::string_view contact);
std::string OptedInReply(std::string_view contact);
std::string BusyReply(std::string_view contact);

std::string RatedReply(std::string_view code, int score);
/// `reason` as feedback gives it: NOT_HANDED_OVER, ALREADY_RATED, DOSSIER_UNKNOWN, SCORE_INVALID.
std::string RatingRefusedReply(std::string_view reason, std::string_view contact);
/// A score without a code from a number that nobody asked to rate.
std::string NothingToRateReply();
/// The dossier is somebody else's.
std::string NotYoursReply(std::string_view contact);

}  // namespace motcua::notification
