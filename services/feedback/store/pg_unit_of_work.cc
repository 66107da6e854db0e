#include "store/pg_unit_of_work.h"

#include "motcua/base/failpoint.h"
#include "motcua/base/status_macros.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/command/answers.h"
#include "motcua/command/audit.h"
#include "motcua/outbox/event_log.h"

#include "messaging/feedback_events.h"
#include "messaging/rules_document.h"
#include "store/opening.h"
#include "store/petition_rows.h"
#include "store/sql.h"

namespace motcua::feedback {
namespace {

class PgSession final : public Session {
 public:
  PgSession(db::Transaction& transaction, const CallContext& call, const PgUnitOfWork::Parts& parts)
      : transaction_(transaction), call_(call), parts_(parts) {}

  absl::StatusOr<Opening> Open(const CommandKey& key, const std::string& petition) override {
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                            transaction_.ReadAll(OpeningQueries(key, petition, true)));
    return ReadOpening(key, petition, results, parts_.rules, Execute());
  }

  // State first, outbox last (R1.1).
  void Record(const Change& change) override {
    const Petition& petition = change.petition;
    transaction_.Write(change.previous_state.has_value() ? UpdatePetitionQuery(petition)
                                                         : InsertPetitionQuery(petition));
    transaction_.Write(InsertHistoryQuery(petition, change.line));
    const Actor& actor = change.line.actor;
    command::AppendAudit(transaction_, {{.caller = call_.caller,
                                         .method = change.method,
                                         .actor = actor,
                                         .subject = petition.id,
                                         .revision_before = petition.revision - 1,
                                         .revision_after = petition.revision,
                                         .reason = change.reason,
                                         .event_id = change.event_id,
                                         .traceparent = call_.traceparent}});
    Publish(MakePetitionEvent(change, parts_.epoch, call_.traceparent));
    MOTCUA_FAILPOINT("feedback.before_petition_commit");
  }

  absl::StatusOr<RatingOpening> OpenRating(const CommandKey& key,
                                           const std::string& lookup_key) override {
    MOTCUA_ASSIGN_OR_RETURN(
        const std::vector<db::Result> results,
        transaction_.ReadAll({{sql::kLockHandedOver, db::Params().Text(lookup_key)},
                              {sql::kFindRating, db::Params().Text(lookup_key)},
                              command::FindAnswer(ToRecord(key))}));
    RatingOpening opening{.answer = ReadRecorded(results[2]), .rated = !results[1].empty()};
    if (const db::Result& found = results[0]; !found.empty()) {
      opening.dossier = HandedOver{.dossier_id = std::string(found.Text(0, 0)),
                                   .code = std::string(found.Text(0, 1)),
                                   .lookup_key = std::string(found.Text(0, 2)),
                                   .handling_agency = std::string(found.Text(0, 3)),
                                   .procedure_code = std::string(found.Text(0, 4)),
                                   .handed_over_at = found.Time(0, 5)};
    }
    return opening;
  }

  void RecordRating(const Rating& rating, const std::string& event_id) override {
    const HandedOver& dossier = rating.dossier;
    const int source = static_cast<int>(rating.source);
    transaction_.Write({sql::kInsertRating, db::Params()
                                                .Text(dossier.dossier_id)
                                                .Int(rating.score)
                                                .Int(source)
                                                .Time(rating.rated_at)});
    transaction_.Write(
        {sql::kCountRating, db::Params()
                                .Text(calendar::FormatDate(calendar::DateOf(rating.rated_at)))
                                .Text(dossier.handling_agency)
                                .Int(source)
                                .Int(rating.score)});
    command::AppendAudit(transaction_, {{.caller = call_.caller,
                                         .method = "RateDossier",
                                         .subject = dossier.dossier_id,
                                         .event_id = event_id,
                                         .traceparent = call_.traceparent}});
    Publish(MakeRatingEvent(rating, event_id, parts_.epoch, call_.traceparent));
    MOTCUA_FAILPOINT("feedback.before_rating_commit");
  }

  void Remember(const CommandKey& key, const std::string& answer) override {
    command::RememberAnswer(transaction_, ToRecord(key), answer);
  }

  absl::StatusOr<std::shared_ptr<const Rules>> LockRules() override {
    MOTCUA_ASSIGN_OR_RETURN(const db::Result version,
                            transaction_.Read({sql::kLockRules, db::Params()}));
    return parts_.rules.Get(version.Int(0, 0), Execute());
  }

  void InsertRules(const PetitionRules& rules) override {
    transaction_.Write(
        {sql::kInsertPetitionRules,
         db::Params().Text(rules.version).Bytes(ToDocument(rules).SerializeAsString())});
    transaction_.Write({sql::kRaiseRulesVersion, db::Params()});
    command::AppendAudit(transaction_, {{.caller = call_.caller,
                                         .method = "LoadPetitionRules",
                                         .subject = "petition-rules/" + rules.version,
                                         .traceparent = call_.traceparent}});
  }

 private:
  RulesCache::Execute Execute() {
    return
        [this](std::vector<db::Query> queries) { return transaction_.ReadAll(std::move(queries)); };
  }

  void Publish(const outbox::Event& event) {
    outbox::Append(transaction_, {event});
    transaction_.AfterCommit(parts_.on_commit);
  }

  db::Transaction& transaction_;
  const CallContext& call_;
  const PgUnitOfWork::Parts& parts_;
};

}  // namespace

absl::Status PgUnitOfWork::Run(const CallContext& call, std::string_view name,
                               const std::function<absl::Status(Session&)>& body) {
  return parts_.pool.Run(call, name, [&](db::Transaction& transaction) {
    PgSession session(transaction, call, parts_);
    return body(session);
  });
}

}  // namespace motcua::feedback
