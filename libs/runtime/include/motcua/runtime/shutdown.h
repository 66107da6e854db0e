#pragma once

#include <mutex>
#include <string>
#include <string_view>

namespace motcua::runtime {

/// Blocks SIGTERM and SIGINT in this thread, and ignores SIGPIPE (a peer that hangs up is an error
/// value). Must be the first statement of main: threads inherit the mask, so that only `Shutdown`
/// receives the signals.
void BlockShutdownSignals();

enum class StopReason {
  /// SIGTERM or SIGINT: a normal stop, exit 0.
  kSignal,
  /// A part of the program cannot continue: exit 1, so that the program is restarted.
  kFatal,
};

/// Decides when and why this program stops. Create one in main, after `BlockShutdownSignals`, and
/// pass it by reference to parts that may request a stop. Thread-safe.
class Shutdown {
 public:
  Shutdown();
  ~Shutdown();
  Shutdown(const Shutdown&) = delete;
  Shutdown& operator=(const Shutdown&) = delete;

  /// Requests a stop because a part cannot continue (a watchdog ran out, the schema is not the
  /// expected one). The first reason is kept. Never blocks; main performs the stop.
  void Request(std::string_view reason);

  /// Waits for a signal or a request, whichever is first. Call once, from one thread.
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
