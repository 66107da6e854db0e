#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "domain/form06a.h"

namespace motcua::reporting {

/// `II.06a_2026-06-15_2026-09-14.xlsx`; `_linh-vuc` before the dates if grouped by field.
std::string SheetName(const Form06a& form);

/// The form as a spreadsheet (XLSX) with the headings of the paper form. The same form gives the
/// same bytes: its creation date is the last day of the period. INTERNAL / SHEET_FAILED when there
/// is no memory or temporary file. Thread-safe.
absl::StatusOr<std::string> MakeSheet(const Form06a& form);

}  // namespace motcua::reporting
