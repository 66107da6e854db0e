// The verbs about text messages, against a notification in this process.
#include <memory>
#include <set>
#include <vector>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/notification/v1/notification_service.grpc.pb.h"

#include "motcua/base/error.h"
#include "motcua/rpc/server.h"
#include "motcua/rpc/status_conversion.h"

#include "exit_code.h"
#include "running.h"

namespace motcua::ctl {
namespace {

namespace v1 = notification::v1;
using grpc::ServerContext;
using grpc::Status;
using testing::HasSubstr;
using testing::Not;

class FakeNotification final : public v1::NotificationService::Service {
 public:
  Status LoadTemplates(ServerContext* context, const v1::LoadTemplatesRequest* request,
                       v1::LoadTemplatesResponse* response) override {
    Key(*context);
    loaded = *request;
    response->set_added(request->templates_size());
    response->add_warnings("beware");
    return Status::OK;
  }
  Status ListTemplates(ServerContext*, const v1::ListTemplatesRequest*,
                       v1::ListTemplatesResponse* response) override {
    v1::Template& text = *response->add_templates();
    text.set_id("received");
    text.set_moment(v1::MOMENT_RECEIVED);
    text.set_unaccented_vi("Ho so {code}");
    return Status::OK;
  }
  Status ListMessages(ServerContext*, const v1::ListMessagesRequest* request,
                      v1::ListMessagesResponse* response) override {
    asked = *request;
    const int page = request->page_token().empty() ? 1 : std::stoi(request->page_token());
    v1::Message& message = *response->add_messages();
    message.set_message_id("M" + std::to_string(page));
    message.set_state(v1::MESSAGE_STATE_UNKNOWN);
    message.set_phone_masked("*******678");
    if (page < 3) {
      response->set_next_page_token(std::to_string(page + 1));
    }
    return Status::OK;
  }
  Status ResolveMessage(ServerContext* context, const v1::ResolveMessageRequest* request,
                        v1::ResolveMessageResponse* response) override {
    Key(*context);
    resolved = *request;
    if (request->message_id() == "M0") {
      return rpc::ToGrpcStatus(
          Error(absl::StatusCode::kFailedPrecondition, "NOT_UNKNOWN", "it is known"),
          "notification");
    }
    response->mutable_message()->set_message_id(request->message_id());
    response->mutable_message()->set_state(v1::MESSAGE_STATE_DELIVERED);
    return Status::OK;
  }
  Status ResolveMessages(ServerContext* context, const v1::ResolveMessagesRequest* request,
                         v1::ResolveMessagesResponse* response) override {
    resolved_pages.push_back(*request);
    Key(*context);
    response->set_resolved(200);
    response->set_next_page_token(resolved_pages.size() < 3 ? "next" : "");
    return Status::OK;
  }
  Status ResendMessage(ServerContext* context, const v1::ResendMessageRequest* request,
                       v1::ResendMessageResponse* response) override {
    resent = *request;
    Key(*context);
    response->mutable_message()->set_message_id(request->message_id());
    response->mutable_message()->set_state(v1::MESSAGE_STATE_CREATED);
    return Status::OK;
  }
  Status ResendMessages(ServerContext* context, const v1::ResendMessagesRequest* request,
                        v1::ResendMessagesResponse* response) override {
    resent_pages.push_back(*request);
    Key(*context);
    response->set_resent(100);
    response->set_passed_over(7);
    response->set_next_page_token(resent_pages.size() < 2 ? "next" : "");
    return Status::OK;
  }
  Status ListInbound(ServerContext*, const v1::ListInboundRequest*,
                     v1::ListInboundResponse* response) override {
    response->add_messages()->set_kind("opt_out");
    return Status::OK;
  }
  Status CountMessages(ServerContext*, const v1::CountMessagesRequest* request,
                       v1::CountMessagesResponse* response) override {
    counted = *request;
    v1::MessageCount& count = *response->add_counts();
    count.set_moment(v1::MOMENT_RESULT_READY);
    count.set_state(v1::MESSAGE_STATE_HANDED_OFF);
    count.set_messages(42);
    response->set_inbound(7);
    return Status::OK;
  }
  v1::LoadTemplatesRequest loaded;
  v1::ListMessagesRequest asked;
  v1::ResolveMessageRequest resolved;
  v1::CountMessagesRequest counted;
  std::vector<v1::ResolveMessagesRequest> resolved_pages;
  v1::ResendMessageRequest resent;
  std::vector<v1::ResendMessagesRequest> resent_pages;
  std::set<std::string> keys;

 private:
  void Key(const ServerContext& context) {
    const auto found = context.client_metadata().find("idempotency-key");
    ASSERT_NE(found, context.client_metadata().end());
    keys.emplace(found->second.data(), found->second.size());
  }
};

class SmsVerbsTest : public testing::Test {
 protected:
  SmsVerbsTest() {
    auto server = rpc::Server::Start({.listen = "127.0.0.1:0", .services = {&notification_}});
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    server_->SetReady(true);
  }
  CtlRun Ctl(const std::vector<std::string>& arguments) {
    return CtlRun(arguments,
                  {"MOTCUA_CTL_NOTIFICATION_TARGETS=127.0.0.1:" + std::to_string(server_->port())});
  }
  FakeNotification notification_;
  std::unique_ptr<rpc::Server> server_;
};

TEST_F(SmsVerbsTest, TemplatesAreLoadedFromTheSample) {
  const std::string file = std::string(MOTCUA_SOURCE_DIR) + "/deploy/sample/templates.json";
  const CtlRun run = Ctl({"sms", "templates", "load", file, "--check"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_TRUE(notification_.loaded.dry_run());
  EXPECT_GT(notification_.loaded.templates_size(), 6);
  EXPECT_THAT(run.out, HasSubstr("beware"));
  EXPECT_THAT(run.out, HasSubstr("chưa nạp gì"));
  EXPECT_EQ(Ctl({"sms", "templates", "load", "/nowhere"}).exit_code, kRefused);
  EXPECT_THAT(Ctl({"sms", "templates", "list"}).out, HasSubstr("Ho so {code}"));
}

TEST_F(SmsVerbsTest, MessagesAreListedPageAfterPage) {
  const CtlRun run = Ctl({"sms", "list", "--state", "unknown", "--dossier", "D1"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_THAT(run.out, testing::AllOf(HasSubstr("M1"), HasSubstr("M3"), HasSubstr("không rõ"),
                                      HasSubstr("*******678")));
  EXPECT_EQ(notification_.asked.state(), v1::MESSAGE_STATE_UNKNOWN);
  EXPECT_EQ(notification_.asked.dossier(), "D1");
  const CtlRun cut = Ctl({"sms", "list", "--limit", "2"});
  EXPECT_THAT(cut.out, Not(HasSubstr("M3")));
  EXPECT_THAT(cut.err, HasSubstr("--limit"));
  EXPECT_EQ(Ctl({"sms", "list", "--state", "lost"}).exit_code, kUsage);
}

TEST_F(SmsVerbsTest, AnUnknownMessageIsDecidedOneWay) {
  const std::vector<std::string> who = {"--actor", "VH01", "--agency", "H19", "--reason", "đã hỏi"};
  const auto resolve = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"sms", "resolve"});
    arguments.insert(arguments.end(), who.begin(), who.end());
    return Ctl(arguments);
  };
  EXPECT_THAT(resolve({"M1", "--delivered"}).out, HasSubstr("đã đến máy"));
  EXPECT_EQ(notification_.resolved.resolution(), v1::RESOLUTION_DELIVERED);
  EXPECT_EQ(notification_.resolved.actor().id(), "VH01");
  EXPECT_EQ(notification_.resolved.actor().agency(), "H19");
  EXPECT_EQ(notification_.resolved.reason(), "đã hỏi");
  EXPECT_EQ(resolve({"M1", "--send-again"}).exit_code, kOk);
  EXPECT_EQ(notification_.resolved.resolution(), v1::RESOLUTION_SEND_AGAIN);
  EXPECT_EQ(resolve({"M1"}).exit_code, kUsage);
  EXPECT_EQ(resolve({"M1", "--failed", "--delivered"}).exit_code, kUsage);
  const CtlRun refused = resolve({"M0", "--failed"});
  EXPECT_EQ(refused.exit_code, kRefused);
  EXPECT_THAT(refused.err, HasSubstr("NOT_UNKNOWN"));
}

TEST_F(SmsVerbsTest, UnknownOnesOfASpanAreDecidedTogether) {
  const CtlRun run = Ctl({"sms", "resolve", "--from", "2025-03-01", "--to", "2025-03-02",
                          "--failed", "--actor", "VH01", "--agency", "H19", "--reason", "đã hỏi"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_THAT(run.out, HasSubstr("600"));
  ASSERT_EQ(notification_.resolved_pages.size(), 3U);
  EXPECT_EQ(notification_.keys.size(), 3U);
  const v1::ResolveMessagesRequest& last = notification_.resolved_pages.back();
  EXPECT_EQ(last.page_token(), "next");
  EXPECT_EQ(last.resolution(), v1::RESOLUTION_FAILED);
  EXPECT_EQ(last.from().seconds(), 1740762000);
  EXPECT_EQ(last.actor().id(), "VH01");
  EXPECT_EQ(last.reason(), "đã hỏi");
}

TEST_F(SmsVerbsTest, FailedOnesGoAgainAloneOrTogether) {
  const CtlRun one = Ctl(
      {"sms", "resend", "M1", "--actor", "VH01", "--agency", "H19", "--reason", "sai mật khẩu"});
  EXPECT_EQ(one.exit_code, kOk) << one.err;
  EXPECT_THAT(one.out, HasSubstr("chờ gửi"));
  EXPECT_EQ(notification_.resent.message_id(), "M1");
  EXPECT_EQ(notification_.resent.reason(), "sai mật khẩu");
  const CtlRun many =
      Ctl({"sms", "resend", "--from", "2025-03-01", "--to", "2025-03-02", "--failure", "HTTP_403",
           "--actor", "VH01", "--agency", "H19", "--reason", "sai mật khẩu"});
  EXPECT_EQ(many.exit_code, kOk) << many.err;
  EXPECT_THAT(many.out, testing::AllOf(HasSubstr("200"), HasSubstr("14")));
  ASSERT_EQ(notification_.resent_pages.size(), 2U);
  EXPECT_EQ(notification_.resent_pages.back().failure_reason(), "HTTP_403");
  EXPECT_EQ(notification_.resent_pages.back().page_token(), "next");
  EXPECT_EQ(notification_.keys.size(), 3U);
}

TEST_F(SmsVerbsTest, AMessageOrASpanAndNotBoth) {
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"M1", "--from", "2025-03-01", "--to", "2025-03-02"},
      {"--from", "2025-03-01"},
      {"--to", "2025-03-02"}};
  for (std::vector<std::string> arguments : wrong) {
    arguments.insert(arguments.end(), {"--actor", "VH01", "--agency", "H19", "--reason", "x"});
    std::vector<std::string> resend = arguments;
    resend.insert(resend.begin(), {"sms", "resend"});
    EXPECT_EQ(Ctl(resend).exit_code, kUsage);
    arguments.insert(arguments.begin(), {"sms", "resolve", "--failed"});
    EXPECT_EQ(Ctl(arguments).exit_code, kUsage);
  }
  EXPECT_EQ(Ctl({"sms", "resend", "M1", "--failure", "HTTP_403", "--actor", "VH01", "--agency",
                 "H19", "--reason", "x"})
                .exit_code,
            kUsage);
}

TEST_F(SmsVerbsTest, InboundAndCounts) {
  EXPECT_THAT(Ctl({"sms", "inbound"}).out, HasSubstr("opt_out"));
  const CtlRun run = Ctl({"sms", "count", "--from", "2025-03-01", "--to", "2025-04-01"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_THAT(run.out, testing::AllOf(HasSubstr("có kết quả"), HasSubstr("42"), HasSubstr("7")));
  EXPECT_EQ(notification_.counted.from().seconds(), 1740762000);
  EXPECT_EQ(Ctl({"sms", "count", "--from", "x", "--to", "2025-04-01"}).exit_code, kUsage);
}

}  // namespace
}  // namespace motcua::ctl
