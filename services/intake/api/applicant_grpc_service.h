#pragma once

#include "motcua/intake/v1/applicant_service.grpc.pb.h"

#include "motcua/rpc/unary.h"

#include "usecase/disclose.h"

namespace motcua::intake {

/// ApplicantService over its use case. Thread-safe; its arguments must outlive it.
class ApplicantGrpcService final : public v1::ApplicantService::CallbackService {
 public:
  ApplicantGrpcService(const rpc::Edge& edge, const Disclose& disclose)
      : edge_(edge), disclose_(disclose) {}

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* GetContact(Context* context, const v1::GetContactRequest* request,
                      v1::GetContactResponse* response) override;
  Reactor* MatchPhone(Context* context, const v1::MatchPhoneRequest* request,
                      v1::MatchPhoneResponse* response) override;
  Reactor* DiscloseDossier(Context* context, const v1::DiscloseDossierRequest* request,
                           v1::DiscloseDossierResponse* response) override;

 private:
  const rpc::Edge& edge_;
  const Disclose& disclose_;
};

}  // namespace motcua::intake
