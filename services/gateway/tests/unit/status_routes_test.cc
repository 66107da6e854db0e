#include "routes/status_routes.h"

#include <future>
#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/dossier/lookup_secret.h"
#include "motcua/log/capture.h"
#include "motcua/metrics/registry.h"

#include "fake_redis.h"

namespace motcua::gateway {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kKey[] = "Z01122503120001";

StatusEntry Entry(Version version) {
  StatusEntry entry;
  entry.version = version;
  entry.status.set_code("Z01.12-250312-0001");
  entry.status.mutable_details()->set_current_agency("Z01.200");
  entry.secret_hash = dossier::HashLookupSecret(kKey, "ABCD2345");
  return entry;
}

class FakeOwner final : public Owner {
 public:
  absl::StatusOr<StatusEntry> Ask(const CallContext& /*call*/,
                                  const std::string& /*lookup_key*/) override {
    ++asked;
    if (throws) {
      throw std::runtime_error("host=10.0.0.7 user=intake");
    }
    return entry;
  }
  absl::StatusOr<bool> IsApplicantsPhone(const CallContext& /*call*/,
                                         const std::string& /*lookup_key*/,
                                         const std::string& /*phone*/) override {
    return false;
  }
  StatusEntry entry = Entry({1, 3});
  std::atomic<int> asked = 0;
  std::atomic<bool> throws = false;
};

struct StatusRoutesTest : ::testing::Test {
  StatusRoutesTest() {
    EXPECT_TRUE(AddStatusRoutes(router, {executor, captured.logger(), credentials}, lookup).ok());
  }

  struct Answered {
    http::Response response;
    /// On the calling thread, so without the executor.
    bool at_once;
  };
  Answered Get(const std::vector<std::pair<std::string, std::string>>& headers = {}) {
    http::Request request;
    request.target = "/v1/dossiers/Z01.12-250312-0001/status";
    for (const auto& [name, value] : headers) {
      request.headers.Add(name, value);
    }
    EXPECT_TRUE(http::ParseTarget(request).ok());
    const http::Router::Match match = router.Find(request);
    std::promise<Answered> answered;
    match.route->handler(
        request, http::ResponseCallback([&, asker = std::this_thread::get_id()](http::Response r) {
          answered.set_value({std::move(r), std::this_thread::get_id() == asker});
        }));
    return answered.get_future().get();
  }

  PortalCredentials credentials;
  FakeRedis redis;
  FakeOwner owner;
  StatusCache cache{redis};
  TryLimiter tries{redis};
  std::vector<StatusLookup::Source> sources;
  std::atomic<bool> count_throws = false;
  StatusLookup lookup{cache, owner, tries, [this](StatusLookup::Source source) {
                        if (count_throws) {
                          throw std::runtime_error("no memory");
                        }
                        sources.push_back(source);
                      }};
  http::Router router;
  metrics::Registry registry;
  log::Capture captured;
  runtime::Executor executor{{.name = "requests"}, registry};
};

TEST_F(StatusRoutesTest, WhatRedisHoldsIsAnsweredWithoutTheExecutor) {
  redis.Hold(Entry({1, 2}));
  const Answered first = Get();
  EXPECT_EQ(first.response.status, 200);
  EXPECT_EQ(first.response.body, R"({"code":"Z01.12-250312-0001"})") << "without details";
  EXPECT_EQ(first.response.headers.Get("ETag"), "\"1.2\"");
  EXPECT_TRUE(first.at_once);
  // The second comes from the gateway's own cache.
  EXPECT_EQ(Get().response.status, 200);
  EXPECT_EQ(redis.asked, 1);
  EXPECT_EQ(owner.asked, 0);
  EXPECT_EQ(sources, (std::vector{StatusLookup::Source::kRedis, StatusLookup::Source::kLocal}));
}

TEST_F(StatusRoutesTest, TheVersionSentBackIsNotModified) {
  redis.Hold(Entry({1, 2}));
  EXPECT_EQ(Get({{"If-None-Match", "\"1.2\""}}).response.status, 304);
}

TEST_F(StatusRoutesTest, ANewerVersionSentBackAsksTheOwner) {
  redis.Hold(Entry({1, 2}));
  const Answered answered = Get({{"If-None-Match", "\"1.3\""}});
  EXPECT_EQ(answered.response.headers.Get("ETag"), "\"1.3\"");
  EXPECT_FALSE(answered.at_once);
  EXPECT_EQ(owner.asked, 1);
}

TEST_F(StatusRoutesTest, AWeakTagIsComparedAsAStrongOne) {
  redis.Hold(Entry({1, 2}));
  EXPECT_EQ(Get({{"If-None-Match", "W/\"1.2\""}}).response.status, 304);
}

TEST_F(StatusRoutesTest, AStarIsAnyVersionOfWhatExists) {
  redis.Hold(Entry({1, 2}));
  const Answered answered = Get({{"If-None-Match", "*"}});
  EXPECT_EQ(answered.response.status, 304);
  EXPECT_EQ(answered.response.headers.Get("ETag"), "\"1.2\"");
  EXPECT_EQ(Get({{"If-None-Match", "*"}, {"Lookup-Secret", "ABCD2345"}}).response.status, 304);
  EXPECT_EQ(owner.asked, 0);
}

// A browser automatically sends the tag of the public answer, also with the secret.
TEST_F(StatusRoutesTest, WhoHasThePublicAnswerStillGetsTheDetails) {
  redis.Hold(Entry({1, 2}));
  const http::Response known = Get({{"If-None-Match", "\"1.2\""}}).response;
  EXPECT_EQ(known.status, 304);
  EXPECT_EQ(known.headers.Get("Vary"), "Lookup-Secret");
  const http::Response detailed =
      Get({{"If-None-Match", "\"1.2\""}, {"Lookup-Secret", "ABCD2345"}}).response;
  EXPECT_EQ(detailed.status, 200);
  EXPECT_THAT(detailed.body, HasSubstr("\"details\""));
  EXPECT_EQ(detailed.headers.Get("Vary"), "Lookup-Secret");
}

TEST_F(StatusRoutesTest, OneTagOfAListIsEnough) {
  redis.Hold(Entry({1, 2}));
  for (const char* list : {"\"0.9\", W/\"1.2\"", "\"1.2\",\"1.1\"", ", \"a,b\" ,\t\"1.2\",",
                           "\"another's\", \"1.2\""}) {
    EXPECT_EQ(Get({{"If-None-Match", list}}).response.status, 304) << list;
  }
  // A list on two lines is one list (RFC 9110 5.2).
  EXPECT_EQ(Get({{"If-None-Match", "\"1.1\""}, {"If-None-Match", "\"1.2\""}}).response.status, 304);
  EXPECT_EQ(Get({{"If-None-Match", "\"1.1\", \"1.0\""}}).response.status, 200);
  EXPECT_EQ(owner.asked, 0);
}

TEST_F(StatusRoutesTest, TheNewestTagOfAListForbidsAnOlderAnswer) {
  redis.Hold(Entry({1, 2}));
  EXPECT_EQ(Get({{"If-None-Match", "\"1.3\", \"1.2\""}}).response.headers.Get("ETag"), "\"1.3\"");
  EXPECT_EQ(owner.asked, 1);
}

TEST_F(StatusRoutesTest, ATagThatIsNoneIsNoTag) {
  redis.Hold(Entry({1, 2}));
  for (const char* nonsense :
       {"1.2", "\"1.2", "w/\"1.2\"", "W/ \"1.2\"", "*, \"1.2\"", "\"1.2\" \"1.3\"", "\"a.b\"",
        "\"-1.2\"", "\"01.2\"", "\"1\"", "\"\"", ",", "\"1.2\", 1.3",
        "\"99999999999999999999999999.1\"", "\"9223372036854775807.0\"",
        "\"9999999999.9999999999\"", "\"1.99999999\"", "\"0000000001.3\""}) {
    const Answered answered = Get({{"If-None-Match", nonsense}});
    EXPECT_EQ(answered.response.status, 200) << nonsense;
    EXPECT_EQ(answered.response.headers.Get("ETag"), "\"1.2\"") << nonsense;
    EXPECT_EQ(Get({{"If-None-Match", nonsense}, {"Lookup-Secret", "ABCD2345"}}).response.status,
              200)
        << nonsense;
  }
  EXPECT_EQ(owner.asked, 0);
}

TEST_F(StatusRoutesTest, AVersionThatNobodyEverGaveIsAnsweredWithThePresentOne) {
  redis.Hold(Entry({1, 2}));
  const Answered answered = Get({{"If-None-Match", "\"1.9\""}});
  EXPECT_EQ(answered.response.status, 200);
  EXPECT_EQ(answered.response.headers.Get("ETag"), "\"1.3\"");
  // A second call to be sure: the first answer may be one that another caller was waiting for.
  EXPECT_EQ(owner.asked, 2);
  EXPECT_EQ(Get({{"If-None-Match", "\"1.9\""}, {"Lookup-Secret", "ABCD2345"}})
                .response.headers.Get("ETag"),
            "\"1.3\"");
}

TEST_F(StatusRoutesTest, AMissAsksTheOwnerAndRedisOnlyOnce) {
  const Answered answered = Get();
  EXPECT_EQ(answered.response.status, 200);
  EXPECT_FALSE(answered.at_once);
  EXPECT_EQ(owner.asked, 1);
  EXPECT_EQ(redis.asked, 1);
}

TEST_F(StatusRoutesTest, AnOwnerBelowTheFloorOfAnEventIsAskedAgain) {
  redis.hash["v"] = ToSortableText({1, 4});  // an event left its version, nothing else
  EXPECT_EQ(Get().response.status, 503);
  EXPECT_EQ(owner.asked, 3);
  owner.entry = Entry({1, 4});
  EXPECT_EQ(Get().response.headers.Get("ETag"), "\"1.4\"");
}

TEST_F(StatusRoutesTest, AnEntryOfAGatewayOfBeforeThePublicAnswerIsAskedOfTheOwner) {
  redis.Hold(Entry({1, 3}));
  redis.hash.erase("j");
  const Answered answered = Get();
  EXPECT_EQ(answered.response.status, 200);
  EXPECT_EQ(answered.response.headers.Get("ETag"), "\"1.3\"");
  EXPECT_EQ(owner.asked, 1);
}

TEST_F(StatusRoutesTest, APublicAnswerOfAnOlderVersionIsNone) {
  redis.Hold(Entry({1, 2}));
  redis.hash["v"] = ToSortableText({1, 3});  // and `d`: an older gateway took the event of 1.3
  EXPECT_EQ(Get().response.headers.Get("ETag"), "\"1.3\"") << "the owner's";
  EXPECT_EQ(owner.asked, 1);
}

TEST_F(StatusRoutesTest, ARememberedUnknownIsAnsweredWithoutTheOwner) {
  StatusEntry unknown;
  unknown.unknown = true;
  redis.Hold(unknown);
  const Answered answered = Get();
  EXPECT_EQ(answered.response.status, 404);
  EXPECT_TRUE(answered.at_once);
  EXPECT_EQ(owner.asked, 0);
}

TEST_F(StatusRoutesTest, ASecretGoesToTheExecutor) {
  redis.Hold(Entry({1, 2}));
  const Answered answered = Get({{"Lookup-Secret", "ABCD2345"}});
  EXPECT_EQ(answered.response.status, 200);
  EXPECT_EQ(answered.response.headers.Get("Cache-Control"), "no-store");
  EXPECT_FALSE(answered.at_once);
}

TEST_F(StatusRoutesTest, BytesThatAreNoTextAreRefused) {
  const http::Response response = Get({{"Lookup-Secret", "ABCD\xff"}}).response;
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(response.body, HasSubstr("TEXT_INVALID"));
  EXPECT_THAT(response.body, HasSubstr("\"field\":\"Lookup-Secret\""));
  EXPECT_EQ(redis.asked, 0);
}

TEST_F(StatusRoutesTest, AnExceptionIsTheErrorOfItsOwnRequest) {
  owner.throws = true;
  // More than the limit of concurrent fills: an exception must release its place.
  for (int i = 0; i < 40; ++i) {
    const http::Response response = Get().response;
    ASSERT_EQ(response.status, 500);
    EXPECT_THAT(response.body, HasSubstr("\"EXCEPTION\""));
    EXPECT_THAT(response.body, Not(HasSubstr("10.0.0.7")));
  }
  EXPECT_TRUE(captured.Contains("host=10.0.0.7")) << "the log knows";
  owner.throws = false;
  EXPECT_EQ(Get().response.status, 200);
}

TEST_F(StatusRoutesTest, AnExceptionOnTheThreadOfRedisIsTheErrorOfItsOwnRequest) {
  redis.Hold(Entry({1, 2}));
  count_throws = true;
  const http::Response response = Get().response;
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, HasSubstr("\"EXCEPTION\""));
  count_throws = false;
  EXPECT_EQ(Get().response.status, 200);
}

}  // namespace
}  // namespace motcua::gateway
