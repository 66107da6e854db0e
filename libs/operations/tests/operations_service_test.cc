#include "motcua/operations/operations_service.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "served.h"

namespace motcua::operations {
namespace {

using ::testing::ElementsAre;

/// Knows one dead letter and counts.
class FakeInbox final : public inbox::Inbox {
 public:
  explicit FakeInbox(std::string consumer) : consumer_(std::move(consumer)) {}
  std::vector<absl::StatusOr<inbox::Taken>> TakeMessages(
      const CallContext&, const std::vector<kafka::Message>& messages) override {
    return {messages.size(), inbox::Taken::kApplied};
  }
  std::vector<absl::StatusOr<inbox::Taken>> TakeEvents(
      const CallContext&, const std::vector<outbox::Event>& events) override {
    return {events.size(), inbox::Taken::kApplied};
  }
  absl::Status CatchUp(const CallContext&, const std::string&, const std::string&) override {
    return absl::OkStatus();
  }
  absl::StatusOr<int> DrainParked(const CallContext&, int) override { return 0; }
  absl::StatusOr<int> Redrive(const CallContext&, const std::string& event_id) override {
    if (event_id != "known") {
      return Error(absl::StatusCode::kNotFound, "DEAD_LETTER_UNKNOWN", "No.");
    }
    return 3;
  }
  absl::StatusOr<Counts> ReadCounts(const CallContext&) override {
    return Counts{.parked = 40, .parked_keys = 4, .dead_letters = 5};
  }
  const std::string& consumer() const override { return consumer_; }

 private:
  const std::string consumer_;
};

std::vector<kafka::Consumer::Lag> FakeLag() {
  return {{"topic-a", 0, 10}, {"topic-a", 1, 7}, {"topic-b", 0, 100}};
}

struct OperationsServiceTest : ::testing::Test {
  OperationsServiceTest() {
    service.AddConsumer(
        {.inbox = &first, .topic = "topic-a", .lag = FakeLag, .counters = &counters});
    service.AddConsumer({.inbox = &second, .topic = "topic-c"});
  }

  v1::ReEmitRequest ByKey(const std::string& key) {
    v1::ReEmitRequest request;
    request.set_stream("dossier");
    request.set_key(key);
    return request;
  }
  absl::StatusOr<std::int64_t> ReEmit(const v1::ReEmitRequest& request) {
    v1::ReEmitResponse response;
    const absl::Status status = Ask(
        [&](grpc::ClientContext* context) { return stub->ReEmit(context, request, &response); });
    if (!status.ok()) {
      return status;
    }
    return response.events();
  }
  absl::StatusOr<v1::ListDeadLettersResponse> List(const std::string& name, int size,
                                                   const std::string& token) {
    v1::ListDeadLettersRequest request;
    request.set_consumer(name);
    request.set_page_size(size);
    request.set_page_token(token);
    v1::ListDeadLettersResponse response;
    const absl::Status status = Ask([&](grpc::ClientContext* context) {
      return stub->ListDeadLetters(context, request, &response);
    });
    if (!status.ok()) {
      return status;
    }
    return response;
  }
  absl::StatusOr<int> Redrive(const std::string& name, const std::string& event_id) {
    v1::RedriveDeadLetterRequest request;
    request.set_consumer(name);
    request.set_event_id(event_id);
    v1::RedriveDeadLetterResponse response;
    const absl::Status status = Ask([&](grpc::ClientContext* context) {
      return stub->RedriveDeadLetter(context, request, &response);
    });
    if (!status.ok()) {
      return status;
    }
    return response.applied();
  }
  /// e1..e5, one second apart; even ones of `second`.
  void AddDeadLetters() {
    backend.Sql(
        "INSERT INTO dead_letters (consumer, event_id, topic, partition, message_offset, key, "
        "epoch,"
        " sequence, type, reason, message, at, message_key, payload)"
        " SELECT CASE n % 2 WHEN 0 THEN 'second' ELSE 'first' END, 'e' || n, 'topic-a', 0, n,"
        " 'k' || n, 1, n, 'T', 'REASON', 'message', to_timestamp(1741745700 + n), '', ''"
        " FROM generate_series(5, 1, -1) AS n");
  }
  std::int64_t OutboxRows() { return backend.Sql("SELECT count(*) FROM outbox_events").OnlyInt(); }

  Backend backend;
  FakeInbox first{"first"};
  FakeInbox second{"second"};
  FlowCounters counters{backend.registry, "first"};
  std::atomic<int> woken{0};
  OperationsServiceImpl service{backend.edge, *backend.pool, [this] { ++woken; }};
  Served served{service};
  const std::unique_ptr<v1::OperationsService::Stub> stub =
      v1::OperationsService::NewStub(served.channel);
};

TEST_F(OperationsServiceTest, FlowShowsOutboxAndConsumers) {
  backend.Append({backend.MakeEvent("a", 1), backend.MakeEvent("a", 2)});
  counters.Count(inbox::Taken::kDuplicate, true);
  v1::GetFlowResponse flow;
  const absl::Status status = Ask([&](grpc::ClientContext* context) {
    return stub->GetFlow(context, v1::GetFlowRequest(), &flow);
  });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(flow.outbox_pending(), 2);
  EXPECT_EQ(flow.outbox_oldest_at().seconds(), (24 * 365 * 55 + 1) * 3600);
  ASSERT_EQ(flow.consumers_size(), 2);
  EXPECT_EQ(flow.consumers(0).consumer(), "first");
  EXPECT_EQ(flow.consumers(0).topic(), "topic-a");
  EXPECT_EQ(flow.consumers(0).lag(), 17) << "of its own topic only";
  EXPECT_EQ(flow.consumers(0).partitions(), 2) << "of its own topic only";
  EXPECT_EQ(flow.consumers(0).parked_dossiers(), 4);
  EXPECT_EQ(flow.consumers(0).dead_letters(), 5);
  EXPECT_EQ(flow.consumers(0).duplicates(), 1);
  EXPECT_EQ(flow.consumers(0).gaps(), 1);
  EXPECT_EQ(flow.consumers(1).consumer(), "second");
  EXPECT_EQ(flow.consumers(1).lag(), 0);
  EXPECT_EQ(flow.consumers(1).partitions(), 0);
}

struct SetAsideServiceTest : OperationsServiceTest {
  SetAsideServiceTest() {
    service.AddWorker({.name = "sms", .set_aside = {&sms_0, &sms_1}, .wake = [this] { ++woken; }});
    service.AddWorker({.name = "inbound", .set_aside = {&inbound}, .wake = nullptr});
    const absl::Status why = Error(absl::StatusCode::kInternal, "BROKEN", "A test says no.");
    for (auto& [set_aside, item] :
         {std::pair(&sms_0, "3"), {&sms_1, "1"}, {&sms_1, "2"}, {&inbound, "9"}}) {
      EXPECT_TRUE(set_aside->Put(item, why).ok());
    }
  }
  absl::StatusOr<v1::ListSetAsideResponse> ListSetAside(const std::string& worker, int size,
                                                        const std::string& token) {
    v1::ListSetAsideRequest request;
    request.set_worker(worker);
    request.set_page_size(size);
    request.set_page_token(token);
    v1::ListSetAsideResponse response;
    MOTCUA_RETURN_IF_ERROR(Ask([&](grpc::ClientContext* context) {
      return stub->ListSetAside(context, request, &response);
    }));
    return response;
  }
  absl::StatusOr<int> Retry(const std::string& worker, const std::string& item) {
    v1::RetrySetAsideRequest request;
    request.set_worker(worker);
    request.set_item(item);
    v1::RetrySetAsideResponse response;
    MOTCUA_RETURN_IF_ERROR(Ask([&](grpc::ClientContext* context) {
      return stub->RetrySetAside(context, request, &response);
    }));
    return response.retried();
  }
  /// `sms/0/3`.
  static std::vector<std::string> Names(const v1::ListSetAsideResponse& response) {
    std::vector<std::string> names;
    for (const v1::SetAsideItem& item : response.items()) {
      names.push_back(item.worker() + "/" + std::to_string(item.shard()) + "/" + item.item());
    }
    return names;
  }

  std::int64_t LeftOut(const SetAside& set_aside) const {
    return std::ranges::count_if(
        set_aside.List(), [this](const ItemSetAside& each) { return each.again_at > clock.Now(); });
  }

  SettableClock clock{Instant(std::chrono::seconds(1741745700))};
  SetAside sms_0{clock, nullptr};
  SetAside sms_1{clock, nullptr};
  SetAside inbound{clock, nullptr};
};

TEST_F(SetAsideServiceTest, ListsByWorkerAndItemInPages) {
  const auto all = ListSetAside("", 0, "");
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_THAT(Names(*all), ElementsAre("inbound/0/9", "sms/1/1", "sms/1/2", "sms/0/3"));
  EXPECT_TRUE(all->next_page_token().empty());
  EXPECT_EQ(all->items(0).reason(), "BROKEN");
  EXPECT_EQ(all->items(0).message(), "A test says no.");
  EXPECT_EQ(all->items(0).since().seconds(), 1741745700);
  EXPECT_EQ(all->items(0).tries(), 1);
  EXPECT_EQ(all->items(0).again_at().seconds(), 1741746300);

  const auto page = ListSetAside("sms", 2, "");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(Names(*page), ElementsAre("sms/1/1", "sms/1/2"));
  sms_1.Done("2");  // a page goes on behind an item that has left
  const auto rest = ListSetAside("sms", 2, page->next_page_token());
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_THAT(Names(*rest), ElementsAre("sms/0/3"));
  EXPECT_TRUE(rest->next_page_token().empty());

  EXPECT_EQ(Reason(ListSetAside("", 2, page->next_page_token()).status()), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(Reason(ListSetAside("", -1, "").status()), "PAGE_SIZE_INVALID");
  EXPECT_EQ(ListSetAside("unknown", 0, "")->items_size(), 0);
}

TEST_F(SetAsideServiceTest, RetriesOneItemOrAllOfAWorkerAndWakesIt) {
  EXPECT_EQ(*Retry("sms", "2"), 1);
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(LeftOut(sms_1), 1);
  EXPECT_EQ(*Retry("sms", "9"), 0) << "of another worker";
  EXPECT_EQ(*Retry("sms", ""), 3);
  EXPECT_EQ(LeftOut(sms_0) + LeftOut(sms_1), 0);
  EXPECT_EQ(LeftOut(inbound), 1);
  EXPECT_EQ(Reason(Retry("unknown", "").status()), "WORKER_UNKNOWN");
}

TEST_F(OperationsServiceTest, EmptyOutboxHasNoOldest) {
  v1::GetFlowResponse flow;
  ASSERT_TRUE(Ask([&](grpc::ClientContext* context) {
                return stub->GetFlow(context, v1::GetFlowRequest(), &flow);
              }).ok());
  EXPECT_EQ(flow.outbox_pending(), 0);
  EXPECT_FALSE(flow.has_outbox_oldest_at());
}

TEST_F(OperationsServiceTest, ReEmitsAKey) {
  backend.Append({backend.MakeEvent("a", 1), backend.MakeEvent("a", 2), backend.MakeEvent("b", 1)});
  backend.Sql("DELETE FROM outbox_events");
  const auto events = ReEmit(ByKey("a"));
  ASSERT_TRUE(events.ok()) << events.status();
  EXPECT_EQ(*events, 2);
  EXPECT_EQ(OutboxRows(), 2);
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(*ReEmit(ByKey("nobody")), 0);
}

TEST_F(OperationsServiceTest, ReEmitsARangeWithoutItsEnd) {
  std::vector<outbox::Event> events;
  for (int i = 1; i <= 5; ++i) {
    events.push_back(backend.MakeEvent("k" + std::to_string(i), i));
  }
  backend.Append(events);
  backend.Sql("DELETE FROM outbox_events");
  v1::ReEmitRequest request;
  request.set_stream("dossier");
  request.mutable_from()->set_seconds((24 * 365 * 55 + 2) * 3600);
  request.mutable_to()->set_seconds((24 * 365 * 55 + 4) * 3600);
  const auto emitted = ReEmit(request);
  ASSERT_TRUE(emitted.ok()) << emitted.status();
  EXPECT_EQ(*emitted, 2);
}

class ReEmitRangeTest : public OperationsServiceTest {
 protected:
  static constexpr std::int64_t kEvents = 60;

  ReEmitRangeTest() {
    std::vector<outbox::Event> events;
    for (int i = 1; i <= kEvents; ++i) {
      events.push_back(backend.MakeEvent("k" + std::to_string(i), 1));
    }
    backend.Append(events);
    backend.Sql("DELETE FROM outbox_events");
  }
  /// Like a call of motcuactl, with this time-out.
  v1::ReEmitResponse AskRange(const std::string& key, int rate, std::chrono::milliseconds limit,
                              OperationsServiceImpl* other = nullptr) {
    v1::ReEmitRequest request;
    request.set_stream("dossier");
    request.mutable_from()->set_seconds(24 * 365 * 55 * 3600);
    request.mutable_to()->set_seconds(24 * 365 * 56 * 3600);
    request.set_events_per_second(rate);
    CallContext call;
    call.idempotency_key = key;
    v1::ReEmitResponse response;
    std::optional<Served> served_by_other;
    std::unique_ptr<v1::OperationsService::Stub> others;
    if (other != nullptr) {
      served_by_other.emplace(*other);
      others = v1::OperationsService::NewStub(served_by_other->channel);
    }
    const absl::Status status = rpc::Call(call, "tester", limit, [&](grpc::ClientContext* context) {
      return (other == nullptr ? *stub : *others).ReEmit(context, request, &response);
    });
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }
};

TEST_F(ReEmitRangeTest, GoesAtItsRateAndSaysThatItIsNotFinished) {
  const v1::ReEmitResponse part = AskRange("first", 10, std::chrono::seconds(3));
  EXPECT_FALSE(part.finished());
  EXPECT_GT(part.events(), 0);
  EXPECT_LE(part.events(), 30) << "ten a second, for three seconds at most";
  EXPECT_EQ(OutboxRows(), part.events());
}

TEST_F(ReEmitRangeTest, GoesOnWhereItEndedInAnotherProgramAndFinishesOnce) {
  const v1::ReEmitResponse part = AskRange("first", 10, std::chrono::seconds(2));
  ASSERT_FALSE(part.finished());
  // The program was stopped; another one knows only what the database holds.
  OperationsServiceImpl restarted{backend.edge, *backend.pool, {}};
  const v1::ReEmitResponse rest = AskRange("second", 1000, std::chrono::seconds(20), &restarted);
  EXPECT_TRUE(rest.finished());
  EXPECT_EQ(rest.events(), kEvents);
  EXPECT_EQ(OutboxRows(), kEvents) << "none twice";
  EXPECT_EQ(backend.Sql("SELECT count(DISTINCT event_id) FROM outbox_events").OnlyInt(), kEvents);

  // The call is repeated after a lost answer: same answer, and nothing more is sent.
  const v1::ReEmitResponse again = AskRange("second", 1000, std::chrono::seconds(20));
  EXPECT_TRUE(again.finished());
  EXPECT_EQ(again.events(), kEvents);
  EXPECT_EQ(OutboxRows(), kEvents);

  // Started again.
  EXPECT_TRUE(AskRange("third", 1000, std::chrono::seconds(20)).finished());
  EXPECT_EQ(OutboxRows(), 2 * kEvents);
}

TEST_F(OperationsServiceTest, WhatIsNeitherKeyNorRangeIsRefusedAndNothingIsWritten) {
  backend.Append({backend.MakeEvent("a", 1)});
  backend.Sql("DELETE FROM outbox_events");
  const auto refused = [&](auto spoil) {
    v1::ReEmitRequest request;
    request.set_stream("dossier");
    request.mutable_from()->set_seconds(0);
    request.mutable_to()->set_seconds(4'000'000'000);
    spoil(request);
    const auto events = ReEmit(request);
    EXPECT_EQ(events.status().code(), absl::StatusCode::kInvalidArgument);
    return Reason(events.status());
  };
  EXPECT_EQ(refused([](auto& r) { r.clear_stream(); }), "STREAM_MISSING");
  EXPECT_EQ(refused([](auto& r) { r.clear_from(), r.clear_to(); }), "RANGE_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.clear_from(); }), "RANGE_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.clear_to(); }), "RANGE_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.set_key("a"); }), "RANGE_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.mutable_from()->set_seconds(4'000'000'000); }),
            "RANGE_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.mutable_from()->set_seconds(4'000'000'001); }),
            "RANGE_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.mutable_to()->set_nanos(-1); }), "RANGE_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.mutable_to()->set_nanos(1'000'000'000); }), "RANGE_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.mutable_to()->set_seconds(253'402'300'800); }),
            "RANGE_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.mutable_from()->set_seconds(-1); }), "RANGE_INVALID")
      << "before 1970";
  EXPECT_EQ(refused([](auto& r) { r.set_events_per_second(-1); }), "RATE_INVALID");
  EXPECT_EQ(OutboxRows(), 0);
  EXPECT_EQ(woken, 0);
}

TEST_F(OperationsServiceTest, ListsDeadLettersOldestFirstPageByPage) {
  AddDeadLetters();
  std::vector<std::string> ids;
  std::string token;
  int pages = 0;
  do {
    const auto page = List("", 2, token);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_LE(page->dead_letters_size(), 2);
    for (const v1::DeadLetter& letter : page->dead_letters()) {
      ids.push_back(letter.event_id());
    }
    token = page->next_page_token();
    ASSERT_LE(++pages, 3);
  } while (!token.empty());
  EXPECT_THAT(ids, ElementsAre("e1", "e2", "e3", "e4", "e5"));
}

TEST_F(OperationsServiceTest, ListsTheDeadLettersOfOneConsumerWithAllFields) {
  AddDeadLetters();
  const auto page = List("second", 0, "");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->next_page_token(), "");
  ASSERT_EQ(page->dead_letters_size(), 2);
  const v1::DeadLetter& letter = page->dead_letters(0);
  EXPECT_EQ(letter.event_id(), "e2");
  EXPECT_EQ(letter.consumer(), "second");
  EXPECT_EQ(letter.topic(), "topic-a");
  EXPECT_EQ(letter.key(), "k2");
  EXPECT_EQ(letter.sequence(), 2);
  EXPECT_EQ(letter.type(), "T");
  EXPECT_EQ(letter.reason(), "REASON");
  EXPECT_EQ(letter.message(), "message");
  EXPECT_EQ(letter.at().seconds(), 1'741'745'702);
}

TEST_F(OperationsServiceTest, AFullLastPageHasNoNext) {
  AddDeadLetters();
  EXPECT_EQ(List("", 5, "")->next_page_token(), "");
}

TEST_F(OperationsServiceTest, PageTokenOfAnotherListIsRefused) {
  AddDeadLetters();
  const std::string token = List("first", 1, "")->next_page_token();
  ASSERT_NE(token, "");
  EXPECT_TRUE(List("first", 1, token).ok());
  EXPECT_EQ(Reason(List("second", 1, token).status()), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(Reason(List("", 1, "nonsense").status()), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(Reason(List("", -1, "").status()), "PAGE_SIZE_INVALID");
}

TEST_F(OperationsServiceTest, RedrivesThroughTheInboxThatIsNamed) {
  EXPECT_EQ(Redrive("first", "known").value(), 3);
  EXPECT_EQ(Reason(Redrive("first", "other").status()), "DEAD_LETTER_UNKNOWN");
  const auto nobody = Redrive("nobody", "known");
  EXPECT_EQ(nobody.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Reason(nobody.status()), "DEAD_LETTER_UNKNOWN");
}

}  // namespace
}  // namespace motcua::operations
