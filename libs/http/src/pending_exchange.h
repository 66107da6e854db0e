#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "connection.h"
#include "event_loop.h"
#include "exchange.h"

namespace motcua::http {

/// A request that a handler is processing. An answer given inside the handler goes directly to the
/// connection, a later one through the loop's queue. Doesn't keep the connection alive.
class PendingExchange final : public internal::Exchange {
 public:
  PendingExchange(std::shared_ptr<EventLoop> loop, std::weak_ptr<Connection> connection,
                  Request request)
      : loop_(std::move(loop)), connection_(std::move(connection)), request_(std::move(request)) {}

  ~PendingExchange() override {
    if (!answered_.load()) {
      loop_->Post([connection = connection_] {
        if (const auto alive = connection.lock()) {
          alive->OnDropped();
        }
      });
    }
  }

  const Request& request() const { return request_; }

  /// Set by the connection on the loop's thread while its handler runs there.
  void SetInside(Connection* connection) { inside_ = connection; }

  void Answer(Response response) override {
    if (answered_.exchange(true)) {
      return;
    }
    // inside_ belongs to the loop's thread; other threads must not read it.
    if (loop_->InThisThread() && inside_ != nullptr) {
      inside_->OnAnswer(std::move(response), std::move(request_));
      return;
    }
    loop_->Post([connection = connection_, response = std::move(response),
                 request = std::move(request_)]() mutable {
      if (const auto alive = connection.lock()) {
        alive->OnAnswer(std::move(response), std::move(request));
      }
    });
  }

 private:
  const std::shared_ptr<EventLoop> loop_;
  const std::weak_ptr<Connection> connection_;
  Request request_;
  Connection* inside_ = nullptr;
  std::atomic<bool> answered_{false};
};

}  // namespace motcua::http
