#include "resolver.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <netdb.h>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "motcua/base/error.h"

namespace motcua::redis {
namespace {

bool IsNumeric(const std::string& host) {
  in6_addr ignored{};
  return inet_pton(AF_INET, host.c_str(), &ignored) == 1 ||
         inet_pton(AF_INET6, host.c_str(), &ignored) == 1;
}

struct FreeAddresses {
  void operator()(addrinfo* addresses) const { freeaddrinfo(addresses); }
};

/// IPv4 before IPv6, as hiredis prefers them.
std::vector<std::string> AskSystem(const std::string& host, std::string& error) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int failed = getaddrinfo(host.c_str(), nullptr, &hints, &found); failed != 0) {
    error = gai_strerror(failed);
    return {};
  }
  const std::unique_ptr<addrinfo, FreeAddresses> owned(found);
  std::vector<std::string> numeric;
  for (const int family : {AF_INET, AF_INET6}) {
    for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
      std::array<char, NI_MAXHOST> text{};
      if (address->ai_family == family &&
          getnameinfo(address->ai_addr, address->ai_addrlen, text.data(), text.size(), nullptr, 0,
                      NI_NUMERICHOST) == 0) {
        numeric.emplace_back(text.data());
      }
    }
  }
  return numeric;
}

}  // namespace

/// Shared with the look-up's thread, which may outlive the resolver.
struct Resolver::Shared {
  std::mutex mutex;
  std::condition_variable ended;
  bool under_way = false;
  std::vector<std::string> addresses;
  /// Index of the next address, modulo their number.
  std::size_t next = 0;
  std::string error = "name resolution timed out";
};

Resolver::Resolver(std::string host)
    : host_(std::move(host)), numeric_(IsNumeric(host_)), shared_(std::make_shared<Shared>()) {}

Resolver::~Resolver() = default;

absl::StatusOr<std::string> Resolver::Resolve(Time deadline) {
  if (numeric_) {
    return host_;
  }
  StartLookUp();
  std::unique_lock lock(shared_->mutex);
  shared_->ended.wait_until(lock, deadline,
                            [this] { return !shared_->addresses.empty() || !shared_->under_way; });
  if (shared_->addresses.empty()) {
    return Error(absl::StatusCode::kUnavailable, "REDIS_DOWN",
                 "Redis cannot be reached: " + shared_->error);
  }
  return shared_->addresses[shared_->next % shared_->addresses.size()];
}

void Resolver::TryAnother() {
  const std::lock_guard lock(shared_->mutex);
  ++shared_->next;
}

void Resolver::StartLookUp() {
  {
    const std::lock_guard lock(shared_->mutex);
    if (std::exchange(shared_->under_way, true)) {
      return;
    }
  }
  const auto look_up = [shared = shared_, host = host_] {
    std::string error;
    std::vector<std::string> addresses = AskSystem(host, error);
    const std::lock_guard lock(shared->mutex);
    shared->under_way = false;
    if (!addresses.empty()) {
      shared->addresses = std::move(addresses);
    } else if (!error.empty()) {
      shared->error = std::move(error);
    }
    shared->ended.notify_all();
  };
  try {
    // Detached: getaddrinfo can't be cancelled, and joining would wait for it.
    std::thread(look_up).detach();
  } catch (const std::system_error& e) {
    const std::lock_guard lock(shared_->mutex);
    shared_->under_way = false;
    shared_->error = e.what();
  }
}

}  // namespace motcua::redis
