#include "low_water.h"

#include <algorithm>
#include <vector>

#include "motcua/base/status_macros.h"

namespace motcua::outbox {
namespace {

constexpr db::Statement kReadOldestRunning{
    "read_oldest_running", "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS id"};
constexpr db::Statement kReadOutboxSequence{
    "read_outbox_sequence",
    "SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS value FROM outbox_events_id_seq"};
constexpr db::Statement kTakeId{"take_low_water_id",
                                "SELECT pg_current_xact_id()::text::bigint AS id"};

}  // namespace

absl::Status LowWater::Advance(db::Connection& connection) {
  // The order matters: the id must be taken after the sequence's value is read.
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          connection.ExecuteAll({{.statement = kReadOldestRunning, .params = {}},
                                                 {.statement = kReadOutboxSequence, .params = {}},
                                                 {.statement = kTakeId, .params = {}}}));
  if (candidate_.has_value() && results[0].front().Int("id") >= candidate_->transaction_id) {
    settled_ = candidate_->value;
    candidate_.reset();
  }
  if (!candidate_.has_value()) {
    candidate_ = {.value = results[1].front().Int("value"),
                  .transaction_id = results[2].front().Int("id")};
  }
  return absl::OkStatus();
}

void LowWater::Saw(std::optional<std::int64_t> first_id) {
  const std::int64_t gone = first_id.has_value() ? *first_id - 1 : settled_;
  value_ = std::max(value_, std::min(settled_, gone));
}

}  // namespace motcua::outbox
