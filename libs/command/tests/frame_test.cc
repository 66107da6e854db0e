#include "motcua/command/frame.h"

#include <gtest/gtest.h>

#include "ledger.h"

namespace motcua::command {
namespace {

using testing::AddCommand;
using testing::Ledger;

TEST(FrameTest, StateHistoryOutboxAuditAndAnswerComeTogether) {
  Ledger ledger;
  const std::string account = ledger.Open(10);
  EXPECT_EQ(ledger.Run(account, 5, "k").value(), "5 makes 15");
  EXPECT_EQ(ledger.Ask("SELECT balance FROM accounts"), 15);
  EXPECT_EQ(ledger.Events(account), (std::vector<std::string>{"5"}));
  EXPECT_EQ(ledger.Ask("SELECT count(*) FROM outbox_events"), 1);
  EXPECT_EQ(ledger.Ask("SELECT count(*) FROM audit_log WHERE revision_before = 1 AND"
                       " revision_after = 2 AND actor_kind = 1"),
            1);
  EXPECT_EQ(ledger.Ask("SELECT count(*) FROM idempotency_keys"), 1);
}

TEST(FrameTest, AKeyGivesTheSameAnswerAgainAndNothingElse) {
  Ledger ledger;
  const std::string account = ledger.Open(10);
  ASSERT_TRUE(ledger.Run(account, 5, "k").ok());
  ASSERT_TRUE(ledger.Run(account, 1, "other").ok());
  EXPECT_EQ(ledger.Run(account, 5, "k").value(), "5 makes 15");
  EXPECT_EQ(Reason(ledger.Run(account, 6, "k").status()), "IDEMPOTENCY_KEY_REUSED");
  EXPECT_EQ(ledger.Events(account), (std::vector<std::string>{"5", "1"}));
}

TEST(FrameTest, ARefusalLeavesNothingAndMayBeRepeated) {
  Ledger ledger;
  const std::string account = ledger.Open(1);
  EXPECT_EQ(Reason(ledger.Run(account, -2, "k").status()), "BALANCE_TOO_LOW");
  EXPECT_EQ(ledger.Ask("SELECT count(*) FROM idempotency_keys"), 0);
  EXPECT_EQ(ledger.Ask("SELECT count(*) FROM audit_log"), 0);
  ASSERT_TRUE(ledger.Run(account, 1, "more").ok());
  EXPECT_TRUE(ledger.Run(account, -2, "k").ok());
}

TEST(FrameTest, HeaderAndRevisionAreChecked) {
  Ledger ledger;
  const std::string account = ledger.Open(1);
  AddCommand nobody = ledger.Add(account, 1, "a");
  nobody.header.actor.kind = ActorKind::kUnspecified;
  EXPECT_EQ(Reason(ledger.frame().Run(nobody).status()), "ACTOR_INVALID");
  EXPECT_EQ(Reason(ledger.frame().Run(ledger.Add(account, 1, "b", 7)).status()), "STALE_REVISION");
  EXPECT_TRUE(ledger.frame().Run(ledger.Add(account, 1, "c", 1)).ok());
  EXPECT_EQ(Reason(ledger.frame().Run(ledger.Add(account, 1, "")).status()),
            "IDEMPOTENCY_KEY_MISSING");
}

TEST(FrameTest, WhatIsNotHereIsFetchedOnce) {
  Ledger ledger;
  const std::string unknown = "01934f5e-7c3a-7b21-9c11-0123456789ab";
  EXPECT_EQ(Reason(ledger.Run(unknown, 1, "k").status()), "ACCOUNT_UNKNOWN");
  int fetched = 0;
  ledger.handler().fetch = [&](const std::string& subject) {
    ++fetched;
    return ledger.pool()
        .Acquire({})
        .value()
        ->Execute({{"bring", "INSERT INTO accounts VALUES ($1, 1, 0, 40, now())"},
                   db::Params().Text(subject)})
        .status();
  };
  EXPECT_EQ(ledger.Run(unknown, 2, "k").value(), "2 makes 42");
  EXPECT_EQ(fetched, 1);
  ledger.handler().fetch = [](const std::string&) { return absl::OkStatus(); };
  EXPECT_EQ(Reason(ledger.Run("01934f5e-7c3a-7b21-9c11-0123456789ac", 2, "l").status()),
            "ACCOUNT_UNKNOWN");
}

TEST(FrameTest, WhatWaitsIsOneTransaction) {
  Ledger ledger;
  std::vector<AddCommand> commands;
  std::vector<std::string> accounts;
  for (int i = 0; i < 32; ++i) {
    accounts.push_back(ledger.Open(i));
    commands.push_back(ledger.Add(accounts.back(), 1, "k" + std::to_string(i)));
  }
  const auto answers = ledger.RunTogether(commands);
  EXPECT_EQ(ledger.TakeBatches(), (std::vector<std::size_t>{32}));
  for (int i = 0; i < 32; ++i) {
    EXPECT_EQ(answers[static_cast<std::size_t>(i)].value(), "1 makes " + std::to_string(i + 1));
  }
  EXPECT_EQ(ledger.Ask("SELECT count(DISTINCT xmin::text) FROM event_history"), 1);
  EXPECT_EQ(ledger.Ask("SELECT sum(balance) FROM accounts"), 31 * 32 / 2 + 32);
}

TEST(FrameTest, ARefusedCommandDoesNotTouchItsNeighbours) {
  Ledger ledger;
  const std::string rich = ledger.Open(10);
  const std::string poor = ledger.Open(0);
  const auto answers = ledger.RunTogether({ledger.Add(rich, -1, "a"), ledger.Add(poor, -1, "b"),
                                           ledger.Add(rich, -2, "c"), ledger.Add(poor, 3, "d")});
  EXPECT_EQ(answers[0].value(), "-1 makes 9");
  EXPECT_EQ(Reason(answers[1].status()), "BALANCE_TOO_LOW");
  EXPECT_EQ(answers[2].value(), "-2 makes 7") << "decided on what the first one left";
  EXPECT_EQ(answers[3].value(), "3 makes 3");
  EXPECT_EQ(ledger.TakeBatches(), (std::vector<std::size_t>{4}));
  EXPECT_EQ(ledger.Events(rich), (std::vector<std::string>{"-1", "-2"}));
  EXPECT_EQ(ledger.Events(poor), (std::vector<std::string>{"3"}));
}

// Only the check constraint refuses one of 32 commands, which fails the batch.
TEST(FrameTest, ABatchThatTheDatabaseRefusesIsTakenApart) {
  Ledger ledger;
  std::vector<AddCommand> commands;
  std::vector<std::string> accounts;
  for (int i = 0; i < 32; ++i) {
    accounts.push_back(ledger.Open(i == 15 ? 1000 : 0));
    commands.push_back(ledger.Add(accounts.back(), 1, "k" + std::to_string(i)));
  }
  const auto answers = ledger.RunTogether(commands);
  for (std::size_t i = 0; i < 32; ++i) {
    if (i == 15) {
      EXPECT_EQ(Reason(answers[i].status()), "CHECK_VIOLATION");
      EXPECT_TRUE(ledger.Events(accounts[i]).empty());
    } else {
      EXPECT_EQ(answers[i].value(), "1 makes 1");
      EXPECT_EQ(ledger.Events(accounts[i]), (std::vector<std::string>{"1"}));
    }
  }
  EXPECT_EQ(ledger.Ask("SELECT count(*) FROM idempotency_keys"), 31);
  EXPECT_EQ(ledger.TakeBatches().size(), 33U);
}

TEST(FrameTest, OneKeyInOneBatchIsOneCommand) {
  Ledger ledger;
  const std::string account = ledger.Open(0);
  const AddCommand command = ledger.Add(account, 1, "k");
  AddCommand other = ledger.Add(account, 2, "k");
  std::vector<AddCommand> commands(30, command);
  commands.push_back(other);
  const auto answers = ledger.RunTogether(commands);
  for (std::size_t i = 0; i < 30; ++i) {
    EXPECT_EQ(answers[i].value(), "1 makes 1");
  }
  EXPECT_EQ(Reason(answers[30].status()), "IDEMPOTENCY_KEY_REUSED");
  EXPECT_EQ(ledger.Events(account), (std::vector<std::string>{"1"}));
}

// Officers with the same form: the first wins, the others are refused.
TEST(FrameTest, OfAHundredWithOneRevisionOneIsAccepted) {
  Ledger ledger;
  const std::string account = ledger.Open(0);
  std::vector<AddCommand> commands;
  for (int i = 0; i < 100; ++i) {
    commands.push_back(ledger.Add(account, 1, "k" + std::to_string(i), 1));
  }
  int accepted = 0;
  for (const auto& answer : ledger.RunTogether(commands)) {
    accepted += answer.ok() ? 1 : 0;
    EXPECT_TRUE(answer.ok() || Reason(answer.status()) == "STALE_REVISION") << answer.status();
  }
  EXPECT_EQ(accepted, 1);
  EXPECT_EQ(ledger.Ask("SELECT balance FROM accounts"), 1);
}

TEST(FrameTest, ALockHeldElsewhereDelaysNobodyElse) {
  Ledger ledger;
  const std::string locked = ledger.Open(0);
  const std::string free = ledger.Open(0);
  auto lease = ledger.pool().Acquire({}).value();
  db::Transaction holder(*lease);
  ASSERT_TRUE(holder
                  .Read({{"hold", "SELECT id FROM accounts WHERE id = $1::uuid FOR UPDATE"},
                         db::Params().Text(locked)})
                  .ok());
  std::promise<absl::StatusOr<std::string>> late;
  ledger.frame().Submit(ledger.Add(locked, 1, "a"),
                        [&](absl::StatusOr<std::string> outcome) { late.set_value(outcome); });
  EXPECT_EQ(ledger.Run(free, 1, "b").value(), "1 makes 1");
  auto waiting = late.get_future();
  EXPECT_EQ(waiting.wait_for(std::chrono::milliseconds(0)), std::future_status::timeout);
  ASSERT_TRUE(holder.Commit().ok());
  EXPECT_EQ(waiting.get().value(), "1 makes 1");
}

TEST(FrameTest, PastItsDeadlineACommandIsNotStarted) {
  Ledger ledger;
  const std::string account = ledger.Open(0);
  AddCommand late = ledger.Add(account, 1, "late");
  late.call.deadline = std::chrono::steady_clock::now() - std::chrono::seconds(1);
  const auto answers = ledger.RunTogether({late, ledger.Add(account, 2, "k")});
  EXPECT_EQ(Reason(answers[0].status()), "DEADLINE_PASSED");
  EXPECT_EQ(answers[1].value(), "2 makes 2");
}

TEST(FrameTest, WhatWaitsAtAStopIsTold) {
  Ledger ledger;
  const std::string account = ledger.Open(0);
  ledger.batcher().Stop();
  EXPECT_EQ(Reason(ledger.Run(account, 1, "k").status()), "OVERLOADED");
}

TEST(FrameTest, AProgramsOwnCommandsAreFencedAndKeepNoAnswer) {
  Ledger ledger;
  const std::string account = ledger.Open(0);
  const std::string full = ledger.Open(1000);
  std::vector<AddCommand> commands = {ledger.Add(account, 1, ""), ledger.Add(full, 1, ""),
                                      ledger.Add(account, -9, "")};
  for (AddCommand& command : commands) {
    command.request_hash.clear();
    command.header.actor = {.kind = ActorKind::kSystem, .id = "test", .agency = {}};
  }
  const db::Query open{{"fence", "SELECT 1"}, {}};
  const auto ended = ledger.frame().RunFenced(commands, open);
  EXPECT_TRUE(ended[0].ok()) << ended[0];
  EXPECT_EQ(Reason(ended[1]), "CHECK_VIOLATION");
  EXPECT_EQ(Reason(ended[2]), "BALANCE_TOO_LOW");
  EXPECT_EQ(ledger.Events(account), (std::vector<std::string>{"1"}));
  EXPECT_EQ(ledger.Ask("SELECT count(*) FROM idempotency_keys"), 0);

  const db::Query lost{
      {"lost", R"(DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'MC001'; END $$)"}, {}};
  for (const absl::Status& status : ledger.frame().RunFenced(commands, lost)) {
    EXPECT_EQ(Reason(status), "FENCED");
  }
  EXPECT_EQ(ledger.Events(account), (std::vector<std::string>{"1"}));
  EXPECT_TRUE(ledger.frame().RunFenced({}, open).empty());
}

TEST(FrameTest, AloneItIsTheSameCommandInTheCallersThread) {
  Ledger ledger;
  const std::string account = ledger.Open(0);
  const auto first = ledger.frame().RunAlone(ledger.Add(account, 5, "key"));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(*ledger.frame().RunAlone(ledger.Add(account, 5, "key")), *first);
  EXPECT_EQ(Reason(ledger.frame().RunAlone(ledger.Add(account, -9, "other")).status()),
            "BALANCE_TOO_LOW");
  EXPECT_EQ(Reason(ledger.frame().RunAlone(ledger.Add(account, 5, "")).status()),
            "IDEMPOTENCY_KEY_MISSING");
  EXPECT_EQ(ledger.Events(account).size(), 1U);
}

// The server closes every session in between: each caller gets the right answer by its key.
TEST(FrameTest, AfterALostConnectionTheKeyTells) {
  Ledger ledger;
  const std::string account = ledger.Open(0);
  ASSERT_TRUE(ledger.Run(account, 1, "first").ok());
  ASSERT_GE(ledger.Ask("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <>"
                       " pg_backend_pid() AND datname = current_database()"),
            0);
  const auto again = ledger.Run(account, 1, "second");
  const auto once_more = again.ok() ? again : ledger.Run(account, 1, "second");
  ASSERT_TRUE(once_more.ok()) << once_more.status();
  EXPECT_EQ(*once_more, "1 makes 2");
  EXPECT_EQ(ledger.Events(account), (std::vector<std::string>{"1", "1"}));
}

}  // namespace
}  // namespace motcua::command
