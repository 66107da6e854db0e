#pragma once

#include <optional>
#include <string>
#include <vector>

#include "motcua/db/pool.h"
#include "motcua/dossier/dossier_state.h"

#include "domain/payment.h"
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

/// The last time that a list knows: 9999-12-31T23:59:59.999999Z.
inline constexpr Instant kLastInstant{std::chrono::microseconds(253'402'300'799'999'999)};

/// Where a page of shared payments ends.
struct PaymentPosition {
  /// Newest payment of the reference; the end of time before the first.
  Instant last_at = kLastInstant;
  std::string reference_key;
  std::string dossier_id;
  std::string debt;
};

/// A debt paid with a reference that paid others, too.
struct SharedPayment {
  Payment payment;
  /// Of all debts paid with the reference.
  std::int64_t debts = 0;
  std::int64_t total_vnd = 0;
  PaymentPosition position;
};

struct SharedPaymentsQuestion {
  /// References with a debt to this agency; empty: all.
  std::string agency;
  /// The newest payment of a reference is in [from, until).
  Instant from{};
  Instant until = kLastInstant;
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
  /// Debts paid with a shared reference: references by their newest payment, newest first, and the
  /// debts of one by dossier id.
  absl::StatusOr<std::vector<SharedPayment>> ListSharedPayments(
      const CallContext& call, const SharedPaymentsQuestion& question, const PaymentPosition& after,
      int limit);

 private:
  absl::StatusOr<db::Result> Read(const CallContext& call, const db::Query& query);
  db::Pool& pool_;
};

}  // namespace motcua::reporting
