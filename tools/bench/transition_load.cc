// Durable transitions, as fast as they are answered to CALLERS callers, each on separate dossiers.
//
//   transition_load PROCESSING CALLERS SECONDS DOSSIERS_FILE
//
// PROCESSING is host:port, DOSSIERS_FILE has one dossier id per line, at least one for each caller.
// Prints one JSON object. A transition that fails is counted and ends the run with status 1.

#include <cstddef>
#include <iostream>
#include <string>
#include <vector>

#include "motcua/base/error.h"
#include "motcua/rpc/client.h"

#include "callers.h"
#include "dossiers.h"

namespace motcua::bench {
namespace {

int Run(const Load& load) {
  absl::StatusOr<std::vector<Dossier>> dossiers =
      OpenAll(rpc::MakeChannel({load.address}), load.file);
  if (!dossiers.ok()) {
    std::cerr << "transition_load: " << dossiers.status() << '\n';
    return 1;
  }
  if (dossiers->size() < load.callers) {
    std::cerr << "transition_load: fewer dossiers than callers\n";
    return 65;
  }
  std::vector<std::function<absl::Status()>> steps;
  for (std::size_t caller = 0; caller < load.callers; ++caller) {
    // Every `callers`-th dossier in turn.
    steps.emplace_back(
        [&dossiers = *dossiers, caller, callers = load.callers, next = caller]() mutable {
          Dossier& dossier = dossiers[next];
          next = next + callers < dossiers.size() ? next + callers : caller;
          return dossier.Transfer();
        });
  }
  return RunCallers("transition_load", steps, load.limit);
}

}  // namespace
}  // namespace motcua::bench

int main(int argc, char** argv) {
  return motcua::bench::Main(argc, argv, "transition_load PROCESSING CALLERS SECONDS DOSSIERS_FILE",
                             motcua::bench::Run);
}
