#pragma once

#include "motcua/intake/v1/catalogue_service.grpc.pb.h"

#include "motcua/db/pool.h"
#include "motcua/rpc/unary.h"

#include "command/catalogue_loads.h"
#include "usecase/catalogue_queries.h"

namespace motcua::intake {

/// CatalogueService. Thread-safe; its arguments must outlive it.
class CatalogueGrpcService final : public v1::CatalogueService::CallbackService {
 public:
  CatalogueGrpcService(const rpc::Edge& edge, db::Pool& pool, const CatalogueLoads& loads,
                       const CatalogueQueries& queries)
      : edge_(edge), pool_(pool), loads_(loads), queries_(queries) {}

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* LoadCatalogue(Context* context, const v1::LoadCatalogueRequest* request,
                         v1::LoadCatalogueResponse* response) override;
  Reactor* GetProcedure(Context* context, const v1::GetProcedureRequest* request,
                        v1::GetProcedureResponse* response) override;
  Reactor* ListProcedures(Context* context, const v1::ListProceduresRequest* request,
                          v1::ListProceduresResponse* response) override;
  Reactor* ListAgencies(Context* context, const v1::ListAgenciesRequest* request,
                        v1::ListAgenciesResponse* response) override;

 private:
  const rpc::Edge& edge_;
  db::Pool& pool_;
  const CatalogueLoads& loads_;
  const CatalogueQueries& queries_;
};

}  // namespace motcua::intake
