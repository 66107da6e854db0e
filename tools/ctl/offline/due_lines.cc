#include "due_lines.h"

#include <utility>

#include "motcua/base/status_macros.h"
#include "motcua/calendar/due_date.h"

#include "due_question.h"
#include "json_lines.h"

namespace motcua::ctl {
namespace {

absl::StatusOr<boost::json::object> Answer(const calendar::WorkingCalendar& calendar,
                                           const boost::json::value& document) {
  MOTCUA_ASSIGN_OR_RETURN(const calendar::DueInput input, ReadDueQuestion(document));
  MOTCUA_ASSIGN_OR_RETURN(const calendar::DueDate result, ComputeDueDate(calendar, input));
  boost::json::object answer{{"start", calendar::FormatRfc3339(result.start)}, {"due", nullptr}};
  if (result.due.has_value()) {
    answer["due"] = calendar::FormatRfc3339(*result.due);
  }
  if (input.extension.has_value() && result.due_before_extension.has_value()) {
    answer["due_before_extension"] = calendar::FormatRfc3339(*result.due_before_extension);
  }
  if (result.paused) {
    answer["paused"] = true;
  }
  if (result.year_not_loaded) {
    answer["year_not_loaded"] = true;
  }
  boost::json::array explanation;
  for (const calendar::ExplanationLine& line : result.explanation) {
    explanation.emplace_back(line.vi + " / " + line.en);
  }
  answer["explanation"] = std::move(explanation);
  return answer;
}

}  // namespace

int RunDueLines(std::istream& in, std::ostream& out, const calendar::WorkingCalendar& calendar) {
  return RunJsonLines(
      in, out, [&](const boost::json::value& document) { return Answer(calendar, document); });
}

}  // namespace motcua::ctl
