#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "motcua/base/uuid.h"

namespace motcua::ctl {

/// A small province in a temporary directory, removed on destruction.
class ProvinceInFiles {
 public:
  ProvinceInFiles()
      : directory_(std::filesystem::temp_directory_path() /
                   ("motcua-ctl-" + RandomIdGenerator().NewId())) {
    std::filesystem::create_directories(directory_ / "procedures");
    std::filesystem::create_directories(directory_ / "workflows");
    Write("README.md", "not data");
    Write("province.json", R"({"province":"Z9","province_name_vi":"tỉnh Thử"})");
    Write("agencies.json", R"({"agencies":[{"code":"Z9"},{"code":"Z9.1"}]})");
    Write("rule-sets.json", R"({"rule_sets":[{"id":"r1"}]})");
    Write("procedures/1.000002.json", R"({"code":"1.000002","version":1})");
    Write("procedures/1.000001.json", R"({"code":"1.000001","version":2})");
    Write("procedures/1.000001.v1.json", R"({"code":"1.000001","version":1})");
    Write("workflows/qt-1.json", R"({"id":"qt-1","version":1})");
    std::filesystem::copy_file(MOTCUA_SOURCE_DIR "/deploy/sample/calendar.json",
                               directory_ / "calendar.json");
  }
  ~ProvinceInFiles() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  ProvinceInFiles(const ProvinceInFiles&) = delete;
  ProvinceInFiles& operator=(const ProvinceInFiles&) = delete;

  const std::filesystem::path& directory() const { return directory_; }
  void Write(const std::string& file, const std::string& text) const {
    std::ofstream(directory_ / file) << text;
  }
  void Remove(const std::string& file) const { std::filesystem::remove(directory_ / file); }

 private:
  const std::filesystem::path directory_;
};

}  // namespace motcua::ctl
