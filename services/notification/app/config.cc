#include "app/config.h"

#include <algorithm>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/rpc/client.h"
#include "motcua/sms/segments.h"

namespace motcua::notification {
namespace {

// 128 bits in base64url, without padding.
constexpr std::size_t kMinSecret = 22;
constexpr std::size_t kMinKey = 16;
constexpr std::size_t kMaxContact = 20;

config::Program Describe() {
  return {.service = "notification",
          .version = MOTCUA_VERSION,
          .summary_vi = "Nhắn tin SMS đến người nộp hồ sơ và trả lời tin nhắn của họ.",
          .summary_en = "Texts applicants about their dossiers, and answers their texts."};
}

bool IsUrlSafe(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

absl::Status Fault(const char* field, const char* sentence) {
  return FieldError(field, "CONFIG_INVALID", sentence);
}

}  // namespace

std::unique_ptr<config::OptionTable> MakeOptions(Config& config) {
  using namespace std::chrono_literals;
  auto table = std::make_unique<config::OptionTable>(Describe());
  config.program.service = "notification";
  config.program.version = MOTCUA_VERSION;
  program::AddStatefulOptions(*table, config.program);
  table->Add(&config.intake_targets, "INTAKE_TARGETS",
             {.required = true, .text = "Replicas of intake (host:port, ...)."});
  table->Add(&config.processing_targets, "PROCESSING_TARGETS",
             {.required = true, .text = "Replicas of processing (host:port, ...)."});
  table->Add(&config.gateway_targets, "GATEWAY_TARGETS",
             {.required = true, .text = "Replicas of the gateway's gRPC edge (host:port, ...)."});
  table->Add(&config.feedback_targets, "FEEDBACK_TARGETS",
             {.required = true, .text = "Replicas of feedback (host:port, ...)."});
  table->Add(&config.kannel_url, "KANNEL_URL",
             {.required = true,
              .text = "Kannel's sendsms: http:// or https://host:port/cgi-bin/sendsms."});
  table->Add(&config.kannel_ca_file, "KANNEL_CA_FILE",
             config::TextSpec{.text = "Authorities (PEM) to trust for an https Kannel; empty: "
                                      "the system's."});
  table->Add(&config.kannel_user, "KANNEL_USER",
             {.required = true, .text = "User of Kannel's sendsms-user group."});
  table->Add(&config.kannel_password, "KANNEL_PASSWORD",
             {.required = true, .text = "Its password."});
  table->Add(&config.kannel_smsc, "KANNEL_SMSC",
             config::TextSpec{.text = "Kannel's id of the link to use; empty: any."});
  table->Add(&config.sender, "SENDER",
             config::TextSpec{.text = "Number or brand name that notices are sent from."});
  table->Add(
      &config.messages_per_second, "MESSAGES_PER_SECOND",
      {.min = 1, .max = 2000, .text = "Contract rate of the gateway, all replicas together."});
  table->Add(&config.send_timeout, "SEND_TIMEOUT",
             {.min = 100ms,
              .max = kLongestSend.value(),
              .text = "Longest wait for the gateway's answer."});
  table->Add(&config.callback_listen, "CALLBACK_LISTEN",
             config::TextSpec{.text = "Address of receipts and inbound messages."});
  table->Add(&config.callback_url, "CALLBACK_URL",
             {.required = true,
              .text = "Its address as seen by Kannel: http://host:port, no slash at the end."});
  table->Add(&config.callback_secret, "CALLBACK_SECRET",
             {.required = true, .text = "First segment of every call-back's path; 128 bits."});
  table->Add(
      &config.phone_key, "PHONE_KEY",
      {.required = true, .text = "Key of the hashes of telephone numbers; must never change."});
  table->Add(&config.contact, "CONTACT",
             config::TextSpec{.text = "Number to call, in texts and replies."});
  table->Add(&config.quiet_from, "QUIET_FROM",
             config::TextSpec{.text = "Local time from which only urgent messages go."});
  table->Add(&config.quiet_to, "QUIET_TO",
             config::TextSpec{.text = "Local time until which they wait."});
  table->Add(&config.replies_per_second, "REPLIES_PER_SECOND",
             {.min = 1, .max = 1000, .text = "Maximum replies to inbound messages per second."});
  table->Add(&config.replies_per_day, "REPLIES_PER_DAY",
             {.min = 1, .max = 10000000, .text = "Maximum replies to inbound messages per day."});
  return table;
}

absl::StatusOr<QuietHours> ReadQuietHours(const Config& config) {
  const auto from = calendar::ParseTimeOfDay(config.quiet_from);
  if (!from.ok()) {
    return Fault("QUIET_FROM", "a time of day, 21:00");
  }
  const auto to = calendar::ParseTimeOfDay(config.quiet_to);
  if (!to.ok()) {
    return Fault("QUIET_TO", "a time of day, 07:00");
  }
  return QuietHours{.from = *from, .to = *to};
}

absl::Status CheckConfig(const Config& config) {
  for (const auto* const targets : {&config.intake_targets, &config.processing_targets,
                                    &config.gateway_targets, &config.feedback_targets}) {
    MOTCUA_RETURN_IF_ERROR(rpc::CheckTargets(*targets));
  }
  const std::string& secret = config.callback_secret.Reveal();
  if (secret.size() < kMinSecret || !std::all_of(secret.begin(), secret.end(), IsUrlSafe)) {
    return Fault("CALLBACK_SECRET", "at least 22 of A-Z, a-z, 0-9, - and _");
  }
  if (config.phone_key.Reveal().size() < kMinKey) {
    return Fault("PHONE_KEY", "at least 16 bytes");
  }
  const auto cost = sms::CountSegments(config.contact);
  if (!cost.ok() || cost->encoding != sms::Encoding::kGsm7 || cost->units > kMaxContact) {
    return Fault("CONTACT", "at most 20 plain characters");
  }
  return ReadQuietHours(config).status();
}

}  // namespace motcua::notification
