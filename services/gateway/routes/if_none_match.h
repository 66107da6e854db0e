#pragma once

#include <vector>

#include "motcua/http/headers.h"

#include "status/version.h"

namespace motcua::gateway {

/// The condition of a look-up (RFC 9110 13.1.2): `*`, or a list of tags, which may be weak and
/// spread over several lines. Foreign tags match nothing; a malformed field is ignored. Pure.
class IfNoneMatch {
 public:
  static IfNoneMatch Read(const http::Headers& headers);

  /// True when the client already has this version (answer 304).
  bool Matches(const Version& version) const;
  /// `*`: any version.
  bool any() const { return any_; }
  /// The newest version that the client says it has.
  const Version& newest() const { return newest_; }

 private:
  bool any_ = false;
  std::vector<Version> versions_;
  Version newest_;
};

}  // namespace motcua::gateway
