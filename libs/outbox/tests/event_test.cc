#include "motcua/outbox/event.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/outbox/event_log.h"

namespace motcua::outbox {
namespace {

using namespace std::chrono_literals;

Event Sample() {
  return {.event_id = "01936c2e-0a5b-7c3d-8e4f-0123456789ab",
          .stream = "dossier",
          .key = "01936c2e-0a5b-7c3d-8e4f-00000000000a",
          .type = "motcua.processing.events.v1.TaskDone",
          .epoch = 2,
          .sequence = 17,
          .builds_on = 3,
          .occurred_at = std::chrono::sys_days(2026y / 3 / 2) + 10h + 30min + 7us,
          .traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
          .payload = std::string("\0\xff", 2)};
}

void Set(kafka::Message& message, const std::string& name, const std::string& value) {
  for (auto& header : message.headers) {
    if (header.first == name) {
      header.second = value;
    }
  }
}

TEST(Event, SurvivesTheEnvelope) {
  const Event event = Sample();
  const kafka::Message message = ToMessage("processing", event);
  EXPECT_EQ(message.topic, "motcua.processing.dossier.v1");
  EXPECT_EQ(message.key, event.key);
  const absl::StatusOr<Event> back = FromMessage(message);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->event_id, event.event_id);
  EXPECT_EQ(back->stream, event.stream);
  EXPECT_EQ(back->key, event.key);
  EXPECT_EQ(back->type, event.type);
  EXPECT_EQ(back->epoch, event.epoch);
  EXPECT_EQ(back->sequence, event.sequence);
  EXPECT_EQ(back->builds_on, event.builds_on);
  EXPECT_EQ(back->occurred_at, event.occurred_at);
  EXPECT_EQ(back->traceparent, event.traceparent);
  EXPECT_EQ(back->payload, event.payload);
}

TEST(Event, IsACloudEventInBinaryMode) {
  const kafka::Message message = ToMessage("processing", Sample());
  EXPECT_EQ(kafka::Header(message, "ce_specversion"), "1.0");
  EXPECT_EQ(kafka::Header(message, "ce_source"), "/motcua/processing");
  EXPECT_EQ(kafka::Header(message, "ce_time"), "2026-03-02T10:30:00.000007Z");
  EXPECT_EQ(kafka::Header(message, "content-type"), "application/protobuf");
}

TEST(Event, ATraceIsOptional) {
  Event event = Sample();
  event.traceparent.clear();
  const kafka::Message message = ToMessage("processing", event);
  for (const auto& header : message.headers) {
    EXPECT_NE(header.first, "traceparent");
  }
  EXPECT_TRUE(FromMessage(message).ok());
}

TEST(Event, IsReadFromADeadLetterTopicToo) {
  kafka::Message message = ToMessage("intake", Sample());
  message.topic += ".dlq.processing.intake-dossiers";
  EXPECT_EQ(FromMessage(message)->stream, "dossier");
}

TEST(Event, TheErrorNamesTheHeader) {
  const kafka::Message good = ToMessage("processing", Sample());
  const auto expect_refused = [](const kafka::Message& message, const std::string& header) {
    const absl::Status status = FromMessage(message).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << header;
    EXPECT_EQ(Reason(status), "ENVELOPE_INVALID") << header;
    const std::pair<std::string, std::string> named("header", header);
    EXPECT_EQ(Metadata(status), ErrorMetadata{named});
  };
  for (const char* header : {"ce_specversion", "ce_id", "ce_type", "ce_subject", "ce_time",
                             "ce_epoch", "ce_sequence", "ce_buildson", "content-type"}) {
    kafka::Message message = good;
    Set(message, header, "");
    expect_refused(message, header);
  }
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"ce_specversion", "0.3"},
      {"ce_id", "17"},
      {"ce_subject", "another key"},
      {"ce_time", "2026-03-02 10:30:00Z"},
      {"ce_time", "2026-02-30T10:30:00Z"},
      {"ce_time", "2026-03-02T24:00:00Z"},
      {"ce_time", "2026-03-02T10:30:00+07:00"},
      {"ce_time", "2026-03-02T10:30:00.Z"},
      {"ce_time", "2026-03-02T10:30:00.1234567Z"},
      {"ce_epoch", "0"},
      {"ce_epoch", "99999999999"},
      {"ce_sequence", "0"},
      {"ce_sequence", "1x"},
      {"ce_buildson", "-1"},
      {"content-type", "application/json"}};
  for (const auto& [header, value] : wrong) {
    kafka::Message message = good;
    Set(message, header, value);
    expect_refused(message, header);
  }
  for (const char* topic : {"", "motcua", "motcua.intake.dossier", "other.intake.dossier.v1",
                            "motcua.intake.dossier.v1.retry"}) {
    kafka::Message message = good;
    message.topic = topic;
    expect_refused(message, "topic");
  }
}

TEST(ShardOf, IsStableForEver) {
  // Publishers of other versions must find the same rows.
  EXPECT_EQ(ShardOf(""), 1);
  EXPECT_EQ(ShardOf("a"), 0);
  EXPECT_EQ(ShardOf("01936c2e-0a5b-7c3d-8e4f-00000000000a"), 1);
  EXPECT_EQ(ShardOf("agency/H19.801"), 2);
}

TEST(ShardOf, SpreadsKeys) {
  std::vector<int> keys(kShards);
  for (int i = 0; i < 4000; ++i) {
    ++keys[static_cast<std::size_t>(ShardOf("01936c2e-0a5b-7c3d-8e4f-" + std::to_string(i)))];
  }
  for (const int count : keys) {
    EXPECT_GT(count, 800);
  }
}

}  // namespace
}  // namespace motcua::outbox
