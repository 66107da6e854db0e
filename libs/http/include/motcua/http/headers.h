#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace motcua::http {

/// The header fields of one message, in the order they were added; names compare without case.
///
/// All text lies in one buffer, so a message with twenty fields costs two allocations, and a
/// recycled one none (reliability R6.2). Not thread-safe. Views stay valid until the next change.
///
/// Prevents header injection: a control character other than TAB in a value is stored as a space
/// (RFC 9110 5.5), and a field whose name is not a token is not stored.
class Headers {
 public:
  struct Field {
    std::string_view name;
    std::string_view value;
  };

  Headers() = default;
  Headers(std::initializer_list<std::pair<std::string_view, std::string_view>> fields);

  /// Adds a field, keeping others of the same name. `name` and `value` must not point into this
  /// object.
  void Add(std::string_view name, std::string_view value);
  /// Removes every field of that name, then adds one. The same rule about views applies.
  void Set(std::string_view name, std::string_view value);
  void Remove(std::string_view name);
  void Clear();

  /// The first field of that name.
  std::optional<std::string_view> Find(std::string_view name) const;
  /// The first field of that name; empty when there is none.
  std::string_view Get(std::string_view name) const;
  /// Number of fields with that name.
  std::size_t Count(std::string_view name) const;

  std::size_t size() const { return slots_.size(); }
  bool empty() const { return slots_.empty(); }
  /// The i-th field, i < size().
  Field operator[](std::size_t i) const;

 private:
  struct Slot {
    std::uint32_t name_at;
    std::uint32_t name_size;
    std::uint32_t value_size;
  };
  std::string text_;
  std::vector<Slot> slots_;
};

/// Compares header names and tokens: ASCII letters without case.
bool EqualsIgnoreCase(std::string_view a, std::string_view b);

}  // namespace motcua::http
