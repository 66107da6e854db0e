#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/testing/eventually.h"
#include "motcua/testing/table_snapshot.h"
#include "motcua/wire/time.h"

#include "component/province.h"

// What operators load, read and decide.

namespace motcua::notification::testing {
namespace {

using motcua::testing::Eventually;
using motcua::testing::Throughout;
using namespace std::chrono_literals;
using Stub = v1::NotificationService::Stub;
using Mood = FakeGateway::Mood;

v1::LoadTemplatesRequest ALoad() {
  v1::LoadTemplatesRequest request;
  v1::Template& text = *request.add_templates();
  text.set_id("received");
  text.set_version(1);
  text.set_valid_from("2025-01-01");
  text.set_moment(v1::MOMENT_RECEIVED);
  text.set_accented_vi("Hồ sơ {code}");
  text.set_unaccented_vi("Ho so {code}");
  text.set_validity_hours(24);
  text.set_enabled(true);
  return request;
}

TEST(TemplatesTest, AreLoadedOnceAndFrozen) {
  Province province({.load_templates = false});
  v1::LoadTemplatesRequest request = ALoad();
  request.set_dry_run(true);
  EXPECT_EQ(province.Do(&Stub::LoadTemplates, request)->added(), 1);
  EXPECT_EQ(province.Do(&Stub::ListTemplates, v1::ListTemplatesRequest())->templates_size(), 0);
  request.set_dry_run(false);
  EXPECT_EQ(province.Do(&Stub::LoadTemplates, request)->added(), 1);
  EXPECT_EQ(province.Do(&Stub::LoadTemplates, request)->unchanged(), 1);
  EXPECT_EQ(province.Do(&Stub::ListTemplates, v1::ListTemplatesRequest())->templates_size(), 1);
  request.mutable_templates(0)->set_accented_vi("Khác {code}");
  for (const bool dry_run : {true, false}) {
    request.set_dry_run(dry_run);
    EXPECT_EQ(Reason(province.Do(&Stub::LoadTemplates, request).status()), "VERSION_FROZEN");
  }
  EXPECT_EQ(province.Ask("SELECT count(*) FROM audit_log WHERE method = 'LoadTemplates'"), "1");
}

TEST(TemplatesTest, ANewVersionWaitsForItsDay) {
  Province province({.load_templates = false});
  v1::LoadTemplatesRequest request = ALoad();
  ASSERT_TRUE(province.Do(&Stub::LoadTemplates, request).ok());
  request.mutable_templates(0)->set_version(2);
  request.mutable_templates(0)->set_valid_from("2025-03-13");
  request.mutable_templates(0)->set_unaccented_vi("Moi {code}");
  ASSERT_TRUE(province.Do(&Stub::LoadTemplates, request).ok());
  TestDossier today = province.NewDossier();
  province.Take(province.Accepted(today));
  ASSERT_TRUE(Eventually([&] { return province.gateway().sent().size() == 1; }));
  province.SetClock("2025-03-13T08:00");
  TestDossier tomorrow = province.NewDossier();
  province.Take(province.Accepted(tomorrow));
  ASSERT_TRUE(Eventually([&] { return province.gateway().sent().size() == 2; }));
  EXPECT_THAT(province.TextsTo(kPhone),
              ::testing::ElementsAre("Ho so " + today.code, "Moi " + tomorrow.code));
}

TEST(TemplatesTest, OneFaultAndNothingIsLoaded) {
  Province province({.load_templates = false});
  const auto before = motcua::testing::SnapshotTables(province.dsn());
  v1::LoadTemplatesRequest request = ALoad();
  v1::Template& bad = *request.add_templates();
  bad = request.templates(0);
  bad.set_valid_from("2025-02-30");
  const auto refused = province.Do(&Stub::LoadTemplates, request);
  EXPECT_EQ(Reason(refused.status()), "TEMPLATE_INVALID");
  EXPECT_THAT(Metadata(refused.status()),
              ::testing::Contains(::testing::Key("templates[1].valid_from")));
  EXPECT_EQ(Reason(province.Do(&Stub::LoadTemplates, v1::LoadTemplatesRequest()).status()),
            "TEMPLATE_INVALID");
  EXPECT_EQ(motcua::testing::SnapshotTables(province.dsn())["templates"], before.at("templates"));
}

TEST(ListsTest, AFullLastPageLeadsNowhere) {
  Province province;
  for (int i = 0; i < 4; ++i) {
    TestDossier dossier = province.NewDossier();
    province.Take(province.Accepted(dossier));
    EXPECT_EQ(province.Text(kPhone, "HELP " + std::to_string(i)), 200);
  }
  v1::ListMessagesRequest of_one;
  of_one.set_page_size(1);
  of_one.set_dossier("H19.12-250312-0001");
  const auto only = province.Do(&Stub::ListMessages, of_one);
  ASSERT_EQ(only->messages_size(), 1);
  EXPECT_EQ(only->next_page_token(), "");
  v1::ListInboundRequest inbound;
  inbound.set_page_size(2);
  const auto first = province.Do(&Stub::ListInbound, inbound);
  ASSERT_EQ(first->messages_size(), 2);
  inbound.set_page_token(first->next_page_token());
  const auto second = province.Do(&Stub::ListInbound, inbound);
  ASSERT_EQ(second->messages_size(), 2);
  EXPECT_NE(first->messages(1).inbound_id(), second->messages(0).inbound_id());
  EXPECT_EQ(second->next_page_token(), "");
}

class ResolveTest : public ::testing::Test {
 protected:
  ResolveTest() {
    province_.gateway().SetMood(Mood::kDrop);
    TestDossier dossier = province_.NewDossier();
    province_.Take(province_.Accepted(dossier));
    EXPECT_TRUE(
        Eventually([&] { return province_.CountStates()[v1::MESSAGE_STATE_UNKNOWN] == 1; }));
    province_.gateway().SetMood(Mood::kAccept);
    request_.set_message_id(province_.Messages().front().message_id());
    request_.mutable_actor()->set_kind(type::v1::ACTOR_KIND_OFFICER);
    request_.mutable_actor()->set_id("VH01");
    request_.set_reason("nhà mạng trả lời");
  }
  absl::StatusOr<v1::ResolveMessageResponse> Resolve(v1::Resolution resolution) {
    request_.set_resolution(resolution);
    return province_.Do(&Stub::ResolveMessage, request_);
  }
  Province province_;
  v1::ResolveMessageRequest request_;
};

TEST_F(ResolveTest, AnUnknownMessageStaysUntilSomebodyDecides) {
  EXPECT_TRUE(Throughout(1s, [&] { return province_.gateway().requests() == 1; }));
  EXPECT_EQ(Resolve(v1::RESOLUTION_DELIVERED)->message().state(), v1::MESSAGE_STATE_DELIVERED);
  EXPECT_EQ(Reason(Resolve(v1::RESOLUTION_FAILED).status()), "NOT_UNKNOWN");
  EXPECT_EQ(province_.Ask("SELECT actor_id FROM audit_log WHERE method = 'ResolveMessage'"),
            "VH01");
  // Unknown, then delivered: both were told, in order.
  EXPECT_EQ(province_.Ask("SELECT max(sequence) FROM event_history WHERE stream = 'sms'"), "2");
}

TEST_F(ResolveTest, ItMayBeFailed) {
  EXPECT_EQ(Resolve(v1::RESOLUTION_FAILED)->message().state(), v1::MESSAGE_STATE_FAILED);
  EXPECT_EQ(province_.Messages().front().reason(), "RESOLVED_BY_OPERATOR");
}

TEST_F(ResolveTest, OrSentAgainOnPurpose) {
  ASSERT_TRUE(Resolve(v1::RESOLUTION_SEND_AGAIN).ok());
  ASSERT_TRUE(Eventually([&] { return province_.gateway().sent().size() == 1; }));
  ASSERT_TRUE(
      Eventually([&] { return province_.CountStates()[v1::MESSAGE_STATE_HANDED_OFF] == 1; }));
  EXPECT_EQ(province_.Messages().front().attempts(), 2);
}

TEST_F(ResolveTest, BadRequestsAreRefused) {
  EXPECT_EQ(Reason(Resolve(v1::RESOLUTION_UNSPECIFIED).status()), "RESOLUTION_INVALID");
  request_.clear_reason();
  EXPECT_EQ(Reason(Resolve(v1::RESOLUTION_FAILED).status()), "REASON_MISSING");
  request_.set_reason("x");
  request_.mutable_actor()->clear_id();
  EXPECT_EQ(Reason(Resolve(v1::RESOLUTION_FAILED).status()), "ACTOR_INVALID");
  request_.mutable_actor()->set_id("VH01");
  request_.set_message_id("01924f1c-0000-7000-8000-00000000abcd");
  EXPECT_EQ(Reason(Resolve(v1::RESOLUTION_FAILED).status()), "MESSAGE_UNKNOWN");
  request_.set_message_id("x");
  EXPECT_EQ(Reason(Resolve(v1::RESOLUTION_FAILED).status()), "MESSAGE_UNKNOWN");
}

TEST(ListsTest, PagesCountsAndBadInput) {
  Province province;
  for (int i = 0; i < 5; ++i) {
    TestDossier dossier = province.NewDossier();
    province.Take(province.Accepted(dossier));
  }
  EXPECT_EQ(province.Text(kPhone, "HELP"), 200);
  ASSERT_TRUE(Eventually([&] { return province.gateway().sent().size() == 6; }));
  v1::ListMessagesRequest request;
  request.set_page_size(4);
  const auto first = province.Do(&Stub::ListMessages, request);
  ASSERT_EQ(first->messages_size(), 4);
  request.set_page_token(first->next_page_token());
  const auto second = province.Do(&Stub::ListMessages, request);
  ASSERT_EQ(second->messages_size(), 2);
  EXPECT_TRUE(second->next_page_token().empty());
  request.set_state(v1::MESSAGE_STATE_FAILED);
  EXPECT_EQ(Reason(province.Do(&Stub::ListMessages, request).status()), "PAGE_TOKEN_INVALID");
  request.set_page_token("x");
  EXPECT_EQ(Reason(province.Do(&Stub::ListMessages, request).status()), "PAGE_TOKEN_INVALID");
  request.clear_page_token();
  request.set_page_size(-1);
  EXPECT_EQ(Reason(province.Do(&Stub::ListMessages, request).status()), "PAGE_SIZE");
  EXPECT_EQ(province.Messages(v1::MESSAGE_STATE_UNSPECIFIED, "h19 12 250312 0001").size(), 1U);
  EXPECT_EQ(province.Messages(v1::MESSAGE_STATE_UNSPECIFIED, "nobody").size(), 0U);

  const auto inbound = province.Do(&Stub::ListInbound, v1::ListInboundRequest());
  ASSERT_EQ(inbound->messages_size(), 1);
  EXPECT_EQ(inbound->messages(0).kind(), "help");
  EXPECT_EQ(inbound->messages(0).result(), "answered");
  EXPECT_EQ(inbound->messages(0).phone_masked(), "*******678");

  v1::CountMessagesRequest count;
  EXPECT_EQ(Reason(province.Do(&Stub::CountMessages, count).status()), "PERIOD_INVALID");
  *count.mutable_from() = wire::ToProto(At("2025-03-12T00:00"));
  *count.mutable_to() = wire::ToProto(At("2025-03-11T00:00"));
  EXPECT_EQ(Reason(province.Do(&Stub::CountMessages, count).status()), "PERIOD_INVALID");
  *count.mutable_to() = wire::ToProto(At("2025-03-13T00:00"));
  for (const auto& [seconds, nanos] : {std::pair<std::int64_t, int>(-1, 0),
                                       {253402300800, 0},
                                       {0, -1},
                                       {0, 1000000000},
                                       {std::numeric_limits<std::int64_t>::max(), 0},
                                       {std::numeric_limits<std::int64_t>::min(), 0}}) {
    for (const bool of_from : {true, false}) {
      v1::CountMessagesRequest bad = count;
      google::protobuf::Timestamp& time = of_from ? *bad.mutable_from() : *bad.mutable_to();
      time.set_seconds(seconds);
      time.set_nanos(nanos);
      const auto refused = province.Do(&Stub::CountMessages, bad);
      EXPECT_EQ(Reason(refused.status()), "TIME_OUT_OF_RANGE") << seconds << " " << nanos;
      EXPECT_THAT(Metadata(refused.status()),
                  ::testing::Contains(::testing::Pair("field", of_from ? "from" : "to")));
    }
  }
  const auto counted = province.Do(&Stub::CountMessages, count);
  EXPECT_EQ(counted->inbound(), 1);
  EXPECT_EQ(counted->inbound_answered(), 1);
}

}  // namespace
}  // namespace motcua::notification::testing
