#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "motcua/http/client.h"
#include "motcua/http/server.h"

#include "raw_socket.h"

namespace motcua::http {

/// A server on a free loopback port with a few routes, and a record of what it observed.
class ServerTest : public ::testing::Test {
 protected:
  struct Observed {
    std::string route;
    std::string method;
    int status;
  };

  ServerTest() {
    options_.observer = [this](const Served& served) {
      const std::lock_guard lock(mutex_);
      observed_.push_back({std::string(served.route), std::string(served.method), served.status});
    };
    Add("GET", "/hello", "hello",
        [](const Request&, const ResponseCallback& done) { done(TextResponse(200, "xin chào")); });
    Add("POST", "/echo", "echo", [](const Request& request, const ResponseCallback& done) {
      done(TextResponse(200, request.body));
    });
    // Keeps the callback for the test to answer.
    Add("GET", "/held/{id}", "held", [this](const Request& request, ResponseCallback done) {
      const std::lock_guard lock(mutex_);
      held_.emplace_back(std::string(request.Param("id")), std::move(done));
      changed_.notify_all();
    });
  }

  void Add(std::string method, std::string pattern, std::string name, Handler handler,
           std::size_t max_body_bytes = 1000) {
    const absl::Status added = router_.Add(Route{.method = std::move(method),
                                                 .pattern = std::move(pattern),
                                                 .name = std::move(name),
                                                 .handler = std::move(handler),
                                                 .max_body_bytes = max_body_bytes});
    ASSERT_TRUE(added.ok()) << added;
  }
  void Start() {
    server_ = std::make_unique<Server>(options_, router_);
    const absl::Status started = server_->Start();
    ASSERT_TRUE(started.ok()) << started;
  }
  Client MakeClient() const {
    return Client({.address = "http://127.0.0.1:" + std::to_string(server_->port())});
  }
  absl::StatusOr<Response> Get(Client& client, std::string target) const {
    Request request;
    request.target = std::move(target);
    return client.Send(request, kPatience);
  }
  /// Sends bytes on a new connection and returns everything until the server closes.
  std::string Raw(std::string_view bytes) const {
    RawSocket socket(server_->port());
    socket.Send(bytes);
    const std::string received = socket.ReadAll();
    EXPECT_TRUE(socket.closed()) << "the server left the connection open";
    return received;
  }
  /// Waits until `count` requests are held, and takes the oldest.
  std::pair<std::string, ResponseCallback> TakeHeld() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, kPatience, [&] { return !held_.empty(); }));
    auto first = std::move(held_.front());
    held_.erase(held_.begin());
    return first;
  }
  std::vector<Observed> observed() {
    const std::lock_guard lock(mutex_);
    return observed_;
  }

  static constexpr std::chrono::milliseconds kPatience{10'000};

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Observed> observed_;
  std::vector<std::pair<std::string, ResponseCallback>> held_;
  ServerOptions options_;
  Router router_;
  std::unique_ptr<Server> server_;  // stops before the members used by handlers are destroyed
};

}  // namespace motcua::http
