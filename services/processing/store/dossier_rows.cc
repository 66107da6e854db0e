#include "store/dossier_rows.h"

#include <algorithm>
#include <utility>

#include "motcua/type/v1/limit.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/command/reference.h"
#include "motcua/wire/limit.h"

#include "store/dossier_document.h"

namespace motcua::processing {
namespace {

using db::Field;
using db::Fixed;
using db::Key;
using db::Type;

struct DossierRow {
  std::string id;
  std::string lookup_key;
  std::string time_limit;
  std::string calendar_version;
  bool running = false;
  std::string document;
};

DossierRow ToRow(const Dossier& d) {
  return {.id = d.id,
          .lookup_key = d.lookup_key,
          .time_limit = {},
          .calendar_version = d.calendar_version,
          .running = d.running(),
          .document = ToDocument(d)};
}

const db::Table<DossierRow>& Dossiers() {
  static const db::Table<DossierRow> kDossiers(
      "dossiers", {Key(Field("id", Type::kUuid, &DossierRow::id)),
                   Fixed(Field("lookup_key", &DossierRow::lookup_key)),
                   Fixed(Field("time_limit", Type::kBytea, &DossierRow::time_limit)),
                   Field("calendar_version", &DossierRow::calendar_version),
                   Field("running", &DossierRow::running),
                   Field("document", Type::kBytea, &DossierRow::document)});
  return kDossiers;
}

// The columns written by a change: not those fixed at acceptance.
const db::Table<DossierRow>& ChangedDossiers() {
  static const db::Table<DossierRow> kChanged(
      "dossiers", {Key(Field("id", Type::kUuid, &DossierRow::id)),
                   Field("calendar_version", &DossierRow::calendar_version),
                   Field("running", &DossierRow::running),
                   Field("document", Type::kBytea, &DossierRow::document)});
  return kChanged;
}

struct OpenTask {
  std::string id;
  std::string dossier_id;
  std::string agency;
  /// Instant::max() for a task without a due time, so that it comes last.
  Instant due_at{};
};

const db::Table<OpenTask>& OpenTasks() {
  static const db::Table<OpenTask> kOpenTasks(
      "open_tasks", {Key(Field("id", Type::kUuid, &OpenTask::id)),
                     Fixed(Field("dossier_id", Type::kUuid, &OpenTask::dossier_id)),
                     Field("agency", &OpenTask::agency), Field("due_at", &OpenTask::due_at)});
  return kOpenTasks;
}

constexpr db::Statement kDeleteOpenTasks = {"delete_open_tasks",
                                            "DELETE FROM open_tasks WHERE id = ANY ($1::uuid[])"};

const db::Table<LedgerRow>& Ledger() {
  static const db::Table<LedgerRow> kLedger(
      "deadline_ledger",
      {Field("dossier_id", Type::kUuid, &LedgerRow::dossier_id),
       Field("sequence", &LedgerRow::sequence), Field("changed_at", &LedgerRow::at),
       Field("cause", &LedgerRow::cause), Field("due_before", &LedgerRow::due_before),
       Field("due_after", &LedgerRow::due_after),
       Field("calendar_version", &LedgerRow::calendar_version),
       Field("legal_ground", &LedgerRow::legal_ground)});
  return kLedger;
}

/// The row of an open task in the queue.
std::optional<OpenTask> RowOf(const Dossier& dossier, const Task& task) {
  if (task.state != TaskState::kOpen) {
    return std::nullopt;
  }
  return OpenTask{.id = task.id,
                  .dossier_id = dossier.id,
                  .agency = task.agency,
                  .due_at = task.due_at.value_or(Instant::max())};
}

bool SameRow(const std::optional<OpenTask>& a, const std::optional<OpenTask>& b) {
  return a.has_value() == b.has_value() &&
         (!a.has_value() || (a->agency == b->agency && a->due_at == b->due_at));
}

}  // namespace

db::Query DossiersQuery(const std::vector<std::string>& dossiers, db::Reading reading) {
  static const db::ReadStatements kReads = Dossiers().Reads(
      "dossiers", "WHERE id = ANY ($1::uuid[]) OR lookup_key = ANY ($2::text[]) ORDER BY id");
  return {.statement = kReads[reading], .params = command::ByIdOrCode(dossiers)};
}

absl::StatusOr<std::vector<Dossier>> ReadDossiers(const db::Result& result) {
  std::vector<Dossier> dossiers;
  for (const DossierRow& row : Dossiers().ReadAll(result)) {
    MOTCUA_ASSIGN_OR_RETURN(Dossier dossier, FromDocument(row.document));
    type::v1::Limit limit;
    if (!limit.ParseFromString(row.time_limit)) {
      return Error(absl::StatusCode::kInternal, "DATA_CORRUPT", "a stored limit can't be read");
    }
    MOTCUA_ASSIGN_OR_RETURN(dossier.limit, wire::ToLimitRule(limit));
    dossiers.push_back(std::move(dossier));
  }
  return dossiers;
}

void InsertDossier(db::Transaction& transaction, const Dossier& dossier,
                   const std::string& limit_bytes) {
  std::vector<DossierRow> rows = {ToRow(dossier)};
  rows[0].time_limit = limit_bytes;
  std::vector<OpenTask> open;
  for (const Task& task : dossier.tasks) {
    if (auto row = RowOf(dossier, task); row.has_value()) {
      open.push_back(*std::move(row));
    }
  }
  transaction.Write(Dossiers().Insert(rows));
  transaction.Write(OpenTasks().Insert(open));
}

void UpdateDossiers(db::Transaction& transaction,
                    const std::vector<command::Written<DossierModel>>& changes) {
  std::vector<DossierRow> rows;
  std::vector<OpenTask> changed;
  db::Array closed(Type::kUuid);
  for (const auto& [before, after] : changes) {
    rows.push_back(ToRow(*after));
    // Tasks are never removed.
    for (std::size_t i = 0; i < after->tasks.size(); ++i) {
      const bool known = i < before->tasks.size();
      const auto was = known ? RowOf(*before, before->tasks[i]) : std::nullopt;
      auto is = RowOf(*after, after->tasks[i]);
      if (SameRow(was, is)) {
        continue;
      }
      if (is.has_value()) {
        changed.push_back(*std::move(is));
      } else {
        closed.Text(was->id);
      }
    }
  }
  transaction.Write(ChangedDossiers().Update(rows));
  if (closed.size() > 0) {
    transaction.Write({.statement = kDeleteOpenTasks, .params = db::Params().Values(closed)});
  }
  if (!changed.empty()) {
    transaction.Write(OpenTasks().Upsert(changed));
  }
}

LedgerRow ToLedgerRow(const Dossier& after, const DeadlineChange& change) {
  return {.dossier_id = after.id,
          .sequence = after.sequence,
          .at = after.last_occurred_at,
          .cause = std::string(ToString(change.cause)),
          .due_before = change.due_before,
          .due_after = change.due_after,
          .calendar_version = change.calendar_version,
          .legal_ground = change.legal_ground};
}

void InsertLedger(db::Transaction& transaction, const std::vector<LedgerRow>& rows) {
  if (!rows.empty()) {
    transaction.Write(Ledger().Insert(rows));
  }
}

db::Query LedgerQuery(const std::string& dossier_id) {
  static const db::MadeStatement kRead =
      Ledger().Select("read_ledger", "WHERE dossier_id = $1 ORDER BY sequence LIMIT 1000");
  return {.statement = kRead, .params = db::Params().Text(dossier_id)};
}

std::vector<LedgerRow> ReadLedger(const db::Result& result) {
  return Ledger().ReadAll(result);
}

}  // namespace motcua::processing
