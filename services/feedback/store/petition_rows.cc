#include "store/petition_rows.h"

#include "motcua/base/uuid.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/dossier/dossier_code.h"

#include "store/sql.h"

namespace motcua::feedback {
namespace {

std::string AnswerDay(const Petition& petition) {
  return calendar::FormatDate(calendar::DateOf(petition.deadlines.answer));
}

}  // namespace

db::Query FindPetitionQuery(const std::string& petition, bool lock) {
  if (IsUuid(petition)) {
    return {lock ? sql::kLockPetitionById : sql::kReadPetitionById, db::Params().Text(petition)};
  }
  return {lock ? sql::kLockPetitionByKey : sql::kReadPetitionByKey,
          db::Params().Text(dossier::LookupKey(petition))};
}

Petition ReadPetition(const db::Result& rows, std::size_t row) {
  Petition petition;
  petition.id = rows.Text(row, 0);
  petition.code = rows.Text(row, 1);
  petition.lookup_key = rows.Text(row, 2);
  petition.secret_hash = rows.Text(row, 3);
  petition.revision = rows.Int(row, 4);
  petition.state = static_cast<PetitionState>(rows.Int(row, 5));
  petition.petition_class = static_cast<PetitionClass>(rows.Int(row, 6));
  petition.channel = static_cast<PetitionChannel>(rows.Int(row, 7));
  petition.title = rows.Text(row, 8);
  petition.content = rows.Text(row, 9);
  petition.sender = {.full_name = std::string(rows.Text(row, 10)),
                     .phone = std::string(rows.Text(row, 11)),
                     .email = std::string(rows.Text(row, 12)),
                     .address = std::string(rows.Text(row, 13))};
  petition.about_dossier = rows.Text(row, 14);
  petition.about_agency = rows.Text(row, 15);
  petition.handling_agency = rows.Text(row, 16);
  petition.external_code = rows.Text(row, 17);
  petition.restricted = rows.Bool(row, 18);
  petition.asked = rows.Bool(row, 19);
  petition.question = rows.Text(row, 20);
  petition.answer = rows.Text(row, 21);
  petition.public_text = rows.Text(row, 22);
  petition.closing_note = rows.Text(row, 23);
  petition.rules_version = rows.Text(row, 24);
  petition.rules_line = static_cast<int>(rows.Int(row, 25));
  petition.sent_at = rows.Time(row, 26);
  petition.deadlines = {.refuse = rows.OptionalTime(row, 27),
                        .ask = rows.OptionalTime(row, 28),
                        .transfer = rows.OptionalTime(row, 29),
                        .answer = rows.Time(row, 30)};
  petition.publish_due_at = rows.OptionalTime(row, 31);
  petition.answered_at = rows.OptionalTime(row, 32);
  petition.published_at = rows.OptionalTime(row, 33);
  petition.last_occurred_at = rows.Time(row, 34);
  return petition;
}

db::Query InsertPetitionQuery(const Petition& petition) {
  return {sql::kInsertPetition, db::Params()
                                    .Text(petition.id)
                                    .Text(petition.code)
                                    .Text(petition.lookup_key)
                                    .Text(petition.secret_hash)
                                    .Int(petition.revision)
                                    .Int(static_cast<int>(petition.state))
                                    .Int(static_cast<int>(petition.petition_class))
                                    .Int(static_cast<int>(petition.channel))
                                    .Text(petition.title)
                                    .Text(petition.content)
                                    .Text(petition.sender.full_name)
                                    .Text(petition.sender.phone)
                                    .Text(petition.sender.email)
                                    .Text(petition.sender.address)
                                    .Text(petition.about_dossier)
                                    .Text(petition.about_agency)
                                    .Text(petition.handling_agency)
                                    .Text(petition.external_code)
                                    .Text(petition.rules_version)
                                    .Int(petition.rules_line)
                                    .Time(petition.sent_at)
                                    .OptionalTime(petition.deadlines.refuse)
                                    .OptionalTime(petition.deadlines.ask)
                                    .OptionalTime(petition.deadlines.transfer)
                                    .Time(petition.deadlines.answer)
                                    .Text(AnswerDay(petition))
                                    .OptionalTime(StepDueAt(petition))
                                    .Time(petition.last_occurred_at)};
}

db::Query UpdatePetitionQuery(const Petition& petition) {
  return {sql::kUpdatePetition, db::Params()
                                    .Text(petition.id)
                                    .Int(petition.revision)
                                    .Int(static_cast<int>(petition.state))
                                    .Int(static_cast<int>(petition.petition_class))
                                    .Text(petition.handling_agency)
                                    .Bool(petition.restricted)
                                    .Bool(petition.asked)
                                    .Text(petition.question)
                                    .Text(petition.answer)
                                    .Text(petition.public_text)
                                    .Text(petition.closing_note)
                                    .Int(petition.rules_line)
                                    .OptionalTime(petition.deadlines.refuse)
                                    .OptionalTime(petition.deadlines.ask)
                                    .OptionalTime(petition.deadlines.transfer)
                                    .Time(petition.deadlines.answer)
                                    .Text(AnswerDay(petition))
                                    .OptionalTime(petition.publish_due_at)
                                    .OptionalTime(petition.answered_at)
                                    .OptionalTime(petition.published_at)
                                    .OptionalTime(StepDueAt(petition))
                                    .Time(petition.last_occurred_at)};
}

db::Query InsertHistoryQuery(const Petition& petition, const HistoryLine& line) {
  return {sql::kInsertHistory, db::Params()
                                   .Text(petition.id)
                                   .Int(petition.revision)
                                   .Time(line.at)
                                   .Int(static_cast<int>(line.state))
                                   .Int(static_cast<int>(line.actor.kind))
                                   .Text(line.actor.id)
                                   .Text(line.actor.agency)
                                   .Text(line.from_agency)
                                   .Text(line.to_agency)
                                   .Text(line.note)
                                   .OptionalTime(line.due_at)};
}

HistoryLine ReadHistoryLine(const db::Result& rows, std::size_t row) {
  return {.at = rows.Time(row, 0),
          .state = static_cast<PetitionState>(rows.Int(row, 1)),
          .actor = {.kind = static_cast<ActorKind>(rows.Int(row, 2)),
                    .id = std::string(rows.Text(row, 3)),
                    .agency = std::string(rows.Text(row, 4))},
          .from_agency = std::string(rows.Text(row, 5)),
          .to_agency = std::string(rows.Text(row, 6)),
          .note = std::string(rows.Text(row, 7)),
          .due_at = rows.OptionalTime(row, 8)};
}

}  // namespace motcua::feedback
