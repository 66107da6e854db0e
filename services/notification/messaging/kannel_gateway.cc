#include "messaging/kannel_gateway.h"

#include <memory>

#include "motcua/base/error.h"
#include "motcua/http/client.h"
#include "motcua/sms/phone.h"
#include "motcua/sms/segments.h"

namespace motcua::notification {
namespace {

constexpr std::string_view kScheme = "http://";
// Delivered, failed, buffered, accepted and rejected by the network.
constexpr char kEveryReceipt[] = "31";
constexpr char kGsm7Coding[] = "0";
constexpr char kUcs2Coding[] = "2";
constexpr std::chrono::milliseconds kConnectTimeout{2000};

// The only failures at which surely nothing was sent (libs/http/client.h).
bool NothingSent(const std::string& reason) {
  return reason == "CONNECT_FAILED" || reason == "CONNECT_TIMEOUT" || reason == "ADDRESS_INVALID" ||
         reason == "REQUEST_INVALID";
}

}  // namespace

GatewayAnswer ReadKannelStatus(int http_status) {
  if (http_status >= 200 && http_status < 300) {
    return GatewayAnswer::kAccepted;
  }
  // smsbox says 403 to a wrong user or password and 404 to a wrong path, whatever the message; what
  // is wrong with a message itself is a 400 (tests/e2e/kannel_test.py). 401 is what a proxy says.
  if (http_status == 401 || http_status == 403 || http_status == 404) {
    return GatewayAnswer::kDenied;
  }
  if (http_status >= 400 && http_status < 500) {
    return GatewayAnswer::kRefused;
  }
  return http_status == 503 ? GatewayAnswer::kBusy : GatewayAnswer::kUnclear;
}

absl::StatusOr<std::unique_ptr<KannelGateway>> KannelGateway::Create(Options options) {
  const std::size_t slash = options.url.find('/', kScheme.size());
  if (!options.url.starts_with(kScheme) || slash == std::string::npos || slash == kScheme.size() ||
      !options.callback_url.starts_with(kScheme) || options.callback_url.ends_with('/')) {
    return Error(absl::StatusCode::kInvalidArgument, "KANNEL_URL_INVALID",
                 "http://host:port/cgi-bin/sendsms, and http://host:port for call-backs");
  }
  std::string address = options.url.substr(kScheme.size(), slash - kScheme.size());
  std::string path = options.url.substr(slash);
  return std::unique_ptr<KannelGateway>(
      new KannelGateway(std::move(options), std::move(address), std::move(path)));
}

SmsGateway::Result KannelGateway::Send(const Outgoing& message) {
  const auto cost = sms::CountSegments(message.text);
  const bool gsm = cost.ok() && cost->encoding == sms::Encoding::kGsm7;
  http::Request request{.method = "POST", .target = path_};
  // smsbox turns the body from this charset into the network's.
  request.headers.Set("Content-Type", "text/plain; charset=UTF-8");
  request.headers.Set("Connection", "close");
  request.headers.Set("X-Kannel-Username", options_.user);
  request.headers.Set("X-Kannel-Password", options_.password);
  request.headers.Set("X-Kannel-To", sms::InternationalPhone(message.phone));
  if (!message.sender.empty()) {
    request.headers.Set("X-Kannel-From", message.sender);
  }
  if (!options_.smsc.empty()) {
    request.headers.Set("X-Kannel-SMSC", options_.smsc);
  }
  request.headers.Set("X-Kannel-Coding", gsm ? kGsm7Coding : kUcs2Coding);
  request.headers.Set("X-Kannel-DLR-Mask", kEveryReceipt);
  // %d becomes the type of the receipt.
  request.headers.Set("X-Kannel-DLR-Url",
                      options_.callback_url + "/" + options_.callback_secret + "/receipts/" +
                          message.message_id +
                          "?type=%d&attempt=" + std::to_string(message.attempt));
  request.body = message.text;
  http::Client client({.address = address_, .connect_timeout = kConnectTimeout});
  const auto response = client.Send(request, options_.timeout);
  if (response.ok()) {
    const GatewayAnswer answer = ReadKannelStatus(response->status);
    return {.answer = answer,
            .reason = answer == GatewayAnswer::kAccepted
                          ? std::string()
                          : "HTTP_" + std::to_string(response->status)};
  }
  const std::string reason = Reason(response.status());
  return {.answer = NothingSent(reason) ? GatewayAnswer::kNotReached : GatewayAnswer::kUnclear,
          .reason = reason};
}

}  // namespace motcua::notification
