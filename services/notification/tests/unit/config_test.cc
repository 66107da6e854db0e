#include "app/config.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::notification {
namespace {

using namespace std::chrono_literals;

Config AConfig() {
  Config config;
  config.intake_targets = config.processing_targets = {"127.0.0.1:1"};
  config.gateway_targets = config.feedback_targets = {"127.0.0.1:2"};
  config.callback_secret = config::Secret("0123456789abcdef0123456789abcdef");
  config.phone_key = config::Secret("sixteen bytes or");
  config.contact = "02511022";
  return config;
}

std::string FieldOf(void (*change)(Config&)) {
  Config config = AConfig();
  change(config);
  const absl::Status status = CheckConfig(config);
  const ErrorMetadata metadata = Metadata(status);
  return metadata.empty() ? Reason(status) : metadata.front().second;
}

TEST(ConfigTest, AGoodOne) {
  EXPECT_TRUE(CheckConfig(AConfig()).ok());
  EXPECT_EQ(ReadQuietHours(AConfig())->from, 21h);
  EXPECT_EQ(ReadQuietHours(AConfig())->to, 7h);
}

TEST(ConfigTest, BadOnesNameTheField) {
  EXPECT_EQ(FieldOf([](Config& c) { c.callback_secret = config::Secret("short"); }),
            "CALLBACK_SECRET");
  EXPECT_EQ(FieldOf([](Config& c) { c.callback_secret = config::Secret(std::string(30, '/')); }),
            "CALLBACK_SECRET");
  EXPECT_EQ(FieldOf([](Config& c) { c.phone_key = config::Secret("short"); }), "PHONE_KEY");
  EXPECT_EQ(FieldOf([](Config& c) { c.contact = "gọi 1022"; }), "CONTACT");
  EXPECT_EQ(FieldOf([](Config& c) { c.quiet_from = "9pm"; }), "QUIET_FROM");
  EXPECT_EQ(FieldOf([](Config& c) { c.quiet_to = "25:00"; }), "QUIET_TO");
  EXPECT_EQ(FieldOf([](Config& c) { c.feedback_targets = {"nowhere"}; }), "TARGETS_INVALID");
}

}  // namespace
}  // namespace motcua::notification
