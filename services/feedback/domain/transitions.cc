#include "domain/transitions.h"

#include <algorithm>
#include <initializer_list>
#include <tuple>

#include "motcua/base/status_macros.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/dossier/lookup_secret.h"
#include "motcua/text/text.h"

#include "domain/likeness.h"
#include "domain/sender_check.h"

namespace motcua::feedback {
namespace {

constexpr std::size_t kMaxTitle = 2000;
constexpr std::size_t kMaxText = 20000;
constexpr std::size_t kMaxAgencyName = 200;
constexpr std::size_t kMaxCode = 64;
constexpr std::size_t kMaxExternalCode = 40;

std::string DateText(Instant instant) {
  return calendar::FormatDate(calendar::DateOf(instant));
}

absl::Status Precondition(const Petition& petition, std::string_view reason,
                          std::string_view message) {
  return Error(
      absl::StatusCode::kFailedPrecondition, reason, message,
      {{"state", NameOf(petition.state)}, {"revision", std::to_string(petition.revision)}});
}

absl::Status RequireState(const Petition& petition, std::initializer_list<PetitionState> states) {
  if (std::ranges::count(states, petition.state) > 0) {
    return absl::OkStatus();
  }
  return Precondition(petition, "WRONG_STATE", "the petition's state does not allow this");
}

absl::Status NotYours() {
  return Error(absl::StatusCode::kPermissionDenied, "NOT_YOUR_PETITION",
               "the petition belongs to another agency");
}

bool IsHandling(const Petition& petition, const Actor& actor) {
  return actor.kind == ActorKind::kOfficer && actor.agency == petition.handling_agency;
}

bool IsCentreOfficer(const Actor& actor, const Rules& rules, Instant now) {
  return actor.kind == ActorKind::kOfficer && rules.IsCentre(actor.agency, DateText(now));
}

absl::Status RequireOfficer(const Petition& petition, const Situation& situation) {
  return IsHandling(petition, situation.actor) ||
                 IsCentreOfficer(situation.actor, situation.rules, situation.now)
             ? absl::OkStatus()
             : NotYours();
}

absl::Status RequireReason(const Situation& situation) {
  return situation.reason.empty()
             ? FieldError("command.reason", "REASON_MISSING", "a written reason is required")
             : absl::OkStatus();
}

absl::Status RequireOpen(const Rules& rules, const std::string& agency, Instant now,
                         std::string_view field) {
  return rules.IsOpen(agency, DateText(now))
             ? absl::OkStatus()
             : FieldError(field, "AGENCY_UNKNOWN", "no such agency in operation");
}

absl::Status CalendarUnknown() {
  return Error(absl::StatusCode::kFailedPrecondition, "CALENDAR_UNKNOWN",
               "no working calendar is loaded yet");
}

absl::StatusOr<const PetitionLimit*> LimitOf(const Petition& petition, const Rules& rules) {
  const PetitionRules* version = rules.Find(petition.rules_version);
  if (version == nullptr ||
      static_cast<std::size_t>(petition.rules_line) >= version->limits.size()) {
    return Error(absl::StatusCode::kInternal, "RULES_LOST",
                 "the rules under which the petition was sent are not stored");
  }
  return &version->limits[static_cast<std::size_t>(petition.rules_line)];
}

absl::Status ApplyLine(Petition& petition, int line, const Rules& rules) {
  petition.rules_line = line;
  MOTCUA_ASSIGN_OR_RETURN(const PetitionLimit* limit, LimitOf(petition, rules));
  if (rules.calendar() == nullptr) {
    return CalendarUnknown();
  }
  MOTCUA_ASSIGN_OR_RETURN(petition.deadlines,
                          ComputeDeadlines(*limit, *rules.calendar(), petition.sent_at));
  return absl::OkStatus();
}

HistoryLine LineFor(const Petition& petition, const Situation& situation,
                    std::optional<Instant> due_at, const std::string& note) {
  return {.at = situation.now,
          .state = petition.state,
          .actor = situation.actor,
          .from_agency = petition.handling_agency,
          .to_agency = petition.handling_agency,
          .note = note,
          .due_at = due_at};
}

absl::Status CheckChannel(PetitionChannel channel, const Actor& actor) {
  const bool portal = channel == PetitionChannel::kPortal;
  const bool national = channel == PetitionChannel::kNationalPortal;
  const bool fits =
      (actor.kind == ActorKind::kCitizen && portal) ||
      (actor.kind == ActorKind::kSystem && national) ||
      (actor.kind == ActorKind::kOfficer && !portal && channel != PetitionChannel::kUnspecified);
  return fits ? absl::OkStatus()
              : FieldError("channel", "CHANNEL_INVALID",
                           "a citizen must use the channel PORTAL, an officer any other");
}

absl::Status CheckDraft(const Draft& draft) {
  for (const auto& [text, rule] :
       {std::pair(&draft.title, text::Rule{.field = "title", .most = kMaxTitle, .required = true}),
        std::pair(
            &draft.content,
            text::Rule{.field = "content", .most = kMaxText, .required = true, .lines = true}),
        std::pair(&draft.about_dossier, text::Rule{.field = "about_dossier", .most = kMaxCode}),
        std::pair(&draft.about_agency, text::Rule{.field = "about_agency", .most = kMaxCode}),
        std::pair(&draft.external_code,
                  text::Rule{.field = "external_code", .most = kMaxExternalCode})}) {
    MOTCUA_RETURN_IF_ERROR(text::Check(*text, rule));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status PetitionUnknown() {
  return Error(absl::StatusCode::kNotFound, "PETITION_UNKNOWN", "no such petition");
}

absl::StatusOr<Petition> Send(const Draft& draft, const Actor& actor, Instant now,
                              const Rules& rules) {
  MOTCUA_RETURN_IF_ERROR(CheckChannel(draft.channel, actor));
  MOTCUA_RETURN_IF_ERROR(CheckDraft(draft));
  MOTCUA_ASSIGN_OR_RETURN(Sender sender, ReadSender(draft.sender));
  if (!draft.about_agency.empty()) {
    MOTCUA_RETURN_IF_ERROR(RequireOpen(rules, draft.about_agency, now, "about_agency"));
  }
  const std::string date = DateText(now);
  const PetitionRules* version = rules.InForce(date);
  if (version == nullptr) {
    return Error(absl::StatusCode::kFailedPrecondition, "RULES_UNKNOWN",
                 "no rules on petitions are in force on this date");
  }
  if (!rules.IsOpen(version->centre, date)) {
    return Error(absl::StatusCode::kFailedPrecondition, "CENTRE_UNKNOWN",
                 "the centre named in the rules is not an agency in operation");
  }
  Petition petition{.channel = draft.channel,
                    .title = draft.title,
                    .content = draft.content,
                    .sender = std::move(sender),
                    .about_dossier = draft.about_dossier,
                    .about_agency = draft.about_agency,
                    .handling_agency = version->centre,
                    .external_code = draft.external_code,
                    .rules_version = version->version,
                    .sent_at = now,
                    .last_occurred_at = now};
  MOTCUA_RETURN_IF_ERROR(
      ApplyLine(petition, LineOf(*version, petition.petition_class, petition.channel), rules));
  return petition;
}

Transition SendNew(Petition& petition, const Situation& situation, const Draft& draft) {
  MOTCUA_ASSIGN_OR_RETURN(petition, Send(draft, situation.actor, situation.now, situation.rules));
  return HistoryLine{.at = situation.now,
                     .state = petition.state,
                     .actor = situation.actor,
                     .to_agency = petition.handling_agency};
}

std::string FormatPetitionCode(const std::string& province, Instant sent, std::uint64_t serial) {
  constexpr std::size_t kSerialDigits = 4;
  // 2026-11-21 without century and hyphens.
  const std::string date = calendar::FormatDate(calendar::DateOf(sent));
  std::string digits = std::to_string(serial);
  if (digits.size() < kSerialDigits) {
    digits.insert(0, kSerialDigits - digits.size(), '0');
  }
  return "PA." + province + "-" + date.substr(2, 2) + date.substr(5, 2) + date.substr(8, 2) + "-" +
         digits;
}

absl::Status CheckSecret(const Petition& petition, const std::string& typed) {
  if (typed.empty()) {
    return Error(absl::StatusCode::kPermissionDenied, "SECRET_MISSING", "send the look-up secret");
  }
  return dossier::SecretMatches(petition.secret_hash, petition.lookup_key, typed)
             ? absl::OkStatus()
             : Error(absl::StatusCode::kPermissionDenied, "SECRET_WRONG", "wrong look-up secret");
}

Transition Accept(Petition& petition, const Situation& situation, PetitionClass petition_class,
                  bool restricted) {
  MOTCUA_RETURN_IF_ERROR(RequireOfficer(petition, situation));
  MOTCUA_RETURN_IF_ERROR(
      RequireState(petition, {PetitionState::kNew, PetitionState::kSupplemented}));
  if (petition_class == PetitionClass::kUnclassified) {
    return FieldError("class", "CLASS_INVALID", "the class of the petition is missing");
  }
  const std::optional<Instant> due = petition.deadlines.refuse;
  MOTCUA_RETURN_IF_ERROR(LimitOf(petition, situation.rules).status());
  const PetitionRules& version = *situation.rules.Find(petition.rules_version);
  if (const int line = LineOf(version, petition_class, petition.channel);
      line != petition.rules_line) {
    MOTCUA_RETURN_IF_ERROR(ApplyLine(petition, line, situation.rules));
  }
  petition.petition_class = petition_class;
  petition.restricted = restricted;
  petition.state = PetitionState::kAccepted;
  return LineFor(petition, situation, due, situation.reason);
}

Transition Refuse(Petition& petition, const Situation& situation) {
  MOTCUA_RETURN_IF_ERROR(RequireOfficer(petition, situation));
  MOTCUA_RETURN_IF_ERROR(RequireState(
      petition, {PetitionState::kNew, PetitionState::kSupplemented, PetitionState::kNeedInfo}));
  MOTCUA_RETURN_IF_ERROR(RequireReason(situation));
  petition.state = PetitionState::kRefused;
  petition.closing_note = situation.reason;
  return LineFor(petition, situation, petition.deadlines.refuse, situation.reason);
}

Transition Ask(Petition& petition, const Situation& situation, const std::string& question) {
  MOTCUA_RETURN_IF_ERROR(RequireOfficer(petition, situation));
  MOTCUA_RETURN_IF_ERROR(RequireState(
      petition, {PetitionState::kNew, PetitionState::kAccepted, PetitionState::kAssigned}));
  MOTCUA_RETURN_IF_ERROR(text::Check(
      question, {.field = "question", .most = kMaxTitle, .required = true, .lines = true}));
  // The limit is for the first question only.
  const std::optional<Instant> due = petition.asked ? std::nullopt : petition.deadlines.ask;
  petition.asked = true;
  petition.question = question;
  petition.state = PetitionState::kNeedInfo;
  return LineFor(petition, situation, due, question);
}

Transition SupplementProven(Petition& petition, const Situation& situation, const std::string& text,
                            const std::string& lookup_secret) {
  if (situation.actor.kind == ActorKind::kCitizen) {
    MOTCUA_RETURN_IF_ERROR(CheckSecret(petition, lookup_secret));
  }
  return Supplement(petition, situation, text);
}

Transition Supplement(Petition& petition, const Situation& situation, const std::string& text) {
  if (situation.actor.kind != ActorKind::kCitizen) {
    MOTCUA_RETURN_IF_ERROR(RequireOfficer(petition, situation));
  }
  MOTCUA_RETURN_IF_ERROR(RequireState(petition, {PetitionState::kNeedInfo}));
  MOTCUA_RETURN_IF_ERROR(
      text::Check(text, {.field = "text", .most = kMaxText, .required = true, .lines = true}));
  petition.state = PetitionState::kSupplemented;
  return LineFor(petition, situation, std::nullopt, text);
}

Transition Assign(Petition& petition, const Situation& situation, const std::string& agency) {
  MOTCUA_RETURN_IF_ERROR(RequireOfficer(petition, situation));
  MOTCUA_RETURN_IF_ERROR(
      RequireState(petition, {PetitionState::kAccepted, PetitionState::kAssigned}));
  MOTCUA_RETURN_IF_ERROR(RequireOpen(situation.rules, agency, situation.now, "agency"));
  if (petition.state == PetitionState::kAssigned && agency == petition.handling_agency) {
    return FieldError("agency", "AGENCY_UNCHANGED", "the petition is already with this agency");
  }
  petition.state = PetitionState::kAssigned;
  HistoryLine line = LineFor(petition, situation, petition.deadlines.transfer, situation.reason);
  petition.handling_agency = agency;
  line.to_agency = agency;
  return line;
}

Transition Transfer(Petition& petition, const Situation& situation, const std::string& agency,
                    const std::string& outside_agency) {
  MOTCUA_RETURN_IF_ERROR(RequireOfficer(petition, situation));
  MOTCUA_RETURN_IF_ERROR(RequireState(
      petition, {PetitionState::kNew, PetitionState::kAccepted, PetitionState::kAssigned}));
  MOTCUA_RETURN_IF_ERROR(RequireReason(situation));
  if (agency.empty() && outside_agency.empty()) {
    return FieldError("agency", "AGENCY_MISSING", "name the agency that receives the petition");
  }
  if (!agency.empty() && !outside_agency.empty()) {
    return FieldError("outside_agency", "AGENCY_AMBIGUOUS", "name one receiving agency, not two");
  }
  const std::optional<Instant> due = petition.deadlines.transfer;
  if (agency.empty()) {
    MOTCUA_RETURN_IF_ERROR(text::Check(
        outside_agency, {.field = "outside_agency", .most = kMaxAgencyName, .required = true}));
    petition.state = PetitionState::kForwarded;
    petition.closing_note = outside_agency;
    HistoryLine line = LineFor(petition, situation, due, situation.reason);
    line.to_agency = outside_agency;
    return line;
  }
  MOTCUA_RETURN_IF_ERROR(RequireOpen(situation.rules, agency, situation.now, "agency"));
  if (agency == petition.handling_agency) {
    return FieldError("agency", "AGENCY_UNCHANGED", "the petition is already with this agency");
  }
  petition.state = PetitionState::kAssigned;
  HistoryLine line = LineFor(petition, situation, due, situation.reason);
  petition.handling_agency = agency;
  line.to_agency = agency;
  return line;
}

Transition Answer(Petition& petition, const Situation& situation, const std::string& answer,
                  bool publish) {
  if (!IsHandling(petition, situation.actor)) {
    return NotYours();
  }
  MOTCUA_RETURN_IF_ERROR(RequireState(petition, {PetitionState::kAssigned}));
  MOTCUA_RETURN_IF_ERROR(
      text::Check(answer, {.field = "answer", .most = kMaxText, .required = true, .lines = true}));
  if (publish) {
    if (petition.restricted) {
      return Precondition(petition, "PETITION_RESTRICTED",
                          "a restricted petition cannot be published");
    }
    MOTCUA_RETURN_IF_ERROR(CheckAnonymous(answer, petition.sender, "answer"));
    MOTCUA_ASSIGN_OR_RETURN(const PetitionLimit* limit, LimitOf(petition, situation.rules));
    if (situation.rules.calendar() == nullptr) {
      return CalendarUnknown();
    }
    MOTCUA_ASSIGN_OR_RETURN(petition.publish_due_at,
                            ComputePublishDue(*limit, *situation.rules.calendar(), situation.now));
  } else {
    MOTCUA_RETURN_IF_ERROR(RequireReason(situation));
    petition.closing_note = situation.reason;
  }
  petition.answer = answer;
  petition.answered_at = situation.now;
  petition.state = publish ? PetitionState::kWaitingPublish : PetitionState::kAnswered;
  return LineFor(petition, situation, petition.deadlines.answer, situation.reason);
}

Transition Publish(Petition& petition, const Situation& situation, const std::string& public_text) {
  MOTCUA_RETURN_IF_ERROR(RequireOfficer(petition, situation));
  MOTCUA_RETURN_IF_ERROR(RequireState(petition, {PetitionState::kWaitingPublish}));
  MOTCUA_RETURN_IF_ERROR(text::Check(
      public_text, {.field = "public_text", .most = kMaxText, .required = true, .lines = true}));
  MOTCUA_RETURN_IF_ERROR(CheckAnonymous(public_text, petition.sender, "public_text"));
  petition.public_text = public_text;
  petition.published_at = situation.now;
  petition.state = PetitionState::kPublished;
  return LineFor(petition, situation, petition.publish_due_at, situation.reason);
}

Transition Join(Petition& petition, const Situation& situation) {
  MOTCUA_RETURN_IF_ERROR(RequireOfficer(petition, situation));
  MOTCUA_RETURN_IF_ERROR(RequireState(
      petition, {PetitionState::kNew, PetitionState::kAccepted, PetitionState::kAssigned,
                 PetitionState::kNeedInfo, PetitionState::kSupplemented}));
  MOTCUA_RETURN_IF_ERROR(RequireReason(situation));
  if (situation.other == nullptr) {
    return FieldError("earlier", "EARLIER_UNKNOWN", "no such petition to join this one to");
  }
  const Petition& earlier = *situation.other;
  if (std::tie(earlier.sent_at, earlier.id) >= std::tie(petition.sent_at, petition.id)) {
    return FieldError("earlier", "EARLIER_INVALID",
                      "a petition can only be joined to one that was sent before it");
  }
  if (ViewOf(earlier, situation.actor, situation.rules, situation.now) == View::kNone) {
    return Error(absl::StatusCode::kPermissionDenied, "PETITION_RESTRICTED",
                 "only the handling agency and the centre may read the earlier petition");
  }
  if (!IsSameSender(petition.sender, earlier.sender)) {
    return Precondition(petition, "SENDER_DIFFERS",
                        "the two petitions have no telephone number, e-mail address or name with "
                        "postal address in common");
  }
  if (earlier.state == PetitionState::kJoined) {
    return Error(absl::StatusCode::kFailedPrecondition, "EARLIER_JOINED",
                 "the earlier petition is itself joined to another one; name that one",
                 {{"joined_to", earlier.joined_to}});
  }
  const std::optional<Instant> due = StepDueAt(petition);
  petition.state = PetitionState::kJoined;
  petition.joined_to = earlier.code;
  petition.closing_note = situation.reason;
  return LineFor(petition, situation, due, earlier.code + ": " + situation.reason);
}

View ViewOf(const Petition& petition, const Actor& actor, const Rules& rules, Instant now) {
  if (IsHandling(petition, actor)) {
    return View::kFull;
  }
  if (petition.restricted && !IsCentreOfficer(actor, rules, now)) {
    return View::kNone;
  }
  return View::kWithoutSender;
}

}  // namespace motcua::feedback
