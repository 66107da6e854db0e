#pragma once

#include "motcua/http/response.h"

namespace motcua::http::internal {

/// One request that waits for its answer, shared by all copies of the callback; its destructor
/// means that no answer can come. Implementations take the first answer and ignore the others.
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual void Answer(Response response) = 0;
};

}  // namespace motcua::http::internal
