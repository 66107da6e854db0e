#include "output/time_input.h"

#include "motcua/base/error.h"
#include "motcua/calendar/time_zone.h"

#include "exit_code.h"

namespace motcua::ctl {

absl::StatusOr<Instant> ReadTime(const std::string& option, const std::string& text) {
  absl::Status last;
  for (const char* rest : {"", "+07:00", ":00+07:00", "T00:00:00+07:00"}) {
    const auto instant = calendar::ParseRfc3339(text + rest);
    if (instant.ok()) {
      return *instant;
    }
    // The error of the attempt with the right format describes the value.
    if (last.ok() || Reason(instant.status()) != "TIME_MALFORMED") {
      last = instant.status();
    }
  }
  return UsageError(option, Message(last) + "; write 2025-03-12T09:15 or 2025-03-12");
}

}  // namespace motcua::ctl
