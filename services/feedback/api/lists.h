#pragma once

#include <absl/status/status.h>

#include "motcua/feedback/v1/feedback_service.pb.h"

#include "usecase/petition_queries.h"

namespace motcua::feedback {

// One page of a list: INVALID_ARGUMENT / PAGE_SIZE, PAGE_TOKEN_INVALID, and errors of the query.

absl::Status AnswerWorkList(const PetitionQueries& queries, const CallContext& call,
                            const v1::ListPetitionsRequest& request,
                            v1::ListPetitionsResponse& response);
absl::Status AnswerPublished(const PetitionQueries& queries, const CallContext& call,
                             const v1::ListPublishedRequest& request,
                             v1::ListPublishedResponse& response);

}  // namespace motcua::feedback
