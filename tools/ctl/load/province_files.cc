#include "load/province_files.h"

#include <algorithm>
#include <set>

#include <google/protobuf/descriptor.h>

#include "motcua/base/error.h"
#include "motcua/calendar/calendar_json.h"

#include "load/document.h"
#include "load/read_file.h"

namespace motcua::ctl {
namespace {

namespace fs = std::filesystem;

constexpr char kCalendarFile[] = "calendar.json";
constexpr char kProcedures[] = "procedures";
constexpr char kWorkflows[] = "workflows";

// A file of the catalogue and the fields it may contain.
struct CatalogueFile {
  const char* name;
  std::vector<std::string> fields;
};

const std::vector<CatalogueFile>& CatalogueFiles() {
  static const std::vector<CatalogueFile> files = {
      {"province.json", {"province", "province_name_vi"}},
      {"agencies.json", {"agencies"}},
      {"rule-sets.json", {"rule_sets"}},
  };
  return files;
}

class Reader {
 public:
  explicit Reader(fs::path directory) : directory_(std::move(directory)) {}

  Province Read() {
    std::error_code error;
    if (!fs::is_directory(directory_, error)) {
      Fault("", "", "DIRECTORY_UNREADABLE", directory_.string() + " is not a readable directory");
      return std::move(province_);
    }
    RefuseUnknownNames();
    for (const CatalogueFile& file : CatalogueFiles()) {
      ReadCatalogueFile(file);
    }
    for (const std::string& file : JsonFilesIn(kProcedures)) {
      ReadProcedure(file);
    }
    for (const std::string& file : JsonFilesIn(kWorkflows)) {
      ReadWorkflow(file);
    }
    ReadCalendar();
    return std::move(province_);
  }

 private:
  void Fault(std::string file, std::string field, std::string reason, std::string message) {
    province_.faults.push_back(
        {std::move(file), std::move(field), std::move(reason), std::move(message)});
  }

  void Fault(const std::string& file, const absl::Status& status) {
    std::string field;
    for (const auto& [key, value] : Metadata(status)) {
      // ReadFile already names the file.
      field = key == "field" && value != (directory_ / file).string() ? value : field;
    }
    Fault(file, field, Reason(status), Message(status));
  }

  // The data of a file with a misspelt name would silently not be loaded.
  void RefuseUnknownNames() {
    // demo.json is for the demo, not for the programs; the last three have separate verbs.
    std::set<std::string> known = {kCalendarFile,  kProcedures,     kWorkflows,
                                   "README.md",    "demo.json",     "petition-rules.json",
                                   "targets.json", "templates.json"};
    for (const CatalogueFile& file : CatalogueFiles()) {
      known.insert(file.name);
    }
    for (const std::string& name : NamesIn(directory_)) {
      if (!known.contains(name)) {
        Fault(name, "", "FILE_UNKNOWN", "no part of a province has this name");
      }
    }
  }

  std::vector<std::string> NamesIn(const fs::path& directory) const {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator at(directory, error), end; !error && at != end;
         at.increment(error)) {
      const std::string name = at->path().filename().string();
      if (!name.starts_with('.')) {
        names.push_back(name);
      }
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  // `procedures/1.000656.json`, in order. It is a fault if there are none.
  std::vector<std::string> JsonFilesIn(const std::string& folder) {
    std::vector<std::string> files;
    for (const std::string& name : NamesIn(directory_ / folder)) {
      if (name.ends_with(".json")) {
        files.push_back(folder + "/" + name);
      } else {
        Fault(folder + "/" + name, "", "FILE_UNKNOWN", "only .json files belong here");
      }
    }
    if (files.empty()) {
      Fault(folder, "", "SECTION_EMPTY", "the directory has no files");
    }
    return files;
  }

  bool ReadInto(const std::string& file, google::protobuf::Message& message) {
    const auto text = ReadFile((directory_ / file).string());
    const absl::Status read = text.ok() ? ReadDocument(*text, message) : text.status();
    if (!read.ok()) {
      Fault(file, read);
    }
    return read.ok();
  }

  void ReadCatalogueFile(const CatalogueFile& file) {
    catalogue::v1::Catalogue part;
    if (!ReadInto(file.name, part)) {
      return;
    }
    std::vector<const google::protobuf::FieldDescriptor*> filled;
    part.GetReflection()->ListFields(part, &filled);
    bool clean = !filled.empty();
    if (!clean) {
      Fault(file.name, file.fields.front(), "SECTION_EMPTY", "the file is empty");
    }
    for (const auto* field : filled) {
      if (std::find(file.fields.begin(), file.fields.end(), field->name()) == file.fields.end()) {
        Fault(file.name, field->name(), "FIELD_MISPLACED", "this field belongs in another file");
        clean = false;
      }
    }
    if (clean) {
      province_.catalogue.MergeFrom(part);
    }
  }

  void ReadProcedure(const std::string& file) {
    catalogue::v1::Procedure procedure;
    if (!ReadInto(file, procedure)) {
      return;
    }
    const std::string stem = std::string(kProcedures) + "/" + procedure.code();
    if (file != stem + ".json" &&
        file != stem + ".v" + std::to_string(procedure.version()) + ".json") {
      Fault(file, "code", "FILE_MISPLACED",
            "the file is not named <code>.json or <code>.v<version>.json");
    }
    *province_.catalogue.add_procedures() = std::move(procedure);
    province_.procedure_files.push_back(file);
  }

  void ReadWorkflow(const std::string& file) {
    workflow::v1::Workflow workflow;
    if (!ReadInto(file, workflow)) {
      return;
    }
    const std::string stem = std::string(kWorkflows) + "/" + workflow.id();
    if (file != stem + ".json" &&
        file != stem + ".v" + std::to_string(workflow.version()) + ".json") {
      Fault(file, "id", "FILE_MISPLACED",
            "the file is not named <id>.json or <id>.v<version>.json");
    }
    province_.workflows.push_back(std::move(workflow));
    province_.workflow_files.push_back(file);
  }

  void ReadCalendar() {
    const auto text = ReadFile((directory_ / kCalendarFile).string());
    if (!text.ok()) {
      Fault(kCalendarFile, text.status());
      return;
    }
    const auto calendar = calendar::ParseCalendarJson(*text);
    if (!calendar.ok()) {
      Fault(kCalendarFile, calendar.status());
      return;
    }
    province_.calendar_version = calendar->version();
    province_.calendar_document = *text;
  }

  const fs::path directory_;
  Province province_;
};

}  // namespace

Province ReadProvince(const fs::path& directory) {
  return Reader(directory).Read();
}

}  // namespace motcua::ctl
