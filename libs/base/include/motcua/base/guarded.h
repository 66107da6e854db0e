#pragma once

#include <absl/functional/function_ref.h>
#include <absl/status/status.h>

namespace motcua {

/// Runs `fn` and turns an exception into INTERNAL / EXCEPTION. Errors are values in this code; use
/// this only where the work of one caller begins, so that an exception from a library (mostly
/// std::bad_alloc) ends that work and not the program.
absl::Status RunGuarded(absl::FunctionRef<absl::Status()> fn);

}  // namespace motcua
