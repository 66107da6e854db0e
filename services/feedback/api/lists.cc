#include "api/lists.h"

#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/rpc/page.h"

#include "api/mapping.h"

namespace motcua::feedback {
namespace {

absl::StatusOr<std::optional<ListPosition>> ReadPosition(const std::string& filter,
                                                         const std::string& token) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> texts,
                          rpc::ParsePageToken(filter, token, 2));
  if (texts.empty()) {
    return std::optional<ListPosition>();
  }
  const auto at = calendar::ParseRfc3339(texts[0]);
  if (!at.ok() || !IsUuid(texts[1])) {
    return rpc::InvalidPageToken();
  }
  return std::optional(ListPosition{.at = *at, .id = texts[1]});
}

std::string TokenAfter(const std::string& filter, std::optional<Instant> at,
                       const Petition& petition) {
  return rpc::MakePageToken(filter, {calendar::FormatRfc3339(at.value_or(Instant{})), petition.id});
}

}  // namespace

absl::Status AnswerWorkList(const PetitionQueries& queries, const CallContext& call,
                            const v1::ListPetitionsRequest& request,
                            v1::ListPetitionsResponse& response) {
  MOTCUA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  const std::string filter = "work/" + request.handling_agency() + "/" +
                             std::to_string(request.state()) + (request.overdue() ? "/due" : "");
  WorkListQuery query{.handling_agency = request.handling_agency(), .limit = size + 1};
  MOTCUA_ASSIGN_OR_RETURN(query.after, ReadPosition(filter, request.page_token()));
  if (request.state() != v1::PETITION_STATE_UNSPECIFIED) {
    if (!v1::PetitionState_IsValid(request.state())) {
      return FieldError("state", "STATE_NOT_OPEN", "no such state");
    }
    query.state = static_cast<PetitionState>(request.state());
  }
  MOTCUA_ASSIGN_OR_RETURN(const PetitionQueries::Work work,
                          queries.WorkList(call, query, request.overdue()));
  for (const Petition& petition : work.petitions) {
    if (response.petitions_size() == size) {
      const Petition& last = work.petitions[static_cast<std::size_t>(size) - 1];
      response.set_next_page_token(TokenAfter(filter, StepDueAt(last), last));
      break;
    }
    v1::Petition& entry = *response.add_petitions();
    entry = ToListEntry(petition);
    if (const auto repeat = work.repeated.find(petition.id); repeat != work.repeated.end()) {
      entry.set_repeat_of(repeat->second);
    }
  }
  return absl::OkStatus();
}

absl::Status AnswerPublished(const PetitionQueries& queries, const CallContext& call,
                             const v1::ListPublishedRequest& request,
                             v1::ListPublishedResponse& response) {
  MOTCUA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  const std::string filter = "published/" + request.about_agency();
  PublishedQuery query{.about_agency = request.about_agency(), .limit = size + 1};
  MOTCUA_ASSIGN_OR_RETURN(query.before, ReadPosition(filter, request.page_token()));
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<Petition> found, queries.Published(call, query));
  for (const Petition& petition : found) {
    if (response.petitions_size() == size) {
      const Petition& last = found[static_cast<std::size_t>(size) - 1];
      response.set_next_page_token(TokenAfter(filter, last.published_at, last));
      break;
    }
    *response.add_petitions() = ToMessage(PublishedPart(petition));
  }
  return absl::OkStatus();
}

}  // namespace motcua::feedback
