#pragma once

#include <memory>

#include <absl/status/status.h>
#include <grpcpp/channel.h>

#include "motcua/intake/v1/catalogue_service.grpc.pb.h"

#include "motcua/http/router.h"

#include "routes/blocking_route.h"

namespace motcua::gateway {

/// The public catalogue: procedures with parts, fees and limits, and agencies (Decision 766, group
/// 1):
/// - `GET /v1/procedures?page_size=&page_token=`
/// - `GET /v1/procedures/{code}`
/// - `GET /v1/agencies?page_size=&page_token=`
absl::Status AddCatalogueRoutes(http::Router& router, const RestEdge& edge,
                                intake::v1::CatalogueService::StubInterface& catalogue);

}  // namespace motcua::gateway
