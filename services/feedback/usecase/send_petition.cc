#include "usecase/send_petition.h"

#include "motcua/base/status_macros.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/dossier/dossier_code.h"
#include "motcua/dossier/lookup_secret.h"

namespace motcua::feedback {
namespace {

constexpr int kSecretCharacters = 8;
constexpr std::size_t kSerialDigits = 4;

}  // namespace

std::string FormatPetitionCode(const std::string& province, Instant sent, std::uint64_t serial) {
  // 2026-11-21 without century and hyphens.
  const std::string date = calendar::FormatDate(calendar::DateOf(sent));
  std::string digits = std::to_string(serial);
  if (digits.size() < kSerialDigits) {
    digits.insert(0, kSerialDigits - digits.size(), '0');
  }
  return "PA." + province + "-" + date.substr(2, 2) + date.substr(5, 2) + date.substr(8, 2) + "-" +
         digits;
}

absl::Status SendPetition::IssueCode(const CallContext& call, Petition& petition) const {
  const std::string day = calendar::FormatDate(calendar::DateOf(petition.sent_at));
  MOTCUA_ASSIGN_OR_RETURN(const std::uint64_t serial, parts_.serials.Next(call, day));
  petition.code = FormatPetitionCode(parts_.province, petition.sent_at, serial);
  petition.lookup_key = dossier::LookupKey(petition.code);
  return absl::OkStatus();
}

absl::StatusOr<std::string> SendPetition::Execute(const CallContext& call,
                                                  const Invocation& invocation, Draft draft,
                                                  const Actor& actor, const Encode& encode) const {
  MOTCUA_ASSIGN_OR_RETURN(const CommandKey key, MakeKey(call, invocation));
  MOTCUA_ASSIGN_OR_RETURN(const Opening opening, parts_.reader.Look(call, key));
  MOTCUA_ASSIGN_OR_RETURN(std::optional<std::string> replay, ReplayOf(opening.answer, key));
  if (replay.has_value()) {
    return *std::move(replay);
  }
  MOTCUA_RETURN_IF_ERROR(CheckActor(actor, "actor"));
  const Instant now = parts_.clock.Now();
  // Everything that may be refused is refused before a serial is spent on it.
  MOTCUA_ASSIGN_OR_RETURN(Petition petition, Send(draft, actor, now, *opening.rules));
  if (!petition.about_dossier.empty()) {
    const dossier::DossierCode typed = dossier::ParseDossierCode(petition.about_dossier);
    std::optional<std::string> code;
    if (typed.valid) {
      MOTCUA_ASSIGN_OR_RETURN(code, parts_.dossiers.FindCode(call, typed.key));
    }
    if (!code.has_value()) {
      return FieldError("about_dossier", "DOSSIER_UNKNOWN", "there is no such dossier");
    }
    petition.about_dossier = *code;
  }
  petition.id = parts_.ids.NewId();
  MOTCUA_RETURN_IF_ERROR(IssueCode(call, petition));
  const std::string secret = parts_.ids.NewSecret(kSecretCharacters);
  petition.secret_hash = dossier::HashLookupSecret(petition.lookup_key, secret);
  petition.revision = 1;

  const Change change{.petition = petition,
                      .line = {.at = now,
                               .state = petition.state,
                               .actor = actor,
                               .to_agency = petition.handling_agency},
                      .event_id = parts_.ids.NewId(),
                      .method = invocation.method};
  std::string answer = encode({.petition = petition,
                               .view = ViewOf(petition, actor, *opening.rules, now),
                               .lookup_secret = secret});
  bool first = true;
  const auto body = [&](Session& session) -> absl::Status {
    if (!first) {
      // Started again: most likely another call with this key was quicker. Its answer is ours.
      MOTCUA_ASSIGN_OR_RETURN(const Opening again, session.Open(key, ""));
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

}  // namespace motcua::feedback
