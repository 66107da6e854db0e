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
      // Out of memory in a step of one connection; its timer will close it. Other connections
      // continue.
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
  // Sockets and timers must be destroyed before their io_context; those held by its queue are
  // destroyed with it, which Asio allows.
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
