#pragma once

#include <functional>
#include <memory>

#include "motcua/portalsync/v1/portalsync_service.grpc.pb.h"

#include "motcua/rpc/unary.h"

#include "command/retry_dossier.h"
#include "store/pg_sync.h"

namespace motcua::portalsync {

/// PortalSyncService over the store and the portal. Thread-safe; its arguments must outlive it.
/// Reasons in addition to those in the proto: PAGE_SIZE, PAGE_TOKEN_INVALID; those of RetryDossier
/// (command/retry_dossier.h); PORTAL_DOWN (UNAVAILABLE) from Reconcile.
class PortalSyncGrpcService final : public v1::PortalSyncService::CallbackService {
 public:
  /// `connect` opens a connection to the portal for one reconciliation.
  using Connect = std::function<std::unique_ptr<Portal>()>;
  PortalSyncGrpcService(const rpc::Edge& edge, PgSync& sync, const portalsync::RetryDossier& retry,
                        Connect connect)
      : edge_(edge), sync_(sync), retry_(retry), connect_(std::move(connect)) {}

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* GetSync(Context* context, const v1::GetSyncRequest* request,
                   v1::GetSyncResponse* response) override;
  Reactor* GetDossierSync(Context* context, const v1::GetDossierSyncRequest* request,
                          v1::GetDossierSyncResponse* response) override;
  Reactor* ListRefused(Context* context, const v1::ListRefusedRequest* request,
                       v1::ListRefusedResponse* response) override;
  Reactor* RetryDossier(Context* context, const v1::RetryDossierRequest* request,
                        v1::RetryDossierResponse* response) override;
  Reactor* Reconcile(Context* context, const v1::ReconcileRequest* request,
                     v1::ReconcileResponse* response) override;

 private:
  const rpc::Edge& edge_;
  PgSync& sync_;
  const portalsync::RetryDossier& retry_;
  const Connect connect_;
};

}  // namespace motcua::portalsync
