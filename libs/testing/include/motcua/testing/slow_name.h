#pragma once

#include <string_view>

namespace motcua::testing {

/// A host name that the system's resolver answers when the test says so, with 127.0.0.1. A test
/// program that uses it gets a `getaddrinfo` of ours before the system's. One at a time.
///
/// A look-up never waits longer than 5 s, so that a defect fails a test and does not hang it.
class SlowName {
 public:
  static constexpr std::string_view kName = "slow.test";

  /// Look-ups wait from now on.
  SlowName();
  /// Lets those go that wait.
  ~SlowName();
  SlowName(const SlowName&) = delete;
  SlowName& operator=(const SlowName&) = delete;

  /// Whether look-ups are answered at once, also those that wait.
  void SetAnswered(bool answered);
  /// How many there have been.
  int asked() const;
};

}  // namespace motcua::testing
