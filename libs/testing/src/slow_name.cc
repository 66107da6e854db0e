#include "motcua/testing/slow_name.h"

#include <chrono>
#include <condition_variable>
#include <dlfcn.h>
#include <mutex>
#include <netdb.h>

namespace motcua::testing {
namespace {

class Gate {
 public:
  void Set(bool open) {
    const std::lock_guard lock(mutex_);
    open_ = open;
    changed_.notify_all();
  }
  void Pass() {
    std::unique_lock lock(mutex_);
    ++asked_;
    changed_.wait_for(lock, std::chrono::seconds(5), [&] { return open_; });
  }
  int asked() {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = true;
  int asked_ = 0;
};

Gate& TheGate() {
  static Gate& gate = *new Gate;  // a look-up may outlive the tests
  return gate;
}

}  // namespace

SlowName::SlowName() {
  TheGate().Set(false);
}

SlowName::~SlowName() {
  TheGate().Set(true);
}

void SlowName::SetAnswered(bool answered) {
  TheGate().Set(answered);
}

int SlowName::asked() const {
  return TheGate().asked();
}

}  // namespace motcua::testing

/// Replaces the system's own in this program and its libraries.
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                           addrinfo** result) {
  static auto* const system =
      reinterpret_cast<decltype(&getaddrinfo)>(dlsym(RTLD_NEXT, "getaddrinfo"));
  if (node != nullptr && node == motcua::testing::SlowName::kName) {
    motcua::testing::TheGate().Pass();
    node = "127.0.0.1";
  }
  return system(node, service, hints, result);
}
