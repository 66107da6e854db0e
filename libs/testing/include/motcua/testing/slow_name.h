#pragma once

#include <string_view>

namespace motcua::testing {

/// A host name that the system's resolver answers, with 127.0.0.1, only when the test allows it. A
/// test program that uses it replaces the system's `getaddrinfo` with ours. One at a time.
///
/// A look-up never waits longer than 5 s, so that a defect fails the test instead of hanging it.
class SlowName {
 public:
  static constexpr std::string_view kName = "slow.test";

  /// Look-ups wait from now on.
  SlowName();
  /// Releases the waiting look-ups.
  ~SlowName();
  SlowName(const SlowName&) = delete;
  SlowName& operator=(const SlowName&) = delete;

  /// Whether look-ups are answered at once, including those that wait.
  void SetAnswered(bool answered);
  /// Number of look-ups so far.
  int asked() const;
};

}  // namespace motcua::testing
