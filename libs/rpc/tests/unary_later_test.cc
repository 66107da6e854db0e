#include <optional>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "test_service.h"

namespace motcua::rpc {
namespace {

/// GetFlow passes the call to the function set by the test.
class LaterService final : public pb::OperationsService::CallbackService {
 public:
  using Body = std::function<absl::Status(const CallContext&, Answer, pb::GetFlowResponse*)>;
  LaterService(const Edge& edge, Body body) : edge_(edge), body_(std::move(body)) {}

  grpc::ServerUnaryReactor* GetFlow(grpc::CallbackServerContext* context,
                                    const pb::GetFlowRequest* request,
                                    pb::GetFlowResponse* response) override {
    return HandleUnaryLater(context, edge_, "GetFlow", *request,
                            [this, response](const CallContext& call, Answer answer) {
                              return body_(call, std::move(answer), response);
                            });
  }

 private:
  const Edge& edge_;
  const Body body_;
};

struct LaterServer {
  explicit LaterServer(LaterService::Body body)
      : executor({.name = "rpc"}, registry),
        edge{"testing", executor, observer},
        service(edge, std::move(body)),
        server(Server::Start({.listen = "127.0.0.1:0", .services = {&service}}).value()) {
    server->SetReady(true);
  }

  metrics::Registry registry;
  RecordingObserver observer;
  runtime::Executor executor;
  Edge edge;
  LaterService service;
  std::unique_ptr<Server> server;
};

absl::StatusOr<pb::GetFlowResponse> Ask(const LaterServer& server, const CallContext& call = {}) {
  return CallGetFlow(PlainChannel(server.server->port()), call);
}

TEST(HandleUnaryLater, TheAnswerMayComeFromAnotherThread) {
  std::optional<std::jthread> worker;
  LaterServer server([&](const CallContext& call, Answer answer, pb::GetFlowResponse* response) {
    EXPECT_EQ(call.caller, "tester");
    worker.emplace([answer = std::move(answer), response]() mutable {
      response->set_outbox_pending(42);
      answer(absl::OkStatus());
    });
    return absl::OkStatus();
  });
  const auto response = Ask(server);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->outbox_pending(), 42);
  worker.reset();
  ASSERT_EQ(server.observer.seen().size(), 1U);
  EXPECT_TRUE(server.observer.seen()[0].status.ok());
}

TEST(HandleUnaryLater, WhatIsRefusedAtOnceIsTheAnswer) {
  LaterServer server([](const CallContext&, const Answer&, pb::GetFlowResponse*) {
    return FieldError("name", "NAME_MISSING", "say the name");
  });
  EXPECT_EQ(Reason(Ask(server).status()), "NAME_MISSING");
  ASSERT_EQ(server.observer.seen().size(), 1U);
}

TEST(HandleUnaryLater, AnExceptionIsInternal) {
  LaterServer server([](const CallContext&, const Answer&, pb::GetFlowResponse*) -> absl::Status {
    throw std::runtime_error("broken");
  });
  EXPECT_EQ(Reason(Ask(server).status()), "EXCEPTION");
}

// A queue that is dropped at a stop must not block the server's stop forever.
TEST(HandleUnaryLater, AnAnswerThatIsDroppedSaysThatTheProgramStops) {
  LaterServer server(
      [](const CallContext&, const Answer&, pb::GetFlowResponse*) { return absl::OkStatus(); });
  const absl::Status status = Ask(server).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Reason(status), "STOPPING");
}

TEST(HandleUnaryLater, MetadataThatNoClientOfOursSendsIsRefused) {
  bool asked = false;
  LaterServer server([&](const CallContext&, const Answer&, pb::GetFlowResponse*) {
    asked = true;
    return absl::OkStatus();
  });
  CallContext call;
  call.idempotency_key = std::string(201, 'k');
  EXPECT_EQ(Reason(Ask(server, call).status()), "METADATA_INVALID");
  EXPECT_FALSE(asked);
}

}  // namespace
}  // namespace motcua::rpc
