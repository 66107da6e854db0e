#include "routes/route_table.h"

#include "motcua/base/status_macros.h"

namespace motcua::gateway {

absl::StatusOr<http::Router> MakeRouteTable(const RouteParts& parts) {
  http::Router router;
  const RestEdge edge{.executor = parts.executor,
                      .logger = parts.logger,
                      .credentials = parts.credentials,
                      .behind_proxy = parts.behind_proxy};
  MOTCUA_RETURN_IF_ERROR(AddStatusRoutes(router, edge, parts.lookup));
  MOTCUA_RETURN_IF_ERROR(
      AddPortalRoutes(router, edge, parts.credentials, parts.commands, parts.lookup));
  MOTCUA_RETURN_IF_ERROR(AddCatalogueRoutes(router, edge, parts.catalogue));
  MOTCUA_RETURN_IF_ERROR(
      AddFeedbackRoutes(router, edge, parts.credentials, parts.feedback, parts.lookup));
  return router;
}

}  // namespace motcua::gateway
