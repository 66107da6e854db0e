#include "messaging/feedback_ratings.h"

#include "motcua/base/status_macros.h"
#include "motcua/rpc/client.h"

namespace motcua::notification {
namespace {

constexpr std::chrono::milliseconds kLimit{3000};

}  // namespace

absl::StatusOr<std::string> FeedbackRatings::Rate(const CallContext& call, const std::string& code,
                                                  int score) {
  feedback::v1::RateDossierRequest request;
  request.set_code(code);
  request.set_score(score);
  request.set_source(feedback::v1::RATING_SOURCE_SMS);
  feedback::v1::RateDossierResponse response;
  MOTCUA_RETURN_IF_ERROR(rpc::Call(call, "notification", kLimit, [&](grpc::ClientContext* context) {
    return stub_->RateDossier(context, request, &response);
  }));
  return response.code().empty() ? code : response.code();
}

}  // namespace motcua::notification
