#include "code_lines.h"

#include <string>

#include "motcua/base/status_macros.h"
#include "motcua/calendar/json_reader.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/dossier/dossier_code.h"

#include "json_lines.h"

namespace motcua::ctl {
namespace {

absl::StatusOr<boost::json::object> Answer(const boost::json::value& document) {
  MOTCUA_ASSIGN_OR_RETURN(const calendar::JsonObject question,
                          calendar::JsonObject::From(document, ""));
  MOTCUA_RETURN_IF_ERROR(question.Allow({"text"}));
  MOTCUA_ASSIGN_OR_RETURN(const std::string text, question.String("text"));
  const dossier::DossierCode code = dossier::ParseDossierCode(text);
  boost::json::object answer{
      {"key", code.key}, {"kind", dossier::ToString(code.kind)}, {"valid", code.valid}};
  if (!code.valid) {
    answer["reason"] = code.reason;
  }
  if (!code.agency.empty()) {
    answer["agency"] = code.agency;
  }
  if (code.date.has_value()) {
    answer["date"] = calendar::FormatDate(calendar::LocalDate{*code.date});
  }
  if (!code.serial.empty()) {
    answer["serial"] = code.serial;
  }
  if (!code.canonical.empty()) {
    answer["code"] = code.canonical;
  }
  return answer;
}

}  // namespace

int RunCodeLines(std::istream& in, std::ostream& out) {
  return RunJsonLines(in, out, Answer);
}

}  // namespace motcua::ctl
