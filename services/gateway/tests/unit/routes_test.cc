#include <future>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/gateway/v1/rest.pb.h"

#include "motcua/base/error.h"
#include "motcua/log/capture.h"
#include "motcua/metrics/registry.h"
#include "motcua/text/text.h"

#include "errors/error_body.h"
#include "routes/blocking_route.h"
#include "routes/file_name.h"
#include "routes/json.h"
#include "routes/portal_credentials.h"
#include "status/status_lookup.h"

namespace motcua::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(JsonTest, RefusesWhatTheCallDoesNotKnow) {
  v1::WithdrawBody body;
  EXPECT_TRUE(FromJson(R"({"reason": "đổi ý"})", body).ok());
  EXPECT_EQ(body.reason(), "đổi ý");
  for (const char* bad :
       {"", "{", "[]", "{\"reason\": 1}", "{\"unknown\": \"x\"}", "null x", "{\"reason\":\"a\",}",
        "{'reason':'a'}", "{reason:\"a\"}", "{\"reason\":\"\\x41\"}", "\f{}",
        "{\"reason\":\"a\",\"reason\":\"b\"}"}) {
    EXPECT_EQ(Reason(FromJson(bad, body)), "JSON_INVALID") << bad;
  }
}

TEST(JsonTest, NamesThePlaceButRepeatsNothing) {
  v1::FileDossierBody body;
  for (const auto& [bad, place] :
       {std::pair(R"({"content":{"applicant":{"kind":"secret"}}})", "content.applicant.kind"),
        {R"({"content":{"applicant":{"secret":1}}})", "content.applicant"},
        {R"({"content":{"parts":[{},{"originals":"secret"}]}})", "content.parts[1].originals"},
        {R"({"secret":1})", "body"}}) {
    const absl::Status status = FromJson(bad, body);
    EXPECT_EQ(Reason(status), "JSON_INVALID");
    EXPECT_EQ(Metadata(status), (ErrorMetadata{{"field", place}})) << bad;
    EXPECT_EQ(Message(status).find("secret"), std::string::npos) << Message(status);
  }
}

// Protobuf's reader drops a null of a list and takes one value for a list of one.
TEST(JsonTest, AListIsAListAndABodyAnObject) {
  v1::FileDossierBody body;
  for (const auto& [bad, place] :
       {std::pair(R"({"content":{"parts":[null]}})", "content.parts[0]"),
        {R"({"content":{"parts":[{"paperIds":["a",null]}]}})", "content.parts[0].paperIds[1]"},
        {R"({"content":{"parts":[{"paper_ids":"a"}]}})", "content.parts[0].paper_ids"},
        {R"({"content":{"parts":{}}})", "content.parts"},
        {R"({"content":[]})", "content"},
        {R"({"content":{"applicant":[{"kind":1}]}})", "content.applicant"},
        {"null", "body"},
        {R"("content")", "body"}}) {
    const absl::Status status = FromJson(bad, body);
    EXPECT_EQ(Reason(status), "JSON_INVALID") << bad;
    EXPECT_EQ(Metadata(status), (ErrorMetadata{{"field", place}})) << bad;
  }
  EXPECT_TRUE(FromJson(R"({"content":{"parts":null,"subject":null,"applicant":null}})", body).ok());
}

TEST(JsonTest, RefusesDeepNesting) {
  v1::FileDossierBody body;
  std::string deep;
  for (int i = 0; i < 20000; ++i) {
    deep += "{\"content\":";
  }
  EXPECT_EQ(Reason(FromJson(deep, body)), "JSON_INVALID");
}

TEST(JsonTest, RefusesBytesThatAreNoText) {
  v1::WithdrawBody body;
  for (const char* bad : {"{\"reason\": \"\xff\"}", "{\"reason\": \"\xc0\xaf\"}",
                          "{\"reason\": \"\xed\xa0\x80\"}", "\xff", "{\"\xe1\": 1}"}) {
    const absl::Status status = FromJson(bad, body);
    EXPECT_EQ(Reason(status), "TEXT_INVALID") << bad;
    EXPECT_EQ(Metadata(status), (ErrorMetadata{{"field", "body"}})) << bad;
  }
}

TEST(JsonTest, WhatItSaysOfABodyIsText) {
  v1::WithdrawBody body;
  // Parsers quote bytes around an error, and may cut multi-byte characters.
  for (std::size_t i = 0; i < 30; ++i) {
    std::string bad = "{\"reason\": \"" + std::string(i, 'x') + "ươươươươươươ\" ươươươươươươ";
    const absl::Status status = FromJson(bad, body);
    ASSERT_EQ(Reason(status), "JSON_INVALID");
    EXPECT_TRUE(text::Check(Message(status), {.field = "message", .most = 300, .lines = true}).ok())
        << i << Message(status);
  }
}

/// What a request gets on the way to a handler of the executor.
struct OnExecutorTest : ::testing::Test {
  http::Response Answer(http::Request request, const BlockingHandler& handler) {
    std::promise<http::Response> answered;
    OnExecutor({executor, captured.logger(), credentials, behind_proxy}, std::chrono::seconds(1),
               handler)(request, http::ResponseCallback([&](http::Response response) {
                          answered.set_value(std::move(response));
                        }));
    return answered.get_future().get();
  }
  static absl::StatusOr<http::Response> Fine(const CallContext& /*call*/,
                                             const http::Request& /*request*/) {
    return http::TextResponse(200, "fine");
  }
  metrics::Registry registry;
  log::Capture captured;
  runtime::Executor executor{{.name = "requests"}, registry};
  PortalCredentials credentials = *PortalCredentials::Parse(
      "{\"portals\":[{\"id\":\"p1\",\"token\":\"" + std::string(40, 't') + "\"}]}");
  bool behind_proxy = false;
};

TEST_F(OnExecutorTest, TheCallerIsThePortalOrTheClientsAddress) {
  std::string caller;
  const auto remember = [&](const CallContext& call,
                            const http::Request&) -> absl::StatusOr<http::Response> {
    caller = call.caller;
    return http::TextResponse(200, "fine");
  };
  http::Request request{.peer = "10.1.2.3"};
  request.headers.Set("X-Forwarded-For", "1.1.1.1, 203.0.113.9");
  Answer(request, remember);
  EXPECT_EQ(caller, "address:10.1.2.3") << "anybody can send the header";
  behind_proxy = true;
  Answer(request, remember);
  EXPECT_EQ(caller, "address:203.0.113.9") << "the entry of our proxy";
  request.headers.Set("Authorization", "Bearer " + std::string(40, 't'));
  Answer(request, remember);
  EXPECT_EQ(caller, "portal:p1");
  request.headers.Set("Authorization", "Bearer wrong");
  request.headers.Remove("X-Forwarded-For");
  Answer(request, remember);
  EXPECT_EQ(caller, "address:10.1.2.3");
}

// F9 and RFC 9110 8.3: the name of a media type has no case; without one the body is taken for
// JSON.
TEST(JsonTest, OnlyAnotherMediaTypeIsRefused) {
  v1::WithdrawBody body;
  http::Request request{.body = "{}"};
  EXPECT_TRUE(ReadJson(request, body).ok());
  for (const char* type : {"application/json", "Application/JSON; charset=UTF-8", ""}) {
    request.headers.Set("Content-Type", type);
    EXPECT_TRUE(ReadJson(request, body).ok()) << type;
  }
  for (const char* type :
       {"text/plain", "application/jsonp", "application/x-www-form-urlencoded"}) {
    request.headers.Set("Content-Type", type);
    const absl::Status refused = ReadJson(request, body);
    EXPECT_EQ(Reason(refused), "MEDIA_TYPE_UNSUPPORTED") << type;
    EXPECT_EQ(ErrorResponse(refused).status, 415);
  }
}

// F2: in any of the usual encodings, whole or refused.
TEST(FileNameTest, ArrivesWholeOrIsRefused) {
  EXPECT_EQ(*ReadFileName("giay.pdf"), "giay.pdf");
  EXPECT_EQ(*ReadFileName("giấy tờ.pdf"), "giấy tờ.pdf");
  EXPECT_EQ(*ReadFileName("gi%E1%BA%A5y%20t%E1%BB%9D.pdf"), "giấy tờ.pdf");
  EXPECT_EQ(*ReadFileName("UTF-8''gi%E1%BA%A5y.pdf"), "giấy.pdf");
  EXPECT_EQ(*ReadFileName("utf-8'vi'gi%E1%BA%A5y.pdf"), "giấy.pdf");
  for (const char* bad : {"", "\xE9.pdf", "%E9.pdf", "100%.pdf", "%zz", "UTF-8''"}) {
    const absl::Status refused = ReadFileName(bad).status();
    EXPECT_EQ(Reason(refused), "PAPER_NAME_INVALID") << bad;
    EXPECT_EQ(Metadata(refused), (ErrorMetadata{{"field", "File-Name"}}));
  }
}

TEST_F(OnExecutorTest, TextIsUtf8WhereverItStands) {
  EXPECT_EQ(
      Answer({.target = "/v1/x", .query = {{"q", "Đà Nẵng"}}, .params = {{"code", "Đ"}}}, Fine)
          .status,
      200);
  struct Case {
    http::Request request;
    const char* field;
  };
  for (const Case& bad : {
           Case{{.segments = {"v1", "\xff"}, .params = {{"code", "\xff"}}}, "code"},
           Case{{.segments = {"v1", std::string("a\0b", 3)},
           .params = {{"code", std::string("a\0b", 3)}}},
                "code"},
           Case{{.query = {{"page_token", "x\xc3"}}}, "page_token"},
           Case{{.query = {{"\xfe", "x"}}}, "query"},
           Case{{.headers = {{"Idempotency-Key", "\xff"}}}, "Idempotency-Key"},
           Case{{.headers = {{"Content-Type", "\xff"}}}, "Content-Type"},
           Case{{.headers = {{"Lookup-Secret", "\xff"}}}, "Lookup-Secret"},
       }) {
    const http::Response response = Answer(bad.request, Fine);
    EXPECT_EQ(response.status, 400) << bad.field;
    EXPECT_THAT(response.body, HasSubstr("TEXT_INVALID")) << bad.field;
    EXPECT_THAT(response.body, HasSubstr(std::string("\"field\":\"") + bad.field + '"'));
  }
}

TEST_F(OnExecutorTest, AnExceptionIsTheErrorOfItsOwnRequest) {
  const auto throwing = [](const CallContext&,
                           const http::Request&) -> absl::StatusOr<http::Response> {
    throw std::runtime_error("host=10.0.0.7");
  };
  const http::Response response = Answer({}, throwing);
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, HasSubstr("\"EXCEPTION\""));
  EXPECT_THAT(response.body, Not(HasSubstr("10.0.0.7")));
  EXPECT_TRUE(captured.Contains("host=10.0.0.7"));
  const auto odd = [](const CallContext&, const http::Request&) -> absl::StatusOr<http::Response> {
    throw 7;
  };
  EXPECT_EQ(Answer({}, odd).status, 500);
  EXPECT_EQ(Answer({}, Fine).status, 200);
}

TEST(PortalCredentialsTest, KnowsAPortalByItsToken) {
  const std::string token(40, 't');
  const auto credentials =
      PortalCredentials::Parse("{\"portals\":[{\"id\":\"p1\",\"token\":\"" + token + "\"}]}");
  ASSERT_TRUE(credentials.ok()) << credentials.status();
  EXPECT_EQ(*credentials->Authenticate("Bearer " + token), "p1");
  // F21: RFC 9110 11.1.
  EXPECT_EQ(*credentials->Authenticate("bearer " + token), "p1");
  EXPECT_EQ(*credentials->Authenticate("BEARER   " + token), "p1");
  EXPECT_EQ(Reason(credentials->Authenticate("Bearer").status()), "CREDENTIALS_INVALID");
  EXPECT_EQ(Reason(credentials->Authenticate("Bearer" + token).status()), "CREDENTIALS_INVALID");
  EXPECT_EQ(Reason(credentials->Authenticate("").status()), "CREDENTIALS_MISSING");
  EXPECT_EQ(Reason(credentials->Authenticate("Bearer " + token + "x").status()),
            "CREDENTIALS_INVALID");
  EXPECT_EQ(Reason(credentials->Authenticate("Basic " + token).status()), "CREDENTIALS_INVALID");
}

TEST(PortalCredentialsTest, RefusesAFileThatSaysTooLittle) {
  for (const char* bad : {"", "[]", "{}", "{\"portals\":[{\"id\":\"p\",\"token\":\"short\"}]}",
                          "{\"portals\":[1]}"}) {
    EXPECT_EQ(Reason(PortalCredentials::Parse(bad).status()), "CREDENTIALS_FILE_INVALID") << bad;
  }
}

TEST(StatusLookupTest, RefusesImpossibleCodesWithoutAsking) {
  EXPECT_EQ(*StatusLookup::KeyOf(" z01.12 250312 0001"), "Z01122503120001");
  for (const char* bad : {"", "hello", "Z01.12-251399-0001", "'; DROP TABLE dossiers"}) {
    EXPECT_EQ(Reason(StatusLookup::KeyOf(bad).status()), "CODE_IMPOSSIBLE") << bad;
  }
}

}  // namespace
}  // namespace motcua::gateway
