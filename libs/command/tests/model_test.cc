#include <cstdlib>
#include <future>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "ledger.h"

// Random commands in arbitrary batches, compared with a model that runs them one by one: same
// answers, same history. MOTCUA_MODEL_SEEDS sets the number of sequences (default 200; 10,000 in
// the nightly run), MOTCUA_MODEL_FIRST the first seed.

namespace motcua::command {
namespace {

using testing::AddCommand;
using testing::Ledger;

int Setting(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

/// The expected state of one account.
class Model {
 public:
  explicit Model(std::int64_t balance) : balance_(balance) {}

  /// The answer, or the reason of the refusal.
  std::string Run(const AddCommand& command) {
    if (const auto known = answers_.find(command.call.idempotency_key); known != answers_.end()) {
      return known->second.first == command.request_hash ? known->second.second
                                                         : "IDEMPOTENCY_KEY_REUSED";
    }
    const Header& header = command.header;
    if (header.expected_revision != 0 && header.expected_revision != revision_) {
      return header.expected_revision < 0 ? "REVISION_MISSING" : "STALE_REVISION";
    }
    if (balance_ + command.request.add < 0) {
      return "BALANCE_TOO_LOW";
    }
    if (command.request.oversized) {
      return "CHECK_VIOLATION";
    }
    balance_ += command.request.add;
    ++revision_;
    events_.push_back(std::to_string(command.request.add));
    const std::string answer = events_.back() + " makes " + std::to_string(balance_);
    answers_.emplace(command.call.idempotency_key, std::pair(command.request_hash, answer));
    return answer;
  }

  std::int64_t revision() const { return revision_; }
  const std::vector<std::string>& events() const { return events_; }

 private:
  std::int64_t balance_;
  std::int64_t revision_ = 1;
  std::vector<std::string> events_;
  std::map<std::string, std::pair<std::string, std::string>> answers_;
};

struct Sent {
  std::size_t account = 0;
  AddCommand command;
  std::future<absl::StatusOr<std::string>> answer;
};

class ModelTest : public ::testing::Test {
 protected:
  int Draw(int least, int most) { return std::uniform_int_distribution<int>(least, most)(chance_); }

  /// For an account whose model has `revision` after all earlier commands.
  AddCommand Any(const std::string& account, std::int64_t revision, const std::string& name) {
    const std::int64_t seen = Draw(0, 3) == 0 ? revision + Draw(-1, 1) : 0;
    AddCommand command =
        ledger_.Add(account, Draw(-6, 9), name + std::to_string(Draw(0, 30)), seen);
    command.request.oversized = Draw(0, 40) == 0;
    if (command.request.oversized) {
      command.request_hash += "-oversized";
    }
    return command;
  }

  void Play(int seed) {
    chance_.seed(static_cast<std::mt19937::result_type>(seed));
    std::vector<std::string> accounts;
    std::vector<Model> expected;
    std::vector<Model> sent_so_far;
    const int count = Draw(1, 6);
    for (int i = 0; i < count; ++i) {
      const std::int64_t balance = Draw(0, 10);
      accounts.push_back(ledger_.Open(balance));
      expected.emplace_back(balance);
      sent_so_far.emplace_back(balance);
    }
    const std::string prefix = std::to_string(seed) + '-';
    std::vector<Sent> all;
    const int commands = Draw(1, 60);
    for (int i = 0; i < commands; ++i) {
      const auto account = static_cast<std::size_t>(Draw(0, count - 1));
      const std::string name = prefix + std::to_string(account) + '-';
      AddCommand command = Any(accounts[account], sent_so_far[account].revision(), name);
      sent_so_far[account].Run(command);
      const auto promise = std::make_shared<std::promise<absl::StatusOr<std::string>>>();
      all.push_back({account, command, promise->get_future()});
      ledger_.frame().Submit(std::move(command), [promise](absl::StatusOr<std::string> outcome) {
        promise->set_value(std::move(outcome));
      });
      if (Draw(0, 9) == 0) {
        all.back().answer.wait();  // sometimes the queue becomes empty
      }
    }
    for (Sent& one : all) {
      const absl::StatusOr<std::string> answer = one.answer.get();
      EXPECT_EQ(answer.ok() ? *answer : Reason(answer.status()),
                expected[one.account].Run(one.command))
          << "seed " << seed << ", account " << one.account << ", key "
          << one.command.call.idempotency_key;
    }
    for (std::size_t i = 0; i < accounts.size(); ++i) {
      EXPECT_EQ(ledger_.Events(accounts[i]), expected[i].events()) << "seed " << seed;
    }
  }

  std::mt19937 chance_;
  Ledger ledger_{2};
};

TEST_F(ModelTest, BatchesAnswerAsOneByOne) {
  const int first = Setting("MOTCUA_MODEL_FIRST", 1);
  for (int seed = first; seed < first + Setting("MOTCUA_MODEL_SEEDS", 200); ++seed) {
    ASSERT_NO_FATAL_FAILURE(Play(seed));
    ASSERT_FALSE(HasFailure());
  }
  std::size_t largest = 0;
  for (const std::size_t batch : ledger_.TakeBatches()) {
    largest = std::max(largest, batch);
  }
  EXPECT_GT(largest, 4U) << "nothing was tried in batches";
}

}  // namespace
}  // namespace motcua::command
