#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/db/pool.h"

#include "domain/event.h"
#include "usecase/reconcile.h"

namespace motcua::portalsync {

struct SyncTotals {
  std::int64_t dossiers = 0;
  std::int64_t acknowledged = 0;
  std::int64_t waiting = 0;
  std::int64_t refused = 0;
  std::optional<Instant> oldest_waiting_at;
  bool portal_answers = true;
};

/// One event as shown to operators.
struct SyncedEvent {
  std::string event_id;
  int state = 0;
  Instant occurred_at{};
  EventStatus status = EventStatus::kWaiting;
  int attempts = 0;
  std::optional<Instant> next_attempt_at;
  std::optional<Instant> acknowledged_at;
  std::string portal_message;
};
struct SyncedDossier {
  std::string dossier_id;
  std::string code;
  std::vector<SyncedEvent> events;
};

/// The queue as shown to operators. Thread-safe.
class PgSync final : public TrueDossiers {
 public:
  explicit PgSync(db::Pool& pool) : pool_(pool) {}

  absl::StatusOr<SyncTotals> Totals(const CallContext& call);
  /// By id or any spelling of the code. NOT_FOUND / DOSSIER_UNKNOWN.
  absl::StatusOr<SyncedDossier> Find(const CallContext& call, const std::string& dossier);
  /// Refused dossiers after an id, oldest first.
  absl::StatusOr<std::vector<SyncedDossier>> Refused(const CallContext& call,
                                                     const std::string& after, int limit);
  absl::StatusOr<std::vector<TrueDossier>> After(const CallContext& call,
                                                 const std::string& dossier_id, int limit) override;

 private:
  absl::StatusOr<db::Result> Execute(const CallContext& call, const db::Query& query);
  absl::Status FillEvents(const CallContext& call, std::vector<SyncedDossier>& dossiers);

  db::Pool& pool_;
};

}  // namespace motcua::portalsync
