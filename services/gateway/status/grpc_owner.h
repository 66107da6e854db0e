#pragma once

#include <chrono>
#include <memory>

#include <grpcpp/channel.h>

#include "motcua/intake/v1/applicant_service.grpc.pb.h"
#include "motcua/intake/v1/intake_service.grpc.pb.h"
#include "motcua/processing/v1/processing_service.grpc.pb.h"

#include "status/owner.h"

namespace motcua::gateway {

/// Asks the owners by gRPC, each within `limit`.
class GrpcOwner final : public Owner {
 public:
  GrpcOwner(const std::shared_ptr<grpc::Channel>& intake,
            const std::shared_ptr<grpc::Channel>& processing, std::chrono::milliseconds limit);
  absl::StatusOr<StatusEntry> Ask(const CallContext& call, const std::string& lookup_key) override;
  absl::StatusOr<bool> IsApplicantsPhone(const CallContext& call, const std::string& lookup_key,
                                         const std::string& phone) override;

 private:
  std::unique_ptr<intake::v1::IntakeService::Stub> intake_;
  std::unique_ptr<intake::v1::ApplicantService::Stub> applicants_;
  std::unique_ptr<processing::v1::ProcessingService::Stub> processing_;
  std::chrono::milliseconds limit_;
};

}  // namespace motcua::gateway
