#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "motcua/base/clock.h"
#include "motcua/dossier/dossier_state.h"

namespace motcua::notification {

/// Answers to inbound messages: Vietnamese without accents, one GSM-7 message each (domain 6.2).
/// They never contain a name, an address, an amount or the content of a paper. `contact` is the
/// number to call. Pure.

/// The result of a look-up.
struct FoundStatus {
  std::string code;
  dossier::NationalState state = dossier::NationalState::kFiled;
  /// The sender's number is the applicant's, so due date and next step may be included (R3.14).
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
/// `reason` as returned by feedback: NOT_HANDED_OVER, ALREADY_RATED, DOSSIER_UNKNOWN,
/// SCORE_INVALID.
std::string RatingRefusedReply(std::string_view reason, std::string_view contact);
/// For a score without a code from a number that was not invited to rate.
std::string NothingToRateReply();
/// For a dossier of another applicant.
std::string NotYoursReply(std::string_view contact);

}  // namespace motcua::notification
