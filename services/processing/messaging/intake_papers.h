#pragma once

#include <memory>

#include <grpcpp/channel.h>

#include "motcua/intake/v1/intake_service.grpc.pb.h"

#include "usecase/ports.h"

namespace motcua::processing {

/// Asks intake, which keeps the papers, by gRPC. Thread-safe.
class IntakePapers final : public Papers {
 public:
  explicit IntakePapers(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(intake::v1::IntakeService::NewStub(channel)) {}
  absl::Status Check(const CallContext& call, const std::vector<std::string>& paper_ids) override;

 private:
  std::unique_ptr<intake::v1::IntakeService::Stub> stub_;
};

}  // namespace motcua::processing
