#include "event_loop.h"

#include <absl/time/clock.h>
#include <absl/time/time.h>

#include "connection.h"

namespace motcua::http {

void EventLoop::Run() {
  thread_id_ = std::this_thread::get_id();
  while (!io_->stopped()) {
    try {
      io_->run();
    } catch (...) {
      // Out of memory in one connection's step; that connection has lost its place in the loop and
      // its timer closes it. The others go on.
    }
  }
}

void EventLoop::StopThread() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  io_->stop();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void EventLoop::Destroy() {
  // Sockets and timers must go before their io_context; those that its queue holds go while it
  // dies, which Asio allows.
  connections_.clear();
  work_.reset();
  io_.reset();
}

std::string_view EventLoop::Date() {
  if (const std::time_t now = std::time(nullptr); now != date_second_) {
    date_second_ = now;
    date_ =
        absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", absl::FromTimeT(now), absl::UTCTimeZone());
  }
  return date_;
}

}  // namespace motcua::http
