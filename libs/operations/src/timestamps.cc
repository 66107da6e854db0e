#include "timestamps.h"

#include <cstdint>

#include "motcua/base/error.h"
#include "motcua/wire/time.h"

namespace motcua::operations {
namespace {

// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
constexpr std::int64_t kFirstSecond = -62'135'596'800;
constexpr std::int64_t kLastSecond = 253'402'300'799;

}  // namespace

absl::StatusOr<Instant> CheckedInstant(std::string_view field, std::string_view reason,
                                       const google::protobuf::Timestamp& timestamp) {
  if (timestamp.seconds() < kFirstSecond || timestamp.seconds() > kLastSecond ||
      timestamp.nanos() < 0 || timestamp.nanos() > 999'999'999) {
    return FieldError(field, reason, "The timestamp is not within the years 0001 to 9999.");
  }
  return wire::ToInstant(timestamp);
}

}  // namespace motcua::operations
