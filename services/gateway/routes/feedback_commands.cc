#include "routes/feedback_commands.h"

#include <chrono>

#include <absl/strings/ascii.h>

#include "motcua/base/status_macros.h"
#include "motcua/dossier/dossier_code.h"
#include "motcua/rpc/client.h"

namespace motcua::gateway {
namespace {

using namespace std::chrono_literals;
namespace fb = motcua::feedback::v1;

constexpr std::chrono::milliseconds kLimit = 5s;
// The scope of a citizen's Idempotency-Key: the object the secret belongs to.
constexpr char kCitizen[] = "citizen:";

template <typename Fn>
absl::Status As(const CallContext& call, const std::string& caller, Fn fn) {
  return rpc::Call(call, caller, kLimit, fn);
}

/// `need_info` for PETITION_STATE_NEED_INFO.
std::string NameOf(fb::PetitionState state) {
  constexpr std::string_view kPrefix = "PETITION_STATE_";
  std::string name = fb::PetitionState_Name(state);
  if (!name.starts_with(kPrefix)) {
    return "";
  }
  name = name.substr(kPrefix.size());
  absl::AsciiStrToLower(&name);
  return name;
}

v1::PetitionBody ToBody(const fb::GetPetitionStatusResponse& status) {
  v1::PetitionBody body;
  body.set_code(status.code());
  body.set_state(NameOf(status.state()));
  body.set_state_vi(status.state_vi());
  body.set_state_en(status.state_en());
  if (status.has_answer_due_at()) {
    *body.mutable_answer_due_at() = status.answer_due_at();
  }
  body.set_answer(status.answer());
  body.set_question(status.question());
  body.set_public_text(status.public_text());
  body.set_reason(status.reason());
  body.set_joined_to(status.joined_to());
  return body;
}

}  // namespace

FeedbackCommands::FeedbackCommands(const std::shared_ptr<grpc::Channel>& feedback,
                                   TryLimiter& tries)
    : stub_(feedback == nullptr ? nullptr : fb::FeedbackService::NewStub(feedback)),
      tries_(tries) {}

absl::Status FeedbackCommands::Ready() const {
  return stub_ != nullptr ? absl::OkStatus()
                          : Error(absl::StatusCode::kUnavailable, "FEEDBACK_NOT_CONFIGURED",
                                  "petitions and ratings are not enabled in this installation");
}

void FeedbackCommands::CountTry(const CallContext& call, const std::string& petition_key,
                                const absl::Status& status) {
  if (Reason(status) == "SECRET_WRONG") {
    tries_.CountWrong(petition_key, call.caller);
  }
}

absl::StatusOr<v1::PetitionSentBody> FeedbackCommands::Send(const CallContext& call,
                                                            const v1::SendPetitionBody& body) {
  MOTCUA_RETURN_IF_ERROR(Ready());
  fb::SendPetitionRequest request;
  request.set_channel(fb::PETITION_CHANNEL_PORTAL);
  request.set_title(body.title());
  request.set_content(body.content());
  request.mutable_sender()->set_full_name(body.sender().full_name());
  request.mutable_sender()->set_phone(body.sender().phone());
  request.mutable_sender()->set_email(body.sender().email());
  request.mutable_sender()->set_address(body.sender().address());
  request.set_about_dossier(body.about_dossier());
  request.set_about_agency(body.about_agency());
  request.mutable_actor()->set_kind(type::v1::ACTOR_KIND_CITIZEN);
  request.mutable_actor()->set_id(call.caller);
  fb::SendPetitionResponse response;
  MOTCUA_RETURN_IF_ERROR(As(call, call.caller, [&](grpc::ClientContext* c) {
    return stub_->SendPetition(c, request, &response);
  }));
  v1::PetitionSentBody sent;
  sent.set_code(response.petition().code());
  sent.set_lookup_secret(response.lookup_secret());
  *sent.mutable_answer_due_at() = response.petition().answer_due_at();
  return sent;
}

absl::StatusOr<v1::PetitionBody> FeedbackCommands::Status(const CallContext& call,
                                                          const std::string& code,
                                                          const std::string& secret) {
  MOTCUA_RETURN_IF_ERROR(Ready());
  const std::string key = dossier::LookupKey(code);
  if (!secret.empty()) {
    MOTCUA_RETURN_IF_ERROR(CheckTries(tries_, key, call.caller));
  }
  fb::GetPetitionStatusRequest request;
  request.set_code(code);
  request.set_lookup_secret(secret);
  fb::GetPetitionStatusResponse response;
  const absl::Status asked = As(call, "gateway", [&](grpc::ClientContext* c) {
    return stub_->GetPetitionStatus(c, request, &response);
  });
  CountTry(call, key, asked);
  MOTCUA_RETURN_IF_ERROR(asked);
  return ToBody(response);
}

absl::StatusOr<v1::PetitionBody> FeedbackCommands::Supplement(
    const CallContext& call, const std::string& code, const std::string& secret,
    const v1::SupplementPetitionBody& body) {
  MOTCUA_RETURN_IF_ERROR(Ready());
  const std::string key = dossier::LookupKey(code);
  MOTCUA_RETURN_IF_ERROR(CheckTries(tries_, key, call.caller));
  fb::SupplementPetitionRequest request;
  request.mutable_command()->set_petition(code);
  request.mutable_command()->mutable_actor()->set_kind(type::v1::ACTOR_KIND_CITIZEN);
  request.mutable_command()->mutable_actor()->set_id("gateway");
  request.set_text(body.text());
  request.set_lookup_secret(secret);
  fb::SupplementPetitionResponse response;
  const absl::Status sent = As(call, kCitizen + key, [&](grpc::ClientContext* c) {
    return stub_->SupplementPetition(c, request, &response);
  });
  CountTry(call, key, sent);
  MOTCUA_RETURN_IF_ERROR(sent);
  return Status(call, code, secret);
}

absl::StatusOr<v1::PublishedPetitionsBody> FeedbackCommands::Published(
    const CallContext& call, const fb::ListPublishedRequest& request) {
  MOTCUA_RETURN_IF_ERROR(Ready());
  fb::ListPublishedResponse response;
  MOTCUA_RETURN_IF_ERROR(As(call, "gateway", [&](grpc::ClientContext* c) {
    return stub_->ListPublished(c, request, &response);
  }));
  v1::PublishedPetitionsBody body;
  for (const fb::GetPetitionStatusResponse& status : response.petitions()) {
    *body.add_petitions() = ToBody(status);
  }
  body.set_next_page_token(response.next_page_token());
  return body;
}

absl::StatusOr<v1::RatedBody> FeedbackCommands::Rate(const CallContext& call,
                                                     const std::string& code,
                                                     const v1::RateBody& body) {
  MOTCUA_RETURN_IF_ERROR(Ready());
  fb::RateDossierRequest request;
  request.set_code(code);
  request.set_score(body.score());
  request.set_source(fb::RATING_SOURCE_PORTAL);
  fb::RateDossierResponse response;
  MOTCUA_RETURN_IF_ERROR(As(call, kCitizen + dossier::LookupKey(code), [&](grpc::ClientContext* c) {
    return stub_->RateDossier(c, request, &response);
  }));
  v1::RatedBody rated;
  rated.set_code(response.code());
  rated.set_score(response.score());
  return rated;
}

}  // namespace motcua::gateway
