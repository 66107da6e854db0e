#include "messaging/gateway_status.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/rpc/client.h"
#include "motcua/wire/time.h"

namespace motcua::notification {
namespace {

constexpr std::chrono::milliseconds kLimit{3000};

}  // namespace

absl::StatusOr<FoundStatus> GatewayStatus::Find(const CallContext& call, const std::string& code,
                                                const std::string& phone) {
  gateway::v1::GetStatusRequest request;
  request.set_code(code);
  request.set_asker_phone(phone);
  gateway::v1::GetStatusResponse response;
  MOTCUA_RETURN_IF_ERROR(rpc::Call(call, "notification", kLimit, [&](grpc::ClientContext* context) {
    return stub_->GetStatus(context, request, &response);
  }));
  const type::v1::PublicStatus& status = response.status();
  const auto state = dossier::NationalStateFromNumber(status.state());
  if (!state.ok()) {
    return Error(absl::StatusCode::kUnavailable, "STATUS_UNREADABLE",
                 "the gateway returned an invalid state");
  }
  FoundStatus found{.code = status.code(), .state = *state, .own = status.has_details()};
  if (status.details().has_due_at()) {
    found.due_at = wire::ToInstant(status.details().due_at());
  }
  return found;
}

}  // namespace motcua::notification
