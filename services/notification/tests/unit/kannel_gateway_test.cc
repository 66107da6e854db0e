#include "messaging/kannel_gateway.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

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

TEST(KannelUrlTest, TakesBothSchemesAndNoHalves) {
  const auto reason = [](const char* url, const char* callback) {
    return Reason(KannelGateway::Create({.url = url, .callback_url = callback}).status());
  };
  constexpr char kUrl[] = "http://kannel:13013/cgi-bin/sendsms";
  constexpr char kCallback[] = "http://here:8080";
  EXPECT_EQ(reason(kUrl, kCallback), "");
  EXPECT_EQ(reason("https://kannel/cgi-bin/sendsms", kCallback), "");
  for (const char* url : {"", "kannel:13013/cgi-bin/sendsms", "http://kannel:13013"}) {
    EXPECT_EQ(reason(url, kCallback), "KANNEL_URL_INVALID") << url;
  }
  for (const char* callback : {"", "here:8080", "http://here:8080/"}) {
    EXPECT_EQ(reason(kUrl, callback), "KANNEL_URL_INVALID") << callback;
  }
}

}  // namespace
}  // namespace motcua::notification
