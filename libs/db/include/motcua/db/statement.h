#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/clock.h"

namespace motcua::db {

/// One SQL statement with a name: prepared once per connection under that name, and counted under
/// it in metrics. Declared as a constant in the service's store/sql.h. Parameters are always bound,
/// never spliced. A name stands for one text: another text under it is INTERNAL / DATABASE_ERROR.
struct Statement {
  const char* name;
  const char* sql;
};

/// Parameters of one execution, in order ($1, $2 ...). Values are sent as text, bytes as binary.
class Params {
 public:
  Params& Text(std::string_view value);
  Params& Int(std::int64_t value);
  Params& Bool(bool value);
  /// timestamptz, microseconds, UTC.
  Params& Time(Instant value);
  Params& OptionalTime(const std::optional<Instant>& value);
  /// Empty becomes NULL.
  Params& TextOrNull(std::string_view value);
  Params& Bytes(std::string_view value);
  Params& Null();
  /// text[] / uuid[] by cast in the statement.
  Params& TextArray(const std::vector<std::string>& values);

  struct Value {
    std::optional<std::string> data;
    bool binary = false;
  };
  const std::vector<Value>& values() const { return values_; }

 private:
  std::vector<Value> values_;
};

/// Rows of one result, copied out of libpq, so that it outlives its connection. Column by position.
/// Asking a NULL for a value gives the type's empty value; `IsNull` tells. A column that does not
/// exist or is not of the type asked for is a bug that ends the process (MOTCUA_CHECK).
class Result {
 public:
  std::size_t size() const { return rows_; }
  bool empty() const { return rows_ == 0; }
  /// Rows an INSERT, UPDATE or DELETE touched.
  std::int64_t affected() const { return affected_; }

  bool IsNull(std::size_t row, std::size_t column) const;
  std::string_view Text(std::size_t row, std::size_t column) const;
  std::int64_t Int(std::size_t row, std::size_t column) const;
  bool Bool(std::size_t row, std::size_t column) const;
  Instant Time(std::size_t row, std::size_t column) const;
  std::optional<Instant> OptionalTime(std::size_t row, std::size_t column) const;
  /// bytea, decoded.
  std::string Bytes(std::size_t row, std::size_t column) const;

 private:
  friend class Connection;  // which fills it
  const std::optional<std::string>& Cell(std::size_t row, std::size_t column) const;
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::int64_t affected_ = 0;
  std::vector<std::optional<std::string>> cells_;
};

}  // namespace motcua::db
