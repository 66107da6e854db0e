// Events that can't be applied (R1.10).

#include <gmock/gmock.h>

#include "motcua/base/error.h"

#include "inbox_fixture.h"

namespace motcua::inbox {
namespace {

using ::testing::Contains;
using ::testing::Pair;

using DeadLetterTest = InboxTest;

// Stores the messages it is given.
class FakeProducer final : public kafka::Producer {
 public:
  Outcome SendAll(const std::vector<kafka::Message>& messages, std::chrono::milliseconds) override {
    Outcome outcome;
    for (const kafka::Message& message : messages) {
      if (SizeOf(message) > kLargest) {
        outcome.error = Error(absl::StatusCode::kInvalidArgument, "MESSAGE_TOO_LARGE", "too large");
        break;
      }
      if (sent.size() >= room) {
        outcome.error = Error(absl::StatusCode::kUnavailable, "KAFKA_TIMEOUT", "a test says no");
        break;
      }
      sent.push_back(message);
      ++outcome.acknowledged;
    }
    return outcome;
  }
  std::vector<kafka::Message> sent;
  std::size_t room = 1'000;

 private:
  static constexpr std::size_t kLargest = std::size_t{256} * 1024;  // like the real one
  static std::size_t SizeOf(const kafka::Message& message) {
    std::size_t size = message.key.size() + message.value.size();
    for (const auto& [name, value] : message.headers) {
      size += name.size() + value.size();
    }
    return size;
  }
};

TEST_F(DeadLetterTest, PoisonHoldsBackItsKeyOnlyAndRedriveFinishesInOrder) {
  const auto inbox = MakeInbox();
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))), Taken::kApplied);
  const outbox::Event poison = MakeEvent("a", 2, "poison");
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(poison)), Taken::kDeadLetter);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(poison)), Taken::kDuplicate);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 3))), Taken::kParked);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 4))), Taken::kParked);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("b", 1))), Taken::kApplied);
  EXPECT_EQ(*inbox->DrainParked({}, 10), 0);
  EXPECT_EQ(EffectsOf("a"), "1") << "a refused event leaves no partial effect";
  EXPECT_EQ(Counts(*inbox).dead_letters, 1);
  EXPECT_EQ(Counts(*inbox).parked, 2);
  EXPECT_EQ(told_, 1);

  const auto letters = ListDeadLetters(*pool_, {}, "", {}, 10);
  ASSERT_TRUE(letters.ok()) << letters.status();
  ASSERT_EQ(letters->size(), 1u);
  EXPECT_EQ(letters->front().reason, "POISON");
  EXPECT_EQ(letters->front().event_id, poison.event_id);
  EXPECT_EQ(letters->front().key, "a");
  EXPECT_EQ(letters->front().sequence, 2);
  EXPECT_EQ(letters->front().topic, "motcua.intake.dossier.v1");

  // Nothing has changed: the same answer, the letter stays.
  EXPECT_EQ(Reason(inbox->Redrive({}, poison.event_id).status()), "POISON");
  EXPECT_EQ(Counts(*inbox).dead_letters, 1);

  handler_.poison.clear();
  EXPECT_EQ(*inbox->Redrive({}, poison.event_id), 3);
  EXPECT_EQ(EffectsOf("a"), "1 2 3 4");
  EXPECT_EQ(Counts(*inbox).dead_letters, 0);
  EXPECT_EQ(Counts(*inbox).parked, 0);
  EXPECT_EQ(Reason(inbox->Redrive({}, poison.event_id).status()), "DEAD_LETTER_UNKNOWN");
}

TEST_F(DeadLetterTest, OnePercentPoisonStopsNothingElse) {
  const auto inbox = MakeInbox();
  constexpr int kKeys = 200;
  constexpr int kPerKey = 10;
  // 20 of 2,000 events are poison, one in each of 20 dossiers.
  std::vector<std::string> poisoned;
  for (int sequence = 1; sequence <= kPerKey; ++sequence) {
    for (int key = 0; key < kKeys; ++key) {
      const bool poison = key % 10 == 0 && sequence == 1 + key / 10 % kPerKey;
      const outbox::Event event =
          MakeEvent("key-" + std::to_string(key), sequence, poison ? "poison" : "fine");
      if (poison) {
        poisoned.push_back(event.event_id);
      }
      ASSERT_TRUE(inbox->TakeMessage({}, Wrap(event)).ok());
    }
  }
  ASSERT_EQ(poisoned.size(), 20u);
  EXPECT_EQ(Number("SELECT count(*) FROM (SELECT key FROM effects GROUP BY key "
                   "HAVING count(*) = 10) k"),
            kKeys - 20);
  EXPECT_EQ(Counts(*inbox).dead_letters, 20);
  EXPECT_EQ(CountEffects() + Counts(*inbox).parked, kKeys * kPerKey - 20);

  handler_.poison.clear();
  for (const std::string& event_id : poisoned) {
    ASSERT_TRUE(inbox->Redrive({}, event_id).ok());
  }
  EXPECT_EQ(CountEffects(), kKeys * kPerKey);
  EXPECT_EQ(Number("SELECT count(*) FROM effects e JOIN effects f ON e.key = f.key "
                   "AND e.id < f.id AND e.sequence >= f.sequence"),
            0);
  EXPECT_EQ(Counts(*inbox).dead_letters, 0);
}

TEST_F(DeadLetterTest, WhatTheDatabaseRefusesForEverIsOneToo) {
  const auto inbox = MakeInbox(false);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 66666))), Taken::kDeadLetter);
  EXPECT_EQ(Text("SELECT reason FROM dead_letters"), "CHECK_VIOLATION");
}

TEST_F(DeadLetterTest, MissingTableIsNotTheEventsFault) {
  const auto inbox = MakeInbox();
  ASSERT_TRUE((*pool_->Acquire({}))->Script("ALTER TABLE effects RENAME TO gone").ok());
  EXPECT_TRUE(IsRetryable(inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))).status()));
  EXPECT_EQ(Counts(*inbox).dead_letters, 0);
  ASSERT_TRUE((*pool_->Acquire({}))->Script("ALTER TABLE gone RENAME TO effects").ok());
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))), Taken::kApplied);
}

TEST_F(DeadLetterTest, UnknownMajorVersionWaitsForANewerProgram) {
  const auto inbox = MakeInbox();
  outbox::Event event = MakeEvent("a", 1);
  event.type = "motcua.intake.events.v2.DossierFiled";
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(event)), Taken::kDeadLetter);
  EXPECT_EQ(Text("SELECT reason FROM dead_letters"), "SCHEMA_UNKNOWN");
}

TEST_F(DeadLetterTest, UnreadableMessageIsKeptToTheByteAndHoldsNothingBack) {
  const auto inbox = MakeInbox();
  kafka::Message message = Wrap(MakeEvent("a", 1));
  message.headers = {{"ce_id", "\xff\xfe"}, {"other", std::string("\0", 1)}};
  message.value = std::string("\x80 bytes", 7);
  EXPECT_EQ(*inbox->TakeMessage({}, message), Taken::kDeadLetter);
  EXPECT_EQ(*inbox->TakeMessage({}, message), Taken::kDeadLetter);
  EXPECT_EQ(Counts(*inbox).dead_letters, 1);
  EXPECT_EQ(Text("SELECT event_id FROM dead_letters"), "motcua.intake.dossier.v1/3/1001");
  EXPECT_EQ(Text("SELECT reason FROM dead_letters"), "ENVELOPE_INVALID");
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))), Taken::kApplied);

  const std::string id = "motcua.intake.dossier.v1/3/1001";
  EXPECT_EQ(Reason(inbox->Redrive({}, id).status()), "ENVELOPE_INVALID");
  EXPECT_EQ(Counts(*inbox).dead_letters, 1);

  FakeProducer producer;
  EXPECT_EQ(*PublishDeadLetters(*pool_, {}, producer, 10), 1);
  ASSERT_EQ(producer.sent.size(), 1u);
  EXPECT_EQ(producer.sent[0].value, message.value);
  EXPECT_EQ(producer.sent[0].key, "a");
  EXPECT_THAT(producer.sent[0].headers, Contains(Pair("ce_id", "\xff\xfe")));
  EXPECT_THAT(producer.sent[0].headers, Contains(Pair("other", std::string("\0", 1))));
}

TEST_F(DeadLetterTest, KeyThatIsNoTextIsUnreadable) {
  const auto inbox = MakeInbox();
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("\xff\xfe", 1))), Taken::kDeadLetter);
  EXPECT_EQ(Text("SELECT key FROM dead_letters"), "\uFFFD\uFFFD");
}

TEST_F(DeadLetterTest, TopicIsInStepWithTheTable) {
  const auto inbox = MakeInbox();
  for (const char* key : {"a", "b", "c"}) {
    ASSERT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent(key, 1, "poison"))), Taken::kDeadLetter);
  }
  FakeProducer producer;
  producer.room = 2;
  EXPECT_EQ(Reason(PublishDeadLetters(*pool_, {}, producer, 10).status()), "KAFKA_TIMEOUT");
  producer.room = 10;
  EXPECT_EQ(*PublishDeadLetters(*pool_, {}, producer, 10), 1);
  EXPECT_EQ(*PublishDeadLetters(*pool_, {}, producer, 10), 0);
  ASSERT_EQ(producer.sent.size(), 3u);
  const kafka::Message& letter = producer.sent[0];
  EXPECT_EQ(letter.topic, "motcua.intake.dossier.v1.dlq.processing.intake-dossiers");
  EXPECT_THAT(letter.headers, Contains(Pair("dlq_reason", "POISON")));
  EXPECT_THAT(letter.headers, Contains(Pair("dlq_partition", "3")));
  EXPECT_THAT(letter.headers, Contains(Pair("ce_type", kKnownType)));
  EXPECT_EQ(letter.value, "poison");
}

TEST_F(DeadLetterTest, OneTooLargeForTheTopicGoesWithoutItsBytesAndTheOthersGoOn) {
  const auto inbox = MakeInbox();
  constexpr std::size_t kLimit = std::size_t{256} * 1024;
  const auto unreadable = [](const std::string& key, std::int64_t offset) {
    kafka::Message message = Wrap(MakeEvent(key, 1));
    message.headers = {{"ce_id", "nonsense"}};
    message.offset = offset;
    return message;
  };
  kafka::Message by_value = unreadable("value", 1);
  by_value.value.assign(kLimit - 100, 'v');  // fits, without the headers of a dead letter
  kafka::Message by_headers = unreadable("headers", 2);
  by_headers.headers.emplace_back("bulk", std::string(kLimit, 'h'));
  kafka::Message by_key = unreadable("", 3);
  by_key.key.assign(kLimit, 'k');
  for (const kafka::Message& message : {by_value, by_headers, by_key, unreadable("fine", 4)}) {
    ASSERT_EQ(inbox->TakeMessage({}, message).value(), Taken::kDeadLetter);
  }
  FakeProducer producer;
  EXPECT_EQ(PublishDeadLetters(*pool_, {}, producer, 10).value_or(-1), 4);
  EXPECT_EQ(PublishDeadLetters(*pool_, {}, producer, 10).value_or(-1), 0);
  ASSERT_EQ(producer.sent.size(), 4u);
  std::map<std::string, kafka::Message> sent;
  for (const kafka::Message& message : producer.sent) {
    sent[std::string(kafka::Header(message, "dlq_offset"))] = message;
    EXPECT_THAT(message.headers, Contains(Pair("dlq_reason", "ENVELOPE_INVALID")));
  }
  EXPECT_EQ(kafka::Header(sent["1"], "dlq_left_out"), "value");
  EXPECT_EQ(sent["1"].value, "");
  EXPECT_EQ(sent["1"].key, "value");
  EXPECT_EQ(kafka::Header(sent["1"], "ce_id"), "nonsense");
  EXPECT_EQ(kafka::Header(sent["2"], "dlq_left_out"), "value headers");
  EXPECT_EQ(kafka::Header(sent["2"], "bulk"), "");
  EXPECT_EQ(sent["2"].key, "headers");
  EXPECT_EQ(kafka::Header(sent["3"], "dlq_left_out"), "value headers key");
  EXPECT_EQ(sent["3"].key, "");
  EXPECT_EQ(kafka::Header(sent["4"], "dlq_left_out"), "");
  EXPECT_EQ(sent["4"].key, "fine");
  // The table has all of it.
  EXPECT_EQ(
      Number("SELECT sum(octet_length(payload) + octet_length(message_key)) FROM dead_letters "
             "WHERE message_offset IN (1, 3)"),
      static_cast<std::int64_t>(2 * kLimit - 100 + 5 + by_key.value.size()));
}

TEST_F(DeadLetterTest, PulledPoisonHoldsTheKeyBackToo) {
  const auto inbox = MakeInbox();
  owner_.Add(MakeEvent("a", 1));
  owner_.Add(MakeEvent("a", 2, "poison"));
  owner_.Add(MakeEvent("a", 3));
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 3))), Taken::kParked);
  EXPECT_EQ(EffectsOf("a"), "1");
  EXPECT_EQ(Counts(*inbox).dead_letters, 1);
  EXPECT_EQ(Reason(inbox->CatchUp({}, "dossier", "a")), "DEAD_LETTER_AHEAD");
  handler_.poison.clear();
  EXPECT_EQ(*inbox->Redrive({}, MakeEvent("a", 2).event_id), 2);
  EXPECT_EQ(EffectsOf("a"), "1 2 3");
}

TEST_F(DeadLetterTest, ListComesInPages) {
  const auto inbox = MakeInbox(false);
  for (int i = 1; i <= 5; ++i) {
    ASSERT_TRUE(inbox->TakeMessage({}, Wrap(MakeEvent("k", i, "poison"))).ok());
  }
  std::set<std::string> seen;
  std::optional<DeadLetterPosition> after;
  for (int page = 0; page < 3; ++page) {
    const auto letters = ListDeadLetters(*pool_, {}, inbox->consumer(), after, 2);
    ASSERT_TRUE(letters.ok()) << letters.status();
    ASSERT_EQ(letters->size(), page < 2 ? 2u : 1u);
    for (const DeadLetter& letter : *letters) {
      seen.insert(letter.event_id);
    }
    const DeadLetter& last = letters->back();
    after = {.at = last.at, .event_id = last.event_id, .consumer = last.consumer};
  }
  EXPECT_EQ(seen.size(), 5u);
  EXPECT_TRUE(ListDeadLetters(*pool_, {}, "nobody", {}, 10)->empty());
}

}  // namespace
}  // namespace motcua::inbox
