#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "domain/form06a.h"

namespace motcua::reporting {

/// `II.06a_2026-06-15_2026-09-14.xlsx`; `_linh-vuc` before the dates when it is by field.
std::string SheetName(const Form06a& form);

/// The form as a spreadsheet (XLSX) with the headings that it has on paper. The same form gives the
/// same bytes: its day of creation is the last day of the period. INTERNAL / SHEET_FAILED when the
/// machine has no memory or temporary file for it. Thread-safe.
absl::StatusOr<std::string> MakeSheet(const Form06a& form);

}  // namespace motcua::reporting
