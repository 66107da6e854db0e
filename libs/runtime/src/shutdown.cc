#include "motcua/runtime/shutdown.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include <sys/eventfd.h>
#include <sys/signalfd.h>

#include "motcua/base/check.h"

namespace motcua::runtime {
namespace {

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

}  // namespace

void BlockShutdownSignals() {
  const sigset_t signals = StopSignals();
  MOTCUA_CHECK(::pthread_sigmask(SIG_BLOCK, &signals, nullptr) == 0);
  MOTCUA_CHECK(std::signal(SIGPIPE, SIG_IGN) != SIG_ERR);
}

Shutdown::Shutdown() {
  const sigset_t signals = StopSignals();
  signal_fd_ = ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  request_fd_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  MOTCUA_CHECK(signal_fd_ >= 0 && request_fd_ >= 0);
}

Shutdown::~Shutdown() {
  ::close(signal_fd_);
  ::close(request_fd_);
}

void Shutdown::Request(std::string_view reason) {
  const std::lock_guard lock(mutex_);
  if (requested_) {
    return;
  }
  requested_ = true;
  reason_ = std::string(reason);
  const std::uint64_t one = 1;
  MOTCUA_CHECK(::write(request_fd_, &one, sizeof one) == sizeof one);
}

StopReason Shutdown::Wait() {
  for (;;) {
    std::array<pollfd, 2> poll{pollfd{.fd = request_fd_, .events = POLLIN, .revents = 0},
                               pollfd{.fd = signal_fd_, .events = POLLIN, .revents = 0}};
    if (::poll(poll.data(), poll.size(), -1) < 0) {
      MOTCUA_CHECK(errno == EINTR);
      continue;
    }
    if (poll[0].revents != 0) {
      return StopReason::kFatal;
    }
    signalfd_siginfo signal{};
    if (::read(signal_fd_, &signal, sizeof signal) == sizeof signal) {
      return StopReason::kSignal;
    }
  }
}

bool Shutdown::requested() const {
  const std::lock_guard lock(mutex_);
  return requested_;
}

std::string Shutdown::reason() const {
  const std::lock_guard lock(mutex_);
  return reason_;
}

}  // namespace motcua::runtime
