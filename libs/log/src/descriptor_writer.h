#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>

namespace motcua::log {

/// The spdlog sink that writes lines to a file descriptor on spdlog's thread. Waits for a slow
/// reader while the program runs; after `GiveUpAt`, lines that cannot be written are dropped.
class DescriptorWriter final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  explicit DescriptorWriter(int descriptor) : descriptor_(descriptor) {}

  /// Thread-safe.
  void GiveUpAt(std::chrono::steady_clock::time_point deadline);
  std::uint64_t dropped() const { return dropped_; }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override;
  void flush_() override {}

 private:
  enum class Outcome { kWritten, kNothingWritten, kCut };
  Outcome WriteAll(std::string_view bytes);
  bool WaitUntilWritable() const;

  const int descriptor_;
  std::atomic<std::chrono::steady_clock::rep> give_up_at_{
      std::chrono::steady_clock::time_point::max().time_since_epoch().count()};
  std::atomic<std::uint64_t> dropped_{0};
  std::string line_;
  bool last_line_was_cut_ = false;
};

}  // namespace motcua::log
