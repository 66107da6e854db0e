#pragma once

#include <absl/status/statusor.h>

#include "motcua/http/router.h"

#include "routes/catalogue_routes.h"
#include "routes/feedback_routes.h"
#include "routes/portal_routes.h"
#include "routes/status_routes.h"

namespace motcua::gateway {

/// Dependencies of the routes; all must outlive the router.
struct RouteParts {
  runtime::Executor& executor;
  const log::Logger& logger;
  const PortalCredentials& credentials;
  OwnerCommands& commands;
  StatusLookup& lookup;
  intake::v1::CatalogueService::StubInterface& catalogue;
  FeedbackCommands& feedback;
  bool behind_proxy = false;
};

/// All routes of the edge; a test compares them with openapi.yaml.
absl::StatusOr<http::Router> MakeRouteTable(const RouteParts& parts);

}  // namespace motcua::gateway
