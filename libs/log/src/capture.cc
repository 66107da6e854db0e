#include "motcua/log/capture.h"

#include <algorithm>
#include <limits>
#include <mutex>
#include <utility>

#include <boost/json/parse.hpp>

namespace motcua::log {

class Capture::Sink final : public LineSink {
 public:
  void Write(std::string_view line) override {
    const std::lock_guard lock(mutex_);
    lines_.emplace_back(line);
  }
  std::uint64_t dropped_lines() const override { return 0; }
  std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

Capture::Capture()
    : Capture({.service = "test",
               .version = "0",
               .level = Level::kDebug,
               .lines_per_message_and_second = std::numeric_limits<int>::max()}) {}

Capture::Capture(LoggerOptions options, std::shared_ptr<const Clock> clock,
                 std::function<std::chrono::steady_clock::time_point()> steady_now)
    : sink_(std::make_shared<Sink>()),
      logger_(std::move(options), sink_, std::move(clock), std::move(steady_now)) {}

Capture::~Capture() = default;

std::vector<std::string> Capture::lines() const {
  return sink_->lines();
}

int Capture::Count(std::string_view message) const {
  const std::vector<std::string> all = lines();
  return static_cast<int>(std::count_if(all.begin(), all.end(), [&](const std::string& line) {
    return boost::json::parse(line).at("msg").as_string() == message;
  }));
}

bool Capture::Contains(std::string_view text) const {
  const std::vector<std::string> all = lines();
  return std::any_of(all.begin(), all.end(),
                     [&](const std::string& line) { return line.find(text) != std::string::npos; });
}

}  // namespace motcua::log
