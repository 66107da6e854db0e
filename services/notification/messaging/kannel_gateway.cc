#include "messaging/kannel_gateway.h"

#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/sms/phone.h"
#include "motcua/sms/segments.h"

namespace motcua::notification {
namespace {

// Delivered, failed, buffered, accepted and rejected by the network.
constexpr char kEveryReceipt[] = "31";
constexpr char kGsm7Coding[] = "0";
constexpr char kUcs2Coding[] = "2";
constexpr std::chrono::milliseconds kConnectTimeout{2000};

}  // namespace

GatewayAnswer ReadKannelStatus(int http_status) {
  if (http_status >= 200 && http_status < 300) {
    return GatewayAnswer::kAccepted;
  }
  // smsbox answers 403 to a wrong user or password and 404 to a wrong path, for any message; a
  // fault of the message itself is a 400 (tests/e2e/kannel_test.py). 401 comes from a proxy.
  if (http_status == 401 || http_status == 403 || http_status == 404) {
    return GatewayAnswer::kDenied;
  }
  if (http_status >= 400 && http_status < 500) {
    return GatewayAnswer::kRefused;
  }
  return http_status == 503 ? GatewayAnswer::kBusy : GatewayAnswer::kUnclear;
}

KannelGateway::KannelGateway(Options options, http::ServerUrl url)
    : options_(std::move(options)),
      path_(std::move(url.path)),
      client_({.address = std::move(url.address),
               .ca_file = options_.ca_file,
               .connect_timeout = kConnectTimeout}) {}

absl::StatusOr<std::unique_ptr<KannelGateway>> KannelGateway::Create(Options options) {
  absl::StatusOr<http::ServerUrl> url = http::ParseServerUrl(options.url);
  const absl::StatusOr<http::ServerUrl> callback = http::ParseServerUrl(options.callback_url);
  if (!url.ok() || url->path.empty() || !callback.ok() || options.callback_url.ends_with('/')) {
    return Error(
        absl::StatusCode::kInvalidArgument, "KANNEL_URL_INVALID",
        "http:// or https://host:port/cgi-bin/sendsms, and http://host:port for call-backs");
  }
  MOTCUA_RETURN_IF_ERROR(
      http::CheckClientOptions({.address = url->address, .ca_file = options.ca_file}));
  return std::unique_ptr<KannelGateway>(new KannelGateway(std::move(options), std::move(*url)));
}

SmsGateway::Result KannelGateway::Send(const Outgoing& message) {
  const auto cost = sms::CountSegments(message.text);
  const bool gsm = cost.ok() && cost->encoding == sms::Encoding::kGsm7;
  http::Request request{.method = "POST", .target = path_};
  // smsbox converts the body from this charset to the network's.
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
  const auto response = client_.Send(request, options_.timeout);
  if (response.ok()) {
    const GatewayAnswer answer = ReadKannelStatus(response->status);
    return {.answer = answer,
            .reason = answer == GatewayAnswer::kAccepted
                          ? std::string()
                          : "HTTP_" + std::to_string(response->status)};
  }
  const std::string reason = Reason(response.status());
  return {
      .answer = http::NothingSent(reason) ? GatewayAnswer::kNotReached : GatewayAnswer::kUnclear,
      .reason = reason};
}

}  // namespace motcua::notification
