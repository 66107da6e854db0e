#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"

#include "domain/form06a.h"
#include "domain/target.h"

namespace motcua::reporting {

/// Sums of one moment of the event flow: all groups of one snapshot.
struct SumsRead {
  std::vector<GroupSums> groups;
  /// Events that the counters stand on, and their generation.
  std::int64_t events = 0;
  std::int64_t generation = 0;
};

/// What reports are made of. Thread-safe.
class ReportReader {
 public:
  virtual ~ReportReader() = default;
  /// Groups that ever had a dossier by the period's end, ordered by code; of one agency, or of all
  /// (empty).
  virtual absl::StatusOr<SumsRead> ReadSums(const CallContext& call, const Period& period,
                                            Grouping grouping, const std::string& agency) = 0;
  /// NOT an answer about dossiers: what the catalogue calls it. INVALID_ARGUMENT / AGENCY_UNKNOWN.
  virtual absl::StatusOr<std::string> FindAgencyName(const CallContext& call,
                                                     const std::string& agency) = 0;
  /// Procedures in force on a day, and those of them published with everything.
  virtual absl::StatusOr<Ratio> CountProcedures(const CallContext& call,
                                                calendar::LocalDate day) = 0;
  /// Petitions whose answer falls due in the period, and those answered by then.
  virtual absl::StatusOr<Ratio> CountPetitions(const CallContext& call, const Period& period) = 0;
  /// In the order in which they were loaded.
  virtual absl::StatusOr<std::vector<Target>> ReadTargets(const CallContext& call) = 0;
};

}  // namespace motcua::reporting
