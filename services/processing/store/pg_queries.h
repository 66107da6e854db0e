#pragma once

#include <optional>
#include <string>
#include <vector>

#include "motcua/type/v1/dossier.pb.h"

#include "motcua/db/pool.h"

#include "domain/dossier.h"
#include "store/dossier_rows.h"

namespace motcua::processing {

/// Where a page of a work queue ends: the sort key of its last row.
struct QueuePosition {
  /// PostgreSQL's text of the task's due time, `infinity` for none.
  std::string due_at = "-infinity";
  std::string task_id = "00000000-0000-0000-0000-000000000000";
};

struct QueueRow {
  Task task;
  Dossier dossier;
  QueuePosition position;
};

struct TimelineRow {
  type::v1::DossierFacts facts;
  std::string event_type;
  std::string event_id;
};

/// The read-only queries of processing. Thread-safe.
class PgQueries {
 public:
  explicit PgQueries(db::Pool& pool) : pool_(pool) {}

  /// By id or code. NOT_FOUND / DOSSIER_UNKNOWN.
  absl::StatusOr<Dossier> FindDossier(const CallContext& call, const std::string& dossier);
  /// Open tasks of an agency after a position, earliest due first.
  absl::StatusOr<std::vector<QueueRow>> ListTasks(const CallContext& call,
                                                  const std::string& agency,
                                                  const QueuePosition& after, int limit);
  /// Oldest first, the newest 1000.
  absl::StatusOr<std::vector<TimelineRow>> ReadTimeline(const CallContext& call,
                                                        const std::string& dossier_id);
  absl::StatusOr<std::vector<LedgerRow>> ReadLedger(const CallContext& call,
                                                    const std::string& dossier_id);

 private:
  absl::StatusOr<db::Result> Read(const CallContext& call, const db::Query& query);
  db::Pool& pool_;
};

}  // namespace motcua::processing
