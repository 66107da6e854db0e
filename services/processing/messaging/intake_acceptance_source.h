#pragma once

#include <memory>

#include <grpcpp/channel.h>

#include "motcua/intake/v1/intake_service.grpc.pb.h"

#include "motcua/inbox/inbox.h"

#include "usecase/ports.h"

namespace motcua::processing {

/// Pulls an accepted dossier from intake by gRPC through the ordinary inbox, so that a clerk can
/// forward right after accepting, even if Kafka is down (design section 3). Thread-safe.
class IntakeAcceptanceSource final : public AcceptanceSource {
 public:
  IntakeAcceptanceSource(const std::shared_ptr<grpc::Channel>& channel, inbox::Inbox& inbox);
  absl::Status Fetch(const CallContext& call, const std::string& dossier) override;

 private:
  std::unique_ptr<intake::v1::IntakeService::Stub> stub_;
  inbox::Inbox& inbox_;
};

}  // namespace motcua::processing
