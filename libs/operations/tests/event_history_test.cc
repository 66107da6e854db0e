#include <algorithm>

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/operations/event_history_service.h"
#include "motcua/operations/history_client.h"

#include "served.h"

namespace motcua::operations {
namespace {

using namespace std::chrono_literals;

struct EventHistoryTest : ::testing::Test {
  absl::StatusOr<v1::ListEventsResponse> List(const std::string& stream, const std::string& key,
                                              std::int64_t after, int limit) {
    v1::ListEventsRequest request;
    request.set_stream(stream);
    request.set_key(key);
    request.set_after_sequence(after);
    request.set_limit(limit);
    const auto stub = v1::EventHistoryService::NewStub(served.channel);
    v1::ListEventsResponse response;
    const absl::Status status = Ask([&](grpc::ClientContext* context) {
      return stub->ListEvents(context, request, &response);
    });
    if (!status.ok()) {
      return status;
    }
    return response;
  }
  std::vector<outbox::Event> AppendMany(const std::string& key, int count,
                                        const std::string& payload = "x") {
    std::vector<outbox::Event> events;
    for (int i = 1; i <= count; ++i) {
      events.push_back(backend.MakeEvent(key, i, payload));
    }
    backend.Append(events);
    return events;
  }
  Backend backend;
  EventHistoryServiceImpl service{backend.edge, *backend.pool};
  Served served{service};
};

TEST_F(EventHistoryTest, GivesTheEventsOfOneKeyInOrder) {
  const auto events = AppendMany("a", 5);
  AppendMany("b", 2);
  const auto all = List("dossier", "a", 0, 0);
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->events_size(), 5);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(all->events(i).sequence(), i + 1);
    EXPECT_EQ(all->events(i).event_id(), events[static_cast<std::size_t>(i)].event_id);
  }
  const auto some = List("dossier", "a", 3, 1);
  ASSERT_EQ(some->events_size(), 1);
  EXPECT_EQ(some->events(0).sequence(), 4);
}

TEST_F(EventHistoryTest, UnknownKeyIsAnEmptyList) {
  EXPECT_EQ(List("dossier", "nobody", 0, 0)->events_size(), 0);
  EXPECT_EQ(List("nothing", "a", 0, 0)->events_size(), 0);
}

TEST_F(EventHistoryTest, LimitsHoldWhateverIsAsked) {
  AppendMany("a", 501);
  EXPECT_EQ(List("dossier", "a", 0, 0)->events_size(), 100);
  EXPECT_EQ(List("dossier", "a", 0, 100'000)->events_size(), 500);
}

TEST_F(EventHistoryTest, WrongQuestionsAreRefused) {
  EXPECT_EQ(Reason(List("", "a", 0, 0).status()), "STREAM_MISSING");
  EXPECT_EQ(Reason(List("dossier", "", 0, 0).status()), "KEY_MISSING");
  EXPECT_EQ(Reason(List("dossier", "a", -1, 0).status()), "SEQUENCE_INVALID");
  EXPECT_EQ(Reason(List("dossier", "a", 0, -1).status()), "LIMIT_INVALID");
}

TEST_F(EventHistoryTest, LargeEventsMakeSmallerAnswers) {
  AppendMany("a", 6, std::string(200'000, 'x'));
  const auto first = List("dossier", "a", 0, 500);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->events_size(), 3);
}

TEST_F(EventHistoryTest, TheClientPullsPageAfterPageUntilNothingIsLeft) {
  const auto events = AppendMany("a", 603);
  const auto pull = MakePullHistory(served.channel, "tester", 10s);
  std::vector<outbox::Event> pulled;
  for (std::int64_t after = 2;;) {
    const auto page = pull(CallContext(), "dossier", "a", after);
    ASSERT_TRUE(page.ok()) << page.status();
    if (page->empty()) {
      break;
    }
    pulled.insert(pulled.end(), page->begin(), page->end());
    after = page->back().sequence;
  }
  ASSERT_EQ(pulled.size(), 601U);
  for (std::size_t i = 0; i < pulled.size(); ++i) {
    ASSERT_EQ(pulled[i].event_id, events[i + 2].event_id);
    ASSERT_EQ(pulled[i].payload, events[i + 2].payload);
    ASSERT_EQ(pulled[i].occurred_at, events[i + 2].occurred_at);
  }
}

TEST_F(EventHistoryTest, TheClientScansAWholeStreamOrderedByKey) {
  AppendMany("b", 4);
  AppendMany("a", 7);
  AppendMany("c d", 3);  // a key with a blank comes through the page token
  const auto scan = MakeScanHistory(served.channel, "tester", 3, 10s);
  std::vector<std::pair<std::string, std::int64_t>> seen;
  std::string token;
  do {
    const auto page = scan(CallContext(), "dossier", token);
    ASSERT_TRUE(page.ok()) << page.status();
    ASSERT_LE(page->events.size(), 3U);
    for (const outbox::Event& event : page->events) {
      seen.emplace_back(event.key, event.sequence);
    }
    token = page->next_page_token;
  } while (!token.empty());
  ASSERT_EQ(seen.size(), 14U);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  EXPECT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end());
}

TEST_F(EventHistoryTest, AScanSeesWhatComesBehindItsPlaceOnly) {
  AppendMany("b", 2);
  const auto scan = MakeScanHistory(served.channel, "tester", 1, 10s);
  const auto first = scan(CallContext(), "dossier", "");
  ASSERT_TRUE(first.ok()) << first.status();
  AppendMany("a", 1);
  AppendMany("c", 1);
  const auto second = scan(CallContext(), "dossier", first->next_page_token);
  const auto third = scan(CallContext(), "dossier", second->next_page_token);
  ASSERT_TRUE(third.ok()) << third.status();
  EXPECT_EQ(second->events.front().sequence, 2);
  EXPECT_EQ(third->events.front().key, "c");
}

TEST_F(EventHistoryTest, AFullLastPageHasNoNext) {
  AppendMany("a", 6);
  const auto scan = MakeScanHistory(served.channel, "tester", 3, 10s);
  const auto first = scan(CallContext(), "dossier", "");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->events.size(), 3U);
  const auto second = scan(CallContext(), "dossier", first->next_page_token);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->events.size(), 3U);
  EXPECT_EQ(second->next_page_token, "");
}

TEST_F(EventHistoryTest, AScanOfNothingEndsAtOnce) {
  const auto page = MakeScanHistory(served.channel, "tester")(CallContext(), "dossier", "");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_TRUE(page->events.empty());
  EXPECT_EQ(page->next_page_token, "");
}

TEST_F(EventHistoryTest, LargeEventsMakeSmallerPagesAndNoneIsLost) {
  AppendMany("a", 6, std::string(200'000, 'x'));
  const auto scan = MakeScanHistory(served.channel, "tester", 500, 10s);
  const auto first = scan(CallContext(), "dossier", "");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->events.size(), 3U);
  const auto second = scan(CallContext(), "dossier", first->next_page_token);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->events.size(), 3U);
  EXPECT_EQ(second->next_page_token, "");
}

TEST_F(EventHistoryTest, AWrongScanIsRefused) {
  AppendMany("a", 2);
  const auto scan = MakeScanHistory(served.channel, "tester", 1, 10s);
  EXPECT_EQ(Reason(scan(CallContext(), "", "").status()), "STREAM_MISSING");
  EXPECT_EQ(Reason(scan(CallContext(), "dossier", "nonsense").status()), "PAGE_TOKEN_INVALID");
  const auto page = scan(CallContext(), "dossier", "");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(Reason(scan(CallContext(), "catalogue", page->next_page_token).status()),
            "PAGE_TOKEN_INVALID");
  EXPECT_EQ(
      Reason(MakeScanHistory(served.channel, "tester", -1)(CallContext(), "dossier", "").status()),
      "LIMIT_INVALID");
}

TEST_F(EventHistoryTest, AStoppedProgramIsUnavailable) {
  served.server->Stop(0ms);
  const auto pulled =
      MakePullHistory(served.channel, "tester", 1s)(CallContext(), "dossier", "a", 0);
  EXPECT_EQ(pulled.status().code(), absl::StatusCode::kUnavailable);
}

/// Answers every question with the same events.
class BrokenHistory final : public v1::EventHistoryService::CallbackService {
 public:
  explicit BrokenHistory(v1::ListEventsResponse answer) : answer_(std::move(answer)) {}
  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* context,
                                       const v1::ListEventsRequest*,
                                       v1::ListEventsResponse* response) override {
    *response = answer_;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const v1::ListEventsResponse answer_;
};

TEST_F(EventHistoryTest, TheClientRefusesWhatIsNotAfterTheSequence) {
  AppendMany("a", 2);
  BrokenHistory broken(*List("dossier", "a", 0, 0));
  Served other(broken);
  const auto pulled =
      MakePullHistory(other.channel, "tester", 5s)(CallContext(), "dossier", "a", 1);
  EXPECT_EQ(Reason(pulled.status()), "HISTORY_INVALID");
}

TEST_F(EventHistoryTest, TheClientRefusesTheHistoryOfAnotherKey) {
  AppendMany("b", 2);
  BrokenHistory broken(*List("dossier", "b", 0, 0));
  Served other(broken);
  const auto pulled =
      MakePullHistory(other.channel, "tester", 5s)(CallContext(), "dossier", "a", 0);
  EXPECT_EQ(Reason(pulled.status()), "HISTORY_INVALID");
}

}  // namespace
}  // namespace motcua::operations
