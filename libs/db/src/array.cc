#include "motcua/db/array.h"

#include <limits>

#include "motcua/base/check.h"

#include "binary_format.h"

namespace motcua::db {
namespace {

struct TypeFacts {
  std::string_view name;
  Oid oid;
  int integer_width = 0;  // 0: not an integer
};

const TypeFacts& FactsOf(Type type) {
  static constexpr TypeFacts kFacts[] = {{"text", kTextOid},
                                         {"uuid", kUuidOid},
                                         {"smallint", kInt2Oid, 2},
                                         {"integer", kInt4Oid, 4},
                                         {"bigint", kInt8Oid, 8},
                                         {"boolean", kBoolOid},
                                         {"timestamptz", kTimestamptzOid},
                                         {"date", kDateOid},
                                         {"bytea", kByteaOid}};
  return kFacts[static_cast<std::size_t>(type)];
}

}  // namespace

std::string_view SqlName(Type type) {
  return FactsOf(type).name;
}

Array::Array(Type type) : type_(type) {}

void Array::Begin(std::size_t bytes) {
  AppendInt(elements_, static_cast<std::int64_t>(bytes), 4);
  ++size_;
}

Array& Array::Null() {
  AppendInt(elements_, -1, 4);
  ++size_;
  has_null_ = true;
  return *this;
}

Array& Array::Text(std::string_view value) {
  if (type_ == Type::kUuid) {
    Begin(16);
    valid_ = AppendUuid(elements_, value) && valid_;
    return *this;
  }
  MOTCUA_CHECK(type_ == Type::kText);
  valid_ = value.find('\0') == std::string_view::npos && valid_;
  Begin(value.size());
  elements_ += value;
  return *this;
}

Array& Array::TextOrNull(std::string_view value) {
  return value.empty() ? Null() : Text(value);
}

Array& Array::Int(std::int64_t value) {
  const int width = FactsOf(type_).integer_width;
  MOTCUA_CHECK(width > 0);
  MOTCUA_CHECK(width == 8 ||
               (value >= -(1LL << (width * 8 - 1)) && value < 1LL << (width * 8 - 1)));
  Begin(static_cast<std::size_t>(width));
  AppendInt(elements_, value, width);
  return *this;
}

Array& Array::Bool(bool value) {
  MOTCUA_CHECK(type_ == Type::kBoolean);
  Begin(1);
  elements_ += static_cast<char>(value ? 1 : 0);
  return *this;
}

Array& Array::Time(Instant value) {
  MOTCUA_CHECK(type_ == Type::kTimestamptz);
  Begin(8);
  AppendInt(elements_, MicrosecondsOf(value), 8);
  return *this;
}

Array& Array::OptionalTime(const std::optional<Instant>& value) {
  return value.has_value() ? Time(*value) : Null();
}

Array& Array::Date(std::chrono::local_days value) {
  MOTCUA_CHECK(type_ == Type::kDate);
  Begin(4);
  AppendInt(elements_, DaysOf(value), 4);
  return *this;
}

Array& Array::Bytes(std::string_view value) {
  MOTCUA_CHECK(type_ == Type::kBytea);
  Begin(value.size());
  elements_ += value;
  return *this;
}

// ndim, flags, element type, then size and lower bound of the one dimension.
std::optional<std::string> Array::Finish() const {
  if (!valid_) {
    return std::nullopt;
  }
  std::string bytes;
  bytes.reserve(20 + elements_.size());
  AppendInt(bytes, size_ == 0 ? 0 : 1, 4);
  AppendInt(bytes, has_null_ ? 1 : 0, 4);
  AppendInt(bytes, FactsOf(type_).oid, 4);
  if (size_ > 0) {
    AppendInt(bytes, static_cast<std::int64_t>(size_), 4);
    AppendInt(bytes, 1, 4);
    bytes += elements_;
  }
  return bytes;
}

Array TextArray(const std::vector<std::string>& values) {
  Array array(Type::kText);
  for (const std::string& value : values) {
    array.Text(value);
  }
  return array;
}

Array UuidArray(const std::vector<std::string>& values) {
  Array array(Type::kUuid);
  for (const std::string& value : values) {
    array.Text(value);
  }
  return array;
}

Array BigintArray(const std::vector<std::int64_t>& values) {
  Array array(Type::kBigint);
  for (const std::int64_t value : values) {
    array.Int(value);
  }
  return array;
}

}  // namespace motcua::db
