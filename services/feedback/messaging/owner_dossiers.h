#pragma once

#include <memory>
#include <string>

#include <grpcpp/channel.h>

#include "motcua/intake/v1/intake_service.grpc.pb.h"

#include "motcua/inbox/inbox.h"

#include "usecase/ports.h"

namespace motcua::feedback {

/// Finds a dossier by code at intake, and pulls its history from processing through the ordinary
/// inbox, so that a rating right after the hand-over works even if Kafka is down. Thread-safe.
class OwnerDossiers final : public Dossiers {
 public:
  OwnerDossiers(const std::shared_ptr<grpc::Channel>& intake, inbox::Inbox& hand_overs);

  absl::StatusOr<std::optional<std::string>> FindCode(const CallContext& call,
                                                      const std::string& lookup_key) override;
  absl::Status Fetch(const CallContext& call, const std::string& lookup_key) override;

 private:
  absl::StatusOr<intake::v1::GetStatusResponse> Ask(const CallContext& call,
                                                    const std::string& lookup_key);

  std::unique_ptr<intake::v1::IntakeService::Stub> stub_;
  inbox::Inbox& hand_overs_;
};

}  // namespace motcua::feedback
