#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/clock.h"

namespace motcua::db {

/// The types that our columns have, by PostgreSQL's names.
enum class Type {
  kText,
  kUuid,
  kSmallint,
  kInteger,
  kBigint,
  kBoolean,
  kTimestamptz,
  kDate,
  kBytea
};

/// `text`, `uuid`, ...: for the casts of a statement.
std::string_view SqlName(Type type);

/// A one-dimensional array, as parameter of a set-wise statement: `= ANY ($1::uuid[])`,
/// `unnest($1::bigint[])`. Sent in binary form, which costs the server a quarter less than text
/// (docs/adr/0017).
///
/// Adding a value whose type is not that of the array is a bug and ends the process; a uuid or text
/// that PostgreSQL would refuse makes the statement fail with INVALID_ARGUMENT / TEXT_INVALID.
class Array {
 public:
  explicit Array(Type type);

  Array& Null();
  /// Texts and uuids.
  Array& Text(std::string_view value);
  /// Empty becomes NULL.
  Array& TextOrNull(std::string_view value);
  /// Any integer type; the value must fit.
  Array& Int(std::int64_t value);
  Array& Bool(bool value);
  Array& Time(Instant value);
  Array& OptionalTime(const std::optional<Instant>& value);
  Array& Date(std::chrono::local_days value);
  Array& Bytes(std::string_view value);

  std::size_t size() const { return size_; }

 private:
  friend class Params;
  /// Length, then the value.
  void Begin(std::size_t bytes);
  /// The finished value; empty when an element was refused.
  std::optional<std::string> Finish() const;

  Type type_;
  std::size_t size_ = 0;
  bool has_null_ = false;
  bool valid_ = true;
  std::string elements_;
};

Array TextArray(const std::vector<std::string>& values);
Array UuidArray(const std::vector<std::string>& values);
Array BigintArray(const std::vector<std::int64_t>& values);

}  // namespace motcua::db
