#include "usecase/petition_queries.h"

#include "motcua/base/status_macros.h"
#include "motcua/calendar/time_zone.h"

namespace motcua::feedback {
namespace {

constexpr std::chrono::days kLongestPeriod{400};

absl::Status CheckPeriod(const Period& period) {
  const auto from = calendar::ParseDate(period.from);
  if (!from.ok()) {
    return FieldError("from", "DATE_INVALID", "a date YYYY-MM-DD is required");
  }
  const auto to = calendar::ParseDate(period.to);
  if (!to.ok()) {
    return FieldError("to", "DATE_INVALID", "a date YYYY-MM-DD is required");
  }
  if (*to < *from || *to - *from >= kLongestPeriod) {
    return FieldError("to", "PERIOD_INVALID", "a period must have 1 to 400 days");
  }
  return absl::OkStatus();
}

PublicStatus SendersPart(const Petition& petition) {
  PublicStatus status = PublishedPart(petition);
  status.answer = petition.answer;
  status.reason = petition.closing_note;
  if (petition.state == PetitionState::kNeedInfo) {
    status.question = petition.question;
  }
  return status;
}

}  // namespace

PublicStatus PublishedPart(const Petition& petition) {
  PublicStatus status{.code = petition.code,
                      .state = petition.state,
                      .answer_due_at = petition.deadlines.answer,
                      .published_at = petition.published_at};
  if (petition.state == PetitionState::kPublished) {
    status.answer = petition.answer;
    status.public_text = petition.public_text;
  }
  return status;
}

absl::StatusOr<PetitionQueries::Shown> PetitionQueries::Get(const CallContext& call,
                                                            const std::string& petition,
                                                            const Actor& actor) const {
  if (actor.kind == ActorKind::kCitizen) {
    return FieldError("actor.kind", "ACTOR_INVALID",
                      "citizens must give the code and the look-up secret");
  }
  MOTCUA_ASSIGN_OR_RETURN(Found found, reader_.Find(call, petition));
  if (!found.petition.has_value()) {
    return PetitionUnknown();
  }
  Shown shown{.petition = *std::move(found.petition)};
  shown.view = ViewOf(shown.petition, actor, *found.rules, clock_.Now());
  if (shown.view == View::kNone) {
    return Error(absl::StatusCode::kPermissionDenied, "PETITION_RESTRICTED",
                 "only the handling agency and the centre may read this petition");
  }
  MOTCUA_ASSIGN_OR_RETURN(shown.history, reader_.History(call, shown.petition.id));
  MOTCUA_ASSIGN_OR_RETURN(auto repeated, reader_.Repeated(call, {shown.petition.id}));
  shown.repeat_of = std::move(repeated[shown.petition.id]);
  return shown;
}

absl::StatusOr<PetitionQueries::Work> PetitionQueries::WorkList(const CallContext& call,
                                                                WorkListQuery query,
                                                                bool overdue) const {
  if (query.handling_agency.empty()) {
    return FieldError("handling_agency", "AGENCY_MISSING",
                      "name the agency whose work list to return");
  }
  if (query.state.has_value() && IsEnded(*query.state)) {
    return FieldError("state", "STATE_NOT_OPEN", "petitions in this state need no action");
  }
  if (overdue) {
    query.overdue_at = clock_.Now();
  }
  Work work;
  MOTCUA_ASSIGN_OR_RETURN(work.petitions, reader_.WorkList(call, query));
  std::vector<std::string> ids;
  for (const Petition& petition : work.petitions) {
    ids.push_back(petition.id);
  }
  MOTCUA_ASSIGN_OR_RETURN(work.repeated, reader_.Repeated(call, ids));
  return work;
}

absl::StatusOr<PublicStatus> PetitionQueries::Status(const CallContext& call,
                                                     const std::string& code,
                                                     const std::string& lookup_secret) const {
  MOTCUA_ASSIGN_OR_RETURN(const Found found, reader_.Find(call, code));
  if (!found.petition.has_value()) {
    return PetitionUnknown();
  }
  const Petition& petition = *found.petition;
  if (lookup_secret.empty()) {
    if (petition.state == PetitionState::kPublished) {
      return PublishedPart(petition);
    }
    return Error(absl::StatusCode::kPermissionDenied, "SECRET_MISSING",
                 "an unpublished petition is visible to its sender only");
  }
  MOTCUA_RETURN_IF_ERROR(CheckSecret(petition, lookup_secret));
  PublicStatus status = SendersPart(petition);
  // One step as a rule: what petitions are joined to is not joined itself. A chain remains if both
  // were decided at the same time; it ends, because each was sent before the other.
  for (std::string next = petition.joined_to; !next.empty();) {
    MOTCUA_ASSIGN_OR_RETURN(const Found joined, reader_.Find(call, next));
    if (!joined.petition.has_value()) {
      return PetitionUnknown();
    }
    const Petition& earlier = *joined.petition;
    status.joined_to = earlier.code;
    status.answer = earlier.answer;
    status.answer_due_at = earlier.deadlines.answer;
    status.public_text = earlier.public_text;
    status.published_at = earlier.published_at;
    next = earlier.joined_to;
  }
  return status;
}

absl::StatusOr<std::vector<Petition>> PetitionQueries::Published(
    const CallContext& call, const PublishedQuery& query) const {
  return reader_.Published(call, query);
}

absl::StatusOr<std::vector<PetitionCount>> PetitionQueries::CountPetitions(
    const CallContext& call, const Period& period) const {
  MOTCUA_RETURN_IF_ERROR(CheckPeriod(period));
  return reader_.CountPetitions(call, period, clock_.Now());
}

absl::StatusOr<std::vector<RatingCount>> PetitionQueries::CountRatings(const CallContext& call,
                                                                       const Period& period) const {
  MOTCUA_RETURN_IF_ERROR(CheckPeriod(period));
  return reader_.CountRatings(call, period);
}

}  // namespace motcua::feedback
