#include "motcua/rpc/unary.h"

#include <atomic>
#include <future>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/testing/eventually.h"
#include "motcua/trace/trace_context.h"

#include "test_service.h"

namespace motcua::rpc {
namespace {

using motcua::testing::Eventually;

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr char kTraceparent[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST(HandleUnary, CarriesTheAnswerAndTheContext) {
  CallContext seen;
  TestServer server([&](const CallContext& call, pb::GetFlowResponse* response) {
    seen = call;
    response->set_outbox_pending(42);
    return absl::OkStatus();
  });
  CallContext call;
  call.idempotency_key = "key-1";
  call.traceparent = kTraceparent;
  const auto before = std::chrono::steady_clock::now();
  const auto response = CallGetFlow(PlainChannel(server), call, 3s);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->outbox_pending(), 42);
  EXPECT_EQ(seen.caller, "tester");
  EXPECT_EQ(seen.idempotency_key, "key-1");
  EXPECT_EQ(seen.traceparent, kTraceparent);
  EXPECT_GT(seen.deadline, before + 2s);
  EXPECT_LT(seen.deadline, std::chrono::steady_clock::now() + 3s + 100ms);
}

TEST(HandleUnary, TheCallersDeadlineIsPassedOnWhenItIsSmaller) {
  CallContext seen;
  TestServer server([&](const CallContext& call, pb::GetFlowResponse*) {
    seen = call;
    return absl::OkStatus();
  });
  CallContext call;
  call.deadline = std::chrono::steady_clock::now() + 2s;
  ASSERT_TRUE(CallGetFlow(PlainChannel(server), call, 1h).ok());
  EXPECT_LT(seen.deadline, call.deadline + 200ms);
}

TEST(HandleUnary, StartsATraceWhereNoneOrABrokenOneCame) {
  for (const char* given : {"", "00-not-a-trace-01"}) {
    std::string seen;
    TestServer server([&](const CallContext& call, pb::GetFlowResponse*) {
      seen = call.traceparent;
      return absl::OkStatus();
    });
    CallContext call;
    call.traceparent = given;
    ASSERT_TRUE(CallGetFlow(PlainChannel(server), call).ok());
    EXPECT_TRUE(trace::TraceContext::Parse(seen).has_value()) << seen;
  }
}

TEST(HandleUnary, MakesAServerSpanBelowTheCallers) {
  const auto exporter = std::make_shared<trace::MemoryExporter>();
  const trace::Tracer tracer(exporter);
  std::string seen;
  TestServer server(
      [&](const CallContext& call, pb::GetFlowResponse*) {
        seen = call.traceparent;
        return Error(absl::StatusCode::kNotFound, "NOTHING", "No.");
      },
      {.name = "rpc"}, &tracer);
  CallContext call;
  call.traceparent = kTraceparent;
  ASSERT_FALSE(CallGetFlow(PlainChannel(server), call).ok());
  ASSERT_THAT(exporter->spans(), SizeIs(1));
  const trace::SpanData span = exporter->spans().front();
  EXPECT_EQ(span.name, "testing.GetFlow");
  EXPECT_EQ(span.parent_span_id, "b7ad6b7169203331");
  EXPECT_EQ(span.reason, "NOTHING");
  EXPECT_EQ(seen, "00-0af7651916cd43dd8448eb211c80319c-" + span.span_id + "-01");
}

TEST(HandleUnary, ErrorsCrossTheWireWhole) {
  TestServer server([](const CallContext&, pb::GetFlowResponse*) {
    return FieldError("parts[0].name", "PART_MISSING", "Thiếu giấy tờ.");
  });
  const absl::Status status = CallGetFlow(PlainChannel(server)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Reason(status), "PART_MISSING");
  EXPECT_EQ(Message(status), "Thiếu giấy tờ.");
  EXPECT_THAT(Metadata(status), Contains(Pair("field", "parts[0].name")));
}

TEST(HandleUnary, AnErrorAtItsLimitsStillArrives) {
  std::string message;
  while (message.size() < 5000) {
    message += "ồ";
  }
  TestServer server([&](const CallContext&, pb::GetFlowResponse*) {
    return Error(absl::StatusCode::kInvalidArgument, "TOO_LONG", message,
                 {{"field", std::string(200, 'f')}, {"list", std::string(2800, 'x')}});
  });
  const absl::Status status = CallGetFlow(MakeChannel({server.address()})).status();
  EXPECT_EQ(Reason(status), "TOO_LONG") << status;
}

TEST(HandleUnary, ExceptionIsInternalWithoutItsMessage) {
  TestServer server([](const CallContext&, pb::GetFlowResponse*) -> absl::Status {
    throw std::runtime_error("secret-canary");
  });
  const absl::Status status = CallGetFlow(PlainChannel(server)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Reason(status), "EXCEPTION");
  EXPECT_EQ(Message(status).find("secret-canary"), std::string::npos);
  ASSERT_THAT(server.observer.seen(), SizeIs(1));
  EXPECT_EQ(Message(server.observer.seen()[0].status), "secret-canary") << "for the log";
}

TEST(HandleUnary, ThrownThingOfAnyTypeIsInternal) {
  TestServer server([](const CallContext&, pb::GetFlowResponse*) -> absl::Status { throw 7; });
  EXPECT_EQ(Reason(CallGetFlow(PlainChannel(server)).status()), "EXCEPTION");
}

TEST(HandleUnary, FullQueueIsRefusedAtOnceAndObserved) {
  Gate busy, release;
  TestServer server(
      [&](const CallContext&, pb::GetFlowResponse*) {
        busy.Open();
        release.Wait();
        return absl::OkStatus();
      },
      {.name = "rpc", .threads = 1, .queue_capacity = 1});
  const auto channel = PlainChannel(server);
  auto running = std::async(std::launch::async, [&] { return CallGetFlow(channel, {}, 20s); });
  ASSERT_TRUE(busy.Wait());
  auto waiting = std::async(std::launch::async, [&] { return CallGetFlow(channel, {}, 20s); });
  ASSERT_TRUE(Eventually([&] { return server.executor.queue_depth() == 1; }));

  const absl::Status refused = CallGetFlow(channel).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Reason(refused), "OVERLOADED");
  EXPECT_THAT(server.observer.seen(), SizeIs(1)) << "a refusal is counted";
  release.Open();
  EXPECT_TRUE(running.get().ok());
  EXPECT_TRUE(waiting.get().ok());
  EXPECT_EQ(server.observer.started(), 3);
}

TEST(HandleUnary, WorkPastItsDeadlineIsNotStarted) {
  Gate busy, release;
  std::atomic<int> started{0};
  TestServer server(
      [&](const CallContext&, pb::GetFlowResponse*) {
        if (started.fetch_add(1) == 0) {
          busy.Open();
          release.Wait();
        }
        return absl::OkStatus();
      },
      {.name = "rpc", .threads = 1, .queue_capacity = 10});
  const auto channel = PlainChannel(server);
  auto running = std::async(std::launch::async, [&] { return CallGetFlow(channel, {}, 20s); });
  ASSERT_TRUE(busy.Wait());
  // The server's idea of the deadline is a little later: gRPC sends what is left, rounded up.
  const auto surely_passed = std::chrono::steady_clock::now() + 500ms;
  EXPECT_EQ(CallGetFlow(channel, {}, 50ms).status().code(), absl::StatusCode::kDeadlineExceeded);
  ASSERT_TRUE(Eventually([&] { return std::chrono::steady_clock::now() > surely_passed; }));
  release.Open();
  EXPECT_TRUE(running.get().ok());
  ASSERT_TRUE(Eventually([&] { return server.observer.seen().size() == 2; }));
  EXPECT_EQ(started, 1);
  EXPECT_EQ(Reason(server.observer.seen()[1].status), "DEADLINE_PASSED");
}

TEST(HandleUnary, CallsDroppedByTheExecutorAreAnswered) {
  Gate busy, release;
  TestServer server(
      [&](const CallContext&, pb::GetFlowResponse*) {
        busy.Open();
        release.Wait();
        return absl::OkStatus();
      },
      {.name = "rpc", .threads = 1, .queue_capacity = 10});
  const auto channel = PlainChannel(server);
  auto running = std::async(std::launch::async, [&] { return CallGetFlow(channel, {}, 20s); });
  ASSERT_TRUE(busy.Wait());
  auto waiting = std::async(std::launch::async, [&] { return CallGetFlow(channel, {}, 20s); });
  ASSERT_TRUE(Eventually([&] { return server.executor.queue_depth() == 1; }));
  EXPECT_FALSE(server.executor.Stop(std::chrono::steady_clock::now()).ok());
  const absl::Status dropped = waiting.get().status();
  EXPECT_EQ(dropped.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Reason(dropped), "STOPPING");
  release.Open();
  EXPECT_TRUE(running.get().ok());
}

TEST(HandleUnary, MetadataThatNoClientOfOursSendsIsRefused) {
  std::atomic<int> started{0};
  TestServer server([&](const CallContext&, pb::GetFlowResponse*) {
    ++started;
    return absl::OkStatus();
  });
  const auto stub = pb::OperationsService::NewStub(PlainChannel(server));
  grpc::ClientContext context;
  context.AddMetadata("idempotency-key", std::string(201, 'k'));
  pb::GetFlowResponse response;
  const absl::Status status =
      FromGrpcStatus(stub->GetFlow(&context, pb::GetFlowRequest(), &response));
  EXPECT_EQ(Reason(status), "METADATA_INVALID");
  EXPECT_THAT(Metadata(status), Contains(Pair("field", "idempotency-key")));
  EXPECT_EQ(started, 0);
}

class RedriveService final : public pb::OperationsService::CallbackService {
 public:
  explicit RedriveService(const Edge& edge) : edge_(edge) {}

  grpc::ServerUnaryReactor* RedriveDeadLetter(
      grpc::CallbackServerContext* context, const pb::RedriveDeadLetterRequest* request,
      pb::RedriveDeadLetterResponse* /*response*/) override {
    return HandleUnary(context, edge_, "RedriveDeadLetter", *request, [this](const CallContext&) {
      ++started;
      return absl::OkStatus();
    });
  }

  std::atomic<int> started{0};

 private:
  const Edge& edge_;
};

TEST(HandleUnary, TextThatNoFieldMayContainIsRefused) {
  metrics::Registry registry;
  RecordingObserver observer;
  runtime::Executor executor({.name = "rpc"}, registry);
  const Edge edge{"testing", executor, observer};
  RedriveService service(edge);
  const auto server = Server::Start({.listen = "127.0.0.1:0", .services = {&service}}).value();
  server->SetReady(true);
  const auto stub = pb::OperationsService::NewStub(PlainChannel(server->port()));
  const auto ask = [&](const std::string& event_id) {
    pb::RedriveDeadLetterRequest request;
    request.set_event_id(event_id);
    pb::RedriveDeadLetterResponse response;
    grpc::ClientContext context;
    return FromGrpcStatus(stub->RedriveDeadLetter(&context, request, &response));
  };
  EXPECT_TRUE(ask("Việt").ok());
  const absl::Status status = ask("a\u202Eb");
  EXPECT_EQ(Reason(status), "TEXT_INVALID");
  EXPECT_THAT(Metadata(status), Contains(Pair("field", "event_id")));
  EXPECT_EQ(service.started, 1);
}

}  // namespace
}  // namespace motcua::rpc
