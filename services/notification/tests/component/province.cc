#include "component/province.h"

#include <fstream>
#include <iostream>
#include <sstream>

#include <google/protobuf/util/json_util.h>

#include "motcua/base/check.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/dossier/dossier_code.h"
#include "motcua/outbox/event_log.h"
#include "motcua/sms/phone.h"
#include "motcua/wire/time.h"

namespace motcua::notification::testing {
namespace {

using namespace std::chrono_literals;

// No server listens there.
constexpr char kNowhere[] = "127.0.0.1:1";
constexpr char kStart[] = "2025-03-12T09:15";

CallContext OwnCall() {
  CallContext call;
  call.deadline = std::chrono::steady_clock::now() + 20s;
  return call;
}

v1::LoadTemplatesRequest SampleTemplates() {
  std::ifstream file(std::string(MOTCUA_SOURCE_DIR) + "/deploy/sample/templates.json");
  std::stringstream document;
  document << file.rdbuf();
  v1::LoadTemplatesRequest request;
  MOTCUA_CHECK(google::protobuf::util::JsonStringToMessage(document.str(), &request).ok());
  return request;
}

}  // namespace

Instant At(const std::string& local) {
  const auto instant = calendar::ParseRfc3339(local + ":00+07:00");
  MOTCUA_CHECK(instant.ok());
  return *instant;
}

Config Province::MakeConfig(const Options& options, const std::string& dsn,
                            const std::string& programs, const std::string& gateway) {
  Config config;
  const auto table = MakeOptions(config);  // names the service
  config.program.db_dsn = dsn;
  config.program.kafka_brokers = kNowhere;
  config.program.province = "H19";
  config.program.simulation = true;
  config.program.drain_delay = 0ms;
  config.intake_targets = config.processing_targets = {programs};
  config.gateway_targets = config.feedback_targets = {programs};
  config.kannel_url = gateway;
  config.kannel_user = "motcua";
  config.kannel_password = config::Secret("kannel-password");
  config.sender = "MOTCUA";
  config.messages_per_second = options.messages_per_second;
  config.replies_per_second = options.replies_per_second;
  config.replies_per_day = options.replies_per_day;
  config.send_timeout = options.send_timeout;
  config.callback_url = "http://127.0.0.1:1";
  config.callback_secret = config::Secret(kSecret);
  config.phone_key = config::Secret("key-of-the-phone-hashes");
  config.contact = kContact;
  return config;
}

Province::Province(const Options& options)
    : database_(motcua::testing::MigratedDatabase("notification")), clock_(At(kStart)) {
  Script(
      "INSERT INTO installation (province, simulation, simulated_now, outbox_shards) VALUES "
      "('H19', true, '2025-03-12T09:15:00+07:00', " +
      std::to_string(outbox::kShards) + ")");
  auto pool = db::Pool::Create({.connection = {.dsn = database_.dsn()}, .size = 4});
  MOTCUA_CHECK(pool.ok());
  pool_ = *std::move(pool);
  for (int i = 0; i < options.replicas; ++i) {
    auto app =
        MakeApplication(MakeConfig(options, database_.dsn(), programs_.address(), gateway_.url()),
                        logs_.logger(), shutdown_);
    MOTCUA_CHECK(app.ok());
    MOTCUA_CHECK((*app)->Start().ok());
    const auto channel = rpc::MakeChannel({"127.0.0.1:" + std::to_string((*app)->grpc_port())});
    stubs_.push_back(v1::NotificationService::NewStub(channel));
    simulations_.push_back(operations::v1::SimulationService::NewStub(channel));
    if (i == 0) {
      operations_ = operations::v1::OperationsService::NewStub(channel);
    }
    replicas_.push_back(*std::move(app));
  }
  intake_handler_ = std::make_unique<DossierHandler>(
      clock_, ids_,
      DossierHandler::Options{.owner = DossierHandler::Owner::kIntake, .contact = kContact});
  processing_handler_ = std::make_unique<DossierHandler>(
      clock_, ids_,
      DossierHandler::Options{.owner = DossierHandler::Owner::kProcessing, .contact = kContact});
  intake_inbox_ = inbox::Inbox::Create(
      *pool_, *intake_handler_, {.consumer = "notification.intake-dossiers", .source = "intake"});
  processing_inbox_ = inbox::Inbox::Create(
      *pool_, *processing_handler_,
      {.consumer = "notification.processing-dossiers", .source = "processing"});
  if (options.load_templates) {
    MOTCUA_CHECK(
        Do(&v1::NotificationService::Stub::LoadTemplates, SampleTemplates(), "sample").ok());
  }
}

Province::~Province() {
  for (const auto& replica : replicas_) {
    replica->Stop();
  }
  if (::testing::Test::HasFailure()) {
    for (const std::string& line : logs_.lines()) {
      if (line.find("\"warn\"") != std::string::npos ||
          line.find("\"error\"") != std::string::npos) {
        std::cerr << line << '\n';
      }
    }
  }
}

void Province::SetClock(const std::string& local) {
  clock_.Set(At(local));
  operations::v1::SetClockRequest request;
  *request.mutable_now() = wire::ToProto(At(local));
  for (const auto& simulation : simulations_) {
    operations::v1::SetClockResponse response;
    MOTCUA_CHECK(rpc::Call({}, "component-test", 20s, [&](grpc::ClientContext* context) {
                   return simulation->SetClock(context, request, &response);
                 }).ok());
  }
}

void Province::StopReplica() {
  MOTCUA_CHECK(replicas_.size() > 1);
  replicas_.back()->Stop();
  replicas_.pop_back();
  stubs_.pop_back();
  simulations_.pop_back();
}

TestDossier Province::NewDossier(const std::string& phone) {
  TestDossier dossier{.id = ids_.NewId()};
  const auto code = dossier::FormatDossierCode(
      "H19.12",
      std::chrono::year_month_day(std::chrono::year(2025), std::chrono::month(3),
                                  std::chrono::day(12)),
      static_cast<std::uint64_t>(next_serial_++));
  MOTCUA_CHECK(code.ok());
  dossier.code = *code;
  if (!phone.empty()) {
    programs_.SetPhone(dossier.id, phone);
  }
  return dossier;
}

type::v1::DossierFacts Province::Facts(TestDossier& dossier, bool intake,
                                       type::v1::DossierState state) {
  type::v1::DossierFacts facts;
  facts.set_dossier_id(dossier.id);
  facts.set_code(dossier.code);
  facts.set_epoch(1);
  facts.set_sequence(intake ? ++dossier.intake_sequence : ++dossier.processing_sequence);
  facts.set_intake_sequence(dossier.intake_sequence);
  *facts.mutable_occurred_at() = wire::ToProto(clock_.Now());
  facts.set_state(state);
  facts.set_channel(type::v1::CHANNEL_DIRECT);
  facts.set_receiving_agency(dossier.agency);
  *facts.mutable_due_at() = wire::ToProto(At("2025-03-17T16:30"));
  return facts;
}

outbox::Event Province::Make(TestDossier& dossier, const google::protobuf::Message& message,
                             bool intake) {
  return {.event_id = ids_.NewId(),
          .stream = "dossier",
          .key = dossier.id,
          .type = message.GetDescriptor()->full_name(),
          .epoch = 1,
          .sequence = intake ? dossier.intake_sequence : dossier.processing_sequence,
          .builds_on = intake ? 0 : dossier.intake_sequence,
          .occurred_at = clock_.Now(),
          .payload = message.SerializeAsString()};
}

outbox::Event Province::Accepted(TestDossier& dossier) {
  intake::events::v1::DossierAccepted message;
  *message.mutable_facts() = Facts(dossier, true, type::v1::DOSSIER_STATE_RECEIVED);
  return Make(dossier, message, true);
}

outbox::Event Province::SupplementRequested(TestDossier& dossier,
                                            const std::vector<std::string>& items) {
  processing::events::v1::SupplementRequested message;
  *message.mutable_facts() = Facts(dossier, false, type::v1::DOSSIER_STATE_SUPPLEMENT_REQUESTED);
  message.mutable_items_vi()->Add(items.begin(), items.end());
  return Make(dossier, message, false);
}

outbox::Event Province::PaymentRequested(TestDossier& dossier, std::int64_t amount) {
  processing::events::v1::PaymentRequested message;
  *message.mutable_facts() = Facts(dossier, false, type::v1::DOSSIER_STATE_PAYMENT_REQUESTED);
  message.set_amount_vnd(amount);
  return Make(dossier, message, false);
}

outbox::Event Province::Finished(TestDossier& dossier) {
  processing::events::v1::DossierFinished message;
  *message.mutable_facts() = Facts(dossier, false, type::v1::DOSSIER_STATE_FINISHED);
  return Make(dossier, message, false);
}

outbox::Event Province::HandedOver(TestDossier& dossier) {
  processing::events::v1::ResultHandedOver message;
  *message.mutable_facts() = Facts(dossier, false, type::v1::DOSSIER_STATE_HANDED_OVER);
  return Make(dossier, message, false);
}

outbox::Event Province::Returned(TestDossier& dossier) {
  processing::events::v1::DossierReturned message;
  *message.mutable_facts() = Facts(dossier, false, type::v1::DOSSIER_STATE_NOT_ACCEPTED);
  return Make(dossier, message, false);
}

outbox::Event Province::Extended(TestDossier& dossier) {
  processing::events::v1::DueDateExtended message;
  *message.mutable_facts() = Facts(dossier, false, type::v1::DOSSIER_STATE_IN_PROCESS);
  return Make(dossier, message, false);
}

inbox::Taken Province::Take(const outbox::Event& event) {
  inbox::Inbox& inbox =
      event.type.starts_with("motcua.intake.") ? *intake_inbox_ : *processing_inbox_;
  const auto taken = inbox.Take(OwnCall(), event);
  EXPECT_TRUE(taken.ok()) << taken.status();
  return taken.value_or(inbox::Taken::kDeadLetter);
}

void Province::DrainParked() {
  for (inbox::Inbox* const inbox : {intake_inbox_.get(), processing_inbox_.get()}) {
    EXPECT_TRUE(inbox->DrainParked(OwnCall(), 1000).ok());
  }
}

int Province::Get(const std::string& path) {
  http::Client client(
      {.address = "http://127.0.0.1:" + std::to_string(replicas_.front()->http_port())});
  const auto response = client.Send({.target = path}, 10s);
  return response.ok() ? response->status : 0;
}

int Province::Text(const std::string& from, const std::string& text, const std::string& id,
                   const std::string& secret) {
  http::Client client(
      {.address = "http://127.0.0.1:" + std::to_string(replicas_.front()->http_port())});
  http::Request request{.method = "POST",
                        .target = "/" + secret + "/inbound" +
                                  (id == kNoId ? "" : "?id=" + (id.empty() ? ids_.NewId() : id)),
                        .body = text};
  request.headers.Set("Content-Type", "text/plain; charset=\"UTF-8\"");
  request.headers.Set("X-Kannel-From", from);
  request.headers.Set("X-Kannel-To", "8022");
  const auto response = client.Send(request, 10s);
  EXPECT_TRUE(!response.ok() || response->status != 200 || response->body.empty());
  return response.ok() ? response->status : 0;
}

std::vector<std::string> Province::TextsTo(const std::string& phone) const {
  std::vector<std::string> texts;
  for (const FakeGateway::Sent& sent : gateway_.sent()) {
    if (sent.to == sms::InternationalPhone(phone)) {
      texts.push_back(sent.text);
    }
  }
  return texts;
}

std::vector<v1::Message> Province::Messages(v1::MessageState state, const std::string& dossier) {
  std::vector<v1::Message> all;
  v1::ListMessagesRequest request;
  request.set_state(state);
  request.set_dossier(dossier);
  request.set_page_size(200);
  do {
    const auto page = Do(&v1::NotificationService::Stub::ListMessages, request);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) {
      break;
    }
    all.insert(all.end(), page->messages().begin(), page->messages().end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return all;
}

std::map<v1::MessageState, int> Province::CountStates() {
  std::map<v1::MessageState, int> counts;
  v1::CountMessagesRequest request;
  *request.mutable_from() = wire::ToProto(At("2020-01-01T00:00"));
  *request.mutable_to() = wire::ToProto(At("2030-01-01T00:00"));
  const auto answer = Do(&v1::NotificationService::Stub::CountMessages, request);
  EXPECT_TRUE(answer.ok()) << answer.status();
  for (const v1::MessageCount& count : answer->counts()) {
    counts[count.state()] += static_cast<int>(count.messages());
  }
  return counts;
}

std::string Province::Ask(const std::string& sql) {
  const auto connection = db::Connection::Open({.dsn = database_.dsn()});
  MOTCUA_CHECK(connection.ok());
  const auto rows = (*connection)->Execute({{"ask", sql.c_str()}, {}});
  EXPECT_TRUE(rows.ok()) << rows.status();
  return rows.ok() && !rows->empty() ? rows->OnlyText() : std::string();
}

void Province::Script(const std::string& sql) {
  const auto connection = db::Connection::Open({.dsn = database_.dsn()});
  MOTCUA_CHECK(connection.ok());
  const absl::Status status = (*connection)->Script(sql);
  EXPECT_TRUE(status.ok()) << status;
}

operations::v1::ListSetAsideResponse Province::SetAside() {
  operations::v1::ListSetAsideResponse response;
  const absl::Status status = rpc::Call(
      CallContext(), "component-test", std::chrono::minutes(1), [&](grpc::ClientContext* context) {
        return operations_->ListSetAside(context, operations::v1::ListSetAsideRequest(), &response);
      });
  EXPECT_TRUE(status.ok()) << status;
  return response;
}

void Province::RetrySetAside(const std::string& worker) {
  operations::v1::RetrySetAsideRequest request;
  request.set_worker(worker);
  operations::v1::RetrySetAsideResponse response;
  const absl::Status status = rpc::Call(
      CallContext(), "component-test", std::chrono::minutes(1), [&](grpc::ClientContext* context) {
        return operations_->RetrySetAside(context, request, &response);
      });
  EXPECT_TRUE(status.ok()) << status;
}

std::string Province::Metrics() const {
  http::Client client(
      {.address = "http://127.0.0.1:" + std::to_string(replicas_.front()->metrics_port())});
  const auto response = client.Send({.target = "/metrics"}, 5s);
  MOTCUA_CHECK(response.ok());
  return response->body;
}

}  // namespace motcua::notification::testing
