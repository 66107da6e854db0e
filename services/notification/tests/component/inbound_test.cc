#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/testing/eventually.h"
#include "motcua/wire/time.h"

#include "component/province.h"
#include "messaging/phone_hasher.h"
#include "store/pg_inbound.h"

// Inbound messages of citizens, and the replies.

namespace motcua::notification::testing {
namespace {

using motcua::testing::Eventually;
using motcua::testing::Throughout;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using namespace std::chrono_literals;

constexpr char kCode[] = "H19.12-250312-0001";
constexpr char kStranger[] = "0387654321";

class InboundTest : public ::testing::Test {
 protected:
  void Know(const std::string& code, type::v1::DossierState state) {
    type::v1::PublicStatus status;
    status.set_code(code);
    status.set_state(state);
    *status.mutable_details()->mutable_due_at() = wire::ToProto(At("2025-03-17T16:30"));
    province_.programs().SetStatus(status, kPhone);
  }
  bool Answered(const std::string& phone, std::size_t texts) {
    return Eventually([&] { return province_.TextsTo(phone).size() == texts; });
  }
  bool Done(int messages) {
    return Eventually([&] {
      return province_.Ask("SELECT count(*) FROM inbound WHERE result <> ''") ==
             std::to_string(messages);
    });
  }
  /// The number in the form used by the network.
  static std::string Abroad(const std::string& phone) { return "+84" + phone.substr(1); }

  Province province_;
};

TEST_F(InboundTest, TellsTheApplicantMoreThanAStranger) {
  Know(kCode, type::v1::DOSSIER_STATE_IN_PROCESS);
  EXPECT_EQ(province_.Text(Abroad(kPhone), "Tra cứu h19 12 250312 0001"), 200);
  EXPECT_EQ(province_.Text(kStranger, kCode), 200);
  ASSERT_TRUE(Answered(kPhone, 1));
  ASSERT_TRUE(Answered(kStranger, 1));
  EXPECT_THAT(province_.TextsTo(kPhone),
              ElementsAre("Ho so H19.12-250312-0001: DANG XU LY. Hen tra 17/03/2025 16:30. LH "
                          "02511022"));
  EXPECT_THAT(province_.TextsTo(kStranger),
              ElementsAre("Ho so H19.12-250312-0001: DANG XU LY. LH 02511022"));
  // Sent from the number that received the message.
  EXPECT_EQ(province_.gateway().sent().front().from, "8022");
}

TEST_F(InboundTest, UnknownDossiersAndHelp) {
  EXPECT_EQ(province_.Text(kPhone, "HS H19.12-250312-9999"), 200);
  EXPECT_EQ(province_.Text(kPhone, "huong dan"), 200);
  ASSERT_TRUE(Answered(kPhone, 2));
  // Two texts are answered concurrently, in any order.
  EXPECT_THAT(province_.TextsTo(kPhone),
              UnorderedElementsAre(HasSubstr("Khong tim thay ho so"), HasSubstr("Soan: ma ho so")));
}

TEST_F(InboundTest, OneMessageOfTheGatewayIsAnsweredOnce) {
  Know(kCode, type::v1::DOSSIER_STATE_FINISHED);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(province_.Text(kPhone, kCode, "b5f4a2c0-one"), 200);
  }
  ASSERT_TRUE(Answered(kPhone, 1));
  EXPECT_TRUE(Throughout(500ms, [&] { return province_.TextsTo(kPhone).size() == 1; }));
  EXPECT_EQ(province_.Ask("SELECT count(*) FROM inbound"), "1");
}

TEST_F(InboundTest, WithoutAnIdTheContentTellsARepetition) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(province_.Text(kPhone, "HELP", Province::kNoId), 200);
  }
  EXPECT_EQ(province_.Text(kPhone, "HUONG DAN", Province::kNoId), 200);
  EXPECT_EQ(province_.Ask("SELECT count(*) FROM inbound"), "2");
}

TEST_F(InboundTest, AWrongSecretStoresNothing) {
  EXPECT_EQ(province_.Text(kPhone, "HELP", "", std::string(27, 'x')), 404);
  EXPECT_EQ(province_.Ask("SELECT count(*) FROM inbound"), "0");
}

TEST_F(InboundTest, NonsenseIsAnsweredOnceADay) {
  for (const char* const text :
       {"xin chao", "chuyen khoan", "\xff\xfe\x00", "", "😀", "'; DROP TABLE inbound; --"}) {
    EXPECT_EQ(province_.Text(kPhone, text), 200);
  }
  EXPECT_EQ(province_.Text(kPhone, std::string(7000, 'x')), 200);
  EXPECT_EQ(province_.Text(kPhone, std::string(9000, 'x')), 413);
  ASSERT_TRUE(Done(7));
  ASSERT_TRUE(Answered(kPhone, 1));
  EXPECT_TRUE(Throughout(500ms, [&] { return province_.TextsTo(kPhone).size() == 1; }));
  EXPECT_THAT(province_.TextsTo(kPhone), ElementsAre(HasSubstr("Soan: ma ho so")));
}

TEST_F(InboundTest, ARepetitionWithinAMinuteIsDropped) {
  Know(kCode, type::v1::DOSSIER_STATE_FINISHED);
  EXPECT_EQ(province_.Text(kPhone, kCode), 200);
  EXPECT_EQ(province_.Text(kPhone, kCode), 200);
  ASSERT_TRUE(Done(2));
  ASSERT_TRUE(Answered(kPhone, 1));
  EXPECT_TRUE(Throughout(500ms, [&] { return province_.TextsTo(kPhone).size() == 1; }));
}

TEST_F(InboundTest, AFloodOfOneSenderIsBounded) {
  for (int i = 0; i < 60; ++i) {
    EXPECT_EQ(province_.Text(kPhone, "HS H19.12-250312-" + std::to_string(1000 + i)), 200);
  }
  ASSERT_TRUE(Done(60));
  ASSERT_TRUE(Answered(kPhone, 3));
  EXPECT_TRUE(Throughout(500ms, [&] { return province_.TextsTo(kPhone).size() == 3; }));
  EXPECT_EQ(province_.Ask("SELECT count(*) FROM inbound WHERE result = 'limited'"), "57");
}

TEST(InboundBudgetTest, ADaysRepliesAreBoundedWithinARoundAndOverRounds) {
  Province province({.replies_per_second = 2, .replies_per_day = 3});
  const auto limited = [&] {
    return province.Ask("SELECT count(*) FROM inbound WHERE result = 'limited'");
  };
  // The first is answered alone; the others accumulate while that waits for its second.
  for (int sender = 0; sender < 6; ++sender) {
    EXPECT_EQ(province.Text("091200000" + std::to_string(sender), "HELP"), 200);
  }
  EXPECT_TRUE(Eventually([&] { return limited() == "3"; }));
  EXPECT_EQ(province.Text("0912000009", "HELP"), 200);
  EXPECT_TRUE(Eventually([&] { return limited() == "4"; }));
  EXPECT_EQ(province.Ask("SELECT count(*) FROM inbound WHERE result = 'answered'"), "3");
}

TEST(InboundFloodTest, OfManySendersIsStoredAndAnsweredWithinTheBudget) {
  constexpr int kSenders = 400;
  constexpr int kPerSecond = 20;
  Province province({.replies_per_second = kPerSecond});
  std::atomic<int> next = 0;
  std::atomic<int> stored = 0;
  const auto begun = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      for (int n = next++; n < kSenders; n = next++) {
        const std::string phone = "09" + std::to_string(10000000 + n);
        const std::string id = "flood-" + std::to_string(n);
        // Like Kannel: repeats until it is accepted.
        while (province.Text(phone, "HELP", id) != 200) {
        }
        ++stored;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(stored, kSenders);
  EXPECT_EQ(province.Ask("SELECT count(*) FROM inbound"), std::to_string(kSenders));
  EXPECT_TRUE(Throughout(2s, [&] {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    return province.gateway().requests() <= static_cast<int>(took.count() * kPerSecond) + 2;
  }));
  EXPECT_TRUE(Eventually([&] { return province.gateway().requests() == kSenders; }, 60s));
}

TEST_F(InboundTest, OnlyMobileNumbersOfThisCountryAreAnswered) {
  for (const char* const sender : {"02513822501", "+85512345678", "8022", "", "VIETTEL", "\xff"}) {
    EXPECT_EQ(province_.Text(sender, "HELP"), 200) << sender;
  }
  ASSERT_TRUE(Done(6));
  EXPECT_TRUE(Throughout(500ms, [&] { return province_.gateway().requests() == 0; }));
}

TEST_F(InboundTest, AnOptOutHoldsFromTheNextMessageOn) {
  TestDossier dossier = province_.NewDossier();
  EXPECT_EQ(province_.Text(kPhone, "Hủy"), 200);
  // At once: the event is committed right behind it.
  province_.Take(province_.Accepted(dossier));
  province_.Take(province_.SupplementRequested(dossier, {"x"}));
  ASSERT_TRUE(
      Eventually([&] { return province_.CountStates()[v1::MESSAGE_STATE_SUPPRESSED] == 1; }));
  EXPECT_EQ(province_.Messages(v1::MESSAGE_STATE_SUPPRESSED).front().reason(), "OPTED_OUT");
  ASSERT_TRUE(Answered(kPhone, 2));
  EXPECT_THAT(
      province_.TextsTo(kPhone),
      ::testing::UnorderedElementsAre(HasSubstr("Da ngung nhan tin"), HasSubstr("can bo sung")));
  EXPECT_EQ(province_.Ask("SELECT count(*) FROM opt_outs o JOIN inbound i ON i.id = o.inbound_id"),
            "1");

  EXPECT_EQ(province_.Text(kPhone, "DANG KY"), 200);
  TestDossier next = province_.NewDossier();
  province_.Take(province_.Accepted(next));
  ASSERT_TRUE(Answered(kPhone, 4));
  EXPECT_EQ(province_.Ask("SELECT count(*) FROM opt_outs"), "0");
}

TEST_F(InboundTest, ABareScoreRatesTheLatestInvitation) {
  TestDossier dossier = province_.NewDossier();
  province_.Take(province_.Accepted(dossier));
  province_.Take(province_.HandedOver(dossier));
  ASSERT_TRUE(
      Eventually([&] { return province_.CountStates()[v1::MESSAGE_STATE_HANDED_OFF] == 2; }));
  EXPECT_EQ(province_.Text(Abroad(kPhone), "5"), 200);
  EXPECT_EQ(province_.Text(kStranger, "5"), 200);
  ASSERT_TRUE(Answered(kPhone, 3));
  ASSERT_TRUE(Answered(kStranger, 1));
  EXPECT_EQ(province_.TextsTo(kPhone).back(),
            "Da ghi nhan danh gia 5/5 cho ho so " + dossier.code + ". Xin cam on.");
  EXPECT_THAT(province_.TextsTo(kStranger).back(), HasSubstr("Khong co ho so nao"));
  const auto rated = province_.programs().rated();
  ASSERT_EQ(rated.size(), 1U);
  EXPECT_EQ(rated[0].code, dossier.code);
  EXPECT_EQ(rated[0].score, 5);
  EXPECT_EQ(rated[0].key, province_.Ask("SELECT id FROM inbound ORDER BY id LIMIT 1"));
}

TEST_F(InboundTest, AnInvitationHoldsAWeek) {
  TestDossier dossier = province_.NewDossier();
  province_.Take(province_.Accepted(dossier));
  province_.Take(province_.HandedOver(dossier));
  ASSERT_TRUE(Answered(kPhone, 2));
  province_.SetClock("2025-03-20T09:15");
  EXPECT_EQ(province_.Text(kPhone, "4"), 200);
  ASSERT_TRUE(Answered(kPhone, 3));
  EXPECT_THAT(province_.programs().rated(), IsEmpty());
}

TEST_F(InboundTest, NobodyRatesAnothersDossier) {
  Know(kCode, type::v1::DOSSIER_STATE_HANDED_OVER);
  EXPECT_EQ(province_.Text(kStranger, "DG H19.12-250312-0001 1"), 200);
  ASSERT_TRUE(Answered(kStranger, 1));
  EXPECT_THAT(province_.TextsTo(kStranger).back(), HasSubstr("nguoi nop ho so"));
  EXPECT_THAT(province_.programs().rated(), IsEmpty());
  EXPECT_EQ(province_.Text(kPhone, "danh gia H19.12-250312-0001 4"), 200);
  ASSERT_TRUE(Answered(kPhone, 1));
  EXPECT_EQ(province_.programs().rated().size(), 1U);
}

TEST_F(InboundTest, ARefusedRatingSaysWhy) {
  Know(kCode, type::v1::DOSSIER_STATE_FINISHED);
  province_.programs().RefuseRatings("NOT_HANDED_OVER");
  EXPECT_EQ(province_.Text(kPhone, "DG H19.12-250312-0001 4"), 200);
  ASSERT_TRUE(Answered(kPhone, 1));
  EXPECT_THAT(province_.TextsTo(kPhone).back(), HasSubstr("chua tra ket qua"));
  EXPECT_EQ(province_.Text(kPhone, "DG H19.12-250312-0001 7"), 200);
  ASSERT_TRUE(Answered(kPhone, 2));
  EXPECT_THAT(province_.TextsTo(kPhone).back(), HasSubstr("1 (rat khong hai long)"));
}

TEST_F(InboundTest, WaitsForProgramsThatAreAway) {
  Know(kCode, type::v1::DOSSIER_STATE_FINISHED);
  province_.programs().SetDown(true);
  EXPECT_EQ(province_.Text(kPhone, kCode), 200);
  ASSERT_TRUE(
      Eventually([&] { return province_.Ask("SELECT max(attempts) FROM inbound") == "1"; }));
  province_.programs().SetDown(false);
  province_.Script("UPDATE inbound SET retry_at = clock_timestamp()");
  // A reply needs no intake.
  EXPECT_TRUE(Answered(kPhone, 1));
}

// One text that the database refuses for good must not keep the others from their answers.
TEST_F(InboundTest, ATextThatCannotBeAnsweredIsSetAside) {
  province_.Script(
      "ALTER TABLE inbound ADD CONSTRAINT planted CHECK (result = '' OR text <> 'HELP')");
  EXPECT_EQ(province_.Text(kPhone, "HELP"), 200);
  ASSERT_TRUE(Eventually([&] { return province_.SetAside().items_size() == 1; }));
  EXPECT_EQ(province_.SetAside().items(0).worker(), "inbound");
  EXPECT_EQ(province_.Text(kStranger, "HD"), 200);
  ASSERT_TRUE(Answered(kStranger, 1));
  EXPECT_TRUE(province_.TextsTo(kPhone).empty());

  province_.Script("ALTER TABLE inbound DROP CONSTRAINT planted");
  province_.RetrySetAside("inbound");
  EXPECT_TRUE(Answered(kPhone, 1));
  EXPECT_TRUE(Eventually([&] { return province_.SetAside().items_size() == 0; }));
}

// Those that get no answer are finished together.
TEST_F(InboundTest, ALimitedTextThatCannotBeFinishedHoldsNoOtherBack) {
  province_.Script(
      "ALTER TABLE inbound ADD CONSTRAINT planted CHECK (result = '' OR text <> 'HELP 9')");
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(province_.Text(kPhone, "HELP " + std::to_string(i)), 200);
  }
  EXPECT_TRUE(Done(9));
  ASSERT_TRUE(Eventually([&] { return province_.SetAside().items_size() == 1; }));
  province_.Script("ALTER TABLE inbound DROP CONSTRAINT planted");
  province_.RetrySetAside("inbound");
  EXPECT_TRUE(Done(10));
}

TEST_F(InboundTest, TheNumberGoesWhenTheAnswerHasGone) {
  EXPECT_EQ(province_.Text(kPhone, "HELP"), 200);
  ASSERT_TRUE(Answered(kPhone, 1));
  ASSERT_TRUE(
      Eventually([&] { return province_.CountStates()[v1::MESSAGE_STATE_HANDED_OFF] == 1; }));
  EXPECT_EQ(province_.Ask("SELECT count(*) FROM inbound WHERE phone IS NOT NULL"), "1");
  const auto pool = db::Pool::Create({.connection = {.dsn = province_.dsn()}, .size = 1});
  ASSERT_TRUE(pool.ok());
  province_.Script("UPDATE inbound SET stored_at = stored_at - interval '2 hours'");
  RandomIdGenerator ids;
  const KeyedPhoneHasher hasher("any");
  PgInboundStore store(**pool, ids, hasher);
  EXPECT_EQ(store.Purge({}).value_or(0), 1);
  EXPECT_EQ(province_.Ask("SELECT count(*) FROM inbound i WHERE i::text LIKE '%912345678%'"), "0");
  EXPECT_EQ(province_.Ask("SELECT phone_masked FROM inbound"), "*******678");
}

}  // namespace
}  // namespace motcua::notification::testing
