#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"

#include "domain/form06a.h"
#include "domain/target.h"

namespace motcua::reporting {

/// Sums of all groups in one snapshot.
struct SumsRead {
  std::vector<GroupSums> groups;
  /// Number of events counted, and the generation of the counters.
  std::int64_t events = 0;
  std::int64_t generation = 0;
};

/// The data for reports. Thread-safe.
class ReportReader {
 public:
  virtual ~ReportReader() = default;
  /// Groups with any dossier by the period's end, ordered by code; of one agency, or of all
  /// (empty).
  virtual absl::StatusOr<SumsRead> ReadSums(const CallContext& call, const Period& period,
                                            Grouping grouping, const std::string& agency) = 0;
  /// The agency's name in the catalogue. INVALID_ARGUMENT / AGENCY_UNKNOWN.
  virtual absl::StatusOr<std::string> FindAgencyName(const CallContext& call,
                                                     const std::string& agency) = 0;
  /// Procedures in force on a day, and those of them that are completely published.
  virtual absl::StatusOr<Ratio> CountProcedures(const CallContext& call,
                                                calendar::LocalDate day) = 0;
  /// Petitions whose answer is due in the period, and those answered in time.
  virtual absl::StatusOr<Ratio> CountPetitions(const CallContext& call, const Period& period) = 0;
  /// In loading order.
  virtual absl::StatusOr<std::vector<Target>> ReadTargets(const CallContext& call) = 0;
};

}  // namespace motcua::reporting
