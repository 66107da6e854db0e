#include "event_row.h"

namespace motcua::outbox {

Event EventFrom(const db::Result& result, std::size_t row, std::size_t column) {
  return {.event_id = std::string(result.Text(row, column)),
          .stream = std::string(result.Text(row, column + 1)),
          .key = std::string(result.Text(row, column + 2)),
          .type = std::string(result.Text(row, column + 3)),
          .epoch = static_cast<std::int32_t>(result.Int(row, column + 4)),
          .sequence = result.Int(row, column + 5),
          .builds_on = result.Int(row, column + 6),
          .occurred_at = result.Time(row, column + 7),
          .traceparent = std::string(result.Text(row, column + 8)),
          .payload = result.Bytes(row, column + 9)};
}

}  // namespace motcua::outbox
