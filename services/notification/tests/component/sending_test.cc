#include <algorithm>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/notification/events/v1/sms_events.pb.h"

#include "motcua/base/error.h"
#include "motcua/sms/phone.h"
#include "motcua/testing/eventually.h"

#include "component/province.h"

// From the event to the network.

namespace motcua::notification::testing {
namespace {

using motcua::testing::Eventually;
using motcua::testing::Throughout;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;
using namespace std::chrono_literals;
using Mood = FakeGateway::Mood;

TEST(SendingTest, EveryMomentIsTold) {
  Province province;
  TestDossier dossier = province.NewDossier();
  TestDossier returned = province.NewDossier("0387654321");
  province.Take(province.Accepted(dossier));
  province.Take(province.SupplementRequested(dossier, {"Bản vẽ mặt bằng"}));
  province.Take(province.PaymentRequested(dossier, 150000));
  province.Take(province.Extended(dossier));
  province.Take(province.Finished(dossier));
  province.Take(province.HandedOver(dossier));
  province.Take(province.Accepted(returned));
  province.Take(province.Returned(returned));
  ASSERT_TRUE(Eventually([&] { return province.gateway().sent().size() == 8; }));
  EXPECT_THAT(
      province.TextsTo(kPhone),
      UnorderedElementsAre(
          "Ho so " + dossier.code +
              " da duoc tiep nhan. Ngay hen tra: 17/03/2025 16:30. LH 02511022",
          "Ho so " + dossier.code + " can bo sung: Ban ve mat bang. LH 02511022",
          "Ho so " + dossier.code + " can nop 150.000 dong phi, le phi. LH 02511022",
          "Xin loi ong/ba: ho so " + dossier.code +
              " chua giai quyet xong dung hen. Hen tra lai: 17/03/2025 16:30. LH 02511022",
          "Ho so " + dossier.code +
              " da duoc xu ly xong. Moi chu ho so hoac nguoi uy quyen den nhan ket qua! LH "
              "02511022",
          "Ho so " + dossier.code +
              " da tra ket qua. Moi danh gia: soan so tu 1 (rat khong hai long) den 5 (rat hai "
              "long) va gui lai so nay."));
  EXPECT_EQ(province.TextsTo("0387654321").size(), 2U);
  for (const FakeGateway::Sent& sent : province.gateway().sent()) {
    EXPECT_EQ(sent.from, "MOTCUA");
    EXPECT_EQ(sent.coding, "0");
  }
  // The purpose of each request for a number; the number is not stored.
  const auto disclosed = province.programs().disclosed();
  EXPECT_THAT(disclosed,
              Contains(::testing::AllOf(
                  ::testing::Field(&FakePrograms::Disclosed::recipient, "notification"),
                  ::testing::Field(&FakePrograms::Disclosed::purpose, "sms.result_ready"))));
  EXPECT_FALSE(province.logs().Contains("912345678"));
  EXPECT_EQ(province.Ask("SELECT count(*) FROM messages m WHERE m::text LIKE '%912345678%'"), "0");
  EXPECT_EQ(
      province.Ask("SELECT count(*) FROM event_history WHERE payload::text LIKE '%912345678%'"),
      "0");
  EXPECT_EQ(province.Metrics().find("912345678"), std::string::npos);
}

TEST(SendingTest, ReceiptsEndAMessageAndAreTold) {
  Province province;
  TestDossier dossier = province.NewDossier();
  province.Take(province.Accepted(dossier));
  ASSERT_TRUE(
      Eventually([&] { return province.CountStates()[v1::MESSAGE_STATE_HANDED_OFF] == 1; }));
  const FakeGateway::Sent sent = province.gateway().sent().front();
  EXPECT_EQ(province.Receipt(sent, 8), 200);
  EXPECT_EQ(province.Receipt(sent, 1), 200);
  EXPECT_EQ(province.Receipt(sent, 2), 200);
  EXPECT_EQ(province.Receipt(sent, 1), 200);
  const auto messages = province.Messages(v1::MESSAGE_STATE_UNSPECIFIED, dossier.code);
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].state(), v1::MESSAGE_STATE_DELIVERED);
  EXPECT_EQ(messages[0].phone_masked(), "*******678");
  EXPECT_EQ(messages[0].gateway(), "kannel");
  EXPECT_EQ(messages[0].attempts(), 1);
  EXPECT_TRUE(messages[0].has_ended_at());
  EXPECT_EQ(province.Ask("SELECT count(*) FROM event_history WHERE stream = 'sms'"), "1");
  EXPECT_EQ(province.Ask("SELECT count(*) FROM receipts"), "3");
}

TEST(SendingTest, ForgedAndUnreadableReceiptsChangeNothing) {
  Province province;
  TestDossier dossier = province.NewDossier();
  province.Take(province.Accepted(dossier));
  ASSERT_TRUE(
      Eventually([&] { return province.CountStates()[v1::MESSAGE_STATE_HANDED_OFF] == 1; }));
  const FakeGateway::Sent sent = province.gateway().sent().front();
  const std::string id = sent.message_id;
  EXPECT_EQ(province.Get("/wrong-secret/receipts/" + id + "?type=1"), 404);
  EXPECT_EQ(province.Get("/" + std::string(27, 'x') + "/receipts/" + id + "?type=1"), 404);
  for (const char* const type : {"", "3", "x", "1x", "-1", "99999999999999999999"}) {
    EXPECT_EQ(province.Get(sent.receipt_path + "?type=" + type), 404) << type;
  }
  EXPECT_EQ(province.Get("/" + std::string(kSecret) + "/receipts/none?type=1"), 404);
  // Not for one of our messages: accepted, so that it isn't repeated forever.
  EXPECT_EQ(province.Get("/" + std::string(kSecret) +
                         "/receipts/01924f1c-0000-7000-8000-00000000abcd?type=1"),
            200);
  EXPECT_EQ(province.CountStates()[v1::MESSAGE_STATE_HANDED_OFF], 1);
  EXPECT_EQ(province.Ask("SELECT count(*) FROM receipts"), "0");
  EXPECT_FALSE(province.logs().Contains(kSecret));
}

TEST(SendingTest, EveryEventFiveTimesInRandomOrderIsToldOnce) {
  Province province({.replicas = 2});
  std::vector<outbox::Event> events;
  for (int i = 0; i < 20; ++i) {
    TestDossier dossier = province.NewDossier();
    events.push_back(province.Accepted(dossier));
    events.push_back(province.PaymentRequested(dossier, 1000));
    events.push_back(province.SupplementRequested(dossier, {"x"}));
    events.push_back(province.Finished(dossier));
    events.push_back(province.HandedOver(dossier));
  }
  std::vector<outbox::Event> repeated;
  for (int i = 0; i < 5; ++i) {
    repeated.insert(repeated.end(), events.begin(), events.end());
  }
  std::shuffle(repeated.begin(), repeated.end(), std::mt19937(11));
  for (const outbox::Event& event : repeated) {
    province.Take(event);
    if (province.gateway().requests() % 7 == 0) {
      province.DrainParked();
    }
  }
  ASSERT_TRUE(Eventually(
      [&] {
        province.DrainParked();
        return province.gateway().sent().size() >= events.size();
      },
      60s));
  EXPECT_TRUE(Throughout(1s, [&] { return province.gateway().sent().size() == events.size(); }));
  for (const auto& [message, times] : province.gateway().CountByMessage()) {
    EXPECT_EQ(times, 1) << message;
  }
  EXPECT_EQ(province.Ask("SELECT count(*) FROM messages"), std::to_string(events.size()));
}

TEST(SendingTest, AGatewayThatDeniesUsIsAnOutageAndDestroysNothing) {
  constexpr int kMessages = 40;
  for (const Mood denial : {Mood::kUnauthorised, Mood::kForbidden, Mood::kNotFound}) {
    Province province;
    province.gateway().SetMood(denial);
    for (int i = 0; i < kMessages; ++i) {
      TestDossier dossier = province.NewDossier();
      province.Take(province.Accepted(dossier));
    }
    ASSERT_TRUE(Eventually([&] { return province.gateway().requests() > 0; }));
    // Each shard tries again after a second, then less and less often, instead of going through
    // all waiting messages.
    EXPECT_TRUE(Throughout(2s, [&] { return province.gateway().requests() <= 12; }));
    EXPECT_TRUE(
        Eventually([&] { return province.CountStates()[v1::MESSAGE_STATE_CREATED] == kMessages; }));
    EXPECT_NE(province.Metrics().find("motcua_sms_attempts_total{answer=\"denied\""),
              std::string::npos);
    EXPECT_TRUE(province.logs().Contains("sms gateway denies us"));
    // Somebody corrects the password, a day's work later.
    province.Script(
        "UPDATE messages SET first_tried_at = first_tried_at - interval '5 hours',"
        " retry_at = NULL");
    province.gateway().SetMood(Mood::kAccept);
    ASSERT_TRUE(Eventually(
        [&] {
          province.Script("UPDATE messages SET retry_at = NULL WHERE state = 1");
          return province.CountStates()[v1::MESSAGE_STATE_HANDED_OFF] == kMessages;
        },
        60s));
    EXPECT_EQ(province.gateway().CountByMessage().size(), static_cast<std::size_t>(kMessages));
    EXPECT_EQ(province.gateway().sent().size(), static_cast<std::size_t>(kMessages));
  }
}

TEST(SendingTest, AFaultyGatewayDoublesNothingAndLosesNothing) {
  constexpr int kMessages = 2000;
  Province province({.replicas = 2, .send_timeout = 1000ms});
  // One in ten goes wrong, each way in turn.
  province.gateway().SetMood([](int n) {
    constexpr Mood kFaults[] = {Mood::kAcceptDrop, Mood::kDrop,        Mood::kBusy,
                                Mood::kRefuse,     Mood::kServerError, Mood::kAcceptDrop};
    return n % 10 == 3 ? kFaults[(n / 10) % 6] : Mood::kAccept;
  });
  for (int i = 0; i < kMessages; ++i) {
    TestDossier dossier = province.NewDossier();
    dossier.agency = "H19." + std::to_string(i % 7 + 10);
    province.Take(province.Accepted(dossier));
  }
  const auto waiting = [&] {
    auto counts = province.CountStates();
    return counts[v1::MESSAGE_STATE_CREATED] + counts[v1::MESSAGE_STATE_CLAIMED];
  };
  ASSERT_TRUE(Eventually(
      [&] {
        // What waits for its next try needn't wait in a test.
        province.Script("UPDATE messages SET retry_at = NULL WHERE state = 1");
        return waiting() == 0;
      },
      180s));
  auto counts = province.CountStates();
  EXPECT_EQ(counts[v1::MESSAGE_STATE_HANDED_OFF] + counts[v1::MESSAGE_STATE_UNKNOWN] +
                counts[v1::MESSAGE_STATE_FAILED] + counts[v1::MESSAGE_STATE_SUPPRESSED] +
                counts[v1::MESSAGE_STATE_EXPIRED],
            kMessages);
  EXPECT_GT(counts[v1::MESSAGE_STATE_UNKNOWN], 0);
  EXPECT_GT(counts[v1::MESSAGE_STATE_FAILED], 0);
  int doubled = 0;
  for (const auto& [message, times] : province.gateway().CountByMessage()) {
    doubled += times - 1;
  }
  EXPECT_EQ(doubled, 0);
  // A receipt shows that the network has it after all.
  for (const FakeGateway::Sent& sent : province.gateway().sent()) {
    ASSERT_EQ(province.Receipt(sent, 1), 200);
  }
  counts = province.CountStates();
  EXPECT_EQ(counts[v1::MESSAGE_STATE_DELIVERED],
            static_cast<int>(province.gateway().CountByMessage().size()));
  EXPECT_EQ(counts[v1::MESSAGE_STATE_HANDED_OFF], 0);
  RecordProperty("delivered", counts[v1::MESSAGE_STATE_DELIVERED]);
  RecordProperty("unknown", counts[v1::MESSAGE_STATE_UNKNOWN]);
  RecordProperty("failed", counts[v1::MESSAGE_STATE_FAILED]);
  RecordProperty("doubled", doubled);
}

TEST(SendingTest, WhatAProgramThatDiedHadClaimedIsUnknownAndNeverSent) {
  Province province;
  province.gateway().Close();  // so that nothing is sent before it is claimed below
  TestDossier dossier = province.NewDossier();
  province.Take(province.Accepted(dossier));
  ASSERT_TRUE(Eventually(
      [&] { return province.Ask("SELECT attempts FROM messages WHERE state = 1") == "1"; }));
  province.Script(
      "UPDATE messages SET state = 2, claim_until = clock_timestamp() - interval '1 s'");
  province.gateway().Open();
  ASSERT_TRUE(
      Eventually([&] { return province.CountStates()[v1::MESSAGE_STATE_UNKNOWN] == 1; }, 20s));
  EXPECT_EQ(province.Messages().front().reason(), "CLAIM_LOST");
  EXPECT_TRUE(Throughout(1s, [&] { return province.gateway().requests() == 0; }));
  EXPECT_EQ(province.Ask("SELECT count(*) FROM event_history WHERE stream = 'sms'"), "1");
}

TEST(SendingTest, AnotherReplicaGoesOnWhenOneStops) {
  Province province({.replicas = 2, .messages_per_second = 100});
  for (int i = 0; i < 150; ++i) {
    TestDossier dossier = province.NewDossier();
    province.Take(province.Accepted(dossier));
    if (i == 75) {
      province.StopReplica();
    }
  }
  ASSERT_TRUE(
      Eventually([&] { return province.CountStates()[v1::MESSAGE_STATE_HANDED_OFF] == 150; }, 30s));
  EXPECT_EQ(province.gateway().requests(), 150);
}

TEST(SendingTest, AGatewayThatCannotBeReachedIsTriedAgain) {
  Province province;
  province.gateway().Close();
  TestDossier dossier = province.NewDossier();
  province.Take(province.Accepted(dossier));
  ASSERT_TRUE(Eventually(
      [&] { return province.Ask("SELECT attempts FROM messages WHERE state = 1") == "1"; }));
  // Half a minute of machine time, regardless of the business clock.
  EXPECT_EQ(province.Ask("SELECT round(extract(epoch FROM retry_at - state_since)) FROM messages"),
            "30");
  province.gateway().Open();
  province.Script("UPDATE messages SET retry_at = NULL");
  ASSERT_TRUE(Eventually([&] { return province.gateway().sent().size() == 1; }));
  ASSERT_TRUE(
      Eventually([&] { return province.CountStates()[v1::MESSAGE_STATE_HANDED_OFF] == 1; }));
  EXPECT_EQ(province.Messages().front().attempts(), 2);
}

TEST(SendingTest, AGatewayThatNeverAnswersLeavesItUnknown) {
  Province province({.send_timeout = 300ms});
  province.gateway().SetMood(Mood::kHang);
  TestDossier dossier = province.NewDossier();
  province.Take(province.Accepted(dossier));
  ASSERT_TRUE(Eventually([&] { return province.CountStates()[v1::MESSAGE_STATE_UNKNOWN] == 1; }));
  EXPECT_EQ(province.Messages().front().reason(), "REQUEST_TIMEOUT");
  EXPECT_TRUE(Throughout(1s, [&] { return province.gateway().requests() == 1; }));
}

TEST(SendingTest, NoNumberNoMessage) {
  Province province;
  TestDossier silent = province.NewDossier("");
  TestDossier landline = province.NewDossier("02513822501");
  province.Take(province.Accepted(silent));
  province.Take(province.Accepted(landline));
  ASSERT_TRUE(
      Eventually([&] { return province.CountStates()[v1::MESSAGE_STATE_SUPPRESSED] == 2; }));
  EXPECT_EQ(province.Messages(v1::MESSAGE_STATE_SUPPRESSED, silent.id).front().reason(),
            "PHONE_MISSING");
  EXPECT_EQ(province.Messages(v1::MESSAGE_STATE_SUPPRESSED, landline.id).front().reason(),
            "PHONE_LANDLINE");
  EXPECT_EQ(province.gateway().requests(), 0);
}

TEST(SendingTest, IntakeAwayCostsTimeAndNoAttempt) {
  Province province;
  province.programs().SetDown(true);
  TestDossier dossier = province.NewDossier();
  province.Take(province.Accepted(dossier));
  ASSERT_TRUE(Eventually([&] {
    return province.Ask("SELECT count(*) FROM messages WHERE retry_at IS NOT NULL") == "1";
  }));
  EXPECT_EQ(province.Ask("SELECT attempts FROM messages"), "0");
  province.programs().SetDown(false);
  province.Script("UPDATE messages SET retry_at = NULL");
  EXPECT_TRUE(Eventually([&] { return province.gateway().sent().size() == 1; }, 20s));
}

TEST(SendingTest, NightWaitsForTheMorningAndLooksAgain) {
  Province province;
  province.SetClock("2025-03-12T21:30");
  TestDossier told = province.NewDossier();
  TestDossier over = province.NewDossier("0387654321");
  province.Take(province.Accepted(told));
  province.Take(province.Accepted(over));
  province.Take(province.Finished(over));
  EXPECT_TRUE(Throughout(1s, [&] { return province.gateway().requests() == 0; }));
  province.SetClock("2025-03-12T22:00");
  province.Take(province.HandedOver(over));
  province.SetClock("2025-03-13T06:59");
  EXPECT_TRUE(Throughout(500ms, [&] { return province.gateway().requests() == 0; }));
  province.SetClock("2025-03-13T07:15");
  ASSERT_TRUE(Eventually([&] { return province.gateway().sent().size() == 2; }));
  EXPECT_TRUE(
      Eventually([&] { return province.CountStates()[v1::MESSAGE_STATE_SUPPRESSED] == 2; }));
  for (const v1::Message& message : province.Messages(v1::MESSAGE_STATE_SUPPRESSED)) {
    EXPECT_EQ(message.reason(), "OVERTAKEN");
  }
  EXPECT_EQ(province.TextsTo(kPhone).size(), 1U);
  EXPECT_THAT(province.TextsTo("0387654321"), ElementsAre(::testing::HasSubstr("da tra ket qua")));
}

TEST(SendingTest, WhatCameTooLateExpires) {
  Province province;
  TestDossier dossier = province.NewDossier();
  const outbox::Event event = province.Accepted(dossier);
  province.SetClock("2025-03-20T10:00");
  province.Take(event);
  ASSERT_TRUE(Eventually([&] { return province.CountStates()[v1::MESSAGE_STATE_EXPIRED] == 1; }));
  EXPECT_EQ(province.Messages().front().reason(), "VALIDITY_ENDED");
  EXPECT_EQ(province.gateway().requests(), 0);
}

TEST(SendingTest, OneAgencysThousandsDoNotDelayAnothers) {
  Province province({.messages_per_second = 100});
  for (int i = 0; i < 200; ++i) {
    TestDossier many = province.NewDossier("0387654321");
    many.agency = "H19.10";
    province.Take(province.Accepted(many));
  }
  TestDossier single = province.NewDossier();
  single.agency = "H19.99";
  const std::size_t before = province.gateway().sent().size();
  province.Take(province.Accepted(single));
  ASSERT_TRUE(Eventually([&] { return province.TextsTo(kPhone).size() == 1; }, 5s));
  EXPECT_LT(province.gateway().sent().size() - before, 40U);
}

// One message that the database refuses for good must not stop its shard.
TEST(SendingTest, AMessageThatCannotBeClaimedIsSetAsideAndTheOthersAreSent) {
  Province province;
  TestDossier poison = province.NewDossier("0387654321");
  province.Script("ALTER TABLE messages ADD CONSTRAINT planted CHECK (state = 1 OR code <> '" +
                  poison.code + "')");
  province.Take(province.Accepted(poison));
  ASSERT_TRUE(Eventually([&] { return province.SetAside().items_size() == 1; }));
  const operations::v1::SetAsideItem item = province.SetAside().items(0);
  EXPECT_EQ(item.worker(), "sms");
  EXPECT_EQ(item.item(), province.Ask("SELECT id FROM messages"));
  for (int i = 0; i < 20; ++i) {  // in every shard
    TestDossier dossier = province.NewDossier();
    province.Take(province.Accepted(dossier));
  }
  EXPECT_TRUE(Eventually([&] { return province.TextsTo(kPhone).size() == 20; }));
  EXPECT_EQ(province.TextsTo("0387654321").size(), 0U);

  province.RetrySetAside("sms");
  EXPECT_TRUE(Eventually([&] {
    const auto items = province.SetAside();
    return items.items_size() == 1 && items.items(0).tries() == 2;
  })) << "not mended yet";
  province.Script("ALTER TABLE messages DROP CONSTRAINT planted");
  province.RetrySetAside("sms");
  EXPECT_TRUE(Eventually([&] { return province.TextsTo("0387654321").size() == 1; }));
  EXPECT_TRUE(Eventually([&] { return province.SetAside().items_size() == 0; }));
  EXPECT_EQ(province.gateway().sent().size(), 21U);
}

// The same for one whose claim has passed, which only the sweep touches.
TEST(SendingTest, AMessageThatCannotBeSweptIsSetAside) {
  Province province;
  province.gateway().Close();
  TestDossier dossier = province.NewDossier();
  province.Take(province.Accepted(dossier));
  ASSERT_TRUE(Eventually(
      [&] { return province.Ask("SELECT attempts FROM messages WHERE state = 1") == "1"; }));
  province.Script("ALTER TABLE messages ADD CONSTRAINT planted CHECK (state <= 2)");
  province.Script(
      "UPDATE messages SET state = 2, claim_until = clock_timestamp() - interval '1 s'");
  province.gateway().Open();
  ASSERT_TRUE(Eventually([&] { return province.SetAside().items_size() == 1; }, 20s));
  province.Script("ALTER TABLE messages DROP CONSTRAINT planted");
  province.RetrySetAside("sms");
  EXPECT_TRUE(
      Eventually([&] { return province.CountStates()[v1::MESSAGE_STATE_UNKNOWN] == 1; }, 20s));
  EXPECT_TRUE(Eventually([&] { return province.SetAside().items_size() == 0; }));
  EXPECT_EQ(province.gateway().requests(), 0);
}

TEST(SendingTest, WithoutATemplateNothingIsSaid) {
  Province province({.load_templates = false});
  TestDossier dossier = province.NewDossier();
  EXPECT_EQ(province.Take(province.Accepted(dossier)), inbox::Taken::kApplied);
  EXPECT_EQ(province.Ask("SELECT count(*) FROM messages"), "0");
  EXPECT_EQ(province.Ask("SELECT count(*) FROM dossiers"), "1");
}

}  // namespace
}  // namespace motcua::notification::testing
