#include "motcua/db/result.h"

#include <cstdlib>
#include <memory>
#include <utility>

#include <absl/strings/numbers.h>
#include <absl/time/time.h>
#include <libpq-fe.h>

#include "motcua/base/check.h"

namespace motcua::db {
namespace {

// Of a session in UTC with DateStyle ISO: `2026-03-02 01:30:00.000001+00`.
Instant InstantOf(std::string_view text) {
  if (text == "infinity") {
    return Instant::max();
  }
  if (text == "-infinity") {
    return Instant::min();
  }
  absl::Time time;
  std::string error;
  MOTCUA_CHECK(absl::ParseTime("%Y-%m-%d %H:%M:%E*S%z", absl::string_view(text.data(), text.size()),
                               &time, &error));
  return Instant(std::chrono::microseconds(absl::ToUnixMicros(time)));
}

}  // namespace

Result::Result(std::shared_ptr<const pg_result> rows)
    : rows_(std::move(rows)), size_(static_cast<std::size_t>(PQntuples(rows_.get()))) {}

std::int64_t Result::affected() const {
  // libpq takes the result without const although it does not change it; empty for statements that
  // do not affect rows.
  return rows_ == nullptr
             ? 0
             : std::strtoll(PQcmdTuples(const_cast<pg_result*>(rows_.get())), nullptr, 10);
}

Row Result::operator[](std::size_t index) const {
  return {*this, index};
}

Row Result::front() const {
  return {*this, 0};
}

Row Result::Only() const {
  MOTCUA_CHECK(size_ == 1 && PQnfields(rows_.get()) == 1);
  return front();
}

std::string Result::OnlyText() const {
  return std::string(Only().Text(0));
}

std::int64_t Result::OnlyInt() const {
  return Only().Int(0);
}

Result::Iterator Result::begin() const {
  return {*this, 0};
}

Result::Iterator Result::end() const {
  return {*this, size_};
}

Row::Row(const Result& result, std::size_t index)
    : rows_(result.rows_.get()), index_(static_cast<int>(index)) {
  MOTCUA_CHECK(index < result.size_);
}

int Row::Find(std::string_view column) const {
  for (int i = 0; i < PQnfields(rows_); ++i) {
    if (column == PQfname(rows_, i)) {
      return i;
    }
  }
  MOTCUA_CHECK(!"no such column");
  return -1;
}

std::optional<std::string_view> Row::Cell(int column) const {
  if (PQgetisnull(rows_, index_, column) != 0) {
    return std::nullopt;
  }
  return std::string_view(PQgetvalue(rows_, index_, column),
                          static_cast<std::size_t>(PQgetlength(rows_, index_, column)));
}

bool Row::IsNull(std::string_view column) const {
  return !Cell(Find(column)).has_value();
}

std::string Row::Text(std::string_view column) const {
  return std::string(Text(Find(column)));
}

std::string_view Row::Text(int column) const {
  return Cell(column).value_or(std::string_view());
}

std::int64_t Row::Int(std::string_view column) const {
  return Int(Find(column));
}

std::int64_t Row::Int(int column) const {
  const std::optional<std::string_view> cell = Cell(column);
  std::int64_t value = 0;
  MOTCUA_CHECK(!cell.has_value() ||
               absl::SimpleAtoi(absl::string_view(cell->data(), cell->size()), &value));
  return value;
}

bool Row::Bool(std::string_view column) const {
  return Bool(Find(column));
}

bool Row::Bool(int column) const {
  const std::optional<std::string_view> cell = Cell(column);
  MOTCUA_CHECK(!cell.has_value() || *cell == "t" || *cell == "f");
  return cell == "t";
}

Instant Row::Time(std::string_view column) const {
  return OptionalTime(column).value_or(Instant{});
}

std::optional<Instant> Row::OptionalTime(std::string_view column) const {
  return OptionalTime(Find(column));
}

std::optional<Instant> Row::OptionalTime(int column) const {
  const std::optional<std::string_view> cell = Cell(column);
  return cell.has_value() ? std::optional(InstantOf(*cell)) : std::nullopt;
}

std::string Row::Bytes(std::string_view column) const {
  return Bytes(Find(column));
}

std::string Row::Bytes(int column) const {
  const std::optional<std::string_view> cell = Cell(column);
  if (!cell.has_value()) {
    return {};
  }
  std::size_t size = 0;
  const std::unique_ptr<unsigned char, decltype(&PQfreemem)> bytes(
      PQunescapeBytea(reinterpret_cast<const unsigned char*>(cell->data()), &size), &PQfreemem);
  MOTCUA_CHECK(bytes != nullptr);
  return {reinterpret_cast<const char*>(bytes.get()), size};
}

}  // namespace motcua::db
