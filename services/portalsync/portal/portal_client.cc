#include "portal/portal_client.h"

#include <utility>

#include "motcua/base/error.h"
#include "motcua/http/server_url.h"

namespace motcua::portalsync {
namespace {

constexpr std::size_t kMaxAnswer = 1024 * 1024;
constexpr int kHttpOk = 200;
constexpr int kBadGateway = 502;
constexpr int kGatewayTimeout = 504;

// An answer with a body has no failure.
constexpr Verdict kNoFailure = Verdict::kAccepted;

}  // namespace

absl::Status ReadPortalUrl(const std::string& url, PortalAccess& access) {
  absl::StatusOr<http::ServerUrl> parsed = http::ParseServerUrl(url);
  if (!parsed.ok()) {
    return Error(absl::StatusCode::kInvalidArgument, "PORTAL_URL_INVALID",
                 "the portal's address is http://host[:port][/path], or the same with https");
  }
  access.address = std::move(parsed->address);
  access.base_path = std::move(parsed->path);
  while (access.base_path.ends_with('/')) {
    access.base_path.pop_back();
  }
  return absl::OkStatus();
}

http::ClientOptions PortalConnections(const PortalAccess& access, std::size_t connections) {
  return {.address = access.address,
          .ca_file = access.ca_file,
          .connections = connections,
          .max_body_bytes = kMaxAnswer};
}

PortalClient::PortalClient(const PortalAccess& access, http::Client& client, PortalSession& session,
                           std::function<absl::Status()> may_ask)
    : access_(access), client_(client), session_(session), may_ask_(std::move(may_ask)) {}

PortalClient::Reply PortalClient::Post(const std::string& path, std::string body) {
  if (const absl::Status may_ask = may_ask_(); !may_ask.ok()) {
    return {.failure = {.verdict = Verdict::kFailed, .message = Reason(may_ask)}};
  }
  http::Request request{.method = "POST", .target = access_.base_path + path};
  request.headers.Add("Content-Type", "application/json; charset=utf-8");
  request.headers.Add("Charset", "utf-8");
  if (!access_.destination.empty()) {
    request.headers.Add("dstcode", access_.destination);
  }
  request.body = std::move(body);
  const auto response = client_.Send(request, access_.request_timeout);
  if (!response.ok()) {
    const std::string reason = Reason(response.status());
    return {.failure = {.verdict = Verdict::kFailed,
                        .message = reason,
                        .may_still_arrive = !http::NothingSent(reason)}};
  }
  if (response->status != kHttpOk) {
    return {.failure = {.verdict = Verdict::kFailed,
                        .message = "HTTP " + std::to_string(response->status),
                        .may_still_arrive = response->status == kBadGateway ||
                                            response->status == kGatewayTimeout}};
  }
  return {.body = response->body, .failure = {.verdict = kNoFailure}};
}

PortalAnswer PortalClient::LogIn(std::string& session) {
  const Reply reply = Post("/login", LoginRequest(access_.user, access_.password.Reveal()));
  if (reply.failure.verdict != kNoFailure) {
    return reply.failure;
  }
  PortalAnswer answer = ReadAnswer(reply.body);
  session = ReadSession(reply.body);
  if (answer.verdict == Verdict::kAccepted && session.empty()) {
    return {.verdict = Verdict::kFailed, .message = "the log-in answers without a session"};
  }
  return answer;
}

PortalClient::Reply PortalClient::Call(const MakeBody& make_body) {
  Reply reply;
  // A session that has expired is renewed once; a portal that refuses the new one too is faulty.
  for (int attempt = 0; attempt < 2; ++attempt) {
    PortalAnswer login;
    const std::string session =
        session_.Get([this](std::string& made) { return LogIn(made); }, login);
    if (session.empty()) {
      return {.failure = login};
    }
    reply = Post("/service", make_body({.session = session, .unit_code = access_.unit_code}));
    if (reply.failure.verdict != kNoFailure ||
        ReadAnswer(reply.body).verdict != Verdict::kSessionOver) {
      return reply;
    }
    session_.Drop(session);
  }
  return {.failure = {.verdict = Verdict::kFailed, .message = "the portal refuses a new session"}};
}

PortalAnswer PortalClient::Change(const MakeBody& make_body) {
  const Reply reply = Call(make_body);
  return reply.failure.verdict == kNoFailure ? ReadAnswer(reply.body) : reply.failure;
}

LookedUp PortalClient::LookUp(const std::string& code) {
  const Reply reply = Call([&](const Caller& caller) { return LookUpRequest(caller, code); });
  return reply.failure.verdict == kNoFailure ? ReadLookUp(reply.body, code)
                                             : LookedUp{.answer = reply.failure};
}

PortalAnswer PortalClient::SendDossier(const DossierMessage& message, bool updating) {
  return Change([&](const Caller& caller) { return DossierRequest(caller, message, updating); });
}

PortalAnswer PortalClient::SendProgress(const Fields& message) {
  return Change([&](const Caller& caller) { return ProgressRequest(caller, message); });
}

}  // namespace motcua::portalsync
