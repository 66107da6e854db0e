#include "routes/route_table.h"

#include "motcua/base/status_macros.h"

namespace motcua::gateway {

absl::StatusOr<http::Router> MakeRouteTable(const RouteParts& parts) {
  http::Router router;
  MOTCUA_RETURN_IF_ERROR(AddStatusRoutes(router, parts.executor, parts.lookup));
  MOTCUA_RETURN_IF_ERROR(
      AddPortalRoutes(router, parts.executor, parts.credentials, parts.commands, parts.lookup));
  MOTCUA_RETURN_IF_ERROR(AddCatalogueRoutes(router, parts.executor, parts.catalogue));
  MOTCUA_RETURN_IF_ERROR(
      AddFeedbackRoutes(router, parts.executor, parts.credentials, parts.feedback, parts.lookup));
  return router;
}

}  // namespace motcua::gateway
