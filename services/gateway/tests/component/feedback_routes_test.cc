#include "routes/feedback_routes.h"

#include <atomic>
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/feedback/v1/feedback_service.grpc.pb.h"

#include "motcua/base/error.h"
#include "motcua/dossier/lookup_secret.h"
#include "motcua/http/client.h"
#include "motcua/http/server.h"
#include "motcua/metrics/registry.h"
#include "motcua/rpc/client.h"
#include "motcua/rpc/server.h"
#include "motcua/rpc/status_conversion.h"

#include "errors/error_body.h"
#include "tests/unit/fake_redis.h"

namespace motcua::gateway {
namespace {

using namespace std::chrono_literals;
namespace fb = motcua::feedback::v1;
using ::testing::HasSubstr;

constexpr char kPetition[] = "PA.H19-261120-0001";
constexpr char kDossierKey[] = "Z01122503120001";
constexpr char kSecret[] = "ABCD2345";

grpc::Status Refuse(absl::StatusCode code, const char* reason) {
  return rpc::ToGrpcStatus(Error(code, reason, "refused"), "feedback");
}

/// One petition with a secret, and dossiers that are rated once.
class FakeFeedback final : public fb::FeedbackService::Service {
 public:
  grpc::Status SendPetition(grpc::ServerContext* context, const fb::SendPetitionRequest* request,
                            fb::SendPetitionResponse* response) override {
    const std::lock_guard lock(mutex);
    const auto key = context->client_metadata().find("idempotency-key");
    if (key == context->client_metadata().end()) {
      return Refuse(absl::StatusCode::kInvalidArgument, "IDEMPOTENCY_KEY_MISSING");
    }
    sent = *request;
    response->mutable_petition()->set_code(kPetition);
    response->set_lookup_secret(kSecret);
    return grpc::Status::OK;
  }
  grpc::Status GetPetitionStatus(grpc::ServerContext* /*context*/,
                                 const fb::GetPetitionStatusRequest* request,
                                 fb::GetPetitionStatusResponse* response) override {
    ++asked;
    if (request->lookup_secret().empty()) {
      return Refuse(absl::StatusCode::kPermissionDenied, "SECRET_MISSING");
    }
    if (request->lookup_secret() != kSecret) {
      return Refuse(absl::StatusCode::kPermissionDenied, "SECRET_WRONG");
    }
    response->set_code(kPetition);
    response->set_state(fb::PETITION_STATE_NEED_INFO);
    response->set_state_vi("Chờ bổ sung");
    response->set_question("Ở đâu?");
    response->set_joined_to("PA.H19-261119-0001");
    return grpc::Status::OK;
  }
  grpc::Status SupplementPetition(grpc::ServerContext* /*context*/,
                                  const fb::SupplementPetitionRequest* request,
                                  fb::SupplementPetitionResponse* /*response*/) override {
    const std::lock_guard lock(mutex);
    supplement = *request;
    return request->lookup_secret() == kSecret
               ? grpc::Status::OK
               : Refuse(absl::StatusCode::kPermissionDenied, "SECRET_WRONG");
  }
  grpc::Status ListPublished(grpc::ServerContext* /*context*/,
                             const fb::ListPublishedRequest* request,
                             fb::ListPublishedResponse* response) override {
    fb::GetPetitionStatusResponse& petition = *response->add_petitions();
    petition.set_code(request->about_agency() + "/" + std::to_string(request->page_size()) + "/" +
                      request->page_token());
    petition.set_state(fb::PETITION_STATE_PUBLISHED);
    response->set_next_page_token("next");
    return grpc::Status::OK;
  }
  grpc::Status RateDossier(grpc::ServerContext* /*context*/, const fb::RateDossierRequest* request,
                           fb::RateDossierResponse* response) override {
    const std::lock_guard lock(mutex);
    if (rated++ > 0) {
      return Refuse(absl::StatusCode::kAlreadyExists, "ALREADY_RATED");
    }
    response->set_code(request->code());
    response->set_score(request->score());
    return grpc::Status::OK;
  }

  std::mutex mutex;
  fb::SendPetitionRequest sent;
  fb::SupplementPetitionRequest supplement;
  std::atomic<int> asked = 0;
  int rated = 0;
};

class OneDossier final : public Owner {
 public:
  absl::StatusOr<StatusEntry> Ask(const CallContext& /*call*/,
                                  const std::string& lookup_key) override {
    StatusEntry entry;
    entry.unknown = lookup_key != kDossierKey;
    entry.version = {1, 1};
    entry.secret_hash = dossier::HashLookupSecret(kDossierKey, kSecret);
    return entry;
  }
  absl::StatusOr<bool> IsApplicantsPhone(const CallContext& /*call*/,
                                         const std::string& /*lookup_key*/,
                                         const std::string& /*phone*/) override {
    return false;
  }
};

/// The edge with these routes alone, over real HTTP and gRPC.
class FeedbackRoutesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    redis_.away = true;  // tries are counted in the process
    auto server = rpc::Server::Start({.listen = "127.0.0.1:0", .services = {&feedback_}});
    ASSERT_TRUE(server.ok());
    feedback_server_ = *std::move(server);
    feedback_server_->SetReady(true);
    Serve(rpc::MakeChannel({"127.0.0.1:" + std::to_string(feedback_server_->port())}));
  }
  void TearDown() override {
    edge_.reset();
    feedback_server_->Stop(1s);
  }
  void Serve(const std::shared_ptr<grpc::Channel>& channel) {
    edge_.reset();
    commands_ = std::make_unique<FeedbackCommands>(channel, tries_);
    http::Router router;
    ASSERT_TRUE(AddFeedbackRoutes(router, {executor_, logger_, credentials_}, credentials_,
                                  *commands_, lookup_)
                    .ok());
    http::ServerOptions options;
    options.listen = "127.0.0.1:0";
    options.render_error = [](int status, std::string_view reason, std::string_view message) {
      return ErrorResponse(status, reason, message);
    };
    edge_ = std::make_unique<http::Server>(std::move(options), std::move(router));
    ASSERT_TRUE(edge_->Start().ok());
  }
  http::Response Ask(const std::string& method, const std::string& target, const std::string& body,
                     const std::vector<std::pair<std::string, std::string>>& headers) {
    http::Request request{.method = method, .target = target, .body = body};
    for (const auto& [name, value] : headers) {
      request.headers.Set(name, value);
    }
    http::Client client({.address = "http://127.0.0.1:" + std::to_string(edge_->port())});
    auto response = client.Send(request, 10s);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *std::move(response) : http::Response{};
  }

  const std::string token_ = "Bearer " + std::string(40, 't');
  FakeFeedback feedback_;
  std::unique_ptr<rpc::Server> feedback_server_;
  FakeRedis redis_;
  StatusCache cache_{redis_};
  TryLimiter tries_{redis_};
  OneDossier owner_;
  StatusLookup lookup_{cache_, owner_, tries_, [](StatusLookup::Source) {}};
  PortalCredentials credentials_ = *PortalCredentials::Parse(
      "{\"portals\":[{\"id\":\"p1\",\"token\":\"" + std::string(40, 't') + "\"}]}");
  metrics::Registry registry_;
  log::Logger logger_;
  runtime::Executor executor_{{.name = "requests"}, registry_};
  std::unique_ptr<FeedbackCommands> commands_;
  std::unique_ptr<http::Server> edge_;
};

TEST_F(FeedbackRoutesTest, APortalSendsAPetition) {
  const std::string body =
      R"({"title": "Chậm", "content": "Quá hẹn.", "sender": {"full_name": "Nguyễn Văn A"}})";
  const http::Response sent =
      Ask("POST", "/v1/petitions", body, {{"Authorization", token_}, {"Idempotency-Key", "one"}});
  EXPECT_EQ(sent.status, 201);
  EXPECT_THAT(sent.body, HasSubstr(kPetition));
  EXPECT_THAT(sent.body, HasSubstr(kSecret));
  EXPECT_EQ(sent.headers.Get("Cache-Control"), "no-store");
  EXPECT_EQ(feedback_.sent.channel(), fb::PETITION_CHANNEL_PORTAL);
  EXPECT_EQ(feedback_.sent.actor().id(), "portal:p1");
  EXPECT_EQ(feedback_.sent.sender().full_name(), "Nguyễn Văn A");

  const http::Response nobody = Ask("POST", "/v1/petitions", body, {{"Idempotency-Key", "two"}});
  EXPECT_EQ(nobody.status, 401);
  EXPECT_THAT(nobody.body, HasSubstr("CREDENTIALS_MISSING"));
  const http::Response keyless = Ask("POST", "/v1/petitions", body, {{"Authorization", token_}});
  EXPECT_EQ(keyless.status, 400);
  EXPECT_THAT(keyless.body, HasSubstr("IDEMPOTENCY_KEY_MISSING"));
  const http::Response garbage = Ask("POST", "/v1/petitions", "{\"titel\": 1}",
                                     {{"Authorization", token_}, {"Idempotency-Key", "three"}});
  EXPECT_EQ(garbage.status, 400);
  EXPECT_THAT(garbage.body, HasSubstr("JSON_INVALID"));
}

TEST_F(FeedbackRoutesTest, AMegabyteIsRefusedUnread) {
  const http::Response refused = Ask("POST", "/v1/petitions", std::string(1024UL * 1024, 'x'),
                                     {{"Authorization", token_}, {"Idempotency-Key", "one"}});
  EXPECT_EQ(refused.status, 413);
  EXPECT_THAT(refused.body, HasSubstr("BODY_TOO_LARGE"));
  EXPECT_THAT(refused.body, HasSubstr("vi-VN"));
}

TEST_F(FeedbackRoutesTest, ThePetitionIsShownToWhoHasTheSecret) {
  const std::string target = std::string("/v1/petitions/") + kPetition;
  const http::Response shown = Ask("GET", target, "", {{"Lookup-Secret", kSecret}});
  EXPECT_EQ(shown.status, 200);
  EXPECT_THAT(shown.body, HasSubstr("\"need_info\""));
  EXPECT_THAT(shown.body, HasSubstr("Ở đâu?"));
  EXPECT_THAT(shown.body, HasSubstr("\"joined_to\":\"PA.H19-261119-0001\""));
  const http::Response missing = Ask("GET", target, "", {});
  EXPECT_EQ(missing.status, 403);
  EXPECT_THAT(missing.body, HasSubstr("SECRET_MISSING"));
}

TEST_F(FeedbackRoutesTest, WrongSecretsAreLimited) {
  const std::string target = std::string("/v1/petitions/") + kPetition;
  for (int i = 0; i < TryLimiter::kMaxTries; ++i) {
    EXPECT_THAT(Ask("GET", target, "", {{"Lookup-Secret", "wrong"}}).body,
                HasSubstr("SECRET_WRONG"));
  }
  const int asked = feedback_.asked;
  // In any spelling, and even with the right one.
  const http::Response limited =
      Ask("GET", "/v1/petitions/pa-h19-261120-0001", "", {{"Lookup-Secret", kSecret}});
  EXPECT_EQ(limited.status, 429);
  EXPECT_THAT(limited.body, HasSubstr("TOO_MANY_TRIES"));
  EXPECT_EQ(feedback_.asked, asked);
  const int seconds = std::stoi(std::string(limited.headers.Get("Retry-After")));
  EXPECT_GT(seconds, 3500) << "an hour, and not one second";
  EXPECT_LE(seconds, 3600);
  // F22: the sender comes through the portal, or from elsewhere.
  EXPECT_EQ(Ask("GET", target, "", {{"Lookup-Secret", kSecret}, {"Authorization", token_}}).status,
            200);
}

TEST_F(FeedbackRoutesTest, TheSenderSupplements) {
  const std::string target = std::string("/v1/petitions/") + kPetition + ":supplement";
  const http::Response taken = Ask("POST", target, R"({"text": "Ở phường."})",
                                   {{"Lookup-Secret", kSecret}, {"Idempotency-Key", "one"}});
  EXPECT_EQ(taken.status, 200);
  EXPECT_EQ(feedback_.supplement.text(), "Ở phường.");
  EXPECT_EQ(feedback_.supplement.command().actor().kind(), type::v1::ACTOR_KIND_CITIZEN);
  const http::Response missing =
      Ask("POST", target, R"({"text": "x"})", {{"Idempotency-Key", "two"}});
  EXPECT_EQ(missing.status, 403);
  EXPECT_THAT(missing.body, HasSubstr("SECRET_MISSING"));
}

TEST_F(FeedbackRoutesTest, BytesThatAreNoTextAreRefused) {
  const std::string named = std::string("/v1/petitions/") + kPetition;
  for (const auto& response : {Ask("GET", "/v1/petitions/%FF", "", {{"Lookup-Secret", kSecret}}),
                               Ask("GET", "/v1/petitions?about_agency=%FF", "", {}),
                               Ask("GET", "/v1/petitions?page_token=%C3", "", {}),
                               Ask("GET", named, "", {{"Lookup-Secret", "\xff"}}),
                               Ask("POST", named + ":supplement", "{\"text\": \"\xff\"}",
                                   {{"Lookup-Secret", kSecret}, {"Idempotency-Key", "one"}})}) {
    EXPECT_EQ(response.status, 400);
    EXPECT_THAT(response.body, HasSubstr("TEXT_INVALID"));
    EXPECT_THAT(response.body, HasSubstr("\"field\":"));
  }
}

TEST_F(FeedbackRoutesTest, PublishedOnesComeInPages) {
  const http::Response listed =
      Ask("GET", "/v1/petitions?about_agency=H19.901&page_size=7&page_token=abc", "", {});
  EXPECT_EQ(listed.status, 200);
  EXPECT_THAT(listed.body, HasSubstr("H19.901/7/abc"));
  EXPECT_THAT(listed.body, HasSubstr("\"published\""));
  EXPECT_THAT(listed.body, HasSubstr("\"next\""));
  const http::Response refused = Ask("GET", "/v1/petitions?page_size=x", "", {});
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("PAGE_SIZE"));
}

TEST_F(FeedbackRoutesTest, WhoHasTheReceiptRatesTheDossierOnce) {
  const std::string target = "/v1/dossiers/Z01.12-250312-0001:rate";
  const auto rate = [&](const std::string& secret, const std::string& body) {
    return Ask("POST", target, body, {{"Lookup-Secret", secret}, {"Idempotency-Key", "one"}});
  };
  EXPECT_EQ(rate("wrong", R"({"score": 5})").status, 403);
  EXPECT_EQ(feedback_.rated, 0);
  EXPECT_EQ(rate(kSecret, R"({"score": "much"})").status, 400);
  const http::Response rated = rate(kSecret, R"({"score": 5})");
  EXPECT_EQ(rated.status, 200);
  EXPECT_THAT(rated.body, HasSubstr("\"score\":5"));
  const http::Response again = rate(kSecret, R"({"score": 1})");
  EXPECT_EQ(again.status, 409);
  EXPECT_THAT(again.body, HasSubstr("ALREADY_RATED"));
  const http::Response unknown = Ask("POST", "/v1/dossiers/Z01.12-250312-0002:rate",
                                     R"({"score": 5})", {{"Lookup-Secret", kSecret}});
  EXPECT_EQ(unknown.status, 404);
  EXPECT_THAT(unknown.body, HasSubstr("DOSSIER_UNKNOWN"));
}

TEST_F(FeedbackRoutesTest, WithoutFeedbackTheRoutesSaySo) {
  Serve(nullptr);
  for (const auto& response : {Ask("GET", "/v1/petitions", "", {}),
                               Ask("GET", std::string("/v1/petitions/") + kPetition, "", {}),
                               Ask("POST", "/v1/dossiers/Z01.12-250312-0001:rate",
                                   R"({"score": 5})", {{"Lookup-Secret", kSecret}}),
                               Ask("POST", "/v1/petitions", "{}", {{"Authorization", token_}})}) {
    EXPECT_EQ(response.status, 503);
    EXPECT_THAT(response.body, HasSubstr("FEEDBACK_NOT_CONFIGURED"));
  }
}

}  // namespace
}  // namespace motcua::gateway
