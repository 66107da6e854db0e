#include "timestamps.h"

#include <cstdint>

#include "motcua/base/error.h"
#include "motcua/wire/time.h"

namespace motcua::operations {
namespace {

// 1970-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
constexpr std::int64_t kFirstSecond = 0;
constexpr std::int64_t kLastSecond = 253'402'300'799;

}  // namespace

absl::StatusOr<Instant> CheckedInstant(std::string_view field, std::string_view reason,
                                       const google::protobuf::Timestamp& timestamp) {
  if (timestamp.seconds() < kFirstSecond || timestamp.seconds() > kLastSecond ||
      timestamp.nanos() < 0 || timestamp.nanos() > 999'999'999) {
    return FieldError(field, reason,
                      "The timestamp is outside the years 1970 to 9999, or its nanos are invalid.");
  }
  return wire::ToInstant(timestamp);
}

}  // namespace motcua::operations
