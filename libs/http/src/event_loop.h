#pragma once

#include <atomic>
#include <ctime>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace motcua::http {

class Connection;

/// One thread and its io_context. A connection belongs to one loop and is touched on its thread
/// only. Handlers that answer late hold the loop, not the connection, so the io_context can be
/// destroyed before them.
class EventLoop {
 public:
  EventLoop() : io_(std::make_unique<boost::asio::io_context>(1)), work_(io_->get_executor()) {}

  /// Valid until Destroy.
  boost::asio::io_context& io() { return *io_; }

  void Start() {
    thread_ = std::thread([this] { Run(); });
  }

  bool InThisThread() const {
    return std::this_thread::get_id() == thread_id_.load(std::memory_order_relaxed);
  }

  /// Queues `work` to run on the loop; does nothing after StopThread. Thread-safe.
  template <typename Work>
  void Post(Work&& work) {
    const std::lock_guard lock(mutex_);
    if (!stopped_) {
      boost::asio::post(*io_, std::forward<Work>(work));
    }
  }

  /// Ends and joins the thread.
  void StopThread();
  /// Destroys the connections, the queued work and the io_context; call after StopThread.
  void Destroy();

  /// The value of the Date header; loop thread only.
  std::string_view Date();

  /// The connections of this loop; loop thread only.
  std::unordered_set<std::shared_ptr<Connection>>& connections() { return connections_; }

 private:
  void Run();

  std::mutex mutex_;
  bool stopped_ = false;  // guarded by mutex_
  std::unique_ptr<boost::asio::io_context> io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::time_t date_second_ = 0;
  std::string date_;
  std::unordered_set<std::shared_ptr<Connection>> connections_;
  std::atomic<std::thread::id> thread_id_;
  std::thread thread_;
};

}  // namespace motcua::http
