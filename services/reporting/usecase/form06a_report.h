#pragma once

#include "motcua/base/clock.h"

#include "usecase/ports.h"

namespace motcua::reporting {

struct Form06aQuestion {
  AskedPeriod period;
  Grouping grouping = Grouping::kAgency;
  /// One agency only; empty: all.
  std::string agency;
};

/// Form II.06a for any period (domain 5.2). An agency or field without dossiers in the period has
/// no row, unless that agency was requested. Errors of ResolvePeriod; AGENCY_UNKNOWN. Thread-safe.
class Form06aReport {
 public:
  Form06aReport(ReportReader& reader, const Clock& clock) : reader_(reader), clock_(clock) {}
  absl::StatusOr<Form06a> Execute(const CallContext& call, const Form06aQuestion& question) const;

 private:
  ReportReader& reader_;
  const Clock& clock_;
};

}  // namespace motcua::reporting
