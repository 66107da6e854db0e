#include "component/fake_programs.h"

#include "motcua/base/check.h"
#include "motcua/base/error.h"
#include "motcua/rpc/status_conversion.h"

namespace motcua::notification::testing {

class FakePrograms::Applicants final : public intake::v1::ApplicantService::Service {
 public:
  explicit Applicants(FakePrograms& owner) : owner_(owner) {}
  grpc::Status GetContact(grpc::ServerContext* /*context*/,
                          const intake::v1::GetContactRequest* request,
                          intake::v1::GetContactResponse* response) override {
    const std::lock_guard lock(owner_.mutex_);
    if (owner_.down_) {
      return owner_.Down();
    }
    owner_.disclosed_.push_back({.dossier_id = request->dossier_id(),
                                 .recipient = request->disclosure().recipient(),
                                 .purpose = request->disclosure().purpose()});
    const auto found = owner_.phones_.find(request->dossier_id());
    if (found == owner_.phones_.end()) {
      return rpc::ToGrpcStatus(Error(absl::StatusCode::kFailedPrecondition, "PHONE_MISSING",
                                     "the applicant gave no number"),
                               "intake");
    }
    response->set_phone(found->second);
    return grpc::Status::OK;
  }

 private:
  FakePrograms& owner_;
};

class FakePrograms::Statuses final : public gateway::v1::StatusService::Service {
 public:
  explicit Statuses(FakePrograms& owner) : owner_(owner) {}
  grpc::Status GetStatus(grpc::ServerContext* /*context*/,
                         const gateway::v1::GetStatusRequest* request,
                         gateway::v1::GetStatusResponse* response) override {
    const std::lock_guard lock(owner_.mutex_);
    if (owner_.down_) {
      return owner_.Down();
    }
    const auto found = owner_.statuses_.find(request->code());
    if (found == owner_.statuses_.end()) {
      return rpc::ToGrpcStatus(
          Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "no such dossier"), "gateway");
    }
    *response->mutable_status() = found->second.status;
    if (request->asker_phone() != found->second.own_phone) {
      response->mutable_status()->clear_details();
    }
    return grpc::Status::OK;
  }

 private:
  FakePrograms& owner_;
};

class FakePrograms::Feedback final : public feedback::v1::FeedbackService::Service {
 public:
  explicit Feedback(FakePrograms& owner) : owner_(owner) {}
  grpc::Status RateDossier(grpc::ServerContext* context,
                           const feedback::v1::RateDossierRequest* request,
                           feedback::v1::RateDossierResponse* response) override {
    const std::lock_guard lock(owner_.mutex_);
    if (owner_.down_) {
      return owner_.Down();
    }
    if (!owner_.rating_refusal_.empty()) {
      return rpc::ToGrpcStatus(
          Error(absl::StatusCode::kFailedPrecondition, owner_.rating_refusal_, "not to be rated"),
          "feedback");
    }
    const auto key = context->client_metadata().find("idempotency-key");
    MOTCUA_CHECK(key != context->client_metadata().end());
    const std::string value(key->second.data(), key->second.size());
    owner_.rated_[value] = {.code = request->code(), .score = request->score(), .key = value};
    response->set_code(request->code());
    response->set_score(request->score());
    return grpc::Status::OK;
  }

 private:
  FakePrograms& owner_;
};

FakePrograms::FakePrograms()
    : applicants_(std::make_unique<Applicants>(*this)),
      status_service_(std::make_unique<Statuses>(*this)),
      feedback_(std::make_unique<Feedback>(*this)) {
  auto server =
      rpc::Server::Start({.listen = "127.0.0.1:0",
                          .services = {applicants_.get(), status_service_.get(), feedback_.get()}});
  MOTCUA_CHECK(server.ok());
  server_ = *std::move(server);
  server_->SetReady(true);
}

FakePrograms::~FakePrograms() {
  server_->Stop(std::chrono::seconds(1));
}

grpc::Status FakePrograms::Down() const {
  return {grpc::StatusCode::UNAVAILABLE, "down"};
}

std::string FakePrograms::address() const {
  return "127.0.0.1:" + std::to_string(server_->port());
}

void FakePrograms::SetPhone(const std::string& dossier_id, const std::string& phone) {
  const std::lock_guard lock(mutex_);
  phones_[dossier_id] = phone;
}

void FakePrograms::SetStatus(const type::v1::PublicStatus& status, const std::string& own_phone) {
  const std::lock_guard lock(mutex_);
  statuses_[status.code()] = {.status = status, .own_phone = own_phone};
}

void FakePrograms::RefuseRatings(const std::string& reason) {
  const std::lock_guard lock(mutex_);
  rating_refusal_ = reason;
}

void FakePrograms::SetDown(bool down) {
  const std::lock_guard lock(mutex_);
  down_ = down;
}

std::vector<FakePrograms::Disclosed> FakePrograms::disclosed() const {
  const std::lock_guard lock(mutex_);
  return disclosed_;
}

std::vector<FakePrograms::Rated> FakePrograms::rated() const {
  const std::lock_guard lock(mutex_);
  std::vector<Rated> all;
  for (const auto& [key, rated] : rated_) {
    all.push_back(rated);
  }
  return all;
}

}  // namespace motcua::notification::testing
