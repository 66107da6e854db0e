#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <grpcpp/channel.h>

#include "motcua/processing/v1/processing_service.grpc.pb.h"

namespace motcua::bench {

/// One dossier whose task is transferred back and forth between two officers of its agency: a
/// transition that can be repeated without limit and writes the same rows as any other. Not
/// thread-safe; use one caller per dossier, so that revisions are never stale.
class Dossier {
 public:
  /// Reads the state of the dossier; FAILED_PRECONDITION / NO_OPEN_TASK without a task to transfer.
  static absl::StatusOr<Dossier> Open(const std::shared_ptr<grpc::Channel>& processing,
                                      const std::string& id);

  /// One durable transition, answered after its commit.
  absl::Status Transfer();

  const std::string& id() const { return id_; }
  /// Sequence of the event of the last transition.
  std::int64_t sequence() const { return sequence_; }

 private:
  std::shared_ptr<processing::v1::ProcessingService::Stub> stub_;
  std::string id_;
  std::string task_id_;
  std::string agency_;
  std::string officer_;
  std::int64_t revision_ = 0;
  std::int64_t sequence_ = 0;
};

/// Opens every dossier in `file`, which has one id per line.
absl::StatusOr<std::vector<Dossier>> OpenAll(const std::shared_ptr<grpc::Channel>& processing,
                                             const std::string& file);

}  // namespace motcua::bench
