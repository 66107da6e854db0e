#include "pool.h"

#include "motcua/base/error.h"

namespace motcua::redis {

Pool::Pool(int size, OpenConnection open) : size_(size), open_(std::move(open)) {}

Pool::Lease::~Lease() {
  if (pool_ != nullptr) {
    pool_->GiveBack(keep_ ? std::move(connection_) : nullptr);
  }
}

absl::StatusOr<Pool::Lease> Pool::Acquire(Time deadline) {
  std::unique_ptr<Connection> connection;
  {
    std::unique_lock lock(mutex_);
    if (!freed_.wait_until(lock, deadline, [this] { return in_use_ < size_; })) {
      return Error(absl::StatusCode::kResourceExhausted, "REDIS_POOL_BUSY",
                   "All connections to Redis are in use.");
    }
    ++in_use_;
    while (connection == nullptr && !idle_.empty()) {
      connection = std::move(idle_.back());
      idle_.pop_back();
      if (!connection->Idle()) {
        connection.reset();
      }
    }
  }
  if (connection != nullptr) {
    return Lease(*this, std::move(connection), Time::duration::zero());
  }
  const Time start = std::chrono::steady_clock::now();
  auto opened = open_();
  if (!opened.ok()) {
    GiveBack(nullptr);
    return opened.status();
  }
  return Lease(*this, *std::move(opened), std::chrono::steady_clock::now() - start);
}

void Pool::DropIdle() {
  std::vector<std::unique_ptr<Connection>> dropped;
  const std::lock_guard lock(mutex_);
  dropped.swap(idle_);
}

void Pool::GiveBack(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    --in_use_;
    if (connection != nullptr) {
      idle_.push_back(std::move(connection));
    }
  }
  freed_.notify_one();
}

}  // namespace motcua::redis
