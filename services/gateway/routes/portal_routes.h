#pragma once

#include <absl/status/status.h>

#include "motcua/http/router.h"

#include "routes/blocking_route.h"
#include "routes/owner_commands.h"
#include "routes/portal_credentials.h"
#include "status/status_lookup.h"

namespace motcua::gateway {

/// Commands of portals for citizens, with the portal's bearer token and an Idempotency-Key:
/// - `POST /v1/papers`: the paper's bytes, with Content-Type and File-Name;
/// - `POST /v1/dossiers`: FileDossierBody -> 201 FiledBody;
/// - `POST /v1/dossiers/{code}:sendSupplement`: with Lookup-Secret;
/// - `POST /v1/dossiers/{code}:withdraw`: with Lookup-Secret;
/// - `POST /v1/dossiers/{code}:confirmPayment`: by the portal's payment platform.
absl::Status AddPortalRoutes(http::Router& router, const RestEdge& edge,
                             const PortalCredentials& credentials, OwnerCommands& commands,
                             StatusLookup& lookup);

}  // namespace motcua::gateway
