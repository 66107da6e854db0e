#pragma once

#include <string>

namespace motcua {

/// Numbers of motcua.type.v1.ActorKind.
enum class ActorKind : int { kUnspecified = 0, kCitizen = 1, kOfficer = 2, kSystem = 3 };

/// Who acts: a staff or account number, never a name. A plain value.
struct Actor {
  ActorKind kind = ActorKind::kUnspecified;
  std::string id;
  /// Of an officer: the agency that the officer acts for.
  std::string agency;

  friend bool operator==(const Actor&, const Actor&) = default;
};

}  // namespace motcua
