#pragma once

#include <optional>
#include <string>
#include <vector>

#include "motcua/db/pool.h"
#include "motcua/dossier/dossier_state.h"

#include "usecase/ports.h"

namespace motcua::reporting {

/// Where a page of the overdue list ends.
struct OverduePosition {
  std::string agency;
  /// Due time of the last line; the epoch before the first.
  Instant due_at{};
  std::string dossier_id;
};

struct OverdueRow {
  std::string code;
  std::string agency;
  std::string current_agency;
  std::string step_name_vi;
  std::string procedure_code;
  std::string field_code;
  dossier::NationalState state = dossier::NationalState::kInProcess;
  std::optional<Instant> received_at;
  std::optional<Instant> due_at;
  OverduePosition position;
};

/// Queues the replacement of all targets.
void WriteTargets(db::Transaction& transaction, const std::vector<Target>& targets);

/// Reads the active generation; every answer is one statement and thus one snapshot. Thread-safe.
class PgReports final : public ReportReader {
 public:
  explicit PgReports(db::Pool& pool) : pool_(pool) {}

  absl::StatusOr<SumsRead> ReadSums(const CallContext& call, const Period& period,
                                    Grouping grouping, const std::string& agency) override;
  absl::StatusOr<std::string> FindAgencyName(const CallContext& call,
                                             const std::string& agency) override;
  absl::StatusOr<Ratio> CountProcedures(const CallContext& call, calendar::LocalDate day) override;
  absl::StatusOr<Ratio> CountPetitions(const CallContext& call, const Period& period) override;
  absl::StatusOr<std::vector<Target>> ReadTargets(const CallContext& call) override;

  /// Open dossiers, not paused, due before `before`, by agency and then longest overdue first; of
  /// one agency, or of all (empty).
  absl::StatusOr<std::vector<OverdueRow>> ListOverdue(const CallContext& call,
                                                      const std::string& agency, Instant before,
                                                      const OverduePosition& after, int limit);

 private:
  absl::StatusOr<db::Result> Read(const CallContext& call, const db::Query& query);
  db::Pool& pool_;
};

}  // namespace motcua::reporting
