#pragma once

#include <memory>

#include <grpcpp/channel.h>

#include "motcua/intake/v1/applicant_service.grpc.pb.h"

#include "motcua/db/pool.h"

#include "usecase/ports.h"

namespace motcua::notification {

/// Asks intake for the number of a dossier's applicant, with the purpose `sms.<moment>`, and this
/// database for the sender of an inbound message. Nothing is kept. Thread-safe.
class ContactDirectory final : public Contacts {
 public:
  /// `sender`: what notices go out under.
  ContactDirectory(const std::shared_ptr<grpc::Channel>& intake, db::Pool& pool,
                   std::string sender);
  absl::StatusOr<Contact> Find(const CallContext& call, const Message& message) override;

 private:
  absl::StatusOr<Contact> FindSender(const CallContext& call, const Message& message);
  std::unique_ptr<intake::v1::ApplicantService::Stub> intake_;
  db::Pool& pool_;
  const std::string sender_;
};

}  // namespace motcua::notification
