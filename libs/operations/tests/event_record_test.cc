#include "event_record.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/base/uuid.h"

namespace motcua::operations {
namespace {

outbox::Event Event() {
  return {.event_id = RandomIdGenerator().NewId(),
          .stream = "dossier",
          .key = "0195b1a2-0000-7000-8000-000000000001",
          .type = "motcua.intake.events.v1.DossierFiled",
          .epoch = 2,
          .sequence = 7,
          .builds_on = 3,
          .occurred_at = Instant(std::chrono::microseconds(1'741'745'700'123'456)),
          .traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          .payload = std::string("\0\xff\x01", 3)};
}

TEST(EventRecord, RoundTripKeepsEverything) {
  const outbox::Event event = Event();
  const auto back = FromRecord(ToRecord(event));
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

TEST(EventRecord, RefusesWhatCannotBeAnEvent) {
  const auto refused = [](auto spoil) {
    v1::EventRecord record = ToRecord(Event());
    spoil(record);
    return Reason(FromRecord(record).status());
  };
  EXPECT_EQ(refused([](auto& r) { r.set_event_id("no"); }), "HISTORY_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.clear_type(); }), "HISTORY_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.set_epoch(0); }), "HISTORY_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.set_sequence(0); }), "HISTORY_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.set_builds_on(-1); }), "HISTORY_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.mutable_occurred_at()->set_nanos(-1); }), "HISTORY_INVALID");
  EXPECT_EQ(refused([](auto&) {}), "");
}

}  // namespace
}  // namespace motcua::operations
