#include "motcua/rpc/server.h"

#include <future>

#include <google/protobuf/wrappers.pb.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/testing/eventually.h"

#include "test_service.h"

namespace motcua::rpc {
namespace {

using motcua::testing::Eventually;

using namespace std::chrono_literals;

absl::Status Nothing(const CallContext&, pb::GetFlowResponse*) {
  return absl::OkStatus();
}

constexpr int kServing = 1;
constexpr int kNotServing = 2;

/// grpc.health.v1.Health/Check. Request {string service = 1} and response {enum status = 1} are
/// the same bytes as StringValue and Int32Value. A negative number is the code of an error.
int CheckHealth(const Server& server, const std::string& service) {
  grpc::TemplatedGenericStub<google::protobuf::StringValue, google::protobuf::Int32Value> stub(
      PlainChannel(server.port()));
  google::protobuf::StringValue request;
  request.set_value(service);
  google::protobuf::Int32Value response;
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + 5s);
  std::promise<grpc::Status> done;
  stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", grpc::StubOptions(), &request, &response,
                 [&](grpc::Status status) { done.set_value(std::move(status)); });
  const grpc::Status status = done.get_future().get();
  return status.ok() ? response.value() : -static_cast<int>(status.error_code());
}

TEST(Server, IsNotReadyUntilTold) {
  const auto server = Server::Start({.listen = "127.0.0.1:0", .services = {}});
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_EQ(CheckHealth(**server, ""), kNotServing);
  EXPECT_EQ(CheckHealth(**server, "readiness"), kNotServing);
  EXPECT_EQ(CheckHealth(**server, "liveness"), kServing);
}

TEST(Server, HealthFollowsSetReady) {
  TestServer server(Nothing);
  EXPECT_EQ(CheckHealth(*server.server, ""), kServing);
  EXPECT_EQ(CheckHealth(*server.server, "readiness"), kServing);
  server.server->SetReady(false);
  EXPECT_EQ(CheckHealth(*server.server, ""), kNotServing);
  EXPECT_EQ(CheckHealth(*server.server, "readiness"), kNotServing);
  EXPECT_EQ(CheckHealth(*server.server, "liveness"), kServing);
  server.server->SetReady(true);
  EXPECT_EQ(CheckHealth(*server.server, "readiness"), kServing);
}

TEST(Server, UnknownHealthNameIsNotFound) {
  TestServer server(Nothing);
  EXPECT_EQ(CheckHealth(*server.server, "nobody"), -static_cast<int>(grpc::StatusCode::NOT_FOUND));
}

TEST(Server, ServesReflection) {
  TestServer server(Nothing);
  // An empty stream is answered with OK where the service exists, UNIMPLEMENTED where not.
  grpc::GenericStub stub(PlainChannel(server));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + 5s);
  grpc::CompletionQueue queue;
  auto stream = stub.PrepareCall(
      &context, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", &queue);
  void* tag = nullptr;
  bool ok = false;
  stream->StartCall(nullptr);
  ASSERT_TRUE(queue.Next(&tag, &ok));
  stream->WritesDone(nullptr);
  ASSERT_TRUE(queue.Next(&tag, &ok));
  grpc::Status status;
  stream->Finish(&status, nullptr);
  ASSERT_TRUE(queue.Next(&tag, &ok));
  EXPECT_TRUE(status.ok()) << status.error_message();
}

TEST(Server, TakenOrMalformedAddressIsAnError) {
  TestServer server(Nothing);
  TestServer other(Nothing);
  for (const std::string& listen : {server.address(), std::string("nowhere"), std::string()}) {
    const auto second = Server::Start({.listen = listen, .services = {&other.service}});
    ASSERT_FALSE(second.ok()) << listen;
    EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(Reason(second.status()), "LISTEN_FAILED");
  }
}

TEST(Server, StopFinishesCallsInFlightAndTakesNoMore) {
  Gate busy, release;
  TestServer server([&](const CallContext&, pb::GetFlowResponse* response) {
    busy.Open();
    release.Wait();
    response->set_outbox_pending(7);
    return absl::OkStatus();
  });
  const auto channel = PlainChannel(server);
  auto in_flight = std::async(std::launch::async, [&] { return CallGetFlow(channel, {}, 20s); });
  ASSERT_TRUE(busy.Wait());
  auto stopped = std::async(std::launch::async, [&] { server.server->Stop(20s); });
  EXPECT_TRUE(Eventually([&] {
    return CallGetFlow(PlainChannel(server), {}, 200ms).status().code() ==
           absl::StatusCode::kUnavailable;
  })) << "no new connections";
  EXPECT_EQ(stopped.wait_for(0s), std::future_status::timeout);
  release.Open();
  const auto answer = in_flight.get();
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->outbox_pending(), 7);
  EXPECT_EQ(stopped.wait_for(5s), std::future_status::ready);
}

TEST(Server, StopGivesUpOnCallersAtItsLimitButWaitsForHandlers) {
  Gate busy, release;
  TestServer server([&](const CallContext&, pb::GetFlowResponse*) {
    busy.Open();
    release.Wait();
    return absl::OkStatus();
  });
  const auto channel = PlainChannel(server);
  auto in_flight = std::async(std::launch::async, [&] { return CallGetFlow(channel, {}, 20s); });
  ASSERT_TRUE(busy.Wait());
  auto stopped = std::async(std::launch::async, [&] { server.server->Stop(50ms); });
  EXPECT_FALSE(in_flight.get().ok());
  EXPECT_EQ(stopped.wait_for(0s), std::future_status::timeout);
  release.Open();
  EXPECT_EQ(stopped.wait_for(5s), std::future_status::ready);
}

TEST(Server, StopDoesNotWaitForChannelsThatWatchHealth) {
  TestServer server(Nothing);
  const auto channel = MakeChannel({server.address()});
  ASSERT_TRUE(CallGetFlow(channel).ok());
  const auto since = std::chrono::steady_clock::now();
  server.server->Stop(20s);
  EXPECT_LT(std::chrono::steady_clock::now() - since, 5s);
}

TEST(Server, StopTwiceAndReadyAfterwardsDoNothing) {
  TestServer server(Nothing);
  server.server->Stop(1s);
  server.server->Stop(1s);
  server.server->SetReady(true);
}

TEST(Server, OversizedRequestIsRefused) {
  TestServer server(Nothing);
  grpc::TemplatedGenericStub<google::protobuf::StringValue, google::protobuf::StringValue> stub(
      PlainChannel(server));
  google::protobuf::StringValue request, response;
  request.set_value(std::string(1024 * 1024 + 1, 'x'));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + 5s);
  std::promise<grpc::Status> done;
  stub.UnaryCall(&context, "/motcua.operations.v1.OperationsService/GetFlow", grpc::StubOptions(),
                 &request, &response,
                 [&](grpc::Status status) { done.set_value(std::move(status)); });
  EXPECT_EQ(done.get_future().get().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(server.observer.started(), 0);
}

TEST(Server, OversizedMetadataIsRefused) {
  TestServer server(Nothing);
  const auto stub = pb::OperationsService::NewStub(PlainChannel(server));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + 5s);
  context.AddMetadata("x-large", std::string(9 * 1024, 'x'));
  pb::GetFlowResponse response;
  EXPECT_EQ(stub->GetFlow(&context, pb::GetFlowRequest(), &response).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(server.observer.started(), 0);
}

}  // namespace
}  // namespace motcua::rpc
