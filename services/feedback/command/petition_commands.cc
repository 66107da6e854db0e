#include "command/petition_commands.h"

#include <algorithm>
#include <array>
#include <map>

#include "motcua/base/status_macros.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/command/reference.h"
#include "motcua/dossier/dossier_code.h"
#include "motcua/dossier/lookup_secret.h"

#include "messaging/feedback_events.h"
#include "store/petition_rows.h"
#include "store/sql.h"

namespace motcua::feedback {
namespace {

constexpr int kSecretCharacters = 8;

/// By id or by code in any spelling; null if it is not among them.
const Petition* FindNamed(const std::vector<Petition>& petitions, const std::string& reference) {
  const std::string name = command::NameOf(reference);
  const auto found = std::ranges::find_if(petitions, [&](const Petition& petition) {
    return petition.id == name || petition.lookup_key == name;
  });
  return found == petitions.end() ? nullptr : &*found;
}

}  // namespace

absl::Status PetitionCommands::Check(const command::Command<PetitionModel>& command) const {
  return command.header.subject.empty() ? command::CheckActor(command.header.actor, "actor")
                                        : command::CheckHeader(command.header);
}

std::vector<db::Query> PetitionCommands::Open(const Commands& commands, bool wait) const {
  std::vector<std::string> petitions;
  std::vector<std::string> others;
  for (const command::Command<PetitionModel>* command : commands) {
    if (!command->header.subject.empty()) {
      petitions.push_back(command->header.subject);
    }
    if (!command->request.other.empty()) {
      others.push_back(command->request.other);
    }
  }
  std::vector<db::Query> queries = {
      PetitionsQuery(petitions, wait ? db::Reading::kLock : db::Reading::kLockFree),
      {sql::kReadRulesVersion, db::Params()}};
  if (!others.empty()) {
    queries.push_back(PetitionsQuery(others, db::Reading::kPlain));
  }
  return queries;
}

absl::StatusOr<command::Opening<PetitionModel>> PetitionCommands::Read(
    const Commands& commands, const std::vector<db::Result>& results,
    db::Transaction& transaction) const {
  command::Opening<PetitionModel> opening;
  opening.aggregates = ReadPetitions(results[0]);
  opening.places = command::PlacesOf<PetitionModel>(
      commands, opening.aggregates,
      [](const Petition& petition) {
        return std::array{petition.id, petition.lookup_key};
      },
      command::NameOf);
  MOTCUA_ASSIGN_OR_RETURN(
      opening.around.rules,
      parts_.rules.Get(results[1].front().Int("version"), [&](std::vector<db::Query> queries) {
        return transaction.ReadAll(std::move(queries));
      }));
  if (results.size() > 2) {
    opening.around.others = ReadPetitions(results[2]);
  }
  return opening;
}

absl::StatusOr<PetitionDecision> PetitionCommands::Decide(
    const command::Command<PetitionModel>& command, const Surroundings& around, Petition& petition,
    Instant now) const {
  const Situation situation{.now = now,
                            .actor = command.header.actor,
                            .reason = command.header.reason,
                            .rules = *around.rules,
                            .other = FindNamed(around.others, command.request.other)};
  PetitionDecision decision;
  MOTCUA_ASSIGN_OR_RETURN(decision.line, command.request.decide(petition, situation));
  if (petition.id.empty()) {
    petition.id = parts_.ids.NewId();
  }
  ++petition.revision;
  petition.last_occurred_at = now;
  decision.view = ViewOf(petition, situation.actor, situation.rules, now);
  return decision;
}

absl::Status PetitionCommands::Number(std::vector<command::Change<PetitionModel>>& changes) const {
  std::map<calendar::LocalDate, std::vector<command::Change<PetitionModel>*>> by_day;
  for (command::Change<PetitionModel>& change : changes) {
    if (!change.before.has_value()) {
      by_day[calendar::DateOf(change.after.sent_at)].push_back(&change);
    }
  }
  if (by_day.empty()) {
    return absl::OkStatus();
  }
  db::Array days(db::Type::kDate);
  db::Array counts(db::Type::kBigint);
  for (const auto& [day, made] : by_day) {
    days.Date(day);
    counts.Int(static_cast<std::int64_t>(made.size()));
  }
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, parts_.serials.Acquire({}));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result drawn,
      lease->Execute({sql::kNextSerials, db::Params().Values(days).Values(counts)}));
  std::map<std::string, std::int64_t> last;
  for (const db::Row row : drawn) {
    last[row.Text("day")] = row.Int("last");
  }
  for (const auto& [day, made] : by_day) {
    std::int64_t serial =
        last.at(calendar::FormatDate(day)) - static_cast<std::int64_t>(made.size());
    for (command::Change<PetitionModel>* change : made) {
      Petition& petition = change->after;
      petition.code = FormatPetitionCode(parts_.province, petition.sent_at,
                                         static_cast<std::uint64_t>(++serial));
      petition.lookup_key = dossier::LookupKey(petition.code);
      change->decision.lookup_secret = parts_.ids.NewSecret(kSecretCharacters);
      petition.secret_hash =
          dossier::HashLookupSecret(petition.lookup_key, change->decision.lookup_secret);
    }
  }
  return absl::OkStatus();
}

std::optional<outbox::Event> PetitionCommands::EventOf(
    const command::Change<PetitionModel>& change) const {
  return MakePetitionEvent(change, parts_.epoch);
}

void PetitionCommands::Write(db::Transaction& transaction,
                             const std::vector<command::Written<PetitionModel>>& petitions,
                             const std::vector<command::Change<PetitionModel>>& changes) const {
  std::vector<HistoryRow> history;
  std::vector<LikenessRow> likenesses;
  for (const command::Change<PetitionModel>& change : changes) {
    history.push_back({.petition_id = change.after.id,
                       .revision = change.after.revision,
                       .line = change.decision.line});
    if (!change.before.has_value()) {
      AddLikenesses(change.after, likenesses);
    }
  }
  WritePetitions(transaction, petitions);
  InsertHistory(transaction, history);
  if (!likenesses.empty()) {
    InsertLikenesses(transaction, likenesses);
  }
}

absl::Status PetitionCommands::Unknown() const {
  return PetitionUnknown();
}

std::string PetitionCommands::AuditReason(const command::Command<PetitionModel>& command) const {
  return command.header.actor.kind == ActorKind::kOfficer ? command.header.reason : "";
}

}  // namespace motcua::feedback
