#include "usecase/target_report.h"

#include "motcua/base/status_macros.h"

namespace motcua::reporting {

absl::StatusOr<TargetAnswer> TargetReport::Execute(const CallContext& call,
                                                   const AskedPeriod& asked) const {
  TargetAnswer answer;
  MOTCUA_ASSIGN_OR_RETURN(answer.period, ResolvePeriod(asked, calendar::DateOf(clock_.Now())));
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<Target> targets, reader_.ReadTargets(call));
  for (const Target& target : targets) {
    MOTCUA_ASSIGN_OR_RETURN(const Ratio value, Measure(call, answer.period, target.indicator));
    answer.values.push_back({.target = target, .value = value});
  }
  return answer;
}

absl::StatusOr<Ratio> TargetReport::Measure(const CallContext& call, const Period& period,
                                            Indicator indicator) const {
  if (indicator == Indicator::kProceduresPublished) {
    return reader_.CountProcedures(call, period.to);
  }
  if (indicator == Indicator::kPetitionsInTime) {
    return reader_.CountPetitions(call, period);
  }
  MOTCUA_ASSIGN_OR_RETURN(const SumsRead sums,
                          reader_.ReadSums(call, period, Grouping::kAgency, ""));
  Ratio ratio;
  for (const GroupSums& group : sums.groups) {
    const Form06aRow row = MakeRow(group);
    ratio.reached += row.resolved_early + row.resolved_on_time;
    ratio.of += row.resolved_total;
  }
  return ratio;
}

}  // namespace motcua::reporting
