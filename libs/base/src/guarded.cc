#include "motcua/base/guarded.h"

#include <exception>

#include "motcua/base/error.h"

namespace motcua {

absl::Status RunGuarded(absl::FunctionRef<absl::Status()> fn) {
  try {
    return fn();
  } catch (const std::exception& e) {
    return Error(absl::StatusCode::kInternal, "EXCEPTION", e.what());
  } catch (...) {
    return Error(absl::StatusCode::kInternal, "EXCEPTION", "An exception of an unknown type.");
  }
}

}  // namespace motcua
