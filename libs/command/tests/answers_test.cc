#include "motcua/command/answers.h"

#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/testing/temp_database.h"

namespace motcua::command {
namespace {

class AnswersTest : public ::testing::Test {
 protected:
  AnswersTest() {
    db::Connection::Options connection;
    connection.dsn = database_.dsn();
    pool_ = db::Pool::Create({.connection = connection, .on_run = {}}).value();
  }

  static Key KeyOf(const std::string& key) {
    return {.caller = "portal", .method = "FileDossier", .key = key, .request_hash = "h-" + key};
  }

  absl::Status Remember(const std::vector<Key>& keys) {
    return pool_->Run({}, "remember", [&](db::Transaction& transaction) {
      std::vector<const Key*> pointers;
      std::vector<const std::string*> responses;
      for (const Key& key : keys) {
        pointers.push_back(&key);
        responses.push_back(&key.key);
      }
      RememberAnswers(transaction, pointers, responses);
      return absl::OkStatus();
    });
  }

  std::vector<std::optional<Answer>> Find(const std::vector<Key>& keys) {
    std::vector<const Key*> pointers;
    for (const Key& key : keys) {
      pointers.push_back(&key);
    }
    const auto lease = pool_->Acquire({});
    return ReadAnswers((*lease)->Execute(FindAnswers(pointers)).value(), keys.size());
  }

  void Age(const std::string& key, int hours) {
    const auto lease = pool_->Acquire({});
    ASSERT_TRUE((*lease)
                    ->Execute({{"age",
                                "UPDATE idempotency_keys SET created_at = clock_timestamp()"
                                " - make_interval(hours => $2::int) WHERE key = $1"},
                               db::Params().Text(key).Int(hours)})
                    .ok());
  }

  const testing::TempDatabase database_ =
      testing::TempDatabase::Create({"libs/command/db/command.sql"});
  std::unique_ptr<db::Pool> pool_;
};

TEST_F(AnswersTest, OnceIsOnce) {
  CallContext call;
  call.idempotency_key = "a";
  int runs = 0;
  const auto run = [&](const std::string& hash, absl::StatusOr<std::string> outcome) {
    Key key = KeyOf("a");
    key.request_hash = hash;
    return Once(*pool_, call, key, [&](db::Transaction&) {
      ++runs;
      return outcome;
    });
  };
  EXPECT_EQ(Reason(run("h", Error(absl::StatusCode::kInternal, "TEST", "no")).status()), "TEST");
  EXPECT_FALSE(Find({KeyOf("a")})[0].has_value()) << "a refusal leaves nothing";
  EXPECT_EQ(run("h", "first").value(), "first");
  EXPECT_EQ(run("h", "second").value(), "first");
  EXPECT_EQ(Reason(run("other", "third").status()), "IDEMPOTENCY_KEY_REUSED");
  EXPECT_EQ(runs, 2);
  call.idempotency_key.clear();
  EXPECT_EQ(Reason(run("h", "fourth").status()), "IDEMPOTENCY_KEY_MISSING");
}

TEST_F(AnswersTest, OfManyAtOnceAllGetTheAnswerOfOne) {
  CallContext call;
  call.idempotency_key = "a";
  std::vector<std::string> answers(8);
  {
    std::vector<std::jthread> callers;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      callers.emplace_back([&, i] {
        answers[i] = Once(*pool_, call, KeyOf("a"), [i](db::Transaction&) {
                       return absl::StatusOr<std::string>(std::to_string(i));
                     }).value_or("none");
      });
    }
  }
  EXPECT_EQ(std::set<std::string>(answers.begin(), answers.end()).size(), 1U);
  EXPECT_NE(answers[0], "none");
}

// The body that waited for a lock sees what the same command, sent twice, has done.
TEST_F(AnswersTest, ARefusalOfWhatWasDoneMeanwhileIsItsAnswer) {
  CallContext call;
  call.idempotency_key = "a";
  const auto refuse = [&](const std::string& done_meanwhile) {
    return Once(*pool_, call, KeyOf("a"), [&](db::Transaction&) -> absl::StatusOr<std::string> {
      EXPECT_TRUE(Remember({KeyOf(done_meanwhile)}).ok());
      return Error(absl::StatusCode::kFailedPrecondition, "DONE_ALREADY", "no");
    });
  };
  EXPECT_EQ(Reason(refuse("b").status()), "DONE_ALREADY");
  EXPECT_EQ(refuse("a").value(), "a");
}

TEST_F(AnswersTest, AfterAnUnknownCommitItsAnswerIsLookedUp) {
  CallContext call;
  call.idempotency_key = "a";
  const auto lose = [&](const std::string& committed) {
    return Once(*pool_, call, KeyOf("a"), [&](db::Transaction& transaction) {
      // What another connection stores stands for a COMMIT whose answer was lost.
      EXPECT_TRUE(Remember({KeyOf(committed)}).ok());
      transaction.Write({{"", "SELECT pg_terminate_backend(pg_backend_pid())"}, {}});
      return absl::StatusOr<std::string>("lost");
    });
  };
  EXPECT_EQ(Reason(lose("b").status()), "COMMIT_UNKNOWN");
  EXPECT_EQ(lose("a").value(), "a");
}

TEST_F(AnswersTest, FoundInTheOrderAsked) {
  ASSERT_TRUE(Remember({KeyOf("a"), KeyOf("b")}).ok());
  const auto answers = Find({KeyOf("b"), KeyOf("none"), KeyOf("a"), KeyOf("b")});
  ASSERT_EQ(answers.size(), 4U);
  EXPECT_EQ(answers[0]->response, "b");
  EXPECT_EQ(answers[0]->request_hash, "h-b");
  EXPECT_FALSE(answers[1].has_value());
  EXPECT_EQ(answers[2]->response, "a");
  EXPECT_EQ(answers[3]->response, "b");
}

TEST_F(AnswersTest, TheScopeIsCallerMethodAndKey) {
  ASSERT_TRUE(Remember({KeyOf("a")}).ok());
  Key other_caller = KeyOf("a");
  other_caller.caller = "desk";
  Key other_method = KeyOf("a");
  other_method.method = "EndDossier";
  const auto answers = Find({other_caller, other_method});
  EXPECT_FALSE(answers[0].has_value());
  EXPECT_FALSE(answers[1].has_value());
}

TEST_F(AnswersTest, ASecondAnswerToAKeyIsALostRace) {
  ASSERT_TRUE(Remember({KeyOf("a")}).ok());
  EXPECT_EQ(Reason(Remember({KeyOf("b"), KeyOf("a")})), "CONTENTION");
  EXPECT_FALSE(Find({KeyOf("b")})[0].has_value()) << "nothing of it was kept";
}

// Design rule 1: answers are kept for 30 days, and not much longer.
TEST_F(AnswersTest, AnswersLiveThirtyDays) {
  ASSERT_TRUE(Remember({KeyOf("young"), KeyOf("old"), KeyOf("older"), KeyOf("oldest")}).ok());
  Age("young", 30 * 24 - 1);
  Age("old", 30 * 24 + 1);
  Age("older", 31 * 24);
  Age("oldest", 400 * 24);
  EXPECT_EQ(PurgeAnswers(*pool_, {}, 2).value(), 2);
  EXPECT_EQ(PurgeAnswers(*pool_, {}, 2).value(), 1);
  EXPECT_EQ(PurgeAnswers(*pool_, {}, 2).value(), 0);
  EXPECT_TRUE(Find({KeyOf("young")})[0].has_value());
  EXPECT_FALSE(Find({KeyOf("old")})[0].has_value());
}

}  // namespace
}  // namespace motcua::command
