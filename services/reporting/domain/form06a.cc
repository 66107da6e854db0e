#include "domain/form06a.h"

namespace motcua::reporting {

Form06aRow MakeRow(const GroupSums& group) {
  const Sums& before = group.before;
  const Sums& through = group.through;
  Form06aRow row;
  row.code = group.code;
  row.name_vi = group.name_vi;
  row.received_online = through.received_online - before.received_online;
  row.received_direct_post = through.received_direct + through.received_post -
                             before.received_direct - before.received_post;
  row.carried_over = before.received() - before.ended();
  row.received_total = row.received_online + row.received_direct_post + row.carried_over;
  row.resolved_early = through.resolved_early - before.resolved_early;
  row.resolved_on_time = through.resolved_on_time + through.returned + through.withdrawn -
                         before.resolved_on_time - before.returned - before.withdrawn;
  row.resolved_overdue = through.resolved_overdue - before.resolved_overdue;
  row.resolved_total = row.resolved_early + row.resolved_on_time + row.resolved_overdue;
  row.open_overdue = through.overdue_open;
  row.open_total = through.received() - through.ended();
  row.open_in_limit = row.open_total - row.open_overdue;
  return row;
}

Form06aRow TotalOf(const std::vector<Form06aRow>& rows) {
  Form06aRow total;
  for (const Form06aRow& row : rows) {
    total.received_total += row.received_total;
    total.received_online += row.received_online;
    total.received_direct_post += row.received_direct_post;
    total.carried_over += row.carried_over;
    total.resolved_total += row.resolved_total;
    total.resolved_early += row.resolved_early;
    total.resolved_on_time += row.resolved_on_time;
    total.resolved_overdue += row.resolved_overdue;
    total.open_total += row.open_total;
    total.open_in_limit += row.open_in_limit;
    total.open_overdue += row.open_overdue;
  }
  return total;
}

}  // namespace motcua::reporting
