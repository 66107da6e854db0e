#include "sms_lines.h"

#include <string>

#include "motcua/base/status_macros.h"
#include "motcua/calendar/json_reader.h"
#include "motcua/sms/segments.h"
#include "motcua/sms/unaccented.h"

#include "json_lines.h"

namespace motcua::ctl {
namespace {

absl::StatusOr<boost::json::object> Answer(const boost::json::value& document) {
  MOTCUA_ASSIGN_OR_RETURN(const calendar::JsonObject question,
                          calendar::JsonObject::From(document, ""));
  MOTCUA_RETURN_IF_ERROR(question.Allow({"text"}));
  MOTCUA_ASSIGN_OR_RETURN(const std::string text, question.String("text"));
  MOTCUA_ASSIGN_OR_RETURN(const sms::Segments cost, sms::CountSegments(text));
  MOTCUA_ASSIGN_OR_RETURN(const sms::Unaccented plain, sms::RemoveAccents(text));
  return boost::json::object{{"encoding", sms::ToString(cost.encoding)},
                             {"units", cost.units},
                             {"parts", cost.parts},
                             {"unaccented", plain.text}};
}

}  // namespace

int RunSmsLines(std::istream& in, std::ostream& out) {
  return RunJsonLines(in, out, Answer);
}

}  // namespace motcua::ctl
