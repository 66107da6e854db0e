#include "motcua/program/process.h"

#include <future>
#include <mutex>
#include <optional>

#include <gtest/gtest.h>

#include "motcua/base/check.h"
#include "motcua/base/error.h"
#include "motcua/http/client.h"
#include "motcua/log/capture.h"
#include "motcua/testing/eventually.h"

namespace motcua::program {
namespace {

using namespace std::chrono_literals;
using Steps = std::vector<std::string>;

/// A frame with a door, a feed and other work, which record what happens to them; Kafka is down.
class ProcessTest : public ::testing::Test {
 protected:
  void Make(std::chrono::milliseconds drain_delay, const std::string& door = "127.0.0.1:0") {
    ProcessOptions options{.service = "testing", .version = "0", .kafka_brokers = "127.0.0.1:1"};
    options.drain_delay = drain_delay;
    process_.emplace(options, logs_.logger(), shutdown_);
    condition_ = process_->AddCondition("database");
    process_->AddWork({.start = [this] { Note("work starts"); },
                       .request_stop = [this] { Note("work is asked to end"); },
                       .stop = [this] { Note("work ends"); }});
    process_->AddFeed({.name = "testing.feed",
                       .topics = {"motcua.testing.v1"},
                       .take =
                           [](const CallContext&, const std::vector<kafka::Message>& messages) {
                             return std::vector<absl::Status>(messages.size());
                           },
                       .on_revoked = [this] { Note("feed ends"); }});
    http::Router router;
    Add(router, "now", [](const http::Request&, const http::ResponseCallback& done) {
      done(http::TextResponse(200, "now"));
    });
    Add(router, "later", [this](const http::Request&, const http::ResponseCallback& done) {
      waiting_.set_value(done);
    });
    process_->AddHttpDoor({.listen = door}, std::move(router));
  }

  static void Add(http::Router& router, const std::string& name, http::Handler handler) {
    MOTCUA_CHECK(router
                     .Add({.method = "GET",
                           .pattern = "/" + name,
                           .name = name,
                           .handler = std::move(handler)})
                     .ok());
  }

  void Note(const std::string& step) {
    const std::lock_guard lock(mutex_);
    steps_.push_back(step);
  }
  Steps steps() {
    const std::lock_guard lock(mutex_);
    return steps_;
  }

  /// On a separate connection.
  static absl::StatusOr<http::Response> Get(int port, const std::string& path) {
    http::Client client({.address = "http://127.0.0.1:" + std::to_string(port)});
    return client.Send({.target = path}, 10s);
  }
  int Status(int port, const std::string& path) {
    const auto response = Get(port, path);
    return response.ok() ? response->status : 0;
  }

  log::Capture logs_;
  runtime::Shutdown shutdown_;
  std::mutex mutex_;
  Steps steps_;
  std::promise<http::ResponseCallback> waiting_;
  std::optional<runtime::Health::Condition> condition_;
  std::optional<Process> process_;
};

TEST_F(ProcessTest, IsReadyOnceStartedAndWhileItsConditionsHold) {
  Make(0ms);
  ASSERT_TRUE(process_->Start().ok());
  EXPECT_EQ(Status(process_->metrics_port(), "/startupz"), 200);
  EXPECT_EQ(Status(process_->metrics_port(), "/readyz"), 503);
  condition_->Set(true);
  EXPECT_EQ(Status(process_->metrics_port(), "/readyz"), 200);
  EXPECT_EQ(Status(process_->http_port(), "/now"), 200);
}

TEST_F(ProcessTest, ClosesItsDoorAfterTheDelayAndBeforeWhatRequestsNeed) {
  Make(3s);
  condition_->Set(true);
  ASSERT_TRUE(process_->Start().ok());
  const int port = process_->http_port();
  auto answered = std::async(std::launch::async, [&] { return Status(port, "/later"); });
  const http::ResponseCallback answer = waiting_.get_future().get();
  ASSERT_EQ(Status(process_->metrics_port(), "/readyz"), 200);

  auto stopped = std::async(std::launch::async, [this] { process_->Stop(); });
  // During the delay: not ready, and new requests are answered with `Connection: close`.
  EXPECT_TRUE(testing::Eventually(
      [&] {
        const auto response = Get(port, "/now");
        return response.ok() && response->status == 200 &&
               response->headers.Get("Connection") == "close";
      },
      20s));
  EXPECT_EQ(Status(process_->metrics_port(), "/readyz"), 503);
  // After it: no new requests, and running ones keep everything they need.
  EXPECT_TRUE(testing::Eventually([&] { return Status(port, "/now") == 0; }, 20s));
  EXPECT_EQ(steps(), (Steps{"work starts", "work is asked to end"}));
  answer(http::TextResponse(200, "later"));
  EXPECT_EQ(answered.get(), 200);
  stopped.get();
  EXPECT_EQ(steps(), (Steps{"work starts", "work is asked to end", "feed ends", "work ends"}));
}

TEST_F(ProcessTest, ADoorThatCannotOpenLeavesNothingRunning) {
  http::Server occupant({}, http::Router());
  ASSERT_TRUE(occupant.Start().ok());
  // It never was ready, so no client has to move away and the delay is skipped.
  Make(1h, "127.0.0.1:" + std::to_string(occupant.port()));
  EXPECT_EQ(Reason(process_->Start()), "LISTEN_FAILED");
  EXPECT_EQ(steps(), (Steps{"work starts", "work is asked to end", "feed ends", "work ends"}));
  EXPECT_TRUE(rpc::Server::Start(
                  {.listen = "127.0.0.1:" + std::to_string(process_->grpc_port()), .services = {}})
                  .ok())
      << "its gRPC port is free";
  EXPECT_FALSE(process_->edge().executor.TrySubmit([] {}));
}

TEST_F(ProcessTest, StopsOnce) {
  Make(0ms);
  ASSERT_TRUE(process_->Start().ok());
  process_->Stop();
  const Steps once = steps();
  process_->Stop();
  process_.reset();
  EXPECT_EQ(steps(), once);
  EXPECT_EQ(logs_.Count("stopped"), 1);
}

}  // namespace
}  // namespace motcua::program
