#include "motcua/wire/time.h"

#include "motcua/base/error.h"

namespace motcua::wire {
namespace {

// 9999-12-31T23:59:59Z.
constexpr std::int64_t kLastSecond = 253'402'300'799;
constexpr std::int32_t kNanosInASecond = 1'000'000'000;

}  // namespace

google::protobuf::Timestamp ToProto(Instant instant) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant);
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds.time_since_epoch().count());
  timestamp.set_nanos(
      static_cast<std::int32_t>(std::chrono::nanoseconds(instant - seconds).count()));
  return timestamp;
}

Instant ToInstant(const google::protobuf::Timestamp& timestamp) {
  return Instant(std::chrono::seconds(timestamp.seconds()) +
                 std::chrono::duration_cast<std::chrono::microseconds>(
                     std::chrono::nanoseconds(timestamp.nanos())));
}

absl::StatusOr<Instant> ReadInstant(const google::protobuf::Timestamp& timestamp,
                                    std::string_view field) {
  if (timestamp.seconds() < 0 || timestamp.seconds() > kLastSecond || timestamp.nanos() < 0 ||
      timestamp.nanos() >= kNanosInASecond) {
    return FieldError(field, "TIME_OUT_OF_RANGE",
                      "a time must lie in the years 1970 to 9999, with nanos below one second");
  }
  return ToInstant(timestamp);
}

}  // namespace motcua::wire
