#include "motcua/testing/eventually.h"

#include <thread>

namespace motcua::testing {
namespace {

constexpr std::chrono::milliseconds kPoll{3};

}  // namespace

bool Eventually(const std::function<bool()>& condition, std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= deadline) {
      return false;
    }
    std::this_thread::sleep_for(kPoll);
  }
  return true;
}

bool Throughout(std::chrono::milliseconds span, const std::function<bool()>& condition) {
  return !Eventually([&] { return !condition(); }, span);
}

}  // namespace motcua::testing
