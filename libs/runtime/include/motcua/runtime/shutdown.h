#pragma once

#include <mutex>
#include <string>
#include <string_view>

namespace motcua::runtime {

/// Blocks SIGTERM and SIGINT in this thread, and ignores SIGPIPE (a peer that hangs up is an error
/// value). First statement of main: threads inherit the mask, so that only `Shutdown` sees them.
void BlockShutdownSignals();

enum class StopReason {
  /// SIGTERM or SIGINT: the ordinary end, exit 0.
  kSignal,
  /// A part of the program cannot go on: exit 1, so that it is started again.
  kFatal,
};

/// Why and when this program stops. One in main, handed by reference to parts that may have to give
/// up; `BlockShutdownSignals` comes first. Thread-safe.
class Shutdown {
 public:
  Shutdown();
  ~Shutdown();
  Shutdown(const Shutdown&) = delete;
  Shutdown& operator=(const Shutdown&) = delete;

  /// A part cannot go on (a watchdog ran out, a schema is foreign). The first reason is kept. Never
  /// blocks; the stop itself is main's.
  void Request(std::string_view reason);

  /// Waits for a signal or a request, whichever is first. One thread, once.
  StopReason Wait();

  bool requested() const;
  /// The text of the first request; empty if there was none.
  std::string reason() const;

 private:
  int signal_fd_;
  int request_fd_;
  mutable std::mutex mutex_;
  std::string reason_;
  bool requested_ = false;
};

}  // namespace motcua::runtime
