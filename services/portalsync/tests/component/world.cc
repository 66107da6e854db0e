#include "component/world.h"

#include <cstdio>
#include <sstream>

#include <boost/json.hpp>

#include "motcua/intake/events/v1/dossier_events.pb.h"
#include "motcua/processing/events/v1/dossier_events.pb.h"

#include "motcua/base/check.h"
#include "motcua/base/uuid.h"
#include "motcua/http/client.h"
#include "motcua/wire/time.h"

#include "domain/message.h"

namespace motcua::portalsync::testing {
namespace {

using namespace std::chrono_literals;

// No server listens there.
constexpr char kNowhere[] = "127.0.0.1:1";
constexpr int kReceived = 2;

std::vector<std::string> SimulatorArguments(const std::vector<std::string>& arguments) {
  std::vector<std::string> all = {"python3",
                                  MOTCUA_SOURCE_DIR "/tools/portal_simulator/simulator.py",
                                  "--unit-code", "000.00.01.H19"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return all;
}

type::v1::DossierFacts MakeFacts(const History& history, int state, int previous, Instant at) {
  type::v1::DossierFacts facts;
  facts.set_dossier_id(history.id);
  facts.set_code(history.code);
  std::string key = history.code;
  std::erase_if(key, [](char c) { return c == '.' || c == '-'; });
  facts.set_lookup_key(key);
  facts.set_epoch(1);
  facts.set_state(static_cast<type::v1::DossierState>(state));
  facts.set_previous_state(static_cast<type::v1::DossierState>(previous));
  *facts.mutable_occurred_at() = wire::ToProto(at);
  facts.mutable_actor()->set_kind(type::v1::ACTOR_KIND_OFFICER);
  facts.mutable_actor()->set_id("CB001");
  facts.set_handling_agency("H19.50");
  return facts;
}

}  // namespace

grpc::Status FakeApplicantService::DiscloseDossier(
    grpc::ServerContext* /*context*/, const intake::v1::DiscloseDossierRequest* request,
    intake::v1::DiscloseDossierResponse* response) {
  const std::lock_guard lock(mutex_);
  ++asked_;
  MOTCUA_CHECK(request->disclosure().recipient() == "portalsync");
  response->mutable_applicant()->set_kind(wrong_.contains(request->dossier_id()) ? 9 : 1);
  response->mutable_applicant()->set_full_name(kApplicantName);
  response->mutable_applicant()->set_identity_number("012345678901");
  response->set_subject("Hồ sơ của " + std::string(kApplicantName));
  response->set_channel(type::v1::CHANNEL_ONLINE);
  response->set_procedure_code("1.001193");
  response->set_procedure_vi("Thủ tục đăng ký khai sinh");
  response->set_field_code("G15");
  response->set_field_vi("Hộ tịch");
  response->mutable_filed_at()->set_seconds(1741745700);
  return grpc::Status::OK;
}

void FakeApplicantService::MakeWrong(const std::string& dossier_id, bool wrong) {
  const std::lock_guard lock(mutex_);
  wrong ? static_cast<void>(wrong_.insert(dossier_id))
        : static_cast<void>(wrong_.erase(dossier_id));
}

int FakeApplicantService::asked() const {
  const std::lock_guard lock(mutex_);
  return asked_;
}

Simulator::Simulator(const std::vector<std::string>& arguments)
    : process_(SimulatorArguments(arguments), {"PYTHONDONTWRITEBYTECODE=1"}) {
  const std::string line = process_.ReadLine();
  const std::size_t at = line.find("http://");
  MOTCUA_CHECK(at != std::string::npos);
  url_ = line.substr(at);
}

void Simulator::Command(const std::string& path, const std::string& body) {
  http::Client client({.address = url_});
  http::Request request{.method = "POST", .target = "/simulator/" + path};
  request.body = body;
  const auto response = client.Send(request, 20s);
  MOTCUA_CHECK(response.ok());
  MOTCUA_CHECK(response->status == 200);
}

void Simulator::SetMode(const std::string& mode) {
  Command("mode", boost::json::serialize(boost::json::object{{"mode", mode}}));
}

std::map<std::string, std::vector<std::pair<std::string, int>>> Simulator::Progress() {
  http::Client client({.address = url_});
  const auto response = client.Send({.target = "/simulator/dossiers"}, 20s);
  MOTCUA_CHECK(response.ok());
  std::map<std::string, std::vector<std::pair<std::string, int>>> held;
  std::istringstream lines(response->body);
  for (std::string line; std::getline(lines, line);) {
    const boost::json::object dossier = boost::json::parse(line).as_object();
    auto& progress = held[std::string(dossier.at("code").as_string())];
    for (const boost::json::value& entry : dossier.at("progress").as_array()) {
      progress.emplace_back(std::string(entry.as_object().at("at").as_string()),
                            static_cast<int>(entry.as_object().at("state").as_int64()));
    }
  }
  return held;
}

History MakeHistory(int number, const std::vector<int>& states, bool same_moment) {
  History history{.id = RandomIdGenerator().NewId()};
  char code[32];
  std::snprintf(code, sizeof(code), "H19.90-250312-%04d", number);
  history.code = code;
  Instant at(std::chrono::seconds(1741745707));
  std::optional<Instant> received_at;
  int previous = 0;
  bool accepted = false;
  for (const int state : states) {
    if (state == kReceived && !accepted) {
      received_at = at;
    }
    type::v1::DossierFacts facts = MakeFacts(history, state, previous, at);
    if (received_at.has_value()) {
      *facts.mutable_received_at() = wire::ToProto(*received_at);
      *facts.mutable_due_at() = wire::ToProto(*received_at + 72h);
    }
    auto& events = accepted ? history.processing : history.intake;
    facts.set_sequence(static_cast<std::int64_t>(events.size()) + 1);
    facts.set_intake_sequence(accepted ? static_cast<std::int64_t>(history.intake.size()) : 0);
    // Field 1 of all events has the facts, so all of them are sent to the portal alike.
    type::v1::DossierEventHead head;
    *head.mutable_facts() = facts;
    events.push_back({.event_id = RandomIdGenerator().NewId(),
                      .stream = "dossier",
                      .key = history.id,
                      .type = accepted ? "motcua.processing.events.v1.DossierForwarded"
                                       : "motcua.intake.events.v1.DossierFiled",
                      .epoch = 1,
                      .sequence = facts.sequence(),
                      .occurred_at = at,
                      .payload = head.SerializeAsString()});
    history.progress.emplace_back(PortalTime(at), state);
    accepted = accepted || state == kReceived;
    previous = state;
    at += same_moment ? 0min : 1min;
  }
  return history;
}

World::World(const std::vector<std::string>& simulator_arguments)
    : database_(motcua::testing::MigratedDatabase("portalsync")), simulator_(simulator_arguments) {
  auto server = rpc::Server::Start({.listen = "127.0.0.1:0", .services = {&applicants_}});
  MOTCUA_CHECK(server.ok());
  intake_ = *std::move(server);
  intake_->SetReady(true);
  auto pool = db::Pool::Create({.connection = {.dsn = database_.dsn()}, .size = 4});
  MOTCUA_CHECK(pool.ok());
  pool_ = *std::move(pool);
  intake_inbox_ = inbox::Inbox::Create(
      *pool_, intake_events_, {.consumer = "portalsync.intake-dossiers", .source = "intake"});
  processing_inbox_ =
      inbox::Inbox::Create(*pool_, processing_events_,
                           {.consumer = "portalsync.processing-dossiers", .source = "processing"});
}

World::~World() {
  intake_->Stop(1s);
}

std::unique_ptr<program::Application> World::StartReplica() {
  Config config;
  const auto options = MakeOptions(config);  // names the service
  config.program.db_dsn = database_.dsn();
  config.program.kafka_brokers = kNowhere;
  config.program.province = "H19";
  config.program.drain_delay = 0ms;
  config.intake_targets = {"127.0.0.1:" + std::to_string(intake_->port())};
  config.processing_targets = {kNowhere};
  config.portal_url = simulator_.url();
  config.portal_user = "motcua";
  config.portal_password = config::Secret("motcua");
  config.unit_code = "000.00.01.H19";
  config.request_timeout = 2s;
  config.first_back_off = 20ms;
  config.most_back_off = 500ms;
  config.probe_interval = 100ms;
  auto app = MakeApplication(config, logs_.logger(), shutdown_);
  MOTCUA_CHECK(app.ok());
  MOTCUA_CHECK((*app)->Start().ok());
  return *std::move(app);
}

std::vector<std::string> World::Environment() const {
  const std::string prefix = "MOTCUA_PORTALSYNC_";
  return {prefix + "DB_DSN=" + database_.dsn(),
          prefix + "KAFKA_BROKERS=" + kNowhere,
          prefix + "PROVINCE=H19",
          prefix + "DRAIN_DELAY=0ms",
          prefix + "INTAKE_TARGETS=127.0.0.1:" + std::to_string(intake_->port()),
          prefix + "PROCESSING_TARGETS=" + kNowhere,
          prefix + "PORTAL_URL=" + simulator_.url(),
          prefix + "USER=motcua",
          prefix + "UNIT_CODE=000.00.01.H19",
          prefix + "BACK_OFF_FIRST=20ms",
          prefix + "BACK_OFF_MOST=500ms"};
}

void World::TakeEvent(const std::string& source, const outbox::Event& event) {
  inbox::Inbox& inbox = source == "intake" ? *intake_inbox_ : *processing_inbox_;
  const auto taken = inbox.Take({}, event);
  MOTCUA_CHECK(taken.ok());
  MOTCUA_CHECK(*taken != inbox::Taken::kDeadLetter);
}

void World::Take(const History& history) {
  for (const outbox::Event& event : history.intake) {
    TakeEvent("intake", event);
  }
  for (const outbox::Event& event : history.processing) {
    TakeEvent("processing", event);
  }
}

void World::Drain() {
  for (inbox::Inbox* inbox : {intake_inbox_.get(), processing_inbox_.get()}) {
    while (inbox->DrainParked({}, 1000).value_or(0) > 0) {
    }
  }
}

std::string World::Ask(const char* name, const char* sql) {
  const auto lease = pool_->Acquire({});
  MOTCUA_CHECK(lease.ok());
  const auto rows = (*lease)->Execute({{name, sql}, {}});
  MOTCUA_CHECK(rows.ok());
  return rows->empty() ? "" : rows->OnlyText();
}

}  // namespace motcua::portalsync::testing
