#include "motcua/outbox/event.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <vector>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/base/time_text.h"
#include "motcua/base/uuid.h"

namespace motcua::outbox {
namespace {

absl::Status Invalid(std::string_view header, std::string_view why) {
  return Error(absl::StatusCode::kInvalidArgument, "ENVELOPE_INVALID",
               "header " + std::string(header) + " " + std::string(why), {{"header", header}});
}

template <typename Number>
bool ParseNumber(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

// The stream of `motcua.<service>.<stream>.v<n>`, also with `.dlq.<consumer>` behind it.
std::string_view StreamOf(std::string_view topic) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 0; from <= topic.size();) {
    const std::size_t dot = std::min(topic.find('.', from), topic.size());
    parts.push_back(topic.substr(from, dot - from));
    from = dot + 1;
  }
  const bool own = parts.size() == 4 || (parts.size() > 5 && parts[4] == "dlq");
  return own && parts[0] == "motcua" && parts[3].substr(0, 1) == "v" ? parts[2]
                                                                     : std::string_view();
}

absl::StatusOr<std::string> Required(const kafka::Message& message, std::string_view name) {
  const std::string_view value = kafka::Header(message, name);
  if (value.empty()) {
    return Invalid(name, "is missing");
  }
  return std::string(value);
}

template <typename Number>
absl::StatusOr<Number> RequiredNumber(const kafka::Message& message, std::string_view name,
                                      Number least) {
  MOTCUA_ASSIGN_OR_RETURN(const std::string text, Required(message, name));
  Number number{};
  if (!ParseNumber(text, number) || number < least) {
    return Invalid(name, "is not a number of at least " + std::to_string(least));
  }
  return number;
}

}  // namespace

std::string TopicOf(const std::string& service, const std::string& stream) {
  return "motcua." + service + "." + stream + ".v1";
}

kafka::Message ToMessage(const std::string& service, const Event& event) {
  kafka::Message message{.topic = TopicOf(service, event.stream),
                         .key = event.key,
                         .value = event.payload,
                         .headers = {{"ce_specversion", "1.0"},
                                     {"ce_id", event.event_id},
                                     {"ce_type", event.type},
                                     {"ce_source", "/motcua/" + service},
                                     {"ce_subject", event.key},
                                     {"ce_time", FormatUtc(event.occurred_at)},
                                     {"ce_epoch", std::to_string(event.epoch)},
                                     {"ce_sequence", std::to_string(event.sequence)},
                                     {"ce_buildson", std::to_string(event.builds_on)},
                                     {"content-type", "application/protobuf"}}};
  if (!event.traceparent.empty()) {
    message.headers.emplace_back("traceparent", event.traceparent);
  }
  return message;
}

absl::StatusOr<Event> FromMessage(const kafka::Message& message) {
  Event event;
  event.stream = std::string(StreamOf(message.topic));
  if (event.stream.empty()) {
    return Invalid("topic", "is not motcua.<service>.<stream>.v<n>");
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::string version, Required(message, "ce_specversion"));
  if (version != "1.0") {
    return Invalid("ce_specversion", "is not 1.0");
  }
  MOTCUA_ASSIGN_OR_RETURN(event.event_id, Required(message, "ce_id"));
  if (!IsUuid(event.event_id)) {
    return Invalid("ce_id", "is not a UUID");
  }
  MOTCUA_ASSIGN_OR_RETURN(event.type, Required(message, "ce_type"));
  MOTCUA_ASSIGN_OR_RETURN(event.key, Required(message, "ce_subject"));
  if (event.key != message.key) {
    return Invalid("ce_subject", "differs from the message's key");
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::string time, Required(message, "ce_time"));
  const absl::StatusOr<Instant> occurred_at = ParseRfc3339(time);
  if (!occurred_at.ok() || !time.ends_with('Z')) {
    return Invalid("ce_time", "is not an RFC 3339 time in UTC");
  }
  event.occurred_at = *occurred_at;
  MOTCUA_ASSIGN_OR_RETURN(event.epoch, RequiredNumber<std::int32_t>(message, "ce_epoch", 1));
  MOTCUA_ASSIGN_OR_RETURN(event.sequence, RequiredNumber<std::int64_t>(message, "ce_sequence", 1));
  MOTCUA_ASSIGN_OR_RETURN(event.builds_on, RequiredNumber<std::int64_t>(message, "ce_buildson", 0));
  if (kafka::Header(message, "content-type") != "application/protobuf") {
    return Invalid("content-type", "is not application/protobuf");
  }
  event.traceparent = std::string(kafka::Header(message, "traceparent"));
  event.payload = message.value;
  return event;
}

}  // namespace motcua::outbox
