#pragma once

#include <string>

namespace motcua::kafka {

/// One line for the start-up log: the version of librdkafka that runs, and which of our
/// work-arounds (reliability 1.4) this version needs (R1.14).
std::string DescribeLibrary();

}  // namespace motcua::kafka
