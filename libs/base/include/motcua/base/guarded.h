#pragma once

#include <absl/functional/function_ref.h>
#include <absl/status/status.h>

namespace motcua {

/// Runs `fn` and turns an exception into INTERNAL / EXCEPTION. Errors are values here; this is for
/// the few places where one caller's work begins, so that what a library throws (std::bad_alloc
/// above all) ends that work and not the program.
absl::Status RunGuarded(absl::FunctionRef<absl::Status()> fn);

}  // namespace motcua
