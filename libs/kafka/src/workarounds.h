#pragma once

#include <string>

namespace motcua::kafka {

/// The text of `DescribeLibrary` for any version (0xMMmmrrxx, as rd_kafka_version() gives it).
std::string DescribeLibrary(int version, const std::string& version_text);

}  // namespace motcua::kafka
