#include "messaging/kannel_gateway.h"

#include <gtest/gtest.h>

namespace motcua::notification {
namespace {

TEST(KannelStatusTest, TellsAMessageFromAnOutage) {
  const std::pair<int, GatewayAnswer> statuses[] = {
      {202, GatewayAnswer::kAccepted}, {400, GatewayAnswer::kRefused},
      {401, GatewayAnswer::kDenied},   {403, GatewayAnswer::kDenied},
      {404, GatewayAnswer::kDenied},   {413, GatewayAnswer::kRefused},
      {500, GatewayAnswer::kUnclear},  {503, GatewayAnswer::kBusy},
      {302, GatewayAnswer::kUnclear}};
  for (const auto& [status, answer] : statuses) {
    EXPECT_EQ(ReadKannelStatus(status), answer) << status;
  }
}

}  // namespace
}  // namespace motcua::notification
