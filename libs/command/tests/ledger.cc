#include "ledger.h"

#include <array>
#include <future>
#include <utility>

#include <gtest/gtest.h>

#include "motcua/base/sha256.h"
#include "motcua/base/status_macros.h"
#include "motcua/db/table.h"

namespace motcua::command::testing {
namespace {

constexpr char kTables[] = R"sql(
  CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    revision bigint NOT NULL,
    sequence bigint NOT NULL,
    balance bigint NOT NULL,
    last_occurred_at timestamptz NOT NULL,
    CONSTRAINT accounts_limit CHECK (balance <= 1000)
  )
)sql";

const db::Table<Account>& Accounts() {
  using db::Field;
  static const db::Table<Account> kAccounts(
      "accounts",
      {db::Key(Field("id", db::Type::kUuid, &Account::id)), Field("revision", &Account::revision),
       Field("sequence", &Account::sequence), Field("balance", &Account::balance),
       Field("last_occurred_at", &Account::last_occurred_at)});
  return kAccounts;
}

const db::ReadStatements& Reads() {
  static const db::ReadStatements kReads =
      Accounts().Reads("accounts", "WHERE id = ANY ($1::uuid[]) ORDER BY id");
  return kReads;
}

/// Holds a lane until released.
class Holder final : public Batcher::Kind {
 public:
  void Run(Batcher::Batch) override {
    began_.set_value();
    let_go_.get_future().wait();
  }
  void AwaitBegin() { began_.get_future().wait(); }
  void LetGo() { let_go_.set_value(); }

 private:
  std::promise<void> began_;
  std::promise<void> let_go_;
};

}  // namespace

std::vector<db::Query> AccountHandler::Open(const Commands& commands, bool wait) const {
  if (on_open) {
    on_open(commands.size());
  }
  db::Array ids(db::Type::kUuid);
  for (const AddCommand* command : commands) {
    ids.Text(command->header.subject);
  }
  return {{Reads()[wait ? db::Reading::kLock : db::Reading::kLockFree], db::Params().Values(ids)}};
}

absl::StatusOr<Opening<AccountModel>> AccountHandler::Read(const Commands& commands,
                                                           const std::vector<db::Result>& results,
                                                           db::Transaction& /*transaction*/) const {
  Opening<AccountModel> opening{
      .aggregates = Accounts().ReadAll(results[0]), .places = {}, .around = {}};
  opening.places = PlacesOf<AccountModel>(
      commands, opening.aggregates, [](const Account& account) { return std::array{account.id}; },
      [](const std::string& id) { return id; });
  return opening;
}

absl::StatusOr<AccountModel::Decision> AccountHandler::Decide(const AddCommand& command,
                                                              const Surroundings& /*around*/,
                                                              Account& account, Instant now) const {
  account.balance += command.request.add;
  if (account.balance < 0) {
    return Error(absl::StatusCode::kFailedPrecondition, "BALANCE_TOO_LOW", "not enough there");
  }
  ++account.revision;
  ++account.sequence;
  account.last_occurred_at = now;
  return AccountModel::Decision{.added = command.request.add,
                                .oversized = command.request.oversized};
}

std::optional<outbox::Event> AccountHandler::EventOf(const Change<AccountModel>& change) const {
  const std::string padding(change.decision.oversized ? 250 * 1024 : 0, 'x');
  return outbox::Event{.event_id = change.event_id,
                       .stream = "account",
                       .key = change.after.id,
                       .type = "motcua.test.Added",
                       .epoch = 1,
                       .sequence = change.after.sequence,
                       .occurred_at = change.after.last_occurred_at,
                       .payload = std::to_string(change.decision.added) + padding};
}

void AccountHandler::Write(db::Transaction& transaction,
                           const std::vector<Written<AccountModel>>& written,
                           const std::vector<Change<AccountModel>>&) const {
  transaction.Write(Accounts().Update(
      written, [](const Written<AccountModel>& one) -> const Account& { return *one.after; }));
}

absl::Status AccountHandler::Unknown() const {
  return Error(absl::StatusCode::kNotFound, "ACCOUNT_UNKNOWN", "no such account");
}

absl::Status AccountHandler::Fetch(const CallContext&, const std::string& subject) const {
  return fetch ? fetch(subject) : Unknown();
}

Ledger::Ledger(int lanes)
    : database_(motcua::testing::TempDatabase::Create(
          {"libs/outbox/db/event_log.sql", "libs/command/db/command.sql"})) {
  pool_ = db::Pool::Create({.connection = connection(), .on_run = {}}).value();
  lane_pool_ = db::Pool::Create({.connection = connection(), .size = lanes, .on_run = {}}).value();
  EXPECT_TRUE(pool_->Acquire({}).value()->Script(kTables).ok());
  handler_.on_open = [this](std::size_t size) {
    const std::lock_guard lock(mutex_);
    batches_.push_back(size);
  };
  executor_ = std::make_unique<runtime::Executor>(
      runtime::ExecutorOptions{.name = "test", .threads = 4}, registry_);
  batcher_ = std::make_unique<Batcher>(Batcher::Options{.lanes = lanes, .on_batch = {}});
  frame_ = std::make_unique<Frame<AccountModel>>(Resources{.batcher = *batcher_,
                                                           .lane_pool = *lane_pool_,
                                                           .executor = *executor_,
                                                           .pool = *pool_,
                                                           .clock = clock_,
                                                           .ids = ids_,
                                                           .on_commit = {}},
                                                 handler_);
}

Ledger::~Ledger() {
  batcher_->Stop();
  executor_.reset();
}

db::Connection::Options Ledger::connection() const {
  db::Connection::Options options;
  options.dsn = database_.dsn();
  return options;
}

std::string Ledger::Open(std::int64_t balance) {
  const std::vector<Account> account = {
      {.id = ids_.NewId(), .revision = 1, .balance = balance, .last_occurred_at = clock_.Now()}};
  EXPECT_TRUE(pool_->Acquire({}).value()->Execute(Accounts().Insert(account)).ok());
  return account[0].id;
}

AddCommand Ledger::Add(const std::string& account, std::int64_t amount, const std::string& key,
                       std::int64_t revision) {
  AddCommand command;
  command.call.caller = "test";
  command.call.idempotency_key = key;
  command.method = "Add";
  command.request_hash = Sha256Hex(account + ' ' + std::to_string(amount));
  command.header = {.subject = account,
                    .expected_revision = revision,
                    .actor = {.kind = ActorKind::kCitizen, .id = "1", .agency = {}},
                    .reason = {},
                    .legal_ground = {}};
  command.request = {.add = amount};
  command.encode = [](const Account& after, const AccountModel::Decision& decision) {
    return std::to_string(decision.added) + " makes " + std::to_string(after.balance);
  };
  return command;
}

std::vector<absl::StatusOr<std::string>> Ledger::RunTogether(
    const std::vector<AddCommand>& commands) {
  Holder holder;
  EXPECT_EQ(batcher_->Submit(holder, "hold", std::make_unique<Batcher::Item>()), nullptr);
  holder.AwaitBegin();
  std::vector<std::promise<absl::StatusOr<std::string>>> answers(commands.size());
  for (std::size_t i = 0; i < commands.size(); ++i) {
    frame_->Submit(commands[i], [&answers, i](absl::StatusOr<std::string> outcome) {
      answers[i].set_value(std::move(outcome));
    });
  }
  holder.LetGo();
  std::vector<absl::StatusOr<std::string>> outcomes;
  for (auto& answer : answers) {
    outcomes.push_back(answer.get_future().get());
  }
  return outcomes;
}

std::int64_t Ledger::Ask(const std::string& sql) {
  const auto lease = pool_->Acquire({});
  const auto result = (*lease)->Execute({{"", ("SELECT (" + sql + ") AS n").c_str()}, {}});
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? result->front().Int("n") : -1;
}

std::vector<std::string> Ledger::Events(const std::string& account) {
  std::vector<std::string> amounts;
  const auto events = outbox::ListEvents(*pool_, {}, "account", account, 0, 1000);
  EXPECT_TRUE(events.ok()) << events.status();
  for (const outbox::Event& event : events.value()) {
    EXPECT_EQ(event.sequence, static_cast<std::int64_t>(amounts.size()) + 1);
    amounts.push_back(event.payload);
  }
  return amounts;
}

std::vector<std::size_t> Ledger::TakeBatches() {
  const std::lock_guard lock(mutex_);
  return std::exchange(batches_, {});
}

}  // namespace motcua::command::testing
