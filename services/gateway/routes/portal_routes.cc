#include "routes/portal_routes.h"

#include <utility>

#include "motcua/base/status_macros.h"

#include "routes/blocking_route.h"
#include "routes/file_name.h"
#include "routes/json.h"

namespace motcua::gateway {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kLimit = 10s;
constexpr std::size_t kMaxPaper = 512UL * 1024;

/// What a command needs from the citizen in addition to the portal's token.
enum class Needs { kPortal, kPortalAndSecret };

class PortalRoutes {
 public:
  PortalRoutes(const RestEdge& edge, const PortalCredentials& credentials, OwnerCommands& commands,
               StatusLookup& lookup)
      : edge_(edge), credentials_(credentials), commands_(commands), lookup_(lookup) {}

  absl::Status AddAll(http::Router& router) const {
    MOTCUA_RETURN_IF_ERROR(AddUpload(router));
    MOTCUA_RETURN_IF_ERROR(AddFile(router));
    MOTCUA_RETURN_IF_ERROR(
        AddChange<v1::SendSupplementBody>(router, "sendSupplement", "dossier.send_supplement",
                                          Needs::kPortalAndSecret, &OwnerCommands::SendSupplement));
    MOTCUA_RETURN_IF_ERROR(AddChange<v1::WithdrawBody>(
        router, "withdraw", "dossier.withdraw", Needs::kPortalAndSecret, &OwnerCommands::Withdraw));
    return AddChange<v1::ConfirmPaymentBody>(router, "confirmPayment", "dossier.confirm_payment",
                                             Needs::kPortal, &OwnerCommands::ConfirmPayment);
  }

 private:
  /// A route for portals only; the handler gets the portal as the caller.
  absl::Status Add(http::Router& router, const std::string& pattern, const std::string& name,
                   std::size_t max_body, BlockingHandler handler) const {
    const PortalCredentials& credentials = credentials_;
    return router.Add(
        {.method = "POST",
         .pattern = pattern,
         .name = name,
         .handler = OnExecutor(
             edge_, kLimit,
             [&credentials, handler = std::move(handler)](
                 CallContext call, const http::Request& request) -> absl::StatusOr<http::Response> {
               MOTCUA_ASSIGN_OR_RETURN(
                   const std::string portal,
                   credentials.Authenticate(request.headers.Get("Authorization")));
               call.caller = "portal:" + portal;
               return handler(std::move(call), request);
             }),
         .max_body_bytes = max_body});
  }

  absl::Status AddUpload(http::Router& router) const {
    OwnerCommands& commands = commands_;
    return Add(router, "/v1/papers", "paper.upload", kMaxPaper,
               [&commands](const CallContext& call,
                           const http::Request& request) -> absl::StatusOr<http::Response> {
                 intake::v1::UploadPaperRequest upload;
                 MOTCUA_ASSIGN_OR_RETURN(*upload.mutable_file_name(),
                                         ReadFileName(request.headers.Get("File-Name")));
                 upload.set_media_type(std::string(request.headers.Get("Content-Type")));
                 upload.set_content(request.body);
                 MOTCUA_ASSIGN_OR_RETURN(const auto stored, commands.Upload(call, upload));
                 return http::JsonResponse(201, ToJson(stored));
               });
  }

  absl::Status AddFile(http::Router& router) const {
    OwnerCommands& commands = commands_;
    return Add(router, "/v1/dossiers", "dossier.file", 256UL * 1024,
               [&commands](const CallContext& call,
                           const http::Request& request) -> absl::StatusOr<http::Response> {
                 MOTCUA_ASSIGN_OR_RETURN(const auto body, ReadBody<v1::FileDossierBody>(request));
                 MOTCUA_ASSIGN_OR_RETURN(const auto filed, commands.File(call, body));
                 http::Response response = http::JsonResponse(201, ToJson(filed));
                 response.headers.Set("Cache-Control", "no-store");
                 return response;
               });
  }

  template <typename Body>
  absl::Status AddChange(http::Router& router, const std::string& verb, const std::string& name,
                         Needs needs,
                         absl::StatusOr<v1::ChangedBody> (OwnerCommands::*change)(
                             const CallContext&, const std::string&, const Body&)) const {
    OwnerCommands& commands = commands_;
    StatusLookup& lookup = lookup_;
    return Add(router, "/v1/dossiers/{code}:" + verb, name, 256UL * 1024,
               [&commands, &lookup, needs, change](
                   const CallContext& call,
                   const http::Request& request) -> absl::StatusOr<http::Response> {
                 const std::string code(request.Param("code"));
                 MOTCUA_ASSIGN_OR_RETURN(const std::string key, StatusLookup::KeyOf(code));
                 if (needs == Needs::kPortalAndSecret) {
                   MOTCUA_RETURN_IF_ERROR(CheckSecret(lookup, call, key, request));
                 }
                 MOTCUA_ASSIGN_OR_RETURN(const auto body, ReadBody<Body>(request));
                 MOTCUA_ASSIGN_OR_RETURN(const v1::ChangedBody changed,
                                         (commands.*change)(call, code, body));
                 return http::JsonResponse(200, ToJson(changed));
               });
  }

  static absl::Status CheckSecret(StatusLookup& lookup, const CallContext& call,
                                  const std::string& key, const http::Request& request) {
    const std::string secret(request.headers.Get("Lookup-Secret"));
    if (secret.empty()) {
      return Error(absl::StatusCode::kPermissionDenied, "SECRET_MISSING",
                   "send the look-up secret");
    }
    return lookup.FindWithSecret(call, key, secret, Version{}).status();
  }

  RestEdge edge_;
  const PortalCredentials& credentials_;
  OwnerCommands& commands_;
  StatusLookup& lookup_;
};

}  // namespace

absl::Status AddPortalRoutes(http::Router& router, const RestEdge& edge,
                             const PortalCredentials& credentials, OwnerCommands& commands,
                             StatusLookup& lookup) {
  return PortalRoutes(edge, credentials, commands, lookup).AddAll(router);
}

}  // namespace motcua::gateway
