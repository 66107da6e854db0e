#pragma once

#include <absl/status/status.h>

#include "motcua/http/router.h"

#include "routes/blocking_route.h"
#include "routes/feedback_commands.h"
#include "routes/portal_credentials.h"
#include "status/status_lookup.h"

namespace motcua::gateway {

/// Petitions and ratings:
///
///   POST /v1/petitions                     portal token; SendPetitionBody -> 201 PetitionSentBody
///   GET  /v1/petitions                     published ones, paged; about_agency narrows it
///   GET  /v1/petitions/{code}              published, or with Lookup-Secret -> PetitionBody
///   POST /v1/petitions/{code}:supplement   Lookup-Secret; SupplementPetitionBody -> PetitionBody
///   POST /v1/dossiers/{code}:rate          the dossier's Lookup-Secret; RateBody -> RatedBody
///
/// Each POST needs an Idempotency-Key.
absl::Status AddFeedbackRoutes(http::Router& router, const RestEdge& edge,
                               const PortalCredentials& credentials, FeedbackCommands& feedback,
                               StatusLookup& lookup);

}  // namespace motcua::gateway
