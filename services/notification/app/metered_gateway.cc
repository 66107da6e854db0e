#include "app/metered_gateway.h"

#include <chrono>

namespace motcua::notification {
namespace {

std::string_view Name(GatewayAnswer answer) {
  switch (answer) {
    case GatewayAnswer::kAccepted:
      return "accepted";
    case GatewayAnswer::kRefused:
      return "refused";
    case GatewayAnswer::kDenied:
      return "denied";
    case GatewayAnswer::kBusy:
      return "busy";
    case GatewayAnswer::kNotReached:
      return "not_reached";
    case GatewayAnswer::kUnclear:
      break;
  }
  return "unclear";
}

}  // namespace

MeteredGateway::MeteredGateway(SmsGateway& inner, metrics::Registry& registry,
                               const log::Logger& logger)
    : inner_(inner),
      logger_(logger),
      attempts_(registry.AddCounter("motcua_sms_attempts_total",
                                    "Requests to an SMS gateway, by its answer.",
                                    {"gateway", "answer"})),
      took_(registry.AddSeconds("motcua_sms_attempt_seconds",
                                "How long an SMS gateway took to answer.", {"gateway"})) {}

SmsGateway::Result MeteredGateway::Send(const Outgoing& message) {
  const auto begun = std::chrono::steady_clock::now();
  Result result = inner_.Send(message);
  took_.With({name()}).Observe(
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  attempts_.With({name(), Name(result.answer)}).Increment();
  if (result.answer == GatewayAnswer::kDenied) {
    logger_.Error("sms gateway denies us, messages wait",
                  {{"gateway", name()}, {"answer", result.reason}});
  }
  return result;
}

}  // namespace motcua::notification
