#include "routes/status_routes.h"

#include <utility>

#include "motcua/base/status_macros.h"

#include "errors/error_body.h"
#include "routes/blocking_route.h"
#include "routes/if_none_match.h"
#include "routes/json.h"
#include "routes/request_text.h"

namespace motcua::gateway {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kLimit = 2s;

struct Question {
  std::string lookup_key;
  IfNoneMatch condition;
  std::string secret;
};

absl::StatusOr<Question> ReadQuestion(const http::Request& request) {
  MOTCUA_RETURN_IF_ERROR(CheckText(request));
  Question question;
  MOTCUA_ASSIGN_OR_RETURN(question.lookup_key,
                          StatusLookup::KeyOf(std::string(request.Param("code"))));
  question.condition = IfNoneMatch::Read(request.headers);
  question.secret = request.headers.Get("Lookup-Secret");
  return question;
}

http::Response Answer(const std::string& body, const std::string& entity_tag, bool not_modified,
                      bool personal) {
  http::Response response =
      not_modified ? http::Response{.status = 304} : http::JsonResponse(200, body);
  response.headers.Set("ETag", entity_tag);
  // A shared cache in between would return outdated states (R14.3.2 for the detailed answer).
  response.headers.Set("Cache-Control", personal ? "no-store" : "no-cache");
  response.headers.Set("Vary", "Lookup-Secret");
  return response;
}

http::Response AnswerPublic(const PublicAnswer& found, const Question& question) {
  return Answer(found.json, found.entity_tag, question.condition.Matches(found.version), false);
}

absl::StatusOr<http::Response> AskWithSecret(StatusLookup& lookup, const CallContext& call,
                                             const Question& question) {
  MOTCUA_ASSIGN_OR_RETURN(const StatusEntry entry,
                          lookup.FindWithSecret(call, question.lookup_key, question.secret,
                                                question.condition.newest()));
  // The tag identifies the version, not the level of detail, so a client with the public answer
  // still gets the details. These must not be cached, so nothing is lost.
  return Answer(ToJson(entry.status), ToEntityTag(entry.version), question.condition.any(), true);
}

absl::StatusOr<http::Response> AskOwner(StatusLookup& lookup, const CallContext& call,
                                        const Question& question,
                                        const StatusLookup::Floor& floor) {
  MOTCUA_ASSIGN_OR_RETURN(const auto found, lookup.FindAtOwner(call, question.lookup_key, floor));
  return AnswerPublic(*found, question);
}

/// Cached statuses are answered without the executor, which is used only for calls that may block.
void AnswerQuestion(const RestEdge& edge, StatusLookup& lookup, const http::Request& request,
                    const http::ResponseCallback& respond, const Question& question) {
  if (!question.secret.empty()) {
    return AnswerOnExecutor(edge, kLimit, request, respond,
                            [&lookup, question](const CallContext& call, const http::Request&) {
                              return AskWithSecret(lookup, call, question);
                            });
  }
  const auto answer = [edge, &lookup, &request, respond,
                       question](const absl::StatusOr<StatusLookup::Cached>& cached) {
    if (!cached.ok()) {
      return respond(Refuse(edge, cached.status(), ""));
    }
    if (cached->answer != nullptr) {
      return respond(AnswerPublic(*cached->answer, question));
    }
    AnswerOnExecutor(
        edge, kLimit, request, respond,
        [&lookup, question, floor = cached->floor](const CallContext& call, const http::Request&) {
          return AskOwner(lookup, call, question, floor);
        });
  };
  lookup.FindCached(question.lookup_key, question.condition.newest(),
                    [edge, respond, answer](const absl::StatusOr<StatusLookup::Cached>& cached) {
                      AnswerGuarded(edge, respond, [&] { answer(cached); });
                    });
}

void AnswerStatus(const RestEdge& edge, StatusLookup& lookup, const http::Request& request,
                  const http::ResponseCallback& respond) {
  const absl::StatusOr<Question> question = ReadQuestion(request);
  if (!question.ok()) {
    return respond(ErrorResponse(question.status()));
  }
  AnswerQuestion(edge, lookup, request, respond, *question);
}

}  // namespace

absl::Status AddStatusRoutes(http::Router& router, const RestEdge& edge, StatusLookup& lookup) {
  return router.Add(
      {.method = "GET",
       .pattern = "/v1/dossiers/{code}/status",
       .name = "dossier.status",
       .handler =
           [edge, &lookup](const http::Request& request, const http::ResponseCallback& respond) {
             AnswerGuarded(edge, respond, [&] { AnswerStatus(edge, lookup, request, respond); });
           },
       .max_body_bytes = 0});
}

}  // namespace motcua::gateway
