#pragma once

#include "motcua/intake/v1/catalogue_service.grpc.pb.h"

#include "motcua/rpc/unary.h"

#include "usecase/catalogue_queries.h"
#include "usecase/load_catalogue.h"

namespace motcua::intake {

/// CatalogueService over its use cases. Thread-safe; its arguments must outlive it.
class CatalogueGrpcService final : public v1::CatalogueService::CallbackService {
 public:
  CatalogueGrpcService(const rpc::Edge& edge, const intake::LoadCatalogue& load,
                       const CatalogueQueries& queries)
      : edge_(edge), load_(load), queries_(queries) {}

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
  const intake::LoadCatalogue& load_;
  const CatalogueQueries& queries_;
};

}  // namespace motcua::intake
