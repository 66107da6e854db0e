#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <grpcpp/create_channel.h>

#include "motcua/operations/v1/operations_service.grpc.pb.h"

#include "motcua/metrics/registry.h"
#include "motcua/rpc/client.h"
#include "motcua/rpc/server.h"
#include "motcua/rpc/unary.h"

namespace motcua::rpc {

namespace pb = operations::v1;

/// Opens once; a waiting thread gives up after ten seconds, so that a broken test ends.
class Gate {
 public:
  void Open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  bool Wait() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

/// Records what it is told.
class RecordingObserver final : public CallObserver {
 public:
  struct Seen {
    std::string method;
    CallContext call;
    absl::Status status;
  };
  void OnStart(const std::string&, const CallContext&) override {
    const std::lock_guard lock(mutex_);
    ++started_;
  }
  void OnCall(const std::string& method, const CallContext& call, const absl::Status& status,
              std::chrono::steady_clock::duration) override {
    const std::lock_guard lock(mutex_);
    seen_.push_back({method, call, status});
  }
  std::vector<Seen> seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
  }
  int started() const {
    const std::lock_guard lock(mutex_);
    return started_;
  }

 private:
  mutable std::mutex mutex_;
  int started_ = 0;
  std::vector<Seen> seen_;
};

/// GetFlow runs the function set by the test.
class TestService final : public pb::OperationsService::CallbackService {
 public:
  using Body = std::function<absl::Status(const CallContext&, pb::GetFlowResponse*)>;
  TestService(const Edge& edge, Body body) : edge_(edge), body_(std::move(body)) {}

  grpc::ServerUnaryReactor* GetFlow(grpc::CallbackServerContext* context,
                                    const pb::GetFlowRequest* request,
                                    pb::GetFlowResponse* response) override {
    return HandleUnary(context, edge_, "GetFlow", *request,
                       [this, response](const CallContext& call) { return body_(call, response); });
  }

 private:
  const Edge& edge_;
  const Body body_;
};

/// A ready server with one method, and everything behind it.
struct TestServer {
  explicit TestServer(TestService::Body body, runtime::ExecutorOptions options = {.name = "rpc"},
                      const trace::Tracer* tracer = nullptr)
      : executor(std::move(options), registry),
        edge{"testing", executor, observer, tracer},
        service(edge, std::move(body)),
        server(Server::Start({.listen = "127.0.0.1:0", .services = {&service}}).value()) {
    server->SetReady(true);
  }
  std::string address() const { return "127.0.0.1:" + std::to_string(server->port()); }

  metrics::Registry registry;
  RecordingObserver observer;
  runtime::Executor executor;
  Edge edge;
  TestService service;
  std::unique_ptr<Server> server;
};

/// One GetFlow over a channel, with five seconds unless the context has less.
inline absl::StatusOr<pb::GetFlowResponse> CallGetFlow(
    const std::shared_ptr<grpc::Channel>& channel, const CallContext& call = {},
    std::chrono::milliseconds limit = std::chrono::seconds(5)) {
  const auto stub = pb::OperationsService::NewStub(channel);
  pb::GetFlowResponse response;
  const absl::Status status = Call(call, "tester", limit, [&](grpc::ClientContext* context) {
    return stub->GetFlow(context, pb::GetFlowRequest(), &response);
  });
  if (!status.ok()) {
    return status;
  }
  return response;
}

/// A channel without retries and health checks, for tests of one answer.
inline std::shared_ptr<grpc::Channel> PlainChannel(int port) {
  return grpc::CreateChannel("127.0.0.1:" + std::to_string(port),
                             grpc::InsecureChannelCredentials());
}
inline std::shared_ptr<grpc::Channel> PlainChannel(const TestServer& server) {
  return PlainChannel(server.server->port());
}

}  // namespace motcua::rpc
