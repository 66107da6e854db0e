#include "app/calendar_catch_up.h"

#include "motcua/base/status_macros.h"

namespace motcua::feedback {
namespace {

constexpr std::chrono::seconds kLimit{5};

}  // namespace

absl::Status CalendarCatchUp::RunRound() {
  CallContext call;
  call.caller = "feedback";
  call.deadline = std::chrono::steady_clock::now() + kLimit;
  MOTCUA_ASSIGN_OR_RETURN(const std::shared_ptr<const Rules> rules, reader_.CurrentRules(call));
  if (rules->calendar() != nullptr) {
    return absl::OkStatus();
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<outbox::Event> events,
                          pull_(call, "calendar", "calendar", 0));
  for (const outbox::Event& event : events) {
    MOTCUA_RETURN_IF_ERROR(calendars_.Take(call, event).status());
  }
  return absl::OkStatus();
}

}  // namespace motcua::feedback
