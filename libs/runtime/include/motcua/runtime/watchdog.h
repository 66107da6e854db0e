#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "motcua/log/logger.h"
#include "motcua/runtime/periodic_task.h"
#include "motcua/runtime/shutdown.h"
#include "motcua/runtime/steady_now.h"

namespace motcua::runtime {

/// Ends the program when a piece of work takes longer than allowed: librdkafka 2.0.2 keeps a stuck
/// consumer in its group as long as anything is polled (reliability 1.4), so no other replica would
/// take over. Logs `watchdog ran out` with the name, and requests the shutdown. Thread-safe.
class Watchdog {
 public:
  Watchdog(Shutdown& shutdown, const log::Logger& logger,
           std::chrono::milliseconds limit = std::chrono::seconds(60),
           SteadyNow steady_now = std::chrono::steady_clock::now);

  /// Watches from now until destroyed.
  class Guard {
   public:
    Guard(Guard&& other) noexcept;
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    Guard& operator=(Guard&&) = delete;
    ~Guard();

   private:
    friend class Watchdog;
    Guard(Watchdog* watchdog, std::uint64_t key) : watchdog_(watchdog), key_(key) {}
    Watchdog* watchdog_;
    std::uint64_t key_;
  };
  /// `what` names the kind of work, without data: `consume motcua.intake.dossier.v1`.
  [[nodiscard]] Guard Watch(std::string_view what);

  /// Checks all watched work once; the watchdog's thread does this every second.
  void Check();

 private:
  struct Watched {
    std::string what;
    std::chrono::steady_clock::time_point since;
  };

  Shutdown& shutdown_;
  const log::Logger logger_;
  const std::chrono::milliseconds limit_;
  const SteadyNow steady_now_;
  std::mutex mutex_;
  std::uint64_t next_key_ = 0;
  std::map<std::uint64_t, Watched> watched_;
  PeriodicTask task_;  // last: its thread uses all of the above
};

}  // namespace motcua::runtime
