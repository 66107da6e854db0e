#include "command_queue.h"

#include <iterator>
#include <unistd.h>
#include <utility>

#include <sys/eventfd.h>

#include "motcua/base/check.h"

namespace motcua::redis {

CommandQueue::CommandQueue() : wake_fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  MOTCUA_CHECK(wake_fd_ >= 0);
}

CommandQueue::~CommandQueue() {
  close(wake_fd_);
}

bool CommandQueue::Push(Command&& command) {
  std::unique_lock lock(mutex_);
  if (closed_) {
    return false;
  }
  commands_.push_back(std::move(command));
  const bool wake = std::exchange(asleep_, false);
  lock.unlock();
  if (wake) {
    Wake();
  }
  return true;
}

void CommandQueue::Close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  Wake();
}

bool CommandQueue::MaySleep() {
  const std::lock_guard lock(mutex_);
  asleep_ = commands_.empty();
  return asleep_;
}

void CommandQueue::ClearWake() {
  eventfd_t wakes = 0;
  eventfd_read(wake_fd_, &wakes);
}

bool CommandQueue::TakeAll(std::deque<Command>& commands) {
  const std::lock_guard lock(mutex_);
  asleep_ = false;
  std::move(commands_.begin(), commands_.end(), std::back_inserter(commands));
  commands_.clear();
  return !closed_;
}

void CommandQueue::Wake() {
  eventfd_write(wake_fd_, 1);
}

}  // namespace motcua::redis
