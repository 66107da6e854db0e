#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "motcua/base/clock.h"

// PostgreSQL's binary forms of the types that parameters have: integers in network order,
// timestamptz in microseconds since 2000-01-01Z with its two infinities, uuid as 16 bytes (server
// source: src/backend/utils/adt, the *recv functions).

namespace motcua::db {

/// A type's number in pg_type, which never changes for built-in types.
using Oid = unsigned int;
inline constexpr Oid kBoolOid = 16;
inline constexpr Oid kByteaOid = 17;
inline constexpr Oid kInt8Oid = 20;
inline constexpr Oid kInt2Oid = 21;
inline constexpr Oid kInt4Oid = 23;
inline constexpr Oid kTextOid = 25;
inline constexpr Oid kDateOid = 1082;
inline constexpr Oid kTimestamptzOid = 1184;
inline constexpr Oid kUuidOid = 2950;

void AppendInt(std::string& bytes, std::int64_t value, int width);

/// Of a timestamptz.
std::int64_t MicrosecondsOf(Instant value);

/// Of a date: days since 2000-01-01.
std::int64_t DaysOf(std::chrono::local_days value);

/// Appends 16 bytes. Returns false, with `bytes` in an unspecified state, for an invalid UUID.
bool AppendUuid(std::string& bytes, std::string_view uuid);

}  // namespace motcua::db
