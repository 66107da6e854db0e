#include "usecase/take_in.h"

#include "motcua/base/status_macros.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/dossier/dossier_code.h"
#include "motcua/dossier/lookup_secret.h"

#include "domain/acceptance.h"

namespace motcua::intake {
namespace {

constexpr int kSecretCharacters = 8;

}  // namespace

absl::StatusOr<std::string> TakeIn::File(const CallContext& call, const Invocation& invocation,
                                         const DossierContent& content, const Actor& actor) const {
  const auto begin = [&](const Rules& rules, Dossier& dossier) -> absl::StatusOr<Decision> {
    MOTCUA_ASSIGN_OR_RETURN(const AcceptanceClock clock,
                            ComputeAcceptanceClock(rules, dossier.rule_set, dossier.filed_at));
    dossier.next_alert_at = clock.alert_at;
    dossier.acceptance_due_at = clock.due_at;
    return Decision{.event = DossierFiled{},
                    .receipt = AcknowledgeFiling(rules, dossier, parts_.lookup_url)};
  };
  return Run(call, invocation, content, Channel::kOnline, actor, begin);
}

absl::StatusOr<std::string> TakeIn::Receive(const CallContext& call, const Invocation& invocation,
                                            const DossierContent& content, Channel channel,
                                            const Actor& actor, bool fee_taken) const {
  const auto begin = [&](const Rules& rules, Dossier& dossier) -> absl::StatusOr<Decision> {
    MOTCUA_RETURN_IF_ERROR(CheckCounter(dossier, actor));
    dossier.fee_paid = fee_taken && dossier.fee_vnd > 0;
    Dossier accepted = dossier;
    MOTCUA_RETURN_IF_ERROR(Accept(accepted, dossier.filed_at, std::nullopt));
    MOTCUA_ASSIGN_OR_RETURN(const Acceptance acceptance,
                            ComputeAcceptance(rules, dossier, dossier.filed_at));
    MOTCUA_RETURN_IF_ERROR(Accept(dossier, dossier.filed_at, acceptance.due_at));
    return Decision{.event = DossierAccepted{.acceptance = acceptance},
                    .receipt = PrintReceipt(rules, dossier, acceptance, parts_.lookup_url)};
  };
  return Run(call, invocation, content, channel, actor, begin);
}

absl::StatusOr<Dossier> TakeIn::MakeDossier(const CallContext& call, const Admission& admission,
                                            Channel channel, Instant now) const {
  const std::string& agency = admission.content.receiving_agency;
  const calendar::LocalDate day = calendar::DateOf(now);
  MOTCUA_ASSIGN_OR_RETURN(const std::uint64_t serial,
                          parts_.serials.Next(call, agency, calendar::FormatDate(day)));
  Dossier dossier{.id = parts_.ids.NewId(),
                  .channel = channel,
                  .content = admission.content,
                  .procedure_version = admission.procedure->version,
                  .rule_set = admission.rule_set->id,
                  .filed_at = now,
                  .fee_vnd = admission.fee_before_vnd};
  MOTCUA_ASSIGN_OR_RETURN(
      dossier.code, dossier::FormatDossierCode(agency, std::chrono::year_month_day{day}, serial));
  dossier.lookup_key = dossier::LookupKey(dossier.code);
  return dossier;
}

absl::StatusOr<std::string> TakeIn::Run(const CallContext& call, const Invocation& invocation,
                                        const DossierContent& content, Channel channel,
                                        const Actor& actor, const Begin& begin) const {
  MOTCUA_ASSIGN_OR_RETURN(const CommandKey key,
                          MakeKey(call, invocation.method, invocation.request_hash));
  // Papers that are not even ids cannot be asked for; the check of the content names them.
  const bool readable = CheckParts(content.parts, "content.parts").ok();
  const OpeningRequest request{
      .key = key, .papers = readable ? PapersOf(content.parts) : std::vector<std::string>()};
  MOTCUA_ASSIGN_OR_RETURN(const Opening opening, parts_.reader.Look(call, request));
  MOTCUA_ASSIGN_OR_RETURN(std::optional<std::string> replay, ReplayOf(opening.answer, key));
  if (replay.has_value()) {
    return *std::move(replay);
  }

  MOTCUA_RETURN_IF_ERROR(CheckActor(actor, "actor"));
  if (channel != Channel::kOnline && channel != Channel::kDirect && channel != Channel::kPost) {
    return FieldError("channel", "CHANNEL_INVALID", "a clerk receives DIRECT or by POST");
  }
  const Instant now = parts_.clock.Now();
  MOTCUA_ASSIGN_OR_RETURN(const Admission admission, Admit(*opening.rules, content, channel, now));
  MOTCUA_RETURN_IF_ERROR(CheckPapersFound(opening.missing_papers));

  // Everything that may be refused is refused on a dossier without a code, so that no serial is
  // spent on it.
  {
    Dossier trial{.channel = channel,
                  .content = admission.content,
                  .procedure_version = admission.procedure->version,
                  .rule_set = admission.rule_set->id,
                  .filed_at = now,
                  .fee_vnd = admission.fee_before_vnd};
    MOTCUA_RETURN_IF_ERROR(begin(*opening.rules, trial).status());
  }
  MOTCUA_ASSIGN_OR_RETURN(Dossier dossier, MakeDossier(call, admission, channel, now));
  const std::string secret = parts_.ids.NewSecret(kSecretCharacters);
  dossier.secret_hash = dossier::HashLookupSecret(dossier.lookup_key, secret);
  MOTCUA_ASSIGN_OR_RETURN(Decision decision, begin(*opening.rules, dossier));
  dossier.revision = 1;
  Advance(dossier, now);

  // The secret is shown to the filer, in this answer; the stored receipt is without it.
  Outcome outcome{.dossier = dossier, .receipt = decision.receipt};
  outcome.receipt->lookup_secret = secret;
  const bool received = dossier.accepted;
  const Change change{
      .dossier = dossier,
      .event = {.id = parts_.ids.NewId(), .body = std::move(decision.event), .actor = actor},
      .method = invocation.method,
      .lookup_secret = secret,
      .cited_papers = request.papers,
      .receipt = received ? decision.receipt : std::nullopt};
  std::string answer = invocation.encode(outcome);

  bool first = true;
  const auto body = [&](Session& session) -> absl::Status {
    if (!first) {
      // Started again: most likely another call with this key was quicker. Its answer is ours.
      MOTCUA_ASSIGN_OR_RETURN(const Opening again, session.Open({.key = key}));
      MOTCUA_ASSIGN_OR_RETURN(std::optional<std::string> earlier, ReplayOf(again.answer, key));
      if (earlier.has_value()) {
        answer = *std::move(earlier);
        return absl::OkStatus();
      }
    }
    first = false;
    session.Record(change);
    session.Remember(key, answer);
    return absl::OkStatus();
  };
  MOTCUA_RETURN_IF_ERROR(parts_.work.Run(call, invocation.method, body));
  return answer;
}

}  // namespace motcua::intake
