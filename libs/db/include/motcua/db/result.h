#pragma once

#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "motcua/base/clock.h"

struct pg_result;  // of libpq

namespace motcua::db {

class Row;

/// Rows of one statement, read by column name. Valid after its connection is closed; copies share
/// the rows.
///
///   for (const db::Row row : result) { Use(row.Text("code"), row.OptionalTime("due_at")); }
///
/// Reading a NULL gives the type's empty value; `IsNull` tells them apart. Reading a column that
/// does not exist or has another type is a bug and ends the process (MOTCUA_CHECK).
class Result {
 public:
  Result() = default;
  explicit Result(std::shared_ptr<const pg_result> rows);

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  /// Number of rows affected by an INSERT, UPDATE or DELETE.
  std::int64_t affected() const;

  Row operator[](std::size_t index) const;
  /// The first row; there must be one.
  Row front() const;

  /// The value of a result of one row and one column, whatever its name.
  std::string OnlyText() const;
  std::int64_t OnlyInt() const;

  class Iterator;
  Iterator begin() const;
  Iterator end() const;

 private:
  friend class Row;
  Row Only() const;
  std::shared_ptr<const pg_result> rows_;
  std::size_t size_ = 0;
};

/// One row of a result, which must outlive it. Cheap to copy.
class Row {
 public:
  Row(const Result& result, std::size_t index);

  bool IsNull(std::string_view column) const;
  /// A value of any type, in PostgreSQL's text form.
  std::string Text(std::string_view column) const;
  std::int64_t Int(std::string_view column) const;
  bool Bool(std::string_view column) const;
  Instant Time(std::string_view column) const;
  std::optional<Instant> OptionalTime(std::string_view column) const;
  std::string Bytes(std::string_view column) const;

 private:
  friend class Result;
  int Find(std::string_view column) const;
  std::string_view Text(int column) const;
  std::int64_t Int(int column) const;
  bool Bool(int column) const;
  std::optional<Instant> OptionalTime(int column) const;
  std::string Bytes(int column) const;
  /// Empty for NULL.
  std::optional<std::string_view> Cell(int column) const;

  const pg_result* rows_;
  int index_;
};

class Result::Iterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = Row;
  using difference_type = std::ptrdiff_t;
  using pointer = const Row*;
  using reference = Row;

  Iterator(const Result& result, std::size_t index) : result_(&result), index_(index) {}
  Row operator*() const { return {*result_, index_}; }
  Iterator& operator++() {
    ++index_;
    return *this;
  }
  friend bool operator==(const Iterator&, const Iterator&) = default;

 private:
  const Result* result_;
  std::size_t index_;
};

}  // namespace motcua::db
