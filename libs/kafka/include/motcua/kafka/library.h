#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace motcua::kafka {

/// Where the client library's log lines go. Called from the library's threads, so it must be
/// thread-safe and quick, and must not call producer or consumer.
struct Hooks {
  /// One line; severity as in syslog (3 error, 4 warning, 6 info). Empty: standard error.
  std::function<void(int severity, std::string_view line)> on_log;
};

/// One line for the start-up log: the version of librdkafka that runs, and which of our
/// work-arounds (reliability 1.4) this version needs (R1.14).
std::string DescribeLibrary();
/// The same for any version (0xMMmmrrxx, as rd_kafka_version() gives it).
std::string DescribeLibrary(int version, const std::string& version_text);

}  // namespace motcua::kafka
