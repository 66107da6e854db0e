#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "motcua/catalogue/v1/catalogue.pb.h"
#include "motcua/workflow/v1/workflow.pb.h"

namespace motcua::ctl {

/// One fault of a province's files.
struct LoadFault {
  /// Relative to the directory, `procedures/1.000656.json`; empty if it is not in a single file.
  std::string file;
  /// Path within that file, `limits[0].value`; empty for the file as a whole.
  std::string field;
  std::string reason;
  std::string message;
};

/// A province read from files as described in deploy/sample/README.md, merged for the programs.
struct Province {
  catalogue::v1::Catalogue catalogue;
  std::vector<workflow::v1::Workflow> workflows;
  std::string calendar_version;
  /// Content of the file, which is parsed by the program that publishes it.
  std::string calendar_document;

  /// Files by index in `catalogue.procedures` and `workflows`.
  std::vector<std::string> procedure_files;
  std::vector<std::string> workflow_files;

  /// All faults; if there are any, the rest is what could be read.
  std::vector<LoadFault> faults;
};

/// Reads and merges all files of `directory`, in the order of their names, and continues after a
/// fault so that all are reported at once. Reasons: DIRECTORY_UNREADABLE, FILE_UNREADABLE,
/// FILE_TOO_LARGE, FILE_UNKNOWN (a name outside the layout), FILE_MISPLACED (a name that differs
/// from its content), DOCUMENT_INVALID, FIELD_MISPLACED (belongs in another file), SECTION_EMPTY
/// (missing or empty), and those of ParseCalendarJson.
Province ReadProvince(const std::filesystem::path& directory);

}  // namespace motcua::ctl
