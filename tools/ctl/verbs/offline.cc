#include <memory>

#include "motcua/calendar/calendar_json.h"

#include "code_lines.h"
#include "due_lines.h"
#include "load/read_file.h"
#include "sms_lines.h"
#include "verbs/verb.h"

namespace motcua::ctl {
namespace {

absl::Status Ended(int status) {
  return status == 0 ? absl::OkStatus()
                     : Error(absl::StatusCode::kInternal, "OUTPUT_CLOSED",
                             "the output could not be written");
}

Action BindDue(CLI::App& command) {
  const auto calendar_file = std::make_shared<std::string>(MOTCUA_SAMPLE_CALENDAR);
  command.add_option("--calendar", *calendar_file, "calendar document; default: the sample's")
      ->type_name("FILE");
  return [calendar_file](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const std::string text, ReadFile(*calendar_file));
    MOTCUA_ASSIGN_OR_RETURN(const calendar::WorkingCalendar calendar,
                            calendar::ParseCalendarJson(text));
    return Ended(RunDueLines(session.in(), session.out(), calendar));
  };
}

Action BindCode(CLI::App&) {
  return [](Session& session) { return Ended(RunCodeLines(session.in(), session.out())); };
}

Action BindSegments(CLI::App&) {
  return [](Session& session) { return Ended(RunSmsLines(session.in(), session.out())); };
}

}  // namespace

std::vector<Verb> OfflineVerbs() {
  return {
      {.name = "due",
       .group = kOfflineGroup,
       .vi = "Tính ngày hẹn trả: mỗi dòng JSON một hồ sơ.",
       .en = "Computes due dates: a JSON line in, a JSON line out.",
       .examples = {"due <<< '{\"received\":\"2025-03-12T09:15:00+07:00\",\"limit\":{\"value\":3,"
                    "\"unit\":\"working_day\"},\"convention\":\"keep_clock_time\"}'",
                    "due --calendar deploy/sample/calendar.json < dossiers.jsonl"},
       .bind = BindDue},
      {.name = "code",
       .group = kOfflineGroup,
       .vi = "Đọc mã số hồ sơ: mỗi dòng JSON một mã.",
       .en = "Parses dossier codes: a JSON line in, a JSON line out.",
       .examples = {"code <<< '{\"text\":\"h19 12 250312 0001\"}'"},
       .bind = BindCode},
      {.name = "sms segments",
       .group = kOfflineGroup,
       .vi = "Đếm tin nhắn và bỏ dấu: mỗi dòng JSON một văn bản.",
       .en = "Counts the parts of a text message and removes accents: a JSON line in, a JSON line "
             "out.",
       .examples = {"sms segments <<< '{\"text\":\"Hồ sơ đã được tiếp nhận\"}'"},
       .bind = BindSegments},
  };
}

}  // namespace motcua::ctl
