#pragma once

#include <deque>
#include <mutex>
#include <vector>

#include "command.h"

namespace motcua::redis {

/// Passes commands from any thread to the one that serves the connection. That thread sleeps in
/// poll and is woken only when it may be asleep, so a busy queue needs no system call.
class CommandQueue {
 public:
  CommandQueue();
  ~CommandQueue();
  CommandQueue(const CommandQueue&) = delete;
  CommandQueue& operator=(const CommandQueue&) = delete;

  /// False after `Close`; the command is then unchanged.
  bool Push(Command&& command);
  /// Wakes the serving thread for a last round.
  void Close();

  // For the serving thread:

  /// False when there is something to take. Otherwise the next `Push` makes `wake_fd` readable.
  bool MaySleep();
  int wake_fd() const { return wake_fd_; }
  /// After poll has found `wake_fd` readable.
  void ClearWake();
  /// Moves all to the end of `commands`. False after `Close`.
  bool TakeAll(std::deque<Command>& commands);

 private:
  void Wake();

  const int wake_fd_;
  std::mutex mutex_;
  std::vector<Command> commands_;
  bool asleep_ = false;
  bool closed_ = false;
};

}  // namespace motcua::redis
