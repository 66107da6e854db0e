#include "domain/deadline.h"

#include <algorithm>

namespace motcua::processing {
namespace {

constexpr std::string_view kSupplementPause = "supplement";
constexpr std::string_view kPaymentPause = "payment";
constexpr std::string_view kStopPause = "stop";

/// If a limit lists its pauses, only those count; otherwise the national states apply, in which 5,
/// 6 and 8 stop the clock (domain 2.1).
bool StopsClock(const calendar::LimitRule& limit, std::string_view kind) {
  return !limit.allowed_pauses.has_value() ||
         std::ranges::any_of(*limit.allowed_pauses, [&](const calendar::AllowedPause& allowed) {
           return allowed.kind == kind;
         });
}

}  // namespace

absl::StatusOr<calendar::DueDate> ComputeDue(const Dossier& dossier,
                                             const calendar::WorkingCalendar& calendar) {
  calendar::DueInput input{.received = dossier.received_at,
                           .limit = dossier.limit,
                           .pauses = {},
                           .extension = dossier.extension};
  const auto add = [&](std::string_view kind, Instant from, std::optional<Instant> to,
                       calendar::PauseEffect effect) {
    if (StopsClock(dossier.limit, kind)) {
      input.pauses.push_back({.from = from, .to = to, .effect = effect, .kind = std::string(kind)});
    }
  };
  const auto supplement_effect =
      dossier.limit.supplement_policy == calendar::SupplementPolicy::kRestart
          ? calendar::PauseEffect::kRestart
          : calendar::PauseEffect::kExtend;
  for (const Request& request : dossier.requests) {
    if (request.kind == RequestKind::kSupplement) {
      add(kSupplementPause, request.opened_at, request.wait_ended_at, supplement_effect);
    } else {
      add(kPaymentPause, request.opened_at, request.wait_ended_at, calendar::PauseEffect::kExtend);
    }
  }
  for (const Stop& stop : dossier.stops) {
    add(kStopPause, stop.from, stop.to, calendar::PauseEffect::kExtend);
  }
  return calendar::ComputeDueDate(calendar, input);
}

std::string_view ToString(DeadlineCause cause) {
  switch (cause) {
    case DeadlineCause::kAccepted:
      return "ACCEPTED";
    case DeadlineCause::kSupplement:
      return "SUPPLEMENT";
    case DeadlineCause::kPayment:
      return "PAYMENT";
    case DeadlineCause::kStop:
      return "STOP";
    case DeadlineCause::kExtension:
      return "EXTENSION";
    case DeadlineCause::kCalendar:
      return "CALENDAR";
  }
  return "";
}

}  // namespace motcua::processing
