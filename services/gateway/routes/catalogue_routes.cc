#include "routes/catalogue_routes.h"

#include "motcua/base/status_macros.h"
#include "motcua/rpc/client.h"

#include "routes/blocking_route.h"
#include "routes/json.h"
#include "routes/page_query.h"

namespace motcua::gateway {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kLimit = 3s;
using Catalogue = intake::v1::CatalogueService::StubInterface;

/// One call to intake whose answer is the body.
template <typename Request, typename Response>
absl::StatusOr<http::Response> Forward(
    const CallContext& call, Catalogue& catalogue, const Request& request,
    grpc::Status (Catalogue::*method)(grpc::ClientContext*, const Request&, Response*)) {
  Response response;
  MOTCUA_RETURN_IF_ERROR(rpc::Call(call, "gateway", kLimit, [&](grpc::ClientContext* c) {
    return (catalogue.*method)(c, request, &response);
  }));
  return http::JsonResponse(200, ToJson(response));
}

}  // namespace

absl::Status AddCatalogueRoutes(http::Router& router, const RestEdge& edge, Catalogue& catalogue) {
  const auto add = [&](const char* pattern, const char* name, BlockingHandler handler) {
    return router.Add({.method = "GET",
                       .pattern = pattern,
                       .name = name,
                       .handler = OnExecutor(edge, kLimit, std::move(handler)),
                       .max_body_bytes = 0});
  };
  const auto list_procedures = [&catalogue](
                                   const CallContext& call,
                                   const http::Request& request) -> absl::StatusOr<http::Response> {
    intake::v1::ListProceduresRequest list;
    MOTCUA_RETURN_IF_ERROR(ReadPage(request, list));
    return Forward(call, catalogue, list, &Catalogue::ListProcedures);
  };
  const auto get_procedure = [&catalogue](const CallContext& call, const http::Request& request) {
    intake::v1::GetProcedureRequest get;
    get.set_code(std::string(request.Param("code")));
    return Forward(call, catalogue, get, &Catalogue::GetProcedure);
  };
  const auto list_agencies = [&catalogue](
                                 const CallContext& call,
                                 const http::Request& request) -> absl::StatusOr<http::Response> {
    intake::v1::ListAgenciesRequest list;
    MOTCUA_RETURN_IF_ERROR(ReadPage(request, list));
    return Forward(call, catalogue, list, &Catalogue::ListAgencies);
  };
  MOTCUA_RETURN_IF_ERROR(add("/v1/procedures", "procedure.list", list_procedures));
  MOTCUA_RETURN_IF_ERROR(add("/v1/procedures/{code}", "procedure.get", get_procedure));
  return add("/v1/agencies", "agency.list", list_agencies);
}

}  // namespace motcua::gateway
