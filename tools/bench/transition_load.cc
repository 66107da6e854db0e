// Durable transitions as fast as CALLERS callers get them answered, each on dossiers of its own.
//
//   transition_load PROCESSING CALLERS SECONDS DOSSIERS_FILE
//
// PROCESSING is host:port, DOSSIERS_FILE has a dossier id a line, at least one for each caller.
// Prints one JSON object. A transition that fails is counted and ends the run with status 1.

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/json/serialize.hpp>

#include "motcua/base/error.h"
#include "motcua/rpc/client.h"

#include "dossiers.h"
#include "latency.h"

namespace motcua::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct Outcome {
  std::vector<std::chrono::nanoseconds> times;
  absl::Status failure;
};

/// Takes every `callers`-th dossier in turn until `end` or the first failure.
void Act(std::vector<Dossier>& dossiers, std::size_t first, std::size_t callers,
         SteadyClock::time_point end, Outcome& outcome) {
  for (std::size_t i = first;; i = i + callers < dossiers.size() ? i + callers : first) {
    const SteadyClock::time_point begin = SteadyClock::now();
    if (begin >= end) {
      return;
    }
    outcome.failure = dossiers[i].Transfer();
    if (!outcome.failure.ok()) {
      return;
    }
    outcome.times.push_back(SteadyClock::now() - begin);
  }
}

int Run(const std::string& processing, std::size_t callers, std::chrono::seconds limit,
        const std::string& file) {
  absl::StatusOr<std::vector<Dossier>> dossiers = OpenAll(rpc::MakeChannel({processing}), file);
  if (!dossiers.ok()) {
    std::cerr << "transition_load: " << dossiers.status() << '\n';
    return 1;
  }
  if (dossiers->size() < callers) {
    std::cerr << "transition_load: fewer dossiers than callers\n";
    return 65;
  }
  std::vector<Outcome> outcomes(callers);
  std::vector<std::thread> threads;
  const SteadyClock::time_point begin = SteadyClock::now();
  for (std::size_t caller = 0; caller < callers; ++caller) {
    threads.emplace_back(
        [&, caller] { Act(*dossiers, caller, callers, begin + limit, outcomes[caller]); });
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
      std::cerr << "transition_load: " << outcome.failure << '\n';
    }
  }
  boost::json::object report{{"callers", callers},
                             {"seconds", took.count()},
                             {"transitions", times.size()},
                             {"per_second", static_cast<double>(times.size()) / took.count()},
                             {"failed_callers", failures}};
  ReportLatency(times, "answer", report);
  std::cout << boost::json::serialize(report) << std::endl;
  return failures == 0 ? 0 : 1;
}

bool ParseCount(std::string_view text, int max, int& number) {
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  return ec == std::errc() && end == text.data() + text.size() && number >= 1 && number <= max;
}

}  // namespace
}  // namespace motcua::bench

int main(int argc, char** argv) {
  int callers = 0;
  int seconds = 0;
  if (argc != 5 || !motcua::bench::ParseCount(argv[2], 1024, callers) ||
      !motcua::bench::ParseCount(argv[3], 3600, seconds)) {
    std::cerr << "usage: transition_load PROCESSING CALLERS SECONDS DOSSIERS_FILE\n";
    return 64;
  }
  return motcua::bench::Run(argv[1], static_cast<std::size_t>(callers),
                            std::chrono::seconds(seconds), argv[4]);
}
