#include "motcua/metrics/process_metrics.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <unistd.h>

#include <sys/resource.h>

namespace motcua::metrics {
namespace {

double ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  double total_pages = 0;
  double resident_pages = 0;
  statm >> total_pages >> resident_pages;
  return resident_pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double CpuSeconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double OpenDescriptors() {
  std::error_code error;
  double count = -1;  // not counting the descriptor of the directory being read
  for (std::filesystem::directory_iterator at("/proc/self/fd", error), end; !error && at != end;
       at.increment(error)) {
    ++count;
  }
  return count < 0 ? 0 : count;
}

double MaxDescriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<double>(limit.rlim_cur);
}

}  // namespace

std::vector<CallbackHandle> AddProcessMetrics(Registry& registry, std::string_view service,
                                              std::string_view version) {
  registry
      .AddGauge("motcua_build_info", "Name and version of the program; always 1.",
                {"service", "version"})
      .With({service, version})
      .Set(1);
  registry.AddGauge("motcua_process_start_time_seconds", "Start time of the program, Unix time.")
      .With()
      .Set(std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch())
               .count());
  std::vector<CallbackHandle> handles;
  handles.push_back(registry.AddCallback(Kind::kGauge, "motcua_process_resident_memory_bytes",
                                         "Resident memory.", {}, {}, ResidentBytes));
  handles.push_back(registry.AddCallback(Kind::kCounter, "motcua_process_cpu_seconds_total",
                                         "CPU time used, user and system.", {}, {}, CpuSeconds));
  handles.push_back(registry.AddCallback(Kind::kGauge, "motcua_process_open_fds",
                                         "Open file descriptors.", {}, {}, OpenDescriptors));
  handles.push_back(registry.AddCallback(Kind::kGauge, "motcua_process_max_fds",
                                         "Limit on open file descriptors.", {}, {},
                                         MaxDescriptors));
  return handles;
}

}  // namespace motcua::metrics
