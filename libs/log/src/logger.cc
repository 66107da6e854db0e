#include "motcua/log/logger.h"

#include <cmath>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "motcua/base/error.h"
#include "motcua/base/time_text.h"
#include "motcua/text/utf8.h"

#include "message_limiter.h"

namespace motcua::log {
namespace {

namespace json = boost::json;

// Longer text is likely a payload, and payloads are not logged.
constexpr std::size_t kMaxTextBytes = 4096;

// Text from the network may be invalid; JSON must not be.
std::string Text(std::string_view text) {
  std::string shown = text::ReplaceInvalid(text::CutToBytes(text, kMaxTextBytes));
  if (text.size() > kMaxTextBytes) {
    shown += "…";
  }
  return shown;
}

json::value ToJson(const FieldValue& value) {
  return std::visit(
      [](auto held) -> json::value {
        using Held = decltype(held);
        if constexpr (std::is_same_v<Held, std::string_view>) {
          return json::value(Text(held));
        } else if constexpr (std::is_same_v<Held, double>) {
          // JSON cannot represent these.
          return std::isfinite(held) ? json::value(held) : json::value(fmt::format("{}", held));
        } else {
          return held;
        }
      },
      value.variant());
}

bool IsFixedName(std::string_view key) {
  return key == "ts" || key == "level" || key == "service" || key == "version" || key == "msg" ||
         key == "suppressed";
}

void Put(json::object& object, const Field& field) {
  const std::string key = Text(field.key);
  object[IsFixedName(key) ? "field_" + key : key] = ToJson(field.value);
}

std::vector<Field> Concat(std::initializer_list<Field> first, std::initializer_list<Field> second) {
  std::vector<Field> all(first);
  all.insert(all.end(), second);
  return all;
}

}  // namespace

struct Logger::Core {
  Core(LoggerOptions given, std::shared_ptr<LineSink> to, std::shared_ptr<const Clock> wall,
       std::function<std::chrono::steady_clock::time_point()> steady)
      : options(std::move(given)),
        sink(std::move(to)),
        clock(std::move(wall)),
        steady_now(std::move(steady)),
        limiter(options.lines_per_message_and_second) {}

  const LoggerOptions options;
  const std::shared_ptr<LineSink> sink;
  const std::shared_ptr<const Clock> clock;
  const std::function<std::chrono::steady_clock::time_point()> steady_now;
  MessageLimiter limiter;
};

struct Logger::Bound {
  json::object fields;
};

Logger::Logger(LoggerOptions options, std::shared_ptr<LineSink> sink,
               std::shared_ptr<const Clock> clock,
               std::function<std::chrono::steady_clock::time_point()> steady_now)
    : core_(std::make_shared<Core>(
          std::move(options), std::move(sink),
          clock ? std::move(clock) : std::make_shared<SystemClock>(),
          steady_now ? std::move(steady_now) : std::chrono::steady_clock::now)) {}

void Logger::Write(Level level, Message message, std::span<const Field> fields) const {
  if (!Enabled(level)) {
    return;
  }
  std::uint64_t suppressed = 0;
  if (limited_) {
    const auto admitted = core_->limiter.Admit(message.text(), core_->steady_now());
    if (!admitted.has_value()) {
      return;
    }
    suppressed = *admitted;
  }
  json::object line;
  line["ts"] = FormatUtc(core_->clock->Now());
  line["level"] = LevelName(level);
  line["service"] = Text(core_->options.service);
  line["version"] = Text(core_->options.version);
  line["msg"] = message.text();
  if (bound_ != nullptr) {
    for (const auto& field : bound_->fields) {
      line[field.key()] = field.value();
    }
  }
  for (const Field& field : fields) {
    Put(line, field);
  }
  if (suppressed > 0) {
    line["suppressed"] = suppressed;
  }
  core_->sink->Write(json::serialize(line));
}

void Logger::Debug(Message message, std::initializer_list<Field> fields) const {
  Write(Level::kDebug, message, fields);
}

void Logger::Info(Message message, std::initializer_list<Field> fields) const {
  Write(Level::kInfo, message, fields);
}

void Logger::Warn(Message message, std::initializer_list<Field> fields) const {
  Write(Level::kWarn, message, fields);
}

void Logger::Error(Message message, std::initializer_list<Field> fields) const {
  Write(Level::kError, message, fields);
}

void Logger::Warn(Message message, const absl::Status& status,
                  std::initializer_list<Field> fields) const {
  const std::string code = absl::StatusCodeToString(status.code());
  const std::string reason = Reason(status);
  const std::string text = motcua::Message(status);
  Write(Level::kWarn, message, Concat({{"code", code}, {"reason", reason}, {"err", text}}, fields));
}

void Logger::Error(Message message, const absl::Status& status,
                   std::initializer_list<Field> fields) const {
  const std::string code = absl::StatusCodeToString(status.code());
  const std::string reason = Reason(status);
  const std::string text = motcua::Message(status);
  Write(Level::kError, message,
        Concat({{"code", code}, {"reason", reason}, {"err", text}}, fields));
}

Logger Logger::With(std::initializer_list<Field> fields) const {
  Bound bound;
  if (bound_ != nullptr) {
    bound = *bound_;
  }
  for (const Field& field : fields) {
    Put(bound.fields, field);
  }
  Logger with = *this;
  with.bound_ = std::make_shared<const Bound>(std::move(bound));
  return with;
}

Logger Logger::Unlimited() const {
  Logger unlimited = *this;
  unlimited.limited_ = false;
  return unlimited;
}

bool Logger::Enabled(Level level) const {
  return core_ != nullptr && level >= core_->options.level;
}

std::uint64_t Logger::dropped_lines() const {
  return core_ == nullptr ? 0 : core_->sink->dropped_lines();
}

std::uint64_t Logger::suppressed_lines() const {
  return core_ == nullptr ? 0 : core_->limiter.suppressed();
}

}  // namespace motcua::log
