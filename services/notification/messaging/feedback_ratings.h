#pragma once

#include <memory>

#include <grpcpp/channel.h>

#include "motcua/feedback/v1/feedback_service.grpc.pb.h"

#include "usecase/ports.h"

namespace motcua::notification {

/// Sends ratings to feedback. Thread-safe.
class FeedbackRatings final : public Ratings {
 public:
  explicit FeedbackRatings(const std::shared_ptr<grpc::Channel>& feedback)
      : stub_(feedback::v1::FeedbackService::NewStub(feedback)) {}
  absl::StatusOr<std::string> Rate(const CallContext& call, const std::string& code,
                                   int score) override;

 private:
  std::unique_ptr<feedback::v1::FeedbackService::Stub> stub_;
};

}  // namespace motcua::notification
