#include "usecase/form06a_report.h"

#include <utility>

#include "motcua/base/status_macros.h"

namespace motcua::reporting {

absl::StatusOr<Form06a> Form06aReport::Execute(const CallContext& call,
                                               const Form06aQuestion& question) const {
  Form06a form{.grouping = question.grouping, .as_of = clock_.Now()};
  MOTCUA_ASSIGN_OR_RETURN(form.period,
                          ResolvePeriod(question.period, calendar::DateOf(form.as_of)));
  std::string asked_name;
  if (!question.agency.empty()) {
    MOTCUA_ASSIGN_OR_RETURN(asked_name, reader_.FindAgencyName(call, question.agency));
  }
  MOTCUA_ASSIGN_OR_RETURN(const SumsRead sums,
                          reader_.ReadSums(call, form.period, question.grouping, question.agency));
  form.events = sums.events;
  form.generation = sums.generation;
  for (const GroupSums& group : sums.groups) {
    Form06aRow row = MakeRow(group);
    if (row.HasDossiers()) {
      form.rows.push_back(std::move(row));
    }
  }
  form.total = TotalOf(form.rows);
  if (form.rows.empty() && !question.agency.empty() && question.grouping == Grouping::kAgency) {
    form.rows.push_back({.code = question.agency, .name_vi = asked_name});
  }
  return form;
}

}  // namespace motcua::reporting
