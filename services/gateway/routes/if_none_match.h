#pragma once

#include <vector>

#include "motcua/http/headers.h"

#include "status/version.h"

namespace motcua::gateway {

/// The condition of a look-up (RFC 9110 13.1.2): `*`, or a list of tags that may be weak and may
/// stand on several lines. Tags that are none of ours match nothing; a field that is no such list
/// counts as absent. Pure.
class IfNoneMatch {
 public:
  static IfNoneMatch Read(const http::Headers& headers);

  /// True when the client has this version already: 304.
  bool Matches(const Version& version) const;
  /// `*`: whatever the client has.
  bool any() const { return any_; }
  /// The newest version that the client says it has.
  const Version& newest() const { return newest_; }

 private:
  bool any_ = false;
  std::vector<Version> versions_;
  Version newest_;
};

}  // namespace motcua::gateway
