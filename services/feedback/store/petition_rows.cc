#include "store/petition_rows.h"

#include "motcua/base/sha256.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/command/reference.h"
#include "motcua/command/written_rows.h"

#include "domain/likeness.h"

namespace motcua::feedback {
namespace {

using db::Derived;
using db::Field;
using db::Fixed;
using db::Key;
using db::Type;

const db::Table<Petition>& Petitions() {
  static const db::Table<Petition> kPetitions(
      "petitions",
      {Key(Field("id", Type::kUuid, &Petition::id)),
       Fixed(Field("code", &Petition::code)),
       Fixed(Field("lookup_key", &Petition::lookup_key)),
       Fixed(Field("secret_hash", &Petition::secret_hash)),
       Field("revision", &Petition::revision),
       Field("state", &Petition::state),
       Field("class", &Petition::petition_class),
       Fixed(Field("channel", &Petition::channel)),
       Fixed(Field("title", &Petition::title)),
       Fixed(Field("content", &Petition::content)),
       Fixed(Field<Petition>(
           "sender_name", [](auto& row) -> auto& { return row.sender.full_name; })),
       Fixed(Field<Petition>(
           "sender_phone", [](auto& row) -> auto& { return row.sender.phone; })),
       Fixed(Field<Petition>(
           "sender_email", [](auto& row) -> auto& { return row.sender.email; })),
       Fixed(Field<Petition>(
           "sender_address", [](auto& row) -> auto& { return row.sender.address; })),
       Fixed(Field("about_dossier", &Petition::about_dossier)),
       Fixed(Field("about_agency", &Petition::about_agency)),
       Field("handling_agency", &Petition::handling_agency),
       Fixed(Field("external_code", &Petition::external_code)),
       Field("restricted", &Petition::restricted),
       Field("asked", &Petition::asked),
       Field("question", &Petition::question),
       Field("answer", &Petition::answer),
       Field("public_text", &Petition::public_text),
       Field("closing_note", &Petition::closing_note),
       Field("joined_to", &Petition::joined_to),
       Fixed(Field("rules_version", &Petition::rules_version)),
       Field("rules_line", &Petition::rules_line),
       Fixed(Field("sent_at", &Petition::sent_at)),
       Field<Petition>(
           "refuse_due_at", [](auto& row) -> auto& { return row.deadlines.refuse; }),
       Field<Petition>(
           "ask_due_at", [](auto& row) -> auto& { return row.deadlines.ask; }),
       Field<Petition>(
           "transfer_due_at", [](auto& row) -> auto& { return row.deadlines.transfer; }),
       Field<Petition>(
           "answer_due_at", [](auto& row) -> auto& { return row.deadlines.answer; }),
       Derived<Petition>("answer_due_on", Type::kDate,
                         [](const Petition& row, db::Array& out) {
                           out.Date(calendar::DateOf(row.deadlines.answer));
                         }),
       Field("publish_due_at", &Petition::publish_due_at),
       Field("answered_at", &Petition::answered_at),
       Field("published_at", &Petition::published_at),
       Derived<Petition>(
           "step_due_at", Type::kTimestamptz,
           [](const Petition& row, db::Array& out) { out.OptionalTime(StepDueAt(row)); }),
       Field("last_occurred_at", &Petition::last_occurred_at)});
  return kPetitions;
}

const db::Table<HistoryRow>& History() {
  static const db::Table<HistoryRow> kHistory(
      "petition_history",
      {Field("petition_id", Type::kUuid, &HistoryRow::petition_id),
       Field("revision", &HistoryRow::revision),
       Field<HistoryRow>(
           "at", [](auto& row) -> auto& { return row.line.at; }),
       Field<HistoryRow>(
           "state", [](auto& row) -> auto& { return row.line.state; }),
       Field<HistoryRow>(
           "actor_kind", [](auto& row) -> auto& { return row.line.actor.kind; }),
       Field<HistoryRow>(
           "actor_id", [](auto& row) -> auto& { return row.line.actor.id; }),
       Field<HistoryRow>(
           "actor_agency", [](auto& row) -> auto& { return row.line.actor.agency; }),
       Field<HistoryRow>(
           "from_agency", [](auto& row) -> auto& { return row.line.from_agency; }),
       Field<HistoryRow>(
           "to_agency", [](auto& row) -> auto& { return row.line.to_agency; }),
       Field<HistoryRow>(
           "note", [](auto& row) -> auto& { return row.line.note; }),
       Field<HistoryRow>(
           "due_at", [](auto& row) -> auto& { return row.line.due_at; })});
  return kHistory;
}

const db::Table<LikenessRow>& Likenesses() {
  static const db::Table<LikenessRow> kLikenesses(
      "petition_likenesses",
      {Field("likeness", &LikenessRow::likeness), Field("sent_at", &LikenessRow::sent_at),
       Field("petition_id", Type::kUuid, &LikenessRow::petition_id)});
  return kLikenesses;
}

}  // namespace

db::Query PetitionsQuery(const std::vector<std::string>& petitions, db::Reading reading) {
  static const db::ReadStatements kReads = Petitions().Reads(
      "petitions", "WHERE id = ANY ($1::uuid[]) OR lookup_key = ANY ($2::text[]) ORDER BY id");
  return {.statement = kReads[reading], .params = command::ByIdOrCode(petitions)};
}

const std::string& PetitionColumns() {
  static const std::string kColumns = Petitions().Columns("p");
  return kColumns;
}

std::vector<Petition> ReadPetitions(const db::Result& result) {
  return Petitions().ReadAll(result);
}

void WritePetitions(db::Transaction& transaction,
                    const std::vector<command::Written<PetitionModel>>& petitions) {
  command::WriteRows(transaction, Petitions(), petitions);
}

void InsertHistory(db::Transaction& transaction, const std::vector<HistoryRow>& rows) {
  transaction.Write(History().Insert(rows));
}

void AddLikenesses(const Petition& petition, std::vector<LikenessRow>& rows) {
  for (const std::string& likeness : LikenessesOf(petition)) {
    rows.push_back(
        {.likeness = Sha256Hex(likeness), .sent_at = petition.sent_at, .petition_id = petition.id});
  }
}

void InsertLikenesses(db::Transaction& transaction, const std::vector<LikenessRow>& rows) {
  transaction.Write(Likenesses().Insert(rows));
}

db::Query HistoryQuery(const std::string& petition_id) {
  static const db::MadeStatement kRead =
      History().Select("read_petition_history", "WHERE petition_id = $1 ORDER BY revision");
  return {.statement = kRead, .params = db::Params().Text(petition_id)};
}

std::vector<HistoryLine> ReadHistory(const db::Result& result) {
  std::vector<HistoryLine> lines;
  for (HistoryRow& row : History().ReadAll(result)) {
    lines.push_back(std::move(row.line));
  }
  return lines;
}

}  // namespace motcua::feedback
