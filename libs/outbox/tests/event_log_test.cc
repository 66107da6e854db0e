#include "motcua/outbox/event_log.h"

#include "outbox_fixture.h"

namespace motcua::outbox {
namespace {

using EventLogTest = OutboxTest;

TEST_F(EventLogTest, AnEventIsOneHistoryRowAndOneOutboxRow) {
  const Event event = MakeEvent("d1", 1);
  ASSERT_TRUE(Commit(event).ok());
  EXPECT_EQ(Ask("SELECT count(*) FROM event_history JOIN outbox_events USING (event_id)"), 1);
  EXPECT_EQ(Ask("SELECT shard FROM outbox_events"), ShardOf("d1"));

  const auto events = ListEvents(*pool_, {}, "dossier", "d1", 0, 10);
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(events->size(), 1u);
  EXPECT_EQ(events->front().event_id, event.event_id);
  EXPECT_EQ(events->front().payload, event.payload);
  EXPECT_EQ(events->front().occurred_at, event.occurred_at);
}

TEST_F(EventLogTest, NothingStaysOfATransactionThatFails) {
  const absl::Status status = pool_->Run({}, "append", [&](db::Transaction& transaction) {
    Append(transaction, {MakeEvent("d1", 1)});
    return transaction.Read({{"", "SELECT 1/0"}, {}}).status();
  });
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(Ask("SELECT (SELECT count(*) FROM event_history) + count(*) FROM outbox_events"), 0);
}

TEST_F(EventLogTest, ANumberIsGivenOnce) {
  ASSERT_TRUE(Commit(MakeEvent("d1", 1)).ok());
  const absl::Status status = Commit(MakeEvent("d1", 1));
  EXPECT_EQ(Reason(status), "UNIQUE_VIOLATION");
  EXPECT_EQ(Metadata(status).back().second, "event_history_numbering");
  EXPECT_EQ(waiting(), 1);
}

TEST_F(EventLogTest, WhatCannotBeSentCannotBeCommitted) {
  Event event = MakeEvent("d1", 1);
  event.payload.assign(245'761, 'x');
  EXPECT_EQ(Reason(Commit(event)), "CHECK_VIOLATION");
  event.payload.pop_back();
  EXPECT_TRUE(Commit(event).ok());
}

TEST_F(EventLogTest, HistoryIsAppendOnly) {
  ASSERT_TRUE(Commit(MakeEvent("d1", 1)).ok());
  const db::Pool::Lease connection = pool_->Acquire({}).value();
  for (const char* sql : {"UPDATE event_history SET sequence = 2", "DELETE FROM event_history",
                          "TRUNCATE event_history"}) {
    const absl::Status status = connection->Execute({{"", sql}, {}}).status();
    EXPECT_FALSE(status.ok()) << sql;
    EXPECT_EQ(Metadata(status).front(), (std::pair<std::string, std::string>("sqlstate", "P0001")));
  }
  EXPECT_EQ(Ask("SELECT sequence FROM event_history"), 1);
}

TEST_F(EventLogTest, ListsAKeyFromASequenceOn) {
  ASSERT_TRUE(CommitAll({MakeEvent("d1", 1), MakeEvent("d2", 1), MakeEvent("d1", 2),
                         MakeEvent("d1", 3), MakeEvent("d1", 4)})
                  .ok());
  const auto events = ListEvents(*pool_, {}, "dossier", "d1", 1, 2);
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(events->size(), 2u);
  EXPECT_EQ((*events)[0].sequence, 2);
  EXPECT_EQ((*events)[1].sequence, 3);
}

TEST_F(EventLogTest, ScansAStreamByKeyAndSequenceAcrossPages) {
  Event other_stream = MakeEvent("d1", 1);
  other_stream.stream = "catalogue";
  ASSERT_TRUE(CommitAll({MakeEvent("d2", 1), MakeEvent("d1", 1), MakeEvent("d3", 1),
                         MakeEvent("d1", 2), MakeEvent("d1", 10), other_stream})
                  .ok());
  std::vector<std::pair<std::string, std::int64_t>> seen;
  ScanPosition place;
  while (true) {
    const auto page = ScanEvents(*pool_, {}, "dossier", place, 2);
    ASSERT_TRUE(page.ok()) << page.status();
    if (page->empty()) {
      break;
    }
    for (const Event& event : *page) {
      seen.emplace_back(event.key, event.sequence);
    }
    place = {page->back().key, page->back().sequence};
  }
  const std::vector<std::pair<std::string, std::int64_t>> all = {
      {"d1", 1}, {"d1", 2}, {"d1", 10}, {"d2", 1}, {"d3", 1}};
  EXPECT_EQ(seen, all);
}

TEST_F(EventLogTest, PendingCountsAndNamesTheOldest) {
  EXPECT_EQ(ReadPending(*pool_, {})->events, 0);
  EXPECT_EQ(ReadPending(*pool_, {})->oldest, std::nullopt);
  const Event oldest = MakeEvent("d1", 1);
  ASSERT_TRUE(CommitAll({oldest, MakeEvent("d2", 2), MakeEvent("d3", 3)}).ok());
  const auto pending = ReadPending(*pool_, {});
  ASSERT_TRUE(pending.ok()) << pending.status();
  EXPECT_EQ(pending->events, 3);
  EXPECT_EQ(pending->oldest, oldest.occurred_at);
  EXPECT_EQ(pending->first_id, Ask("SELECT min(id) FROM outbox_events"));
  EXPECT_EQ(pending->last_id, Ask("SELECT max(id) FROM outbox_events"));
}

}  // namespace
}  // namespace motcua::outbox
