#include "component/fake_intake.h"

#include "motcua/base/check.h"
#include "motcua/base/error.h"
#include "motcua/base/uuid.h"
#include "motcua/rpc/status_conversion.h"
#include "motcua/wire/time.h"

namespace motcua::processing::testing {

class FakeIntake::Dossiers final : public intake::v1::IntakeService::Service {
 public:
  explicit Dossiers(FakeIntake& owner) : owner_(owner) {}
  grpc::Status GetDossier(grpc::ServerContext* /*context*/,
                          const intake::v1::GetDossierRequest* request,
                          intake::v1::GetDossierResponse* response) override {
    const std::lock_guard lock(owner_.mutex_);
    const auto held = owner_.held_.find(request->dossier());
    if (held == owner_.held_.end()) {
      return rpc::ToGrpcStatus(
          Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "no such dossier"), "intake");
    }
    response->mutable_dossier()->set_dossier_id(held->first);
    response->mutable_dossier()->set_accepted(held->second.accepted);
    return grpc::Status::OK;
  }
  grpc::Status DescribePapers(grpc::ServerContext* /*context*/,
                              const intake::v1::DescribePapersRequest* request,
                              intake::v1::DescribePapersResponse* response) override {
    const std::lock_guard lock(owner_.mutex_);
    for (const std::string& id : request->paper_ids()) {
      if (!owner_.papers_.contains(id)) {
        return rpc::ToGrpcStatus(
            FieldError("paper_ids[0]", "PAPER_UNKNOWN", "no such paper; upload it first"),
            "intake");
      }
      response->add_papers()->set_paper_id(id);
    }
    return grpc::Status::OK;
  }

 private:
  FakeIntake& owner_;
};

class FakeIntake::History final : public operations::v1::EventHistoryService::Service {
 public:
  explicit History(FakeIntake& owner) : owner_(owner) {}
  grpc::Status ListEvents(grpc::ServerContext* /*context*/,
                          const operations::v1::ListEventsRequest* request,
                          operations::v1::ListEventsResponse* response) override {
    const std::lock_guard lock(owner_.mutex_);
    ++owner_.history_calls_;
    const auto held = owner_.held_.find(request->key());
    if (held == owner_.held_.end() || !held->second.accepted ||
        held->second.event.sequence <= request->after_sequence()) {
      return grpc::Status::OK;
    }
    const outbox::Event& event = held->second.event;
    operations::v1::EventRecord& record = *response->add_events();
    record.set_event_id(event.event_id);
    record.set_type(event.type);
    record.set_key(event.key);
    record.set_stream(event.stream);
    record.set_epoch(event.epoch);
    record.set_sequence(event.sequence);
    *record.mutable_occurred_at() = wire::ToProto(event.occurred_at);
    record.set_payload(event.payload);
    return grpc::Status::OK;
  }

 private:
  FakeIntake& owner_;
};

FakeIntake::FakeIntake()
    : dossiers_(std::make_unique<Dossiers>(*this)), history_(std::make_unique<History>(*this)) {
  auto server =
      rpc::Server::Start({.listen = "127.0.0.1:0", .services = {dossiers_.get(), history_.get()}});
  MOTCUA_CHECK(server.ok());
  server_ = *std::move(server);
  server_->SetReady(true);
}

FakeIntake::~FakeIntake() {
  server_->Stop(std::chrono::seconds(1));
}

std::string FakeIntake::address() const {
  return "127.0.0.1:" + std::to_string(server_->port());
}

outbox::Event FakeIntake::Hold(const intake::events::v1::DossierAccepted& acceptance) {
  const type::v1::DossierFacts& facts = acceptance.facts();
  const outbox::Event event{.event_id = RandomIdGenerator().NewId(),
                            .stream = "dossier",
                            .key = facts.dossier_id(),
                            .type = acceptance.GetDescriptor()->full_name(),
                            .epoch = 1,
                            .sequence = facts.sequence(),
                            .occurred_at = wire::ToInstant(facts.occurred_at()),
                            .payload = acceptance.SerializeAsString()};
  const std::lock_guard lock(mutex_);
  held_[event.key] = {.accepted = true, .event = event};
  return event;
}

void FakeIntake::HoldUnaccepted(const std::string& dossier_id) {
  const std::lock_guard lock(mutex_);
  held_[dossier_id] = {};
}

std::string FakeIntake::UploadPaper() {
  const std::lock_guard lock(mutex_);
  return *papers_.insert(RandomIdGenerator().NewId()).first;
}

void FakeIntake::ForgetPapers() {
  const std::lock_guard lock(mutex_);
  papers_.clear();
}

int FakeIntake::history_calls() const {
  const std::lock_guard lock(mutex_);
  return history_calls_;
}

}  // namespace motcua::processing::testing
