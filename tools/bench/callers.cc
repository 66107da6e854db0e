#include "callers.h"

#include <charconv>
#include <cstddef>
#include <iostream>
#include <sysexits.h>
#include <thread>

#include <boost/json/serialize.hpp>

#include "latency.h"

namespace motcua::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kMostCallers = 1024;
constexpr int kLongest = 3600;

struct Outcome {
  std::vector<std::chrono::nanoseconds> times;
  absl::Status failure;
};

void Act(const std::function<absl::Status()>& caller, SteadyClock::time_point end,
         Outcome& outcome) {
  for (SteadyClock::time_point begin = SteadyClock::now(); begin < end;
       begin = SteadyClock::now()) {
    outcome.failure = caller();
    if (!outcome.failure.ok()) {
      return;
    }
    outcome.times.push_back(SteadyClock::now() - begin);
  }
}

bool ParseCount(std::string_view text, int most, int& number) {
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  return ec == std::errc() && end == text.data() + text.size() && number >= 1 && number <= most;
}

}  // namespace

int RunCallers(std::string_view program, const std::vector<std::function<absl::Status()>>& callers,
               std::chrono::seconds limit) {
  std::vector<Outcome> outcomes(callers.size());
  std::vector<std::thread> threads;
  const SteadyClock::time_point begin = SteadyClock::now();
  for (std::size_t i = 0; i < callers.size(); ++i) {
    threads.emplace_back([&, i] { Act(callers[i], begin + limit, outcomes[i]); });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  const std::chrono::duration<double> took = SteadyClock::now() - begin;

  std::vector<std::chrono::nanoseconds> times;
  std::size_t failures = 0;
  for (const Outcome& outcome : outcomes) {
    times.insert(times.end(), outcome.times.begin(), outcome.times.end());
    if (!outcome.failure.ok()) {
      ++failures;
      std::cerr << program << ": " << outcome.failure << '\n';
    }
  }
  boost::json::object report{{"callers", callers.size()},
                             {"seconds", took.count()},
                             {"done", times.size()},
                             {"per_second", static_cast<double>(times.size()) / took.count()},
                             {"failed_callers", failures}};
  ReportLatency(times, "answer", report);
  std::cout << boost::json::serialize(report) << std::endl;
  return failures == 0 ? 0 : 1;
}

int Main(int argc, char** argv, std::string_view usage, int (*run)(const Load&)) {
  int callers = 0;
  int seconds = 0;
  if (argc != 5 || !ParseCount(argv[2], kMostCallers, callers) ||
      !ParseCount(argv[3], kLongest, seconds)) {
    std::cerr << "usage: " << usage << '\n';
    return EX_USAGE;
  }
  return run({.address = argv[1],
              .callers = static_cast<std::size_t>(callers),
              .limit = std::chrono::seconds(seconds),
              .file = argv[4]});
}

}  // namespace motcua::bench
