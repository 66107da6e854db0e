#include <gtest/gtest.h>

#include "motcua/gateway/v1/rest.pb.h"

#include "motcua/base/error.h"

#include "routes/json.h"
#include "routes/portal_credentials.h"
#include "status/status_lookup.h"

namespace motcua::gateway {
namespace {

TEST(JsonTest, RefusesWhatTheCallDoesNotKnow) {
  v1::WithdrawBody body;
  EXPECT_TRUE(FromJson(R"({"reason": "đổi ý"})", body).ok());
  EXPECT_EQ(body.reason(), "đổi ý");
  for (const char* bad : {"", "{", "[]", "{\"reason\": 1}", "{\"unknown\": \"x\"}", "null x"}) {
    EXPECT_EQ(Reason(FromJson(bad, body)), "JSON_INVALID") << bad;
  }
}

TEST(JsonTest, RefusesDeepNesting) {
  v1::FileDossierBody body;
  std::string deep;
  for (int i = 0; i < 20000; ++i) {
    deep += "{\"content\":";
  }
  EXPECT_EQ(Reason(FromJson(deep, body)), "JSON_INVALID");
}

TEST(PortalCredentialsTest, KnowsAPortalByItsToken) {
  const std::string token(40, 't');
  const auto credentials =
      PortalCredentials::Parse("{\"portals\":[{\"id\":\"p1\",\"token\":\"" + token + "\"}]}");
  ASSERT_TRUE(credentials.ok()) << credentials.status();
  EXPECT_EQ(*credentials->Authenticate("Bearer " + token), "p1");
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
