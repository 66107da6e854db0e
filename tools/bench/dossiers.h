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

/// One dossier whose task goes to and fro between two officers of its agency: a transition that can
/// be repeated for ever, and writes what every transition writes. Not thread-safe: one caller each,
/// so that no revision is ever stale.
class Dossier {
 public:
  /// Reads where the dossier stands; FAILED_PRECONDITION / NO_OPEN_TASK without a task to transfer.
  static absl::StatusOr<Dossier> Open(const std::shared_ptr<grpc::Channel>& processing,
                                      const std::string& id);

  /// One durable transition, answered after its commit.
  absl::Status Transfer();

  const std::string& id() const { return id_; }
  /// Of the event that the last transition made.
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

/// Opens every dossier named in `file`, an id a line.
absl::StatusOr<std::vector<Dossier>> OpenAll(const std::shared_ptr<grpc::Channel>& processing,
                                             const std::string& file);

}  // namespace motcua::bench
