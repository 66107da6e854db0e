#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "motcua/catalogue/v1/catalogue.pb.h"
#include "motcua/workflow/v1/workflow.pb.h"

namespace motcua::ctl {

/// One thing wrong with a province's files, wherever it was found.
struct LoadFault {
  /// Relative to the directory, `procedures/1.000656.json`; empty when no single file is to blame.
  std::string file;
  /// Path within that file, `limits[0].value`; empty for the file as a whole.
  std::string field;
  std::string reason;
  std::string message;
};

/// A province as deploy/sample/README.md lays it out in files, put together as the programs take
/// it.
struct Province {
  catalogue::v1::Catalogue catalogue;
  std::vector<workflow::v1::Workflow> workflows;
  std::string calendar_version;
  /// As it stands in the file: the program that publishes it reads it itself.
  std::string calendar_document;

  /// Files by position in `catalogue.procedures` and `workflows`.
  std::vector<std::string> procedure_files;
  std::vector<std::string> workflow_files;

  /// Everything found wrong; then the rest is what could be read.
  std::vector<LoadFault> faults;
};

/// Reads and merges all files of `directory`, in the order of their names, and goes on after a
/// fault so that all are told at once. Reasons: DIRECTORY_UNREADABLE, FILE_UNREADABLE,
/// FILE_TOO_LARGE, FILE_UNKNOWN (a name the layout does not know), FILE_MISPLACED (a name that
/// differs from what is in it), DOCUMENT_INVALID, FIELD_MISPLACED (belongs into another file),
/// SECTION_EMPTY (no such file or nothing in it), and those of ParseCalendarJson.
Province ReadProvince(const std::filesystem::path& directory);

}  // namespace motcua::ctl
