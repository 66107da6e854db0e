#pragma once

#include <memory>
#include <string>

#include <absl/status/statusor.h>
#include <grpcpp/channel.h>

#include "motcua/feedback/v1/feedback_service.grpc.pb.h"
#include "motcua/gateway/v1/rest.pb.h"

#include "motcua/base/call_context.h"

#include "status/try_limiter.h"

namespace motcua::gateway {

/// Calls to feedback for citizens and portals: petitions and ratings. Thread-safe; the limiter must
/// outlive it.
///
/// Without a channel, every call returns UNAVAILABLE / FEEDBACK_NOT_CONFIGURED. Wrong look-up
/// secrets of a petition are limited like those of a dossier: RESOURCE_EXHAUSTED / TOO_MANY_TRIES.
class FeedbackCommands {
 public:
  /// `feedback` is null if this installation does not run feedback.
  FeedbackCommands(const std::shared_ptr<grpc::Channel>& feedback, TryLimiter& tries);

  /// On behalf of the calling portal.
  absl::StatusOr<v1::PetitionSentBody> Send(const CallContext& call,
                                            const v1::SendPetitionBody& body);
  /// Without a secret, only what is published.
  absl::StatusOr<v1::PetitionBody> Status(const CallContext& call, const std::string& code,
                                          const std::string& secret);
  absl::StatusOr<v1::PetitionBody> Supplement(const CallContext& call, const std::string& code,
                                              const std::string& secret,
                                              const v1::SupplementPetitionBody& body);
  absl::StatusOr<v1::PublishedPetitionsBody> Published(
      const CallContext& call, const feedback::v1::ListPublishedRequest& request);
  /// The caller must have checked the dossier's look-up secret.
  absl::StatusOr<v1::RatedBody> Rate(const CallContext& call, const std::string& code,
                                     const v1::RateBody& body);

 private:
  absl::Status Ready() const;
  void CountTry(const CallContext& call, const std::string& petition_key,
                const absl::Status& status);

  std::unique_ptr<feedback::v1::FeedbackService::Stub> stub_;
  TryLimiter& tries_;
};

}  // namespace motcua::gateway
