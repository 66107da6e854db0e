#include "component/fake_owners.h"

#include "motcua/processing/events/v1/dossier_events.pb.h"
#include "motcua/processing/events/v1/rules_events.pb.h"

#include "motcua/base/check.h"
#include "motcua/base/error.h"
#include "motcua/base/uuid.h"
#include "motcua/dossier/dossier_code.h"
#include "motcua/rpc/status_conversion.h"
#include "motcua/wire/time.h"

#include "support/builders.h"

namespace motcua::feedback::testing {

class FakeOwners::Intake final : public intake::v1::IntakeService::Service {
 public:
  explicit Intake(FakeOwners& owner) : owner_(owner) {}
  grpc::Status GetStatus(grpc::ServerContext* /*context*/,
                         const intake::v1::GetStatusRequest* request,
                         intake::v1::GetStatusResponse* response) override {
    const std::lock_guard lock(owner_.mutex_);
    const auto held = owner_.dossiers_.find(request->lookup_key());
    if (held == owner_.dossiers_.end()) {
      return rpc::ToGrpcStatus(
          Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "no such dossier"), "intake");
    }
    response->set_dossier_id(held->second.id);
    response->set_accepted(held->second.accepted);
    response->mutable_status()->set_code(held->second.code);
    return grpc::Status::OK;
  }

 private:
  FakeOwners& owner_;
};

class FakeOwners::History final : public operations::v1::EventHistoryService::Service {
 public:
  explicit History(FakeOwners& owner) : owner_(owner) {}
  grpc::Status ListEvents(grpc::ServerContext* /*context*/,
                          const operations::v1::ListEventsRequest* request,
                          operations::v1::ListEventsResponse* response) override {
    const std::lock_guard lock(owner_.mutex_);
    ++owner_.history_calls_;
    for (const outbox::Event& event : owner_.events_[request->key()]) {
      if (event.sequence <= request->after_sequence()) {
        continue;
      }
      operations::v1::EventRecord& record = *response->add_events();
      record.set_event_id(event.event_id);
      record.set_type(event.type);
      record.set_key(event.key);
      record.set_stream(event.stream);
      record.set_epoch(event.epoch);
      record.set_sequence(event.sequence);
      *record.mutable_occurred_at() = wire::ToProto(event.occurred_at);
      record.set_payload(event.payload);
    }
    return grpc::Status::OK;
  }

 private:
  FakeOwners& owner_;
};

FakeOwners::FakeOwners()
    : intake_(std::make_unique<Intake>(*this)), history_(std::make_unique<History>(*this)) {
  auto server =
      rpc::Server::Start({.listen = "127.0.0.1:0", .services = {intake_.get(), history_.get()}});
  MOTCUA_CHECK(server.ok());
  server_ = *std::move(server);
  server_->SetReady(true);
}

FakeOwners::~FakeOwners() {
  server_->Stop(std::chrono::seconds(1));
}

std::string FakeOwners::address() const {
  return "127.0.0.1:" + std::to_string(server_->port());
}

std::string FakeOwners::Hold(const std::string& code, bool accepted) {
  const std::string id = RandomIdGenerator().NewId();
  const std::lock_guard lock(mutex_);
  dossiers_[dossier::LookupKey(code)] = {.id = id, .code = code, .accepted = accepted};
  return id;
}

std::vector<outbox::Event> FakeOwners::HandOver(const std::string& dossier_id) {
  namespace events = processing::events::v1;
  const std::lock_guard lock(mutex_);
  type::v1::DossierFacts facts;
  facts.set_dossier_id(dossier_id);
  for (const auto& [key, dossier] : dossiers_) {
    if (dossier.id == dossier_id) {
      facts.set_code(dossier.code);
      facts.set_lookup_key(key);
    }
  }
  facts.set_handling_agency(kOffice);
  facts.set_procedure_code("1.000001");
  *facts.mutable_occurred_at() = wire::ToProto(At("2026-11-20T09:00"));
  std::vector<outbox::Event>& history = events_[dossier_id];
  const auto add = [&](auto message, std::int64_t sequence) {
    facts.set_sequence(sequence);
    *message.mutable_facts() = facts;
    history.push_back({.event_id = RandomIdGenerator().NewId(),
                       .stream = "dossier",
                       .key = dossier_id,
                       .type = message.GetDescriptor()->full_name(),
                       .epoch = 1,
                       .sequence = sequence,
                       .occurred_at = At("2026-11-20T09:00"),
                       .payload = message.SerializeAsString()});
  };
  add(events::DossierForwarded(), 1);
  add(events::ResultHandedOver(), 2);
  return history;
}

void FakeOwners::PublishCalendar(const std::string& document, const std::string& version) {
  processing::events::v1::CalendarPublished message;
  message.set_version(version);
  message.set_document(document);
  const std::lock_guard lock(mutex_);
  events_["calendar"].push_back({.event_id = RandomIdGenerator().NewId(),
                                 .stream = "calendar",
                                 .key = "calendar",
                                 .type = message.GetDescriptor()->full_name(),
                                 .epoch = 1,
                                 .sequence = 1,
                                 .occurred_at = At("2026-11-20T09:00"),
                                 .payload = message.SerializeAsString()});
}

int FakeOwners::history_calls() const {
  const std::lock_guard lock(mutex_);
  return history_calls_;
}

}  // namespace motcua::feedback::testing
