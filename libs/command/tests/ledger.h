#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "motcua/command/frame.h"
#include "motcua/metrics/registry.h"
#include "motcua/testing/temp_database.h"

namespace motcua::command::testing {

/// A kind of aggregate that exists for these tests: an account with a balance that must not become
/// negative, and a limit enforced only by the database (a check constraint at 1000).
struct Account {
  std::string id;
  std::int64_t revision = 0;
  std::int64_t sequence = 0;
  std::int64_t balance = 0;
  Instant last_occurred_at{};

  friend bool operator==(const Account&, const Account&) = default;
};

struct AccountModel {
  using Aggregate = Account;
  struct Request {
    std::int64_t add = 0;
    /// Its event is larger than the history allows: only the database refuses it.
    bool oversized = false;
  };
  struct Decision {
    std::int64_t added = 0;
    bool oversized = false;
  };
  struct Surroundings {};
};

using AddCommand = Command<AccountModel>;

/// FAILED_PRECONDITION / BALANCE_TOO_LOW if the balance would become negative.
class AccountHandler final : public Handler<AccountModel> {
 public:
  std::vector<db::Query> Open(const Commands& commands, bool wait) const override;
  absl::StatusOr<Opening<AccountModel>> Read(const Commands& commands,
                                             const std::vector<db::Result>& results,
                                             db::Transaction& transaction) const override;
  absl::StatusOr<AccountModel::Decision> Decide(const AddCommand& command,
                                                const Surroundings& around, Account& account,
                                                Instant now) const override;
  std::optional<outbox::Event> EventOf(const Change<AccountModel>& change) const override;
  void Write(db::Transaction& transaction, const std::vector<Written<AccountModel>>& written,
             const std::vector<Change<AccountModel>>& changes) const override;
  absl::Status Unknown() const override;
  absl::Status Fetch(const CallContext& call, const std::string& subject) const override;

  /// Called for every batch opened, with its size.
  std::function<void(std::size_t)> on_open;
  /// What Fetch does; refuses with Unknown when empty.
  std::function<absl::Status(const std::string&)> fetch;
};

/// A database of accounts with a frame.
class Ledger {
 public:
  explicit Ledger(int lanes = 1);
  ~Ledger();

  /// A new account with this balance.
  std::string Open(std::int64_t balance);
  /// A citizen's command, by default without a revision.
  AddCommand Add(const std::string& account, std::int64_t amount, const std::string& key,
                 std::int64_t revision = 0);
  absl::StatusOr<std::string> Run(const std::string& account, std::int64_t amount,
                                  const std::string& key) {
    return frame().Run(Add(account, amount, key));
  }
  /// Submits all while the one lane is held, so that they are one batch (at most 32); returns the
  /// outcome per command.
  std::vector<absl::StatusOr<std::string>> RunTogether(const std::vector<AddCommand>& commands);

  std::int64_t Ask(const std::string& sql);
  std::vector<std::string> Events(const std::string& account);

  Frame<AccountModel>& frame() { return *frame_; }
  AccountHandler& handler() { return handler_; }
  Batcher& batcher() { return *batcher_; }
  db::Pool& pool() { return *pool_; }
  db::Connection::Options connection() const;
  /// Sizes of the batches opened since the last call.
  std::vector<std::size_t> TakeBatches();

 private:
  const motcua::testing::TempDatabase database_;
  RandomIdGenerator ids_;
  SystemClock clock_;
  metrics::Registry registry_;
  std::mutex mutex_;
  std::vector<std::size_t> batches_;
  AccountHandler handler_;
  std::unique_ptr<db::Pool> pool_;
  std::unique_ptr<db::Pool> lane_pool_;
  std::unique_ptr<runtime::Executor> executor_;
  std::unique_ptr<Batcher> batcher_;
  std::unique_ptr<Frame<AccountModel>> frame_;
};

}  // namespace motcua::command::testing
