#pragma once

#include "motcua/http/response.h"

namespace motcua::http::internal {

/// One request that waits for its answer. The callback's copies share it; its destructor knows that
/// nobody is left to answer. Implementations take the first answer and ignore the others.
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual void Answer(Response response) = 0;
};

}  // namespace motcua::http::internal
