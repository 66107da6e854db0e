#include "motcua/db/pool.h"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <thread>
#include <utility>

#include "motcua/base/check.h"
#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

namespace motcua::db {
namespace {

using std::chrono::steady_clock;

constexpr int kRestarts = 3;

bool EndsWith(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

std::string ConstraintOf(const absl::Status& status) {
  for (const auto& [key, value] : Metadata(status)) {
    if (key == "constraint") {
      return value;
    }
  }
  return {};
}

// Another transaction was faster; running the same transaction again will see its effect.
bool IsLostRace(const absl::Status& status) {
  const std::string reason = Reason(status);
  if (status.code() == absl::StatusCode::kAborted) {
    return reason == "SERIALIZATION" || reason == "STALE_PLAN" || reason == "RACE_LOST";
  }
  if (reason == "UNIQUE_VIOLATION") {
    const std::string constraint = ConstraintOf(status);
    return EndsWith(constraint, "_idempotency_key") || EndsWith(constraint, "_pkey_race");
  }
  return false;
}

// 1 to 5, 2 to 10, 4 to 20 ms, so that two losers of a race do not collide again.
void WaitBeforeRestart(int restart) {
  thread_local std::minstd_rand random(std::random_device{}());
  std::uniform_int_distribution<int> ms(1 << restart, 5 << restart);
  std::this_thread::sleep_for(std::chrono::milliseconds(ms(random)));
}

bool Expired(const CallContext& call) {
  return steady_clock::now() >= call.deadline;
}

absl::Status DeadlinePassed() {
  return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED",
               "the deadline passed before the work was started");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Pool>> Pool::Create(const Options& options) {
  if (options.size < 1) {
    return Error(absl::StatusCode::kInvalidArgument, "POOL_SIZE_INVALID",
                 "a pool needs at least one connection");
  }
  std::unique_ptr<Pool> pool(new Pool(options));
  MOTCUA_RETURN_IF_ERROR(pool->Acquire({}).status());
  return pool;
}

Pool::Pool(Options options) : options_(std::move(options)) {}

Pool::~Pool() {
  MOTCUA_CHECK(in_use_ == 0);
}

absl::StatusOr<Pool::Lease> Pool::Acquire(const CallContext& call) {
  const auto deadline = call.deadline == steady_clock::time_point::max()
                            ? steady_clock::now() + options_.acquire_timeout
                            : call.deadline;
  std::unique_ptr<Connection> connection;
  {
    std::unique_lock lock(mutex_);
    ++waiting_;
    const bool free = freed_.wait_until(lock, deadline, [this] { return in_use_ < options_.size; });
    --waiting_;
    if (!free) {
      return Error(absl::StatusCode::kResourceExhausted, "POOL_BUSY",
                   "all database connections are in use");
    }
    ++in_use_;
    if (!idle_.empty()) {
      connection = std::move(idle_.back());  // the one used last, so that the others stay idle
      idle_.pop_back();
    }
  }
  if (connection == nullptr || !connection->alive()) {
    absl::StatusOr<std::unique_ptr<Connection>> opened = Connection::Open(options_.connection);
    if (!opened.ok()) {
      Release(nullptr);
      return opened.status();
    }
    connection = *std::move(opened);
  }
  return Lease(*this, std::move(connection));
}

void Pool::Release(std::unique_ptr<Connection> connection) {
  const bool reusable =
      connection != nullptr && connection->alive() && !connection->in_transaction();
  {
    const std::lock_guard lock(mutex_);
    --in_use_;
    if (reusable) {
      idle_.push_back(std::move(connection));
    }
  }
  freed_.notify_one();
}

Pool::Lease::Lease(Pool& pool, std::unique_ptr<Connection> connection)
    : pool_(&pool), connection_(std::move(connection)) {}

Pool::Lease::Lease(Lease&&) noexcept = default;

Pool::Lease::~Lease() {
  if (connection_ != nullptr) {
    pool_->Release(std::move(connection_));
  }
}

absl::Status Pool::Run(const CallContext& call, std::string_view name,
                       const std::function<absl::Status(Transaction&)>& body) {
  const auto start = steady_clock::now();
  absl::Status status = RunOnce(call, body);
  for (int restart = 0; restart < kRestarts && IsLostRace(status) && !Expired(call); ++restart) {
    WaitBeforeRestart(restart);
    status = RunOnce(call, body);
  }
  if (IsLostRace(status)) {
    status = Error(absl::StatusCode::kAborted, "CONTENTION",
                   "the transaction kept failing on conflicts; last error: " + Message(status),
                   {{"transaction", name}});
  }
  if (options_.on_run) {
    options_.on_run(name, steady_clock::now() - start, status);
  }
  return status;
}

absl::Status Pool::RunOnce(const CallContext& call,
                           const std::function<absl::Status(Transaction&)>& body) {
  MOTCUA_ASSIGN_OR_RETURN(const Lease lease, Acquire(call));
  if (Expired(call)) {
    return DeadlinePassed();
  }
  Transaction transaction(*lease);
  MOTCUA_RETURN_IF_ERROR(body(transaction));
  return transaction.ended() ? absl::OkStatus() : transaction.Commit();
}

Pool::Usage Pool::usage() const {
  const std::lock_guard lock(mutex_);
  return {.in_use = in_use_, .idle = static_cast<int>(idle_.size()), .waiting = waiting_};
}

}  // namespace motcua::db
