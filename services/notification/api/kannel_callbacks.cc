#include "api/kannel_callbacks.h"

#include <charconv>
#include <optional>

#include <openssl/crypto.h>

#include "motcua/base/check.h"
#include "motcua/base/error.h"
#include "motcua/base/failpoint.h"
#include "motcua/base/uuid.h"

namespace motcua::notification {
namespace {

constexpr std::size_t kMaxBody = 8 * 1024;
constexpr std::size_t kWaiting = 1024;
constexpr int kThreads = 4;
constexpr std::chrono::seconds kStoreLimit{5};
constexpr std::chrono::seconds kStopLimit{5};

CallContext OwnCall() {
  CallContext call;
  call.caller = "kannel";
  call.deadline = std::chrono::steady_clock::now() + kStoreLimit;
  return call;
}

// The same answer for everything that is not allowed.
http::Response NotFound() {
  return http::TextResponse(404, "Not Found");
}
http::Response Stored() {
  // Empty, because Kannel would send the body to the telephone.
  return {.status = 200};
}
http::Response TryLater() {
  return http::TextResponse(503, "Service Unavailable");
}

// 0 or more, in digits only.
std::optional<int> ReadNumber(std::string_view text) {
  int number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || number < 0) {
    return std::nullopt;
  }
  return number;
}

std::string_view Name(ReceiptType type) {
  switch (type) {
    case ReceiptType::kDelivered:
      return "delivered";
    case ReceiptType::kFailed:
      return "failed";
    case ReceiptType::kBuffered:
      return "buffered";
    case ReceiptType::kAccepted:
      return "accepted";
    case ReceiptType::kRejected:
      break;
  }
  return "rejected";
}

}  // namespace

KannelCallbacks::KannelCallbacks(Options options, Parts parts)
    : options_(std::move(options)),
      parts_(std::move(parts)),
      receipts_(parts_.metrics.AddCounter(
          "motcua_sms_receipts_total", "Delivery receipts from the network, by status.", {"type"})),
      received_(parts_.metrics.AddCounter(
          "motcua_sms_inbound_received_total",
          "Inbound messages by outcome (newly stored or already stored).", {"result"})),
      executor_({.name = "sms_callback", .threads = kThreads, .queue_capacity = kWaiting},
                parts_.metrics) {}

KannelCallbacks::~KannelCallbacks() {
  if (const absl::Status stopped = executor_.Stop(std::chrono::steady_clock::now() + kStopLimit);
      !stopped.ok()) {
    parts_.logger.Warn("call-backs cut off", stopped);
  }
}

bool KannelCallbacks::SecretMatches(std::string_view given) const {
  return given.size() == options_.secret.size() &&
         CRYPTO_memcmp(given.data(), options_.secret.data(), given.size()) == 0;
}

http::Response KannelCallbacks::Receipt(const http::Request& request) {
  const std::string message_id(request.Param("message"));
  const auto number = ReadNumber(request.Query("type").value_or(""));
  // 0 is the number of no type.
  const auto type = ReceiptTypeFromNumber(number.value_or(0));
  // Receipts that were asked for before attempts had numbers name none.
  const auto attempt = ReadNumber(request.Query("attempt").value_or("0"));
  if (!IsUuid(message_id) || !type.has_value() || !attempt.has_value()) {
    return NotFound();
  }
  const auto known =
      parts_.receipts.Take(OwnCall(), message_id, *type, *attempt, parts_.clock.Now());
  if (!known.ok()) {
    parts_.logger.Warn("receipt not stored", known.status());
    return TryLater();
  }
  receipts_.With({*known ? Name(*type) : "unknown"}).Increment();
  // Not for one of our messages: a repeated call would not help.
  return Stored();
}

http::Response KannelCallbacks::Inbound(const http::Request& request) {
  const ReceivedText received{.gateway = options_.gateway,
                              .gateway_message_id = std::string(request.Query("id").value_or("")),
                              .sender = std::string(request.headers.Get("X-Kannel-From")),
                              .receiver = std::string(request.headers.Get("X-Kannel-To")),
                              .text = request.body};
  const auto added = parts_.inbound.Store(OwnCall(), received, parts_.clock.Now());
  if (!added.ok()) {
    parts_.logger.Warn("inbound message not stored", added.status());
    return TryLater();
  }
  MOTCUA_FAILPOINT("notification.after_store");
  received_.With({*added ? "stored" : "repeated"}).Increment();
  if (*added && parts_.on_inbound) {
    parts_.on_inbound();
  }
  return Stored();
}

void KannelCallbacks::Serve(http::Response (KannelCallbacks::*handle)(const http::Request&),
                            const http::Request& request, const http::ResponseCallback& done) {
  if (!SecretMatches(request.Param("secret"))) {
    done(NotFound());
    return;
  }
  // The request is valid until it is answered.
  const bool taken =
      executor_.TrySubmit([this, handle, &request, done] { done((this->*handle)(request)); });
  if (!taken) {
    done(TryLater());
  }
}

http::Router KannelCallbacks::Routes() {
  http::Router router;
  const auto add = [&](const char* method, const char* pattern, const char* name, auto handle) {
    return router.Add(
        {.method = method,
         .pattern = pattern,
         .name = name,
         .handler = [this, handle](
                        const http::Request& request,
                        const http::ResponseCallback& done) { Serve(handle, request, done); },
         .max_body_bytes = kMaxBody});
  };
  MOTCUA_CHECK(
      add("GET", "/{secret}/receipts/{message}", "sms_receipt", &KannelCallbacks::Receipt).ok());
  MOTCUA_CHECK(add("POST", "/{secret}/inbound", "sms_inbound", &KannelCallbacks::Inbound).ok());
  return router;
}

}  // namespace motcua::notification
