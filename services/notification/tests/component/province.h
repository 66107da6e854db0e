#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "motcua/intake/events/v1/dossier_events.pb.h"
#include "motcua/notification/v1/notification_service.grpc.pb.h"
#include "motcua/operations/v1/operations_service.grpc.pb.h"
#include "motcua/processing/events/v1/dossier_events.pb.h"

#include "motcua/http/client.h"
#include "motcua/inbox/inbox.h"
#include "motcua/log/capture.h"
#include "motcua/rpc/client.h"
#include "motcua/runtime/shutdown.h"
#include "motcua/testing/temp_database.h"

#include "app/application.h"
#include "app/config.h"
#include "component/fake_gateway.h"
#include "component/fake_programs.h"
#include "messaging/dossier_handler.h"

namespace motcua::notification::testing {

inline constexpr char kSecret[] = "test-secret-of-128-bits-xyz";
inline constexpr char kPhone[] = "0912345678";
inline constexpr char kContact[] = "02511022";

Instant At(const std::string& local);

/// A dossier as described by the events of an owner.
struct TestDossier {
  std::string id;
  std::string code;
  std::string agency = "H19.12";
  std::int64_t intake_sequence = 0;
  std::int64_t processing_sequence = 0;
};

/// A notification program with everything it needs: a database with the sample templates, a
/// gateway, the other programs, and a clock that stands at 2025-03-12 09:15 until it is set. Events
/// come through an inbox of the test on the same database, so that no topic is shared.
class Province {
 public:
  struct Options {
    int replicas = 1;
    int messages_per_second = 2000;
    int replies_per_second = 1000;
    int replies_per_day = 20000;
    std::chrono::milliseconds send_timeout{2000};
    bool load_templates = true;
  };
  Province() : Province(Options()) {}
  explicit Province(const Options& options);
  ~Province();

  const std::string& dsn() const { return database_.dsn(); }
  FakeGateway& gateway() { return gateway_; }
  FakePrograms& programs() { return programs_; }
  const log::Capture& logs() const { return logs_; }
  void SetClock(const std::string& local);
  /// The last one goes; at least one must stay.
  void StopReplica();

  /// A dossier whose applicant has this number.
  TestDossier NewDossier(const std::string& phone = kPhone);
  outbox::Event Accepted(TestDossier& dossier);
  outbox::Event SupplementRequested(TestDossier& dossier, const std::vector<std::string>& items);
  outbox::Event PaymentRequested(TestDossier& dossier, std::int64_t amount);
  outbox::Event Finished(TestDossier& dossier);
  outbox::Event HandedOver(TestDossier& dossier);
  outbox::Event Returned(TestDossier& dossier);
  outbox::Event Extended(TestDossier& dossier);
  /// As the consumer of its topic would.
  inbox::Taken Take(const outbox::Event& event);
  void DrainParked();

  /// Calls a path as Kannel would; the status.
  int Get(const std::string& path);
  int Receipt(const FakeGateway::Sent& sent, int type) {
    return Get(sent.receipt_path + "?type=" + std::to_string(type) + sent.receipt_rest);
  }
  static constexpr char kNoId[] = "-";
  /// An id of its own unless one is given; kNoId: none.
  int Text(const std::string& from, const std::string& text, const std::string& id = "",
           const std::string& secret = kSecret);

  /// Messages of the network to a number, in order.
  std::vector<std::string> TextsTo(const std::string& phone) const;

  v1::NotificationService::Stub& stub() { return *stubs_.front(); }
  template <typename Request, typename Response>
  absl::StatusOr<Response> Do(grpc::Status (v1::NotificationService::Stub::*method)(
                                  grpc::ClientContext*, const Request&, Response*),
                              const Request& request, const std::string& key = "") {
    Response response;
    CallContext call;
    call.idempotency_key = key;
    const absl::Status status = rpc::Call(call, "component-test", std::chrono::minutes(1),
                                          [&](grpc::ClientContext* context) {
                                            return (stub().*method)(context, request, &response);
                                          });
    if (!status.ok()) {
      return status;
    }
    return response;
  }
  /// What workers of the first replica have set aside; all of one worker is tried again.
  operations::v1::ListSetAsideResponse SetAside();
  void RetrySetAside(const std::string& worker);
  std::vector<v1::Message> Messages(v1::MessageState state = v1::MESSAGE_STATE_UNSPECIFIED,
                                    const std::string& dossier = "");
  /// How many messages are in each state, all pages.
  std::map<v1::MessageState, int> CountStates();
  /// One value of the database.
  std::string Ask(const std::string& sql);
  void Script(const std::string& sql);
  std::string Metrics() const;

 private:
  outbox::Event Make(TestDossier& dossier, const google::protobuf::Message& message, bool intake);
  type::v1::DossierFacts Facts(TestDossier& dossier, bool intake, type::v1::DossierState state);
  static Config MakeConfig(const Options& options, const std::string& dsn,
                           const std::string& programs, const std::string& gateway);

  log::Capture logs_;
  motcua::testing::TempDatabase database_;
  FakeGateway gateway_;
  FakePrograms programs_;
  SettableClock clock_;
  RandomIdGenerator ids_;
  std::unique_ptr<db::Pool> pool_;
  runtime::Shutdown shutdown_;
  std::vector<std::unique_ptr<program::Application>> replicas_;
  std::vector<std::unique_ptr<v1::NotificationService::Stub>> stubs_;
  std::vector<std::unique_ptr<operations::v1::SimulationService::Stub>> simulations_;
  std::unique_ptr<operations::v1::OperationsService::Stub> operations_;
  std::unique_ptr<DossierHandler> intake_handler_;
  std::unique_ptr<DossierHandler> processing_handler_;
  std::unique_ptr<inbox::Inbox> intake_inbox_;
  std::unique_ptr<inbox::Inbox> processing_inbox_;
  int next_serial_ = 1;
};

}  // namespace motcua::notification::testing
