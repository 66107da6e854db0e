#pragma once

#include <memory>

#include <grpcpp/channel.h>

#include "motcua/intake/v1/applicant_service.grpc.pb.h"

#include "usecase/ports.h"

namespace motcua::portalsync {

/// Calls intake's ApplicantService as `portalsync` with the purpose `portal.send`. Thread-safe.
class GrpcApplicantSource final : public ApplicantSource {
 public:
  explicit GrpcApplicantSource(const std::shared_ptr<grpc::Channel>& intake)
      : stub_(intake::v1::ApplicantService::NewStub(intake)) {}
  absl::StatusOr<DisclosedDossier> Disclose(const CallContext& call,
                                            const std::string& dossier_id) override;

 private:
  const std::unique_ptr<intake::v1::ApplicantService::Stub> stub_;
};

}  // namespace motcua::portalsync
