// The verbs about the National Portal, against a portalsync in this process.
#include <memory>
#include <set>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/portalsync/v1/portalsync_service.grpc.pb.h"

#include "motcua/base/error.h"
#include "motcua/rpc/server.h"
#include "motcua/rpc/status_conversion.h"

#include "exit_code.h"
#include "running.h"

namespace motcua::ctl {
namespace {

namespace v1 = portalsync::v1;
using grpc::ServerContext;
using grpc::Status;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

v1::GetDossierSyncResponse ADossier() {
  v1::GetDossierSyncResponse dossier;
  dossier.set_code("H19.90-250312-0001");
  for (const char* status : {"acknowledged", "refused", "waiting"}) {
    v1::EventSync& event = *dossier.add_events();
    event.set_state(type::v1::DOSSIER_STATE_IN_PROCESS);
    event.set_status(status);
    event.set_portal_message(std::string("lời của Cổng: ") + status);
  }
  return dossier;
}

class FakePortalSync final : public v1::PortalSyncService::Service {
 public:
  Status GetSync(ServerContext*, const v1::GetSyncRequest*,
                 v1::GetSyncResponse* response) override {
    response->set_dossiers(12);
    response->set_events_waiting(34);
    return Status::OK;
  }
  Status GetDossierSync(ServerContext*, const v1::GetDossierSyncRequest* request,
                        v1::GetDossierSyncResponse* response) override {
    asked = request->dossier();
    *response = ADossier();
    return Status::OK;
  }
  Status ListRefused(ServerContext*, const v1::ListRefusedRequest* request,
                     v1::ListRefusedResponse* response) override {
    *response->add_dossiers() = ADossier();
    if (request->page_token().empty()) {
      response->set_next_page_token("2");
    } else {
      response->mutable_dossiers(0)->set_code("H19.90-250312-0002");
    }
    return Status::OK;
  }
  Status RetryDossier(ServerContext* context, const v1::RetryDossierRequest* request,
                      v1::RetryDossierResponse*) override {
    retried = *request;
    if (const auto key = context->client_metadata().find("idempotency-key");
        key != context->client_metadata().end()) {
      keys.emplace(key->second.data(), key->second.size());
    }
    return request->dossier() == "fine"
               ? rpc::ToGrpcStatus(Error(absl::StatusCode::kFailedPrecondition, "NOT_REFUSED",
                                         "nothing is refused"),
                                   "portalsync")
               : Status::OK;
  }
  Status Reconcile(ServerContext*, const v1::ReconcileRequest* request,
                   v1::ReconcileResponse* response) override {
    response->set_equal(10);
    if (request->page_token().empty()) {
      response->set_next_page_token("2");
      v1::Difference& difference = *response->add_differences();
      difference.set_code("H19.90-250312-0003");
      difference.set_true_state(type::v1::DOSSIER_STATE_STOPPED);
    }
    return Status::OK;
  }
  std::string asked;
  v1::RetryDossierRequest retried;
  std::set<std::string> keys;
};

class PortalVerbsTest : public testing::Test {
 protected:
  PortalVerbsTest() {
    auto server = rpc::Server::Start({.listen = "127.0.0.1:0", .services = {&portalsync_}});
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    server_->SetReady(true);
  }
  CtlRun Ctl(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "portal");
    return CtlRun(arguments,
                  {"MOTCUA_CTL_PORTALSYNC_TARGETS=127.0.0.1:" + std::to_string(server_->port())});
  }
  FakePortalSync portalsync_;
  std::unique_ptr<rpc::Server> server_;
};

TEST_F(PortalVerbsTest, StatusSaysWhetherThePortalAnswers) {
  const CtlRun run = Ctl({"status"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("12"), HasSubstr("34"), HasSubstr("không / no")));
  const boost::json::value document = boost::json::parse(Ctl({"status", "--json"}).out);
  EXPECT_TRUE(document.is_object());
}

TEST_F(PortalVerbsTest, ADossierIsShownWithThePortalsWords) {
  const CtlRun run = Ctl({"dossier", "H19.90-250312-0001"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_EQ(portalsync_.asked, "H19.90-250312-0001");
  EXPECT_THAT(run.out, AllOf(HasSubstr("Cổng đã nhận"), HasSubstr("lời của Cổng: waiting")));
}

TEST_F(PortalVerbsTest, OfRefusedDossiersWhatWasRefusedPageAfterPage) {
  const CtlRun run = Ctl({"refused"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("0001"), HasSubstr("0002"),
                             HasSubstr("lời của Cổng: refused"), Not(HasSubstr("waiting"))));
}

TEST_F(PortalVerbsTest, ARetryNamesWhoAsksForIt) {
  const CtlRun run =
      Ctl({"retry", "D1", "--actor", "CB001", "--agency", "H19.90", "--reason", "đã sửa danh mục"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_EQ(portalsync_.retried.actor().id(), "CB001");
  EXPECT_EQ(portalsync_.retried.reason(), "đã sửa danh mục");
  EXPECT_EQ(Ctl({"retry", "fine", "--actor", "CB001", "--agency", "H19.90"}).exit_code, kRefused);
  EXPECT_EQ(portalsync_.keys.size(), 2U) << "each run is a command of its own";
}

TEST_F(PortalVerbsTest, ReconcileAddsUpItsPages) {
  const CtlRun run = Ctl({"reconcile"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("equal: 20"), HasSubstr("differing: 1"),
                             HasSubstr("H19.90-250312-0003"), HasSubstr("không có")));
}

}  // namespace
}  // namespace motcua::ctl
