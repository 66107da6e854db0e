#include "messaging/contacts.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/rpc/client.h"
#include "motcua/sms/phone.h"

#include "store/sql.h"

namespace motcua::notification {
namespace {

constexpr std::chrono::milliseconds kLimit{3000};

}  // namespace

ContactDirectory::ContactDirectory(const std::shared_ptr<grpc::Channel>& intake, db::Pool& pool,
                                   std::string sender)
    : intake_(intake::v1::ApplicantService::NewStub(intake)),
      pool_(pool),
      sender_(std::move(sender)) {}

absl::StatusOr<Contact> ContactDirectory::Find(const CallContext& call, const Message& message) {
  if (message.dossier_id.empty()) {
    return FindSender(call, message);
  }
  intake::v1::GetContactRequest request;
  request.set_dossier_id(message.dossier_id);
  request.mutable_disclosure()->set_recipient("notification");
  request.mutable_disclosure()->set_purpose("sms." + std::string(ToString(message.moment)));
  intake::v1::GetContactResponse response;
  MOTCUA_RETURN_IF_ERROR(rpc::Call(call, "notification", kLimit, [&](grpc::ClientContext* context) {
    return intake_->GetContact(context, request, &response);
  }));
  MOTCUA_ASSIGN_OR_RETURN(std::string phone, sms::NormalisePhone(response.phone()));
  return Contact{.phone = std::move(phone), .sender = sender_};
}

absl::StatusOr<Contact> ContactDirectory::FindSender(const CallContext& call,
                                                     const Message& message) {
  MOTCUA_ASSIGN_OR_RETURN(db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result found,
      lease->Execute({sql::kFindReplyContact, db::Params().Text(message.inbound_id)}));
  std::string phone = found.empty() ? "" : found.front().Text("phone");
  if (phone.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "PHONE_MISSING",
                 "the sender's number is no longer stored");
  }
  // Sent from the number that received the message, so that a telephone shows both in one
  // conversation.
  const std::string receiver = found.front().Text("receiver");
  return Contact{.phone = std::move(phone), .sender = receiver.empty() ? sender_ : receiver};
}

}  // namespace motcua::notification
