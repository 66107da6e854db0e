#include "store/event_rows.h"

#include <vector>

#include "motcua/db/table.h"

namespace motcua::portalsync {
namespace {

using db::Derived;
using db::Field;
using db::Type;

using Taken = TakenEvent;

// What is read is the event; its place in its source is only used in SQL.
const db::Table<Taken>& Events() {
  static const db::Table<Taken> kEvents(
      "events",
      {db::Key(Field<Taken>(
           "event_id", Type::kUuid, [](auto& row) -> auto& { return row.event.event_id; })),
       Derived<Taken>("dossier_id", Type::kUuid,
                      [](const Taken& row, db::Array& out) { out.Text(row.dossier_id); }),
       Derived<Taken>("source", Type::kText,
                      [](const Taken& row, db::Array& out) { out.Text(row.source); }),
       Derived<Taken>("epoch", Type::kInteger,
                      [](const Taken& row, db::Array& out) { out.Int(row.epoch); }),
       Derived<Taken>("sequence", Type::kBigint,
                      [](const Taken& row, db::Array& out) { out.Int(row.sequence); }),
       Derived<Taken>("builds_on", Type::kBigint,
                      [](const Taken& row, db::Array& out) { out.Int(row.builds_on); }),
       Derived<Taken>("previous_state", Type::kSmallint,
                      [](const Taken& row, db::Array& out) { out.Int(row.previous_state); }),
       Field<Taken>(
           "kind", [](auto& row) -> auto& { return row.event.kind; }),
       Field<Taken>(
           "state", [](auto& row) -> auto& { return row.event.state; }),
       Field<Taken>(
           "occurred_at", [](auto& row) -> auto& { return row.event.occurred_at; }),
       Field<Taken>(
           "received_at", [](auto& row) -> auto& { return row.event.received_at; }),
       Field<Taken>(
           "due_at", [](auto& row) -> auto& { return row.event.due_at; }),
       Field<Taken>(
           "actor_kind", [](auto& row) -> auto& { return row.event.actor; }),
       Field<Taken>(
           "officer", [](auto& row) -> auto& { return row.event.officer; }),
       Field<Taken>(
           "handling_agency", [](auto& row) -> auto& { return row.event.handling_agency; }),
       Field<Taken>(
           "current_agency", [](auto& row) -> auto& { return row.event.current_agency; }),
       Field<Taken>(
           "step_vi", [](auto& row) -> auto& { return row.event.step_vi; })});
  return kEvents;
}

}  // namespace

void InsertEvent(db::Transaction& transaction, const TakenEvent& taken) {
  transaction.Write(Events().InsertNew(std::vector{taken}));
}

std::string EventColumns(const std::string& alias) {
  return Events().Columns(alias);
}

DossierEvent ReadEvent(const db::Row& row) {
  return Events().Read(row).event;
}

}  // namespace motcua::portalsync
