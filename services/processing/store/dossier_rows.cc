#include "store/dossier_rows.h"

#include <utility>

#include "motcua/type/v1/limit.pb.h"

#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/dossier/dossier_code.h"
#include "motcua/wire/limit.h"

#include "store/sql.h"

namespace motcua::processing {
namespace {

// Lists travel as one text with this separator (ASCII unit separator); domain checks keep control
// characters out.
constexpr char kSeparator = '\x1f';

std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const std::size_t end = text.find(kSeparator);
    items.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return items;
}

db::Params Reference(const std::string& dossier) {
  db::Params params;
  if (IsUuid(dossier)) {
    return params.Text(dossier).Null();
  }
  return params.Null().Text(dossier::LookupKey(dossier));
}

absl::Status Corrupt() {
  return Error(absl::StatusCode::kInternal, "DATA_CORRUPT", "a stored dossier can't be read");
}

void WriteTask(db::Transaction& transaction, const std::string& dossier_id, std::size_t ordinal,
               const Task& task) {
  transaction.Write({sql::kUpsertTask, db::Params()
                                           .Text(task.id)
                                           .Text(dossier_id)
                                           .Int(static_cast<std::int64_t>(ordinal))
                                           .Int(task.stage)
                                           .Text(task.step_id)
                                           .Text(task.step_name_vi)
                                           .Int(static_cast<int>(task.kind))
                                           .Text(task.agency)
                                           .Text(task.officer)
                                           .Int(static_cast<int>(task.state))
                                           .Time(task.opened_at)
                                           .OptionalTime(task.due_at)
                                           .OptionalTime(task.done_at)
                                           .Text(task.opened_by)
                                           .Bool(task.acted)
                                           .Text(task.transferred_from)
                                           .Int(task.transferred_sequence)
                                           .Int(task.done_sequence)});
}

void WriteRequest(db::Transaction& transaction, const std::string& dossier_id, std::size_t ordinal,
                  const Request& request) {
  transaction.Write({sql::kUpsertRequest, db::Params()
                                              .Text(request.id)
                                              .Text(dossier_id)
                                              .Int(static_cast<std::int64_t>(ordinal))
                                              .Text(request.task_id)
                                              .Text(request.agency)
                                              .Int(static_cast<int>(request.kind))
                                              .Time(request.opened_at)
                                              .OptionalTime(request.answer_due_at)
                                              .OptionalTime(request.sent_at)
                                              .OptionalTime(request.closed_at)
                                              .OptionalTime(request.wait_ended_at)
                                              .Values(db::TextArray(request.items_vi))
                                              .Values(db::TextArray(request.paper_ids))
                                              .Int(request.amount_vnd)
                                              .Text(request.payment_reference)});
}

void WriteStop(db::Transaction& transaction, const std::string& dossier_id, std::size_t ordinal,
               const Stop& stop) {
  transaction.Write({sql::kUpsertStop, db::Params()
                                           .Text(dossier_id)
                                           .Int(static_cast<std::int64_t>(ordinal))
                                           .Time(stop.from)
                                           .OptionalTime(stop.to)});
}

/// Writes each element that is new or differs. The lists only ever grow.
template <typename Item, typename Write>
void WriteChanged(const std::vector<Item>& before, const std::vector<Item>& after,
                  const Write& write) {
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (i >= before.size() || !(before[i] == after[i])) {
      write(i, after[i]);
    }
  }
}

void WriteParts(db::Transaction& transaction, const Dossier& before, const Dossier& after) {
  WriteChanged(before.tasks, after.tasks,
               [&](std::size_t i, const Task& task) { WriteTask(transaction, after.id, i, task); });
  WriteChanged(before.requests, after.requests, [&](std::size_t i, const Request& request) {
    WriteRequest(transaction, after.id, i, request);
  });
  WriteChanged(before.stops, after.stops,
               [&](std::size_t i, const Stop& stop) { WriteStop(transaction, after.id, i, stop); });
}

}  // namespace

std::vector<db::Query> DossierQueries(const std::string& dossier, bool lock) {
  return {{lock ? sql::kLockDossier : sql::kReadDossier, Reference(dossier)},
          {sql::kReadTasks, Reference(dossier)},
          {sql::kReadRequests, Reference(dossier)},
          {sql::kReadStops, Reference(dossier)}};
}

Task ReadTask(const db::Result& r, std::size_t row, std::size_t c) {
  Task task;
  task.id = r.Text(row, c);
  task.stage = static_cast<int>(r.Int(row, c + 1));
  task.step_id = r.Text(row, c + 2);
  task.step_name_vi = r.Text(row, c + 3);
  task.kind = static_cast<StepKind>(r.Int(row, c + 4));
  task.agency = r.Text(row, c + 5);
  task.officer = r.Text(row, c + 6);
  task.state = static_cast<TaskState>(r.Int(row, c + 7));
  task.opened_at = r.Time(row, c + 8);
  task.due_at = r.OptionalTime(row, c + 9);
  task.done_at = r.OptionalTime(row, c + 10);
  task.opened_by = r.Text(row, c + 11);
  task.acted = r.Bool(row, c + 12);
  task.transferred_from = r.Text(row, c + 13);
  task.transferred_sequence = r.Int(row, c + 14);
  task.done_sequence = r.Int(row, c + 15);
  return task;
}

absl::StatusOr<std::optional<Dossier>> ReadDossier(const db::Result* results) {
  const db::Result& r = results[0];
  if (r.empty()) {
    return std::nullopt;
  }
  Dossier d;
  std::size_t c = 0;
  const auto text = [&] { return std::string(r.Text(0, c++)); };
  const auto integer = [&] { return r.Int(0, c++); };
  const auto time = [&] { return r.OptionalTime(0, c++); };
  d.id = text();
  d.code = text();
  d.lookup_key = text();
  d.procedure_code = text();
  d.procedure_version = static_cast<int>(integer());
  d.workflow_id = text();
  d.workflow_version = static_cast<int>(integer());
  d.rule_set = text();
  d.channel = static_cast<int>(integer());
  d.receiving_agency = text();
  d.handling_agency = text();
  d.received_at = r.Time(0, c++);
  type::v1::Limit limit;
  if (!limit.ParseFromString(r.Bytes(0, c++))) {
    return Corrupt();
  }
  MOTCUA_ASSIGN_OR_RETURN(d.limit, wire::ToLimitRule(limit));
  d.fee_after_acceptance_vnd = integer();
  d.intake_sequence = integer();
  d.sequence = integer();
  d.revision = integer();
  d.last_occurred_at = r.Time(0, c++);
  MOTCUA_ASSIGN_OR_RETURN(d.state, dossier::NationalStateFromNumber(static_cast<int>(integer())));
  d.due_at = time();
  d.paused = r.Bool(0, c++);
  d.calendar_version = text();
  d.end_reason = static_cast<EndReason>(integer());
  d.ended_at = time();
  d.finished_at = time();
  d.handed_over_at = time();
  d.result_place = static_cast<ResultPlace>(integer());
  d.result_number = text();
  d.result_agency = text();
  d.fee_paid_vnd = integer();
  if (!r.IsNull(0, c)) {
    d.extension = calendar::Extension{.value = static_cast<int>(r.Int(0, c)),
                                      .unit = static_cast<calendar::LimitUnit>(r.Int(0, c + 1))};
  }
  c += 2;
  d.extensions = static_cast<int>(integer());

  for (std::size_t row = 0; row < results[1].size(); ++row) {
    d.tasks.push_back(ReadTask(results[1], row, 0));
  }
  const db::Result& q = results[2];
  for (std::size_t row = 0; row < q.size(); ++row) {
    d.requests.push_back({.id = std::string(q.Text(row, 0)),
                          .task_id = std::string(q.Text(row, 1)),
                          .agency = std::string(q.Text(row, 2)),
                          .kind = static_cast<RequestKind>(q.Int(row, 3)),
                          .opened_at = q.Time(row, 4),
                          .answer_due_at = q.OptionalTime(row, 5),
                          .sent_at = q.OptionalTime(row, 6),
                          .closed_at = q.OptionalTime(row, 7),
                          .wait_ended_at = q.OptionalTime(row, 8),
                          .items_vi = Split(q.Text(row, 9)),
                          .paper_ids = Split(q.Text(row, 10)),
                          .amount_vnd = q.Int(row, 11),
                          .payment_reference = std::string(q.Text(row, 12))});
  }
  for (std::size_t row = 0; row < results[3].size(); ++row) {
    d.stops.push_back({.from = results[3].Time(row, 0), .to = results[3].OptionalTime(row, 1)});
  }
  return d;
}

void InsertDossier(db::Transaction& transaction, const Dossier& d, const std::string& limit_bytes) {
  transaction.Write({sql::kInsertDossier, db::Params()
                                              .Text(d.id)
                                              .Text(d.code)
                                              .Text(d.lookup_key)
                                              .Text(d.procedure_code)
                                              .Int(d.procedure_version)
                                              .Text(d.workflow_id)
                                              .Int(d.workflow_version)
                                              .Text(d.rule_set)
                                              .Int(d.channel)
                                              .Text(d.receiving_agency)
                                              .Text(d.handling_agency)
                                              .Time(d.received_at)
                                              .Bytes(limit_bytes)
                                              .Int(d.fee_after_acceptance_vnd)
                                              .Int(d.intake_sequence)
                                              .Int(d.sequence)
                                              .Int(d.revision)
                                              .Time(d.last_occurred_at)
                                              .Int(dossier::WireNumber(d.state))
                                              .OptionalTime(d.due_at)
                                              .Bool(d.paused)
                                              .Text(d.calendar_version)});
  WriteParts(transaction, Dossier{}, d);
}

void UpdateDossier(db::Transaction& transaction, const Dossier& before, const Dossier& d) {
  db::Params params;
  params.Text(d.id)
      .Int(d.sequence)
      .Int(d.revision)
      .Time(d.last_occurred_at)
      .Int(dossier::WireNumber(d.state))
      .OptionalTime(d.due_at)
      .Bool(d.paused)
      .Text(d.calendar_version)
      .Int(static_cast<int>(d.end_reason))
      .OptionalTime(d.ended_at)
      .OptionalTime(d.finished_at)
      .OptionalTime(d.handed_over_at)
      .Int(static_cast<int>(d.result_place))
      .Text(d.result_number)
      .Text(d.result_agency)
      .Int(d.fee_paid_vnd);
  if (d.extension.has_value()) {
    params.Int(d.extension->value).Int(static_cast<int>(d.extension->unit));
  } else {
    params.Null().Null();
  }
  params.Int(d.extensions);
  transaction.Write({sql::kUpdateDossier, params});
  WriteParts(transaction, before, d);
}

}  // namespace motcua::processing
