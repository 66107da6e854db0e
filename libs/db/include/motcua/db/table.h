#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "motcua/base/clock.h"
#include "motcua/db/connection.h"

namespace motcua::db {

/// One column of a table whose rows are values of type `T`: its name, and how to write its value to
/// a parameter and read it from a row. Made by the functions below.
template <typename T>
struct Column {
  std::string name;
  Type type = Type::kText;
  std::function<void(const T&, Array&)> put;
  std::function<void(const Row&, std::string_view name, T&)> take;
  /// Part of the primary key.
  bool key = false;
  /// Never changed after the insert: left out of updates.
  bool fixed = false;
  /// Part of the version by which an upsert knows the newer of two rows.
  bool version = false;
};

/// The C++ types whose SQL type is implied.
template <typename Value>
concept Stored = std::is_enum_v<Value> || std::same_as<Value, std::string> ||
    std::same_as<Value, int> || std::same_as<Value, std::int64_t> || std::same_as<Value, bool> ||
    std::same_as<Value, Instant> || std::same_as<Value, std::optional<Instant>>;

/// A value of the row as a column, by a pointer to its member: std::string text, int integer,
/// std::int64_t bigint, an enum smallint, bool boolean, Instant timestamptz (std::optional: NULL).
/// A member of a member by a function, with the row's type before it:
///
///   Field<Petition>("sender_name", [](auto& row) -> auto& { return row.sender.full_name; })
template <typename T, typename Access>
requires Stored<std::remove_cvref_t<std::invoke_result_t<Access, T&>>> Column<T> Field(
    std::string name, Access access) {
  using Value = std::remove_cvref_t<std::invoke_result_t<Access, T&>>;
  const auto get = [access](const T& row) -> const Value& { return std::invoke(access, row); };
  const auto set = [access](T& row, Value value) { std::invoke(access, row) = std::move(value); };
  Column<T> column{.name = std::move(name)};
  if constexpr (std::is_enum_v<Value>) {
    column.type = Type::kSmallint;
    column.put = [get](const T& row, Array& out) { out.Int(static_cast<int>(get(row))); };
    column.take = [set](const Row& in, std::string_view at, T& row) {
      set(row, static_cast<Value>(in.Int(at)));
    };
  } else if constexpr (std::same_as<Value, std::string>) {
    column.put = [get](const T& row, Array& out) { out.Text(get(row)); };
    column.take = [set](const Row& in, std::string_view at, T& row) { set(row, in.Text(at)); };
  } else if constexpr (std::same_as<Value, bool>) {
    column.type = Type::kBoolean;
    column.put = [get](const T& row, Array& out) { out.Bool(get(row)); };
    column.take = [set](const Row& in, std::string_view at, T& row) { set(row, in.Bool(at)); };
  } else if constexpr (std::integral<Value>) {
    column.type = std::same_as<Value, int> ? Type::kInteger : Type::kBigint;
    column.put = [get](const T& row, Array& out) { out.Int(get(row)); };
    column.take = [set](const Row& in, std::string_view at, T& row) {
      set(row, static_cast<Value>(in.Int(at)));
    };
  } else {
    column.type = Type::kTimestamptz;
    column.put = [get](const T& row, Array& out) { out.OptionalTime(get(row)); };
    column.take = [set](const Row& in, std::string_view at, T& row) {
      if constexpr (std::same_as<Value, Instant>) {
        set(row, in.Time(at));
      } else {
        set(row, in.OptionalTime(at));
      }
    };
  }
  return column;
}

template <typename T, Stored Value>
Column<T> Field(std::string name, Value T::*member) {
  return Field<T, Value T::*>(std::move(name), member);
}

/// The same with an explicit SQL type, such as a uuid or bytea in a std::string, or an int in a
/// smallint.
template <typename T, typename Access>
requires Stored<std::remove_cvref_t<std::invoke_result_t<Access, T&>>> Column<T> Field(
    std::string name, Type type, Access access) {
  Column<T> column = Field<T>(std::move(name), access);
  column.type = type;
  if constexpr (std::same_as<std::remove_cvref_t<std::invoke_result_t<Access, T&>>, std::string>) {
    if (type == Type::kBytea) {
      column.put = [access](const T& row, Array& out) { out.Bytes(std::invoke(access, row)); };
      column.take = [access](const Row& in, std::string_view at, T& row) {
        std::invoke(access, row) = in.Bytes(at);
      };
    }
  }
  return column;
}

template <typename T, Stored Value>
Column<T> Field(std::string name, Type type, Value T::*member) {
  return Field<T, Value T::*>(std::move(name), type, member);
}

/// A text or uuid that may be absent: empty is written as NULL, and NULL read as empty.
template <typename T>
Column<T> OrNull(std::string name, Type type, std::string T::*member) {
  Column<T> column = Field(std::move(name), type, member);
  column.put = [member](const T& row, Array& out) { out.TextOrNull(row.*member); };
  return column;
}

/// A column computed from the row, written for use in SQL only, such as for an index.
template <typename T>
Column<T> Derived(std::string name, Type type, std::function<void(const T&, Array&)> put) {
  return {.name = std::move(name), .type = type, .put = std::move(put), .take = nullptr};
}

template <typename T>
Column<T> Key(Column<T> column) {
  column.key = column.fixed = true;
  return column;
}

template <typename T>
Column<T> Fixed(Column<T> column) {
  column.fixed = true;
  return column;
}

/// With it (or several, the most significant first) an upsert changes an existing row only if it
/// brings a greater version.
template <typename T>
Column<T> Version(Column<T> column) {
  column.version = true;
  return column;
}

/// A statement made from a description: owns its text. Keep it as long as connections live.
struct MadeStatement {
  std::string name;
  std::string sql;
  operator Statement() const {
    return {.name = name.c_str(), .sql = sql.c_str()};
  }  // NOLINT(google-explicit-constructor): stands wherever a Statement does
};

/// How rows are read: without a lock; with a lock, waiting for other holders; or with a lock,
/// skipping rows locked elsewhere.
enum class Reading { kPlain, kLock, kLockFree };

/// One SELECT in the three ways of `Reading`. Must outlive the connections.
class ReadStatements {
 public:
  ReadStatements(const std::string& noun, const std::string& select)
      : plain_{"read_" + noun, select},
        lock_{"lock_" + noun, select + " FOR UPDATE"},
        free_{"lock_free_" + noun, select + " FOR UPDATE SKIP LOCKED"} {}
  const MadeStatement& operator[](Reading reading) const {
    return reading == Reading::kLock ? lock_ : reading == Reading::kLockFree ? free_ : plain_;
  }

 private:
  MadeStatement plain_;
  MadeStatement lock_;
  MadeStatement free_;
};

/// A table's columns, listed once: SELECT, INSERT, UPDATE, upsert, sums and the reader are made
/// from the list. Writing is set-wise: any number of rows is one statement and one execution.
///
///   const db::Table<Task> kOpenTasks("open_tasks", {
///       db::Key(db::Field("id", db::Type::kUuid, &Task::id)),
///       db::Field("agency", &Task::agency)});
///   transaction.Write(kOpenTasks.Upsert(tasks));
///
/// Declare it as a constant, because statements refer to it. Thread-safe.
template <typename T>
class Table {
 public:
  Table(std::string name, std::vector<Column<T>> columns)
      : name_(std::move(name)), columns_(std::move(columns)) {
    const std::string insert = "INSERT INTO " + name_ + " (" + Join(All(), "", "") +
                               ") SELECT * FROM unnest(" + Parameters() + ")";
    const std::string set = Join(Changing(), "", " = u.");
    insert_ = {"insert_" + name_, insert};
    insert_new_ = {"insert_new_" + name_, insert + " ON CONFLICT DO NOTHING"};
    upsert_ = {"upsert_" + name_,
               insert + " ON CONFLICT (" + Join(Keys(), "", "") + ") DO " +
                   (Changing().empty() ? "NOTHING"
                                       : "UPDATE SET " + Join(Changing(), "", " = excluded.")) +
                   (Versions().empty() ? ""
                                       : " WHERE (" + Join(Versions(), name_ + ".", "") + ") < (" +
                                             Join(Versions(), "excluded.", "") + ")")};
    add_ = {"add_to_" + name_,
            insert + " ON CONFLICT (" + Join(Keys(), "", "") + ") DO UPDATE SET " + Sums()};
    update_ = {"update_" + name_, "UPDATE " + name_ + " t SET " + set + " FROM unnest(" +
                                      Parameters() + ") AS u (" + Join(All(), "", "") + ") WHERE " +
                                      Join(Keys(), "t.", " = u.", " AND ")};
  }

  const std::string& name() const { return name_; }

  /// "id, agency": the columns that `Read` needs; with an alias "t.id, t.agency".
  std::string Columns(const std::string& alias = "") const {
    return Join(Read(), alias.empty() ? "" : alias + ".", "");
  }
  /// SELECT of these columns, followed by `rest`: "WHERE id = $1".
  MadeStatement Select(std::string name, const std::string& rest) const {
    return {std::move(name), "SELECT " + Columns() + " FROM " + name_ + " " + rest};
  }

  /// The same in the three ways of `Reading`, with names made from the noun: "WHERE id = ANY
  /// ($1::uuid[]) ORDER BY id".
  ReadStatements Reads(const std::string& noun, const std::string& rest) const {
    return {noun, "SELECT " + Columns() + " FROM " + name_ + " " + rest};
  }

  T Read(const Row& row) const {
    T value{};
    for (const Column<T>& column : columns_) {
      if (column.take) {
        column.take(row, column.name, value);
      }
    }
    return value;
  }
  std::vector<T> ReadAll(const Result& result) const {
    std::vector<T> values;
    values.reserve(result.size());
    for (const Row row : result) {
      values.push_back(Read(row));
    }
    return values;
  }

  /// `rows`: a range of T, or of anything that `of` makes a `const T&` of.
  template <typename Range, typename Of = std::identity>
  Query Insert(const Range& rows, const Of& of = {}) const {
    return {insert_, Bind(rows, of)};
  }
  /// Leaves out rows that are there already, by any of the table's unique keys.
  template <typename Range, typename Of = std::identity>
  Query InsertNew(const Range& rows, const Of& of = {}) const {
    return {insert_new_, Bind(rows, of)};
  }
  /// By primary key; an existing row gets every column that is not fixed, if it has no
  /// version or an older one.
  template <typename Range, typename Of = std::identity>
  Query Upsert(const Range& rows, const Of& of = {}) const {
    return {upsert_, Bind(rows, of)};
  }
  /// By the primary key; to a row that is there, every column that is not fixed is added. Rows are
  /// locked in the order of the range.
  template <typename Range, typename Of = std::identity>
  Query Add(const Range& rows, const Of& of = {}) const {
    return {add_, Bind(rows, of)};
  }
  /// By primary key; missing rows are ignored.
  template <typename Range, typename Of = std::identity>
  Query Update(const Range& rows, const Of& of = {}) const {
    return {update_, Bind(rows, of)};
  }

 private:
  using Names = std::vector<const Column<T>*>;

  template <typename Wanted>
  Names Where(const Wanted& wanted) const {
    Names found;
    for (const Column<T>& column : columns_) {
      if (wanted(column)) {
        found.push_back(&column);
      }
    }
    return found;
  }
  Names All() const {
    return Where([](const Column<T>&) { return true; });
  }
  Names Read() const {
    return Where([](const Column<T>& column) { return column.take != nullptr; });
  }
  Names Keys() const {
    return Where([](const Column<T>& column) { return column.key; });
  }
  Names Versions() const {
    return Where([](const Column<T>& column) { return column.version; });
  }
  Names Changing() const {
    return Where([](const Column<T>& column) { return !column.fixed; });
  }

  /// "a = <table>.a + excluded.a, ...".
  std::string Sums() const {
    std::string text;
    for (const Column<T>* column : Changing()) {
      text += (text.empty() ? "" : ", ") + column->name + " = " + name_ + "." + column->name +
              " + excluded." + column->name;
    }
    return text;
  }

  /// "<prefix>a, <prefix>b"; with `assign` "<prefix>a<assign>a, ...".
  static std::string Join(const Names& names, const std::string& prefix, const std::string& assign,
                          const std::string& separator = ", ") {
    std::string text;
    for (const Column<T>* column : names) {
      text += (text.empty() ? "" : separator) + prefix + column->name;
      text += assign.empty() ? "" : assign + column->name;
    }
    return text;
  }

  /// "$1::uuid[], $2::text[]".
  std::string Parameters() const {
    std::string text;
    int number = 0;
    for (const Column<T>& column : columns_) {
      text += (number == 0 ? "$" : ", $") + std::to_string(number + 1) + "::";
      text += std::string(SqlName(column.type)) + "[]";
      ++number;
    }
    return text;
  }

  template <typename Range, typename Of>
  Params Bind(const Range& rows, const Of& of) const {
    Params params;
    for (const Column<T>& column : columns_) {
      Array array(column.type);
      for (const auto& row : rows) {
        column.put(of(row), array);
      }
      params.Values(array);
    }
    return params;
  }

  std::string name_;
  std::vector<Column<T>> columns_;
  MadeStatement insert_;
  MadeStatement insert_new_;
  MadeStatement upsert_;
  MadeStatement add_;
  MadeStatement update_;
};

}  // namespace motcua::db
