#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/clock.h"
#include "motcua/db/array.h"

namespace motcua::db {

/// One SQL statement with a name: prepared once per connection under that name, and counted under
/// it in metrics. Declared as a constant in the service's store/sql.h. Parameters are always bound,
/// never concatenated. A second text under the same name is INTERNAL / DATABASE_ERROR.
struct Statement {
  const char* name;
  const char* sql;
};

/// Parameters of one execution, in order ($1, $2 ...). Times, bytes and arrays are sent in binary
/// form, so their `$n` must be of exactly that type; all others as text.
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
  Params& Values(const Array& array);

  struct Value {
    std::optional<std::string> data;
    bool binary = false;
    /// PostgreSQL would refuse a value: a NUL in a text, or an invalid UUID.
    bool refused = false;
  };
  const std::vector<Value>& values() const { return values_; }

 private:
  std::vector<Value> values_;
};

}  // namespace motcua::db
