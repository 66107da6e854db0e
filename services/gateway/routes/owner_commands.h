#pragma once

#include <memory>
#include <string>

#include <absl/status/statusor.h>
#include <grpcpp/channel.h>

#include "motcua/gateway/v1/rest.pb.h"
#include "motcua/intake/v1/intake_service.grpc.pb.h"
#include "motcua/processing/v1/processing_service.grpc.pb.h"

#include "motcua/base/call_context.h"

namespace motcua::gateway {

/// Commands that a portal sends for a citizen, forwarded to the owner of the dossier: intake first,
/// and processing if intake answers DOSSIER_ACCEPTED (design section 3). Thread-safe.
class OwnerCommands {
 public:
  OwnerCommands(const std::shared_ptr<grpc::Channel>& intake,
                const std::shared_ptr<grpc::Channel>& processing);

  absl::StatusOr<v1::FiledBody> File(const CallContext& call, const v1::FileDossierBody& body);
  absl::StatusOr<intake::v1::UploadPaperResponse> Upload(
      const CallContext& call, const intake::v1::UploadPaperRequest& request);
  absl::StatusOr<v1::ChangedBody> SendSupplement(const CallContext& call, const std::string& code,
                                                 const v1::SendSupplementBody& body);
  absl::StatusOr<v1::ChangedBody> Withdraw(const CallContext& call, const std::string& code,
                                           const v1::WithdrawBody& body);
  absl::StatusOr<v1::ChangedBody> ConfirmPayment(const CallContext& call, const std::string& code,
                                                 const v1::ConfirmPaymentBody& body);

 private:
  std::unique_ptr<intake::v1::IntakeService::Stub> intake_;
  std::unique_ptr<processing::v1::ProcessingService::Stub> processing_;
};

}  // namespace motcua::gateway
