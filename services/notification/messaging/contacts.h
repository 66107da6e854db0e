#pragma once

#include <memory>

#include <grpcpp/channel.h>

#include "motcua/intake/v1/applicant_service.grpc.pb.h"

#include "motcua/db/pool.h"

#include "usecase/ports.h"

namespace motcua::notification {

/// Gets the number of a dossier's applicant from intake, with the purpose `sms.<moment>`, and the
/// sender of an inbound message from this database. Stores nothing. Thread-safe.
class ContactDirectory final : public Contacts {
 public:
  /// `sender`: the sender's number or name of notices.
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
