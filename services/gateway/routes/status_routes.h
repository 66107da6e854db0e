#pragma once

#include <absl/status/status.h>

#include "motcua/http/router.h"

#include "routes/blocking_route.h"
#include "status/status_lookup.h"

namespace motcua::gateway {

/// GET /v1/dossiers/{code}/status: the public part for anyone, the whole status with the header
/// Lookup-Secret. The answer's ETag is the version; sent back as If-None-Match (RFC 9110 13.1.2) it
/// gives 304, or an answer that is not older.
absl::Status AddStatusRoutes(http::Router& router, const RestEdge& edge, StatusLookup& lookup);

}  // namespace motcua::gateway
