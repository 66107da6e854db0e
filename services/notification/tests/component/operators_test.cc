#include <future>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/testing/eventually.h"
#include "motcua/testing/table_snapshot.h"
#include "motcua/wire/time.h"

#include "component/province.h"

// Loads, queries and decisions of operators.

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
  EXPECT_EQ(province.Do(&Stub::LoadTemplates, request)->added(), 1) << "a check needs no key";
  EXPECT_EQ(province.Do(&Stub::ListTemplates, v1::ListTemplatesRequest())->templates_size(), 0);
  request.set_dry_run(false);
  EXPECT_EQ(Reason(province.Do(&Stub::LoadTemplates, request).status()), "IDEMPOTENCY_KEY_MISSING");
  const auto first = province.Do(&Stub::LoadTemplates, request, "k1");
  EXPECT_EQ(first->added(), 1);
  // The same key again: the same answer, though nothing is new by now.
  EXPECT_EQ(province.Do(&Stub::LoadTemplates, request, "k1")->SerializeAsString(),
            first->SerializeAsString());
  EXPECT_EQ(province.Do(&Stub::LoadTemplates, request, "k2")->unchanged(), 1);
  EXPECT_EQ(province.Do(&Stub::ListTemplates, v1::ListTemplatesRequest())->templates_size(), 1);
  request.mutable_templates(0)->set_accented_vi("Khác {code}");
  EXPECT_EQ(Reason(province.Do(&Stub::LoadTemplates, request, "k1").status()),
            "IDEMPOTENCY_KEY_REUSED");
  for (const bool dry_run : {true, false}) {
    request.set_dry_run(dry_run);
    EXPECT_EQ(Reason(province.Do(&Stub::LoadTemplates, request, "k3").status()), "VERSION_FROZEN");
  }
  EXPECT_EQ(province.Ask("SELECT string_agg(subject, ' ') FROM audit_log"
                         " WHERE method = 'LoadTemplates'"),
            "template/received/1");
}

TEST(TemplatesTest, OfTwoLoadsAtOnceOneFindsTheOthersVersions) {
  Province province({.load_templates = false});
  const v1::LoadTemplatesRequest request = ALoad();
  std::vector<std::future<absl::StatusOr<v1::LoadTemplatesResponse>>> loads;
  for (int i = 0; i < 6; ++i) {
    loads.push_back(std::async(std::launch::async, [&, i] {
      return province.Do(&Stub::LoadTemplates, request, "k" + std::to_string(i));
    }));
  }
  int added = 0;
  for (auto& load : loads) {
    const auto answer = load.get();
    ASSERT_TRUE(answer.ok()) << answer.status();
    added += answer->added();
  }
  EXPECT_EQ(added, 1);
}

TEST(TemplatesTest, ANewVersionWaitsForItsDay) {
  Province province({.load_templates = false});
  v1::LoadTemplatesRequest request = ALoad();
  ASSERT_TRUE(province.Do(&Stub::LoadTemplates, request, "k1").ok());
  request.mutable_templates(0)->set_version(2);
  request.mutable_templates(0)->set_valid_from("2025-03-13");
  request.mutable_templates(0)->set_unaccented_vi("Moi {code}");
  ASSERT_TRUE(province.Do(&Stub::LoadTemplates, request, "k2").ok());
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

template <typename Request>
void Sign(Request& request) {
  request.mutable_actor()->set_kind(type::v1::ACTOR_KIND_OFFICER);
  request.mutable_actor()->set_id("VH01");
  request.mutable_actor()->set_agency("H19.01");
  request.set_reason("nhà mạng trả lời");
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
    Sign(request_);
  }
  absl::StatusOr<v1::ResolveMessageResponse> Resolve(v1::Resolution resolution,
                                                     const std::string& key = "k") {
    request_.set_resolution(resolution);
    return province_.Do(&Stub::ResolveMessage, request_, key);
  }
  Province province_;
  v1::ResolveMessageRequest request_;
};

TEST_F(ResolveTest, AnUnknownMessageStaysUntilSomebodyDecides) {
  EXPECT_TRUE(Throughout(1s, [&] { return province_.gateway().requests() == 1; }));
  EXPECT_EQ(Resolve(v1::RESOLUTION_DELIVERED)->message().state(), v1::MESSAGE_STATE_DELIVERED);
  EXPECT_EQ(Reason(Resolve(v1::RESOLUTION_FAILED, "k2").status()), "NOT_UNKNOWN");
  // Unknown, then delivered: both events, in order.
  EXPECT_EQ(province_.Ask("SELECT max(sequence) FROM event_history WHERE stream = 'sms'"), "2");
}

TEST_F(ResolveTest, ARepetitionIsAnsweredAndDecidesNothing) {
  EXPECT_EQ(Reason(Resolve(v1::RESOLUTION_FAILED, "").status()), "IDEMPOTENCY_KEY_MISSING");
  const auto first = Resolve(v1::RESOLUTION_FAILED);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto written = [&] {
    const auto tables = motcua::testing::SnapshotTables(province_.dsn());
    return std::vector{tables.at("messages"), tables.at("audit_log"), tables.at("event_history"),
                       tables.at("idempotency_keys")};
  };
  const auto before = written();
  EXPECT_EQ(Resolve(v1::RESOLUTION_FAILED)->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Reason(Resolve(v1::RESOLUTION_DELIVERED).status()), "IDEMPOTENCY_KEY_REUSED");
  EXPECT_EQ(written(), before);
  EXPECT_EQ(province_.Ask("SELECT concat_ws(' ', caller, actor_id, actor_agency, reason, subject)"
                          " FROM audit_log WHERE method = 'ResolveMessage'"),
            "component-test VH01 H19.01 nhà mạng trả lời message/" + request_.message_id());
}

// The one that waited for the other finds the message decided, and is its repetition.
TEST_F(ResolveTest, TheSameAtOnceIsOneDecision) {
  request_.set_resolution(v1::RESOLUTION_DELIVERED);
  std::vector<std::future<absl::StatusOr<v1::ResolveMessageResponse>>> calls;
  for (int i = 0; i < 6; ++i) {
    calls.push_back(std::async(std::launch::async,
                               [&] { return province_.Do(&Stub::ResolveMessage, request_, "k"); }));
  }
  for (auto& call : calls) {
    const auto answer = call.get();
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->message().state(), v1::MESSAGE_STATE_DELIVERED);
  }
  EXPECT_EQ(province_.Ask("SELECT count(*) FROM audit_log WHERE method = 'ResolveMessage'"), "1");
}

TEST_F(ResolveTest, WhoDecidesAndWhyIsChecked) {
  const auto refused = [&](auto change) {
    v1::ResolveMessageRequest request = request_;
    request.set_resolution(v1::RESOLUTION_FAILED);
    change(request);
    const auto answer = province_.Do(&Stub::ResolveMessage, request, "k");
    std::string field;
    for (const auto& [key, value] : Metadata(answer.status())) {
      field = key == "field" ? value : field;
    }
    return Reason(answer.status()) + " " + field;
  };
  using Request = v1::ResolveMessageRequest;
  EXPECT_EQ(refused([](Request& r) { r.mutable_actor()->clear_agency(); }),
            "ACTOR_INVALID actor.agency");
  EXPECT_EQ(refused([](Request& r) { r.mutable_actor()->clear_id(); }), "ACTOR_INVALID actor.id");
  EXPECT_EQ(refused([](Request& r) { r.mutable_actor()->set_kind(type::v1::ACTOR_KIND_SYSTEM); }),
            "ACTOR_INVALID actor.kind");
  EXPECT_EQ(refused([](Request& r) { r.set_reason(" "); }), "REASON_MISSING reason");
  EXPECT_EQ(refused([](Request& r) { r.set_reason(std::string(1001, 'x')); }),
            "REASON_TOO_LONG reason");
  EXPECT_EQ(refused([](Request& r) { r.set_message_id("x"); }), "MESSAGE_UNKNOWN ");
  EXPECT_EQ(Reason(Resolve(v1::RESOLUTION_UNSPECIFIED).status()), "RESOLUTION_INVALID");
  // A thousand letters of up to three bytes.
  std::string reason;
  for (int i = 0; i < 1000; ++i) {
    reason += "ế";
  }
  request_.set_reason(reason);
  EXPECT_TRUE(Resolve(v1::RESOLUTION_FAILED).ok());
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

template <typename Request>
Request ADay() {
  Request request;
  *request.mutable_from() = wire::ToProto(At("2025-03-12T00:00"));
  *request.mutable_to() = wire::ToProto(At("2025-03-13T00:00"));
  Sign(request);
  return request;
}

// Messages of the day, all of which ended in this way.
class DayTest : public ::testing::Test {
 protected:
  void Have(int messages, Mood mood, v1::MessageState state) {
    province_.gateway().SetMood(mood);
    for (int i = 0; i < messages; ++i) {
      TestDossier dossier = province_.NewDossier();
      province_.Take(province_.Accepted(dossier));
    }
    ASSERT_TRUE(Eventually([&] { return Count(state) == messages; }));
    province_.gateway().SetMood(Mood::kAccept);
  }
  int Count(v1::MessageState state) { return province_.CountStates()[state]; }
  std::string Audited(const std::string& method) {
    return province_.Ask(
        "SELECT count(DISTINCT subject) || ' of ' || count(*) FROM audit_log"
        " WHERE method = '" +
        method +
        "' AND actor_id = 'VH01'"
        " AND reason = 'nhà mạng trả lời'");
  }
  absl::StatusOr<v1::ResendMessageResponse> Resend(const std::string& key) {
    v1::ResendMessageRequest request;
    request.set_message_id(province_.Messages().front().message_id());
    Sign(request);
    return province_.Do(&Stub::ResendMessage, request, key);
  }
  Province province_;
};

using BulkResolveTest = DayTest;
using ResendTest = DayTest;

TEST_F(BulkResolveTest, UnknownOnesOfASpanAreDecidedPageByPage) {
  Have(5, Mood::kDrop, v1::MESSAGE_STATE_UNKNOWN);
  auto request = ADay<v1::ResolveMessagesRequest>();
  request.set_resolution(v1::RESOLUTION_FAILED);
  request.set_page_size(2);
  auto before = request;
  *before.mutable_from() = wire::ToProto(At("2025-03-11T00:00"));
  *before.mutable_to() = wire::ToProto(At("2025-03-12T00:00"));
  EXPECT_EQ(province_.Do(&Stub::ResolveMessages, before, "k0")->resolved(), 0);
  const auto first = province_.Do(&Stub::ResolveMessages, request, "k1");
  EXPECT_EQ(first->resolved(), 2);
  EXPECT_EQ(Count(v1::MESSAGE_STATE_FAILED), 2);
  // The same key again: the same answer, and nothing more is decided.
  const auto again = province_.Do(&Stub::ResolveMessages, request, "k1");
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Count(v1::MESSAGE_STATE_FAILED), 2);
  auto other = request;
  other.set_resolution(v1::RESOLUTION_DELIVERED);
  EXPECT_EQ(Reason(province_.Do(&Stub::ResolveMessages, other, "k1").status()),
            "IDEMPOTENCY_KEY_REUSED");
  other.set_page_token(first->next_page_token());
  EXPECT_EQ(Reason(province_.Do(&Stub::ResolveMessages, other, "k2").status()),
            "PAGE_TOKEN_INVALID");
  request.set_page_token(first->next_page_token());
  request.set_page_size(3);
  const auto last = province_.Do(&Stub::ResolveMessages, request, "k3");
  EXPECT_EQ(last->resolved(), 3);
  EXPECT_EQ(last->next_page_token(), "");
  EXPECT_EQ(Count(v1::MESSAGE_STATE_FAILED), 5);
  EXPECT_EQ(province_.Messages().front().reason(), "RESOLVED_BY_OPERATOR");
  EXPECT_EQ(Audited("ResolveMessages"), "5 of 5");
  // Unknown, then failed: both events for each.
  EXPECT_EQ(province_.Ask("SELECT count(*) FROM event_history WHERE stream = 'sms'"), "10");
}

TEST_F(BulkResolveTest, TheyMayAllBeSentAgainOnPurpose) {
  Have(3, Mood::kDrop, v1::MESSAGE_STATE_UNKNOWN);
  // A day after the first attempt; that alone must not make it give up at once.
  province_.Script("UPDATE messages SET first_tried_at = first_tried_at - interval '1 day'");
  auto request = ADay<v1::ResolveMessagesRequest>();
  request.set_resolution(v1::RESOLUTION_SEND_AGAIN);
  EXPECT_EQ(province_.Do(&Stub::ResolveMessages, request, "k")->resolved(), 3);
  ASSERT_TRUE(Eventually([&] { return Count(v1::MESSAGE_STATE_HANDED_OFF) == 3; }));
  EXPECT_EQ(province_.gateway().sent().size(), 3U);
}

TEST_F(BulkResolveTest, BadRequestsAreRefused) {
  const auto refused = [&](const v1::ResolveMessagesRequest& request, const std::string& key) {
    return Reason(province_.Do(&Stub::ResolveMessages, request, key).status());
  };
  auto good = ADay<v1::ResolveMessagesRequest>();
  good.set_resolution(v1::RESOLUTION_FAILED);
  EXPECT_EQ(refused(good, ""), "IDEMPOTENCY_KEY_MISSING");
  auto bad = good;
  bad.clear_to();
  EXPECT_EQ(refused(bad, "k"), "PERIOD_INVALID");
  bad = good;
  bad.mutable_from()->set_seconds(-1);
  EXPECT_EQ(refused(bad, "k"), "TIME_OUT_OF_RANGE");
  bad = good;
  bad.clear_resolution();
  EXPECT_EQ(refused(bad, "k"), "RESOLUTION_INVALID");
  bad = good;
  bad.clear_reason();
  EXPECT_EQ(refused(bad, "k"), "REASON_MISSING");
  bad = good;
  bad.clear_actor();
  EXPECT_EQ(refused(bad, "k"), "ACTOR_INVALID");
  bad = good;
  bad.set_page_size(-1);
  EXPECT_EQ(refused(bad, "k"), "PAGE_SIZE");
  bad = good;
  bad.set_page_token("x");
  EXPECT_EQ(refused(bad, "k"), "PAGE_TOKEN_INVALID");
}

TEST_F(ResendTest, AFailedMessageGoesAgainOnce) {
  Have(1, Mood::kRefuse, v1::MESSAGE_STATE_FAILED);
  province_.Script("UPDATE messages SET first_tried_at = first_tried_at - interval '1 day'");
  const auto first = Resend("k1");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->message().state(), v1::MESSAGE_STATE_CREATED);
  EXPECT_FALSE(first->message().has_ended_at());
  ASSERT_TRUE(Eventually([&] { return Count(v1::MESSAGE_STATE_HANDED_OFF) == 1; }));
  EXPECT_EQ(province_.Messages().front().attempts(), 2);
  EXPECT_EQ(Resend("k1")->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Reason(Resend("k2").status()), "NOT_FAILED");
  EXPECT_EQ(Reason(Resend("").status()), "IDEMPOTENCY_KEY_MISSING");
  EXPECT_EQ(Audited("ResendMessage"), "1 of 1");
  EXPECT_EQ(province_.Receipt(province_.gateway().sent().front(), 1), 200);
  EXPECT_EQ(Count(v1::MESSAGE_STATE_DELIVERED), 1);
  EXPECT_EQ(province_.gateway().sent().size(), 1U);
  // Failed, then delivered.
  EXPECT_EQ(province_.Ask("SELECT max(sequence) FROM event_history WHERE stream = 'sms'"), "2");
}

TEST_F(ResendTest, WhatTheCitizenMayHaveIsNotSentAgain) {
  Have(1, Mood::kDrop, v1::MESSAGE_STATE_UNKNOWN);
  EXPECT_EQ(Reason(Resend("unknown").status()), "NOT_FAILED");
  auto request = ADay<v1::ResendMessagesRequest>();
  EXPECT_EQ(province_.Do(&Stub::ResendMessages, request, "bulk1")->resent(), 0);

  TestDossier silent = province_.NewDossier();
  province_.Take(province_.Accepted(silent));
  ASSERT_TRUE(Eventually([&] { return Count(v1::MESSAGE_STATE_HANDED_OFF) == 1; }));
  province_.Script(
      "UPDATE messages SET state_since = state_since - interval '73 hours' WHERE state = 3");
  ASSERT_TRUE(Eventually([&] { return Count(v1::MESSAGE_STATE_FAILED) == 1; }, 20s));
  EXPECT_EQ(province_.Messages().front().reason(), "NO_RECEIPT");
  EXPECT_EQ(Reason(Resend("silent").status()), "MAY_HAVE_ARRIVED");

  TestDossier both = province_.NewDossier();
  province_.Take(province_.Accepted(both));
  ASSERT_TRUE(Eventually([&] { return province_.gateway().sent().size() == 2; }));
  ASSERT_TRUE(Eventually([&] { return Count(v1::MESSAGE_STATE_HANDED_OFF) == 1; }));
  EXPECT_EQ(province_.Receipt(province_.gateway().sent().back(), 2), 200);
  EXPECT_EQ(province_.Receipt(province_.gateway().sent().back(), 1), 200);
  EXPECT_EQ(province_.Messages().front().reason(), "NETWORK_FAILED");
  EXPECT_EQ(Reason(Resend("both").status()), "MAY_HAVE_ARRIVED");

  const auto bulk = province_.Do(&Stub::ResendMessages, request, "bulk2");
  EXPECT_EQ(bulk->resent(), 0);
  EXPECT_EQ(bulk->passed_over(), 2);
  EXPECT_TRUE(Throughout(1s, [&] { return province_.gateway().sent().size() == 2; }));
}

TEST_F(ResendTest, WhatIsNoLongerWorthSendingStays) {
  Have(1, Mood::kRefuse, v1::MESSAGE_STATE_FAILED);
  province_.SetClock("2025-03-20T10:00");
  EXPECT_EQ(Reason(Resend("k").status()), "VALIDITY_ENDED");
  EXPECT_EQ(Count(v1::MESSAGE_STATE_FAILED), 1);
}

TEST_F(ResendTest, ALateReceiptOfDeliveryEndsAWaitingOne) {
  Have(1, Mood::kAccept, v1::MESSAGE_STATE_HANDED_OFF);
  const FakeGateway::Sent sent = province_.gateway().sent().front();
  EXPECT_EQ(province_.Receipt(sent, 2), 200);
  // At night it is held until the morning.
  province_.SetClock("2025-03-12T22:00");
  ASSERT_TRUE(Resend("k").ok());
  EXPECT_EQ(province_.Receipt(sent, 1), 200);
  EXPECT_EQ(Count(v1::MESSAGE_STATE_DELIVERED), 1);
  EXPECT_EQ(province_.gateway().sent().size(), 1U);
}

TEST_F(ResendTest, AReceiptOfTheAttemptBeforeDoesNotEndThisOne) {
  Have(1, Mood::kAccept, v1::MESSAGE_STATE_HANDED_OFF);
  EXPECT_EQ(province_.Receipt(province_.gateway().sent().front(), 2), 200);
  ASSERT_TRUE(Resend("k").ok());
  ASSERT_TRUE(Eventually([&] { return Count(v1::MESSAGE_STATE_HANDED_OFF) == 1; }));
  // Kannel calls again because our answer was lost.
  EXPECT_EQ(province_.Receipt(province_.gateway().sent().front(), 2), 200);
  EXPECT_EQ(Count(v1::MESSAGE_STATE_HANDED_OFF), 1);
  EXPECT_EQ(province_.Receipt(province_.gateway().sent().back(), 16), 200);
  EXPECT_EQ(Count(v1::MESSAGE_STATE_FAILED), 1);
  EXPECT_EQ(province_.Messages().front().reason(), "NETWORK_REJECTED");
  const FakeGateway::Sent sent = province_.gateway().sent().front();
  EXPECT_EQ(province_.Get(sent.receipt_path + "?type=1&attempt=x"), 404);
}

TEST_F(ResendTest, FailedOnesOfASpanGoAgainPageByPage) {
  Have(5, Mood::kRefuse, v1::MESSAGE_STATE_FAILED);
  auto request = ADay<v1::ResendMessagesRequest>();
  request.set_page_size(2);
  request.set_failure_reason("NETWORK_FAILED");
  EXPECT_EQ(province_.Do(&Stub::ResendMessages, request, "k0")->resent(), 0);
  request.set_failure_reason("HTTP_400");
  auto before = request;
  *before.mutable_from() = wire::ToProto(At("2025-03-11T00:00"));
  *before.mutable_to() = wire::ToProto(At("2025-03-12T00:00"));
  EXPECT_EQ(province_.Do(&Stub::ResendMessages, before, "k00")->resent(), 0);
  // They fail again at once, and each is nevertheless sent again only once.
  province_.gateway().SetMood(Mood::kRefuse);
  int resent = 0;
  int pages = 0;
  do {
    const std::string key = "k" + std::to_string(++pages);
    const auto page = province_.Do(&Stub::ResendMessages, request, key);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(province_.Do(&Stub::ResendMessages, request, key)->SerializeAsString(),
              page->SerializeAsString());
    resent += page->resent();
    ASSERT_TRUE(Eventually([&] { return province_.gateway().requests() == 5 + resent; }));
    ASSERT_TRUE(Eventually([&] { return Count(v1::MESSAGE_STATE_FAILED) == 5; }));
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty() && pages < 10);
  EXPECT_EQ(resent, 5);
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(Audited("ResendMessages"), "5 of 5");
}

TEST_F(ResendTest, BadRequestsAreRefused) {
  const auto refused = [&](const v1::ResendMessagesRequest& request, const std::string& key) {
    return Reason(province_.Do(&Stub::ResendMessages, request, key).status());
  };
  const auto good = ADay<v1::ResendMessagesRequest>();
  EXPECT_EQ(refused(good, ""), "IDEMPOTENCY_KEY_MISSING");
  auto bad = good;
  bad.clear_from();
  EXPECT_EQ(refused(bad, "k"), "PERIOD_INVALID");
  bad = good;
  bad.mutable_to()->set_nanos(1'000'000'000);
  EXPECT_EQ(refused(bad, "k"), "TIME_OUT_OF_RANGE");
  bad = good;
  bad.clear_reason();
  EXPECT_EQ(refused(bad, "k"), "REASON_MISSING");
  bad = good;
  bad.set_failure_reason(std::string(64, 'X'));
  EXPECT_EQ(refused(bad, "k"), "FAILURE_REASON_INVALID");
  v1::ResendMessageRequest one;
  one.set_message_id("x");
  Sign(one);
  EXPECT_EQ(Reason(province_.Do(&Stub::ResendMessage, one, "k").status()), "MESSAGE_UNKNOWN");
  one.set_message_id("01924f1c-0000-7000-8000-00000000abcd");
  EXPECT_EQ(Reason(province_.Do(&Stub::ResendMessage, one, "k").status()), "MESSAGE_UNKNOWN");
  one.clear_actor();
  EXPECT_EQ(Reason(province_.Do(&Stub::ResendMessage, one, "k").status()), "ACTOR_INVALID");
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
