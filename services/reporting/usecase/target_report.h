#pragma once

#include "motcua/base/clock.h"

#include "usecase/ports.h"

namespace motcua::reporting {

struct TargetValue {
  Target target;
  Ratio value;
};

struct TargetAnswer {
  Period period;
  std::vector<TargetValue> values;
};

/// The targets of the province with the values reached in a period. T1 counts the catalogue on the
/// period's last day, T2 the dossiers resolved in it by form II.06a ((8) + (9) of (7)), T3 the
/// petitions whose answer was due in it. Thread-safe.
class TargetReport {
 public:
  TargetReport(ReportReader& reader, const Clock& clock) : reader_(reader), clock_(clock) {}
  absl::StatusOr<TargetAnswer> Execute(const CallContext& call, const AskedPeriod& asked) const;

 private:
  absl::StatusOr<Ratio> Measure(const CallContext& call, const Period& period,
                                Indicator indicator) const;
  ReportReader& reader_;
  const Clock& clock_;
};

}  // namespace motcua::reporting
