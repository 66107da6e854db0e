#include "routes/feedback_routes.h"

#include <utility>

#include "motcua/base/status_macros.h"

#include "routes/blocking_route.h"
#include "routes/json.h"
#include "routes/page_query.h"

namespace motcua::gateway {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kLimit = 10s;
// 20,000 characters, each written as an escaped pair of surrogates, and the sender.
constexpr std::size_t kMaxText = 256UL * 1024;
constexpr std::size_t kMaxRating = 1024;

absl::StatusOr<std::string> ReadSecret(const http::Request& request) {
  std::string secret(request.headers.Get("Lookup-Secret"));
  if (secret.empty()) {
    return Error(absl::StatusCode::kPermissionDenied, "SECRET_MISSING", "send the look-up secret");
  }
  return secret;
}

/// Texts of citizens and answers to them must not be cached.
http::Response Personal(int status, const google::protobuf::Message& body) {
  http::Response response = http::JsonResponse(status, ToJson(body));
  response.headers.Set("Cache-Control", "no-store");
  return response;
}

absl::StatusOr<http::Response> Send(const PortalCredentials& credentials,
                                    FeedbackCommands& feedback, CallContext call,
                                    const http::Request& request) {
  MOTCUA_ASSIGN_OR_RETURN(const std::string portal,
                          credentials.Authenticate(request.headers.Get("Authorization")));
  call.caller = "portal:" + portal;
  MOTCUA_ASSIGN_OR_RETURN(const auto body, ReadBody<v1::SendPetitionBody>(request));
  MOTCUA_ASSIGN_OR_RETURN(const v1::PetitionSentBody sent, feedback.Send(call, body));
  return Personal(201, sent);
}

absl::StatusOr<http::Response> Show(FeedbackCommands& feedback, const CallContext& call,
                                    const http::Request& request) {
  MOTCUA_ASSIGN_OR_RETURN(const v1::PetitionBody body,
                          feedback.Status(call, std::string(request.Param("code")),
                                          std::string(request.headers.Get("Lookup-Secret"))));
  return Personal(200, body);
}

absl::StatusOr<http::Response> Supplement(FeedbackCommands& feedback, const CallContext& call,
                                          const http::Request& request) {
  MOTCUA_ASSIGN_OR_RETURN(const std::string secret, ReadSecret(request));
  MOTCUA_ASSIGN_OR_RETURN(const auto body, ReadBody<v1::SupplementPetitionBody>(request));
  MOTCUA_ASSIGN_OR_RETURN(
      const v1::PetitionBody petition,
      feedback.Supplement(call, std::string(request.Param("code")), secret, body));
  return Personal(200, petition);
}

absl::StatusOr<http::Response> List(FeedbackCommands& feedback, const CallContext& call,
                                    const http::Request& request) {
  feedback::v1::ListPublishedRequest list;
  MOTCUA_RETURN_IF_ERROR(ReadPage(request, list));
  if (const auto agency = request.Query("about_agency"); agency.has_value()) {
    list.set_about_agency(std::string(*agency));
  }
  MOTCUA_ASSIGN_OR_RETURN(const v1::PublishedPetitionsBody body, feedback.Published(call, list));
  return http::JsonResponse(200, ToJson(body));
}

absl::StatusOr<http::Response> Rate(FeedbackCommands& feedback, StatusLookup& lookup,
                                    const CallContext& call, const http::Request& request) {
  const std::string code(request.Param("code"));
  MOTCUA_ASSIGN_OR_RETURN(const std::string key, StatusLookup::KeyOf(code));
  MOTCUA_ASSIGN_OR_RETURN(const std::string secret, ReadSecret(request));
  MOTCUA_ASSIGN_OR_RETURN(const auto body, ReadBody<v1::RateBody>(request));
  MOTCUA_RETURN_IF_ERROR(lookup.FindWithSecret(call, key, secret, Version{}).status());
  MOTCUA_ASSIGN_OR_RETURN(const v1::RatedBody rated, feedback.Rate(call, code, body));
  return Personal(200, rated);
}

}  // namespace

absl::Status AddFeedbackRoutes(http::Router& router, const RestEdge& edge,
                               const PortalCredentials& credentials, FeedbackCommands& feedback,
                               StatusLookup& lookup) {
  const auto add = [&](const char* method, const char* pattern, const char* name,
                       std::size_t max_body, BlockingHandler handler) {
    return router.Add({.method = method,
                       .pattern = pattern,
                       .name = name,
                       .handler = OnExecutor(edge, kLimit, std::move(handler)),
                       .max_body_bytes = max_body});
  };
  MOTCUA_RETURN_IF_ERROR(
      add("POST", "/v1/petitions", "petition.send", kMaxText,
          [&credentials, &feedback](const CallContext& call, const http::Request& request) {
            return Send(credentials, feedback, call, request);
          }));
  MOTCUA_RETURN_IF_ERROR(add("GET", "/v1/petitions", "petition.list", 0,
                             [&feedback](const CallContext& call, const http::Request& request) {
                               return List(feedback, call, request);
                             }));
  MOTCUA_RETURN_IF_ERROR(add("GET", "/v1/petitions/{code}", "petition.get", 0,
                             [&feedback](const CallContext& call, const http::Request& request) {
                               return Show(feedback, call, request);
                             }));
  MOTCUA_RETURN_IF_ERROR(add("POST", "/v1/petitions/{code}:supplement", "petition.supplement",
                             kMaxText,
                             [&feedback](const CallContext& call, const http::Request& request) {
                               return Supplement(feedback, call, request);
                             }));
  return add("POST", "/v1/dossiers/{code}:rate", "dossier.rate", kMaxRating,
             [&feedback, &lookup](const CallContext& call, const http::Request& request) {
               return Rate(feedback, lookup, call, request);
             });
}

}  // namespace motcua::gateway
