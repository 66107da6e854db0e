#include "motcua/kafka/library.h"

#include <librdkafka/rdkafka.h>

namespace motcua::kafka {
namespace {

struct Workaround {
  const char* text;
  /// First version that does not need it; 0: every version does.
  int fixed_in;
};

// reliability 1.4. All of them are always active: they cost nothing on a newer library, and only
// one behaviour has to be tested. The line only says which ones still matter.
constexpr Workaround kWorkarounds[] = {
    {"eager assignment (cooperative-sticky loses assignments: #4312 #4527 #4783 #4908)",
     0x020a0000},
    {"producer rebuilt after any error (fatal sequence desynchronization: #4438)", 0x02030000},
    {"only partitions paused here are resumed (position jumps back: #4636)", 0x02040000},
    {"one message per poll (batch consume mis-stores offsets: #4208)", 0x02010000},
    {"own watchdog for a stuck handler (max.poll.interval is reset by any poll: #4176)",
     0x02010000},
    {"bounded close and destruction (hangs: #4187 #4724)", 0x02060100},
    {"topics warmed by a metadata request (first message late: #5032)", 0x020a0100},
    {"producev with owned headers (double free in produceva: #4628)", 0x020c0000},
    {"Nagle off (on by default: #4986)", 0x020a0000},
};

}  // namespace

std::string DescribeLibrary(int version, const std::string& version_text) {
  std::string line = "librdkafka " + version_text + "; work-arounds needed: ";
  bool any = false;
  for (const Workaround& workaround : kWorkarounds) {
    if (version < workaround.fixed_in) {
      line += any ? "; " : "";
      line += workaround.text;
      any = true;
    }
  }
  return any ? line : line + "none";
}

std::string DescribeLibrary() {
  return DescribeLibrary(rd_kafka_version(), rd_kafka_version_str());
}

}  // namespace motcua::kafka
