#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/dossier_count.h"
#include "domain/period.h"

namespace motcua::reporting {

/// One row of form II.06a/VPCP/KSTT (domain 5.2), column by column.
struct Form06aRow {
  std::string code;
  std::string name_vi;
  std::int64_t received_total = 0;        // 3
  std::int64_t received_online = 0;       // 4
  std::int64_t received_direct_post = 0;  // 5
  std::int64_t carried_over = 0;          // 6
  std::int64_t resolved_total = 0;        // 7
  std::int64_t resolved_early = 0;        // 8
  std::int64_t resolved_on_time = 0;      // 9
  std::int64_t resolved_overdue = 0;      // 10
  std::int64_t open_total = 0;            // 11
  std::int64_t open_in_limit = 0;         // 12
  std::int64_t open_overdue = 0;          // 13

  bool HasDossiers() const { return received_total != 0; }
  friend bool operator==(const Form06aRow&, const Form06aRow&) = default;
};

/// The sums of a group of dossiers before the first day, and through the last day.
struct GroupSums {
  std::string code;
  std::string name_vi;
  Sums before;
  Sums through;
};

/// The row of a period. Carried over and open are computed from receipts and ends alone, so that 3
/// = 4+5+6, 7 = 8+9+10, 11 = 12+13 and 3 = 7+11 for any values of the counters.
Form06aRow MakeRow(const GroupSums& group);

/// The sum of rows, without a code.
Form06aRow TotalOf(const std::vector<Form06aRow>& rows);

enum class Grouping { kAgency = 1, kField = 2 };

/// The whole form.
struct Form06a {
  Period period;
  Grouping grouping = Grouping::kAgency;
  std::vector<Form06aRow> rows;
  Form06aRow total;
  std::int64_t events = 0;
  std::int64_t generation = 0;
  Instant as_of{};
};

}  // namespace motcua::reporting
