#include "command/dossier_commands.h"

#include <array>
#include <map>
#include <tuple>

#include "motcua/base/status_macros.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/command/reference.h"
#include "motcua/dossier/dossier_code.h"
#include "motcua/dossier/lookup_secret.h"

#include "messaging/dossier_events.h"
#include "store/dossier_rows.h"
#include "store/sql.h"

namespace motcua::intake {
namespace {

constexpr int kSecretCharacters = 8;

using Change = command::Change<DossierModel>;

}  // namespace

absl::Status DossierCommands::Check(const command::Command<DossierModel>& command) const {
  return command.header.subject.empty() ? command::CheckActor(command.header.actor, "actor")
                                        : command::CheckHeader(command.header);
}

std::vector<db::Query> DossierCommands::Open(const Commands& commands, bool wait) const {
  std::vector<std::string> dossiers;
  std::vector<std::string> papers;
  for (const command::Command<DossierModel>* command : commands) {
    if (!command->header.subject.empty()) {
      dossiers.push_back(command->header.subject);
    }
    papers.insert(papers.end(), command->request.papers.begin(), command->request.papers.end());
  }
  return {DossiersQuery(dossiers, wait ? db::Reading::kLock : db::Reading::kLockFree),
          {sql::kReadRulesVersion, db::Params()},
          {sql::kMissingPapers, db::Params().Values(db::UuidArray(papers))}};
}

absl::StatusOr<command::Opening<DossierModel>> DossierCommands::Read(
    const Commands& commands, const std::vector<db::Result>& results,
    db::Transaction& transaction) const {
  command::Opening<DossierModel> opening;
  opening.aggregates = ReadDossiers(results[0]);
  opening.places = command::PlacesOf<DossierModel>(
      commands, opening.aggregates,
      [](const Dossier& dossier) {
        return std::array{dossier.id, dossier.lookup_key};
      },
      command::NameOf);
  MOTCUA_ASSIGN_OR_RETURN(
      opening.around.rules,
      parts_.rules.Get(results[1].front().Int("version"), [&](std::vector<db::Query> queries) {
        return transaction.ReadAll(std::move(queries));
      }));
  for (const db::Row row : results[2]) {
    opening.around.missing_papers.insert(row.Text("id"));
  }
  return opening;
}

absl::StatusOr<Decision> DossierCommands::Decide(const command::Command<DossierModel>& command,
                                                 const Surroundings& around, Dossier& dossier,
                                                 Instant now) const {
  for (const std::string& paper : command.request.papers) {
    if (around.missing_papers.contains(paper)) {
      return Error(absl::StatusCode::kInvalidArgument, "PAPER_UNKNOWN",
                   "no such paper; upload it first", {{"field", "parts"}, {"paper_id", paper}});
    }
  }
  MOTCUA_ASSIGN_OR_RETURN(Decision decision, intake::Decide(dossier, command.request.transition,
                                                            {.actor = command.header.actor,
                                                             .reason = command.header.reason,
                                                             .now = now,
                                                             .rules = *around.rules},
                                                            !command.by_program()));
  if (dossier.id.empty()) {
    dossier.id = parts_.ids.NewId();
  } else if (decision.receipt.has_value()) {
    PutCode(*decision.receipt, dossier.code, parts_.lookup_url);
  }
  return decision;
}

absl::Status DossierCommands::Number(std::vector<Change>& changes) const {
  std::map<std::pair<std::string, calendar::LocalDate>, std::vector<Change*>> by_series;
  for (Change& change : changes) {
    if (!change.before.has_value()) {
      by_series[{change.after.content.receiving_agency, calendar::DateOf(change.after.filed_at)}]
          .push_back(&change);
    }
  }
  if (by_series.empty()) {
    return absl::OkStatus();
  }
  db::Array agencies(db::Type::kText);
  db::Array days(db::Type::kDate);
  db::Array counts(db::Type::kBigint);
  for (const auto& [series, made] : by_series) {
    agencies.Text(series.first);
    days.Date(series.second);
    counts.Int(static_cast<std::int64_t>(made.size()));
  }
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, parts_.serials.Acquire({}));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result drawn,
      lease->Execute(
          {sql::kNextSerials, db::Params().Values(agencies).Values(days).Values(counts)}));
  std::map<std::pair<std::string, std::string>, std::int64_t> last;
  for (const db::Row row : drawn) {
    last[{row.Text("agency"), row.Text("day")}] = row.Int("last");
  }
  for (const auto& [series, made] : by_series) {
    const auto& [agency, day] = series;
    std::int64_t serial =
        last.at({agency, calendar::FormatDate(day)}) - static_cast<std::int64_t>(made.size());
    for (Change* change : made) {
      Dossier& dossier = change->after;
      MOTCUA_ASSIGN_OR_RETURN(dossier.code,
                              dossier::FormatDossierCode(agency, std::chrono::year_month_day{day},
                                                         static_cast<std::uint64_t>(++serial)));
      dossier.lookup_key = dossier::LookupKey(dossier.code);
      change->decision.lookup_secret = parts_.ids.NewSecret(kSecretCharacters);
      dossier.secret_hash =
          dossier::HashLookupSecret(dossier.lookup_key, change->decision.lookup_secret);
      if (change->decision.receipt.has_value()) {
        PutCode(*change->decision.receipt, dossier.code, parts_.lookup_url);
      }
    }
  }
  return absl::OkStatus();
}

std::optional<outbox::Event> DossierCommands::EventOf(const Change& change) const {
  return MakeDossierEvent(change, parts_.epoch);
}

void DossierCommands::Write(db::Transaction& transaction,
                            const std::vector<command::Written<DossierModel>>& dossiers,
                            const std::vector<Change>& changes) const {
  WriteDossiers(transaction, dossiers);
  WriteBeside(transaction, changes);
}

absl::Status DossierCommands::Unknown() const {
  return Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "no such dossier");
}

absl::Status DossierCommands::CheckOwned(const Dossier& dossier) const {
  return intake::CheckOwned(dossier);
}

}  // namespace motcua::intake
