#include "motcua/http/server.h"

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "server_fixture.h"

namespace motcua::http {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;

TEST_F(ServerTest, AnswersOnOneConnection) {
  Start();
  Client client = MakeClient();
  for (int i = 0; i < 3; ++i) {
    const auto response = Get(client, "/hello");
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, "xin chào");
    EXPECT_EQ(response->headers.Get("content-type"), "text/plain; charset=utf-8");
    EXPECT_EQ(response->headers.Get("content-length"), "9");
    EXPECT_THAT(std::string(response->headers.Get("date")), HasSubstr(" GMT"));
    EXPECT_TRUE(client.connected());
  }
  EXPECT_EQ(server_->connections(), 1U);
}

TEST_F(ServerTest, HandlerSeesTheWholeRequest) {
  std::promise<Request> seen;
  Add("POST", "/v1/dossiers/{code}:withdraw", "withdraw",
      [&](const Request& request, const ResponseCallback& done) {
        seen.set_value(request);
        done(JsonResponse(200, "{}"));
      });
  Start();
  Client client = MakeClient();
  Request request;
  request.method = "POST";
  request.target = "/v1/dossiers/H19%2F1:withdraw?lang=vi";
  request.headers = {{"X-Thing", "1"}};
  request.body = std::string("a\0b", 3);
  const auto response = client.Send(request, kPatience);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->headers.Get("Content-Type"), "application/json");
  const Request got = seen.get_future().get();
  EXPECT_EQ(got.method, "POST");
  EXPECT_EQ(got.target, request.target);
  EXPECT_EQ(got.Param("code"), "H19/1");
  EXPECT_EQ(got.Query("lang"), "vi");
  EXPECT_EQ(got.headers.Get("x-thing"), "1");
  EXPECT_EQ(got.body, request.body);
  EXPECT_EQ(got.peer, "127.0.0.1");
}

TEST_F(ServerTest, NothingOfOneRequestReachesTheNext) {
  Add("POST", "/dump", "dump", [](const Request& request, const ResponseCallback& done) {
    std::string dump = request.body + "|" + std::to_string(request.query.size()) + "|" +
                       std::to_string(request.headers.size());
    done(TextResponse(200, std::move(dump)));
  });
  Start();
  Client client = MakeClient();
  Request full;
  full.method = "POST";
  full.target = "/dump?a=1&b=2";
  full.headers = {{"X-A", "1"}};
  full.body = "body";
  EXPECT_EQ(client.Send(full, kPatience)->body, "body|2|3");
  Request empty;
  empty.method = "POST";
  empty.target = "/dump";
  EXPECT_EQ(client.Send(empty, kPatience)->body, "|0|2");
}

TEST_F(ServerTest, PipelinedAnswersKeepTheirOrder) {
  Start();
  RawSocket socket(server_->port());
  socket.Send(
      "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
      "GET /held/1 HTTP/1.1\r\nHost: x\r\n\r\n"
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nthird"
      "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
      "GET /held/2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  // The first answer doesn't wait for the second.
  ASSERT_TRUE(socket.ReadUntil("xin chào"));
  TakeHeld().second(TextResponse(200, "second"));
  ASSERT_TRUE(socket.ReadUntil("ROUTE_NOT_FOUND"));
  TakeHeld().second(TextResponse(200, "fifth"));
  const std::string all = socket.ReadAll();
  EXPECT_TRUE(socket.closed());
  std::size_t at = 0;
  for (const char* part : {"xin chào", "second", "third", "ROUTE_NOT_FOUND", "fifth"}) {
    const std::size_t next = all.find(part);
    ASSERT_NE(next, std::string::npos) << part;
    EXPECT_GE(next, at) << part;
    at = next;
  }
}

TEST_F(ServerTest, ManyPipelinedRequestsAreAllAnswered) {
  Start();
  RawSocket socket(server_->port());
  std::string requests;
  for (int i = 0; i < 500; ++i) {
    requests += "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
  }
  socket.Send(requests);
  EXPECT_TRUE(socket.ReadUntil("xin chào", 500));
}

TEST_F(ServerTest, RequestMayComeByteByByte) {
  Start();
  RawSocket socket(server_->port());
  for (const char c : std::string_view(
           "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
           "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: t\r\n\r\n"
           "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
           "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
    ASSERT_TRUE(socket.Send({&c, 1}));
  }
  const std::string all = socket.ReadAll();
  EXPECT_THAT(all, HasSubstr("\r\n\r\nabcde"));
  EXPECT_THAT(all, HasSubstr("Content-Length: 0"));
  EXPECT_THAT(all, HasSubstr("xin chào"));
}

TEST_F(ServerTest, AnswersFromAnotherThread) {
  std::thread worker;
  Add("GET", "/slow", "slow", [&](const Request& request, ResponseCallback done) {
    // The request stays valid after the handler returns, until the answer.
    worker = std::thread([&request, done = std::move(done)] {
      done(TextResponse(200, request.method + " " + request.target));
    });
  });
  Start();
  Client client = MakeClient();
  const auto response = Get(client, "/slow");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->body, "GET /slow");
  worker.join();
}

TEST_F(ServerTest, OneHeldRequestDoesNotHoldAnother) {
  Start();
  Client slow = MakeClient();
  auto first = std::async(std::launch::async, [&] { return Get(slow, "/held/1"); });
  auto [id, done] = TakeHeld();
  Client quick = MakeClient();
  EXPECT_EQ(Get(quick, "/hello")->status, 200);
  done(Response{.status = 204});
  EXPECT_EQ(first.get()->status, 204);
}

TEST_F(ServerTest, UnansweredCallbackIs500AndTheConnectionLives) {
  Add("GET", "/drop", "drop", [](const Request&, const ResponseCallback&) {});
  Add("GET", "/drop_later", "drop_later", [](const Request&, ResponseCallback done) {
    std::thread([done = std::move(done)] {}).detach();
  });
  Start();
  Client client = MakeClient();
  for (const char* target : {"/drop", "/drop_later"}) {
    const auto response = Get(client, target);
    ASSERT_TRUE(response.ok()) << target << response.status();
    EXPECT_EQ(response->status, 500) << target;
    EXPECT_THAT(response->body, StartsWith("HANDLER_DROPPED")) << target;
    EXPECT_TRUE(client.connected()) << target;
  }
  EXPECT_EQ(Get(client, "/hello")->status, 200);
}

TEST_F(ServerTest, ExceptionInAHandlerIs500AndTheConnectionLives) {
  Add("GET", "/throw", "throw",
      [](const Request&, const ResponseCallback&) { throw std::runtime_error("host=10.0.0.7"); });
  Add("GET", "/throw_odd", "throw_odd", [](const Request&, const ResponseCallback&) { throw 7; });
  Start();
  Client client = MakeClient();
  for (const char* target : {"/throw", "/throw_odd"}) {
    const auto response = Get(client, target);
    ASSERT_TRUE(response.ok()) << target << response.status();
    EXPECT_EQ(response->status, 500) << target;
    EXPECT_THAT(response->body, StartsWith("EXCEPTION")) << target;
    EXPECT_EQ(response->body.find("10.0.0.7"), std::string::npos);
    EXPECT_TRUE(client.connected()) << target;
  }
  EXPECT_EQ(Get(client, "/hello")->status, 200);
}

TEST_F(ServerTest, SecondAnswerIsIgnored) {
  Add("GET", "/twice", "twice", [](const Request&, const ResponseCallback& done) {
    done(TextResponse(200, "first"));
    done(TextResponse(200, "again"));
  });
  Start();
  Client client = MakeClient();
  EXPECT_EQ(Get(client, "/twice")->body, "first");
  EXPECT_EQ(Get(client, "/hello")->body, "xin chào");
}

TEST_F(ServerTest, AnswerThatCannotBeSentIs500) {
  Add("GET", "/odd", "odd",
      [](const Request&, const ResponseCallback& done) { done(Response{.status = 99}); });
  Start();
  Client client = MakeClient();
  EXPECT_EQ(Get(client, "/odd")->status, 500);
}

TEST_F(ServerTest, HandlerCannotBreakTheFraming) {
  Add("GET", "/framing", "framing", [](const Request&, const ResponseCallback& done) {
    Response response = TextResponse(200, "ok");
    response.headers.Add("content-length", "999");
    response.headers.Add("Transfer-Encoding", "chunked");
    response.headers.Add("Connection", "upgrade");
    response.headers.Add("X-Split", "a\r\nX-Evil: 1");
    done(std::move(response));
  });
  Start();
  const std::string all = Raw("GET /framing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(all, HasSubstr("Content-Length: 2\r\n"));
  EXPECT_THAT(all, testing::Not(HasSubstr("999")));
  EXPECT_THAT(all, testing::Not(HasSubstr("chunked")));
  EXPECT_THAT(all, testing::Not(HasSubstr("\r\nX-Evil")));
}

TEST_F(ServerTest, HeadHasTheLengthAndNoBody) {
  Start();
  const std::string all =
      Raw("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n"
          "HEAD /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(all, HasSubstr("Content-Length: 9\r\n"));
  EXPECT_THAT(all, testing::Not(HasSubstr("xin")));
}

TEST_F(ServerTest, NotModifiedHasNoBodyAndNoLength) {
  Add("GET", "/etag", "etag", [](const Request&, const ResponseCallback& done) {
    done(Response{.status = 304, .headers = {{"ETag", "\"7\""}}, .body = "ignored"});
  });
  Start();
  const std::string all = Raw("GET /etag HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(all, HasSubstr("ETag: \"7\"\r\n"));
  EXPECT_THAT(all, testing::Not(HasSubstr("Content-Length")));
  EXPECT_THAT(all, testing::EndsWith("\r\n\r\n"));
}

TEST_F(ServerTest, Http10ClosesUnlessAskedNotTo) {
  Start();
  EXPECT_THAT(Raw("GET /hello HTTP/1.0\r\n\r\n"), HasSubstr("Connection: close\r\n"));
  RawSocket socket(server_->port());
  socket.Send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  ASSERT_TRUE(socket.ReadUntil("xin chào"));
  EXPECT_THAT(socket.received(), HasSubstr("Connection: keep-alive\r\n"));
  socket.Send("GET /hello HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(socket.ReadUntil("xin chào", 2));
}

TEST_F(ServerTest, AnswersAClientThatHasFinishedSending) {
  Start();
  RawSocket socket(server_->port());
  socket.Send("GET /held/1 HTTP/1.1\r\nHost: x\r\n\r\n");
  socket.FinishSending();
  TakeHeld().second(TextResponse(200, "late"));
  EXPECT_THAT(socket.ReadAll(), HasSubstr("late"));
  EXPECT_TRUE(socket.closed());
}

TEST_F(ServerTest, LargeAnswerArrivesWhole) {
  std::string large(3'000'000, 'x');
  large.back() = 'y';
  Add("GET", "/large", "large",
      [&](const Request&, const ResponseCallback& done) { done(TextResponse(200, large)); });
  Start();
  RawSocket socket(server_->port());
  // Not read until both are asked for: the server has to wait for room twice.
  socket.Send(
      "GET /large HTTP/1.1\r\nHost: x\r\n\r\nGET /large HTTP/1.1\r\nHost: x\r\n"
      "Connection: close\r\n\r\n");
  EXPECT_EQ(socket.ReadAll().size() / large.size(), 2U);
  EXPECT_EQ(socket.CountOf("xy"), 2U);
}

TEST_F(ServerTest, AnswerAfterTheClientHungUpIsDropped) {
  Start();
  {
    RawSocket socket(server_->port());
    socket.Send("GET /held/1 HTTP/1.1\r\nHost: x\r\n\r\n");
    TakeHeld().second(TextResponse(200, std::string(100'000, 'x')));
  }
  Client client = MakeClient();
  EXPECT_EQ(Get(client, "/hello")->status, 200);
}

TEST_F(ServerTest, SeveralThreadsServeSeveralClients) {
  options_.threads = 3;
  Start();
  std::vector<std::future<int>> clients;
  for (int i = 0; i < 6; ++i) {
    clients.push_back(std::async(std::launch::async, [&] {
      Client client = MakeClient();
      int good = 0;
      for (int j = 0; j < 50; ++j) {
        const auto response = Get(client, "/hello");
        good += response.ok() && response->status == 200 ? 1 : 0;
      }
      return good;
    }));
  }
  for (auto& client : clients) {
    EXPECT_EQ(client.get(), 50);
  }
}

TEST_F(ServerTest, ObserverSeesBoundedNames) {
  Start();
  Client client = MakeClient();
  Request odd;
  odd.method = "BREW";
  for (const char* target : {"/hello", "/nothing/H19.12-1"}) {
    odd.target = target;
    ASSERT_TRUE(client.Send(odd, kPatience).ok());
  }
  ASSERT_TRUE(Get(client, "/hello").ok());
  const auto seen = observed();
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen[0].route, "unmatched");
  EXPECT_EQ(seen[0].method, "OTHER");
  EXPECT_EQ(seen[0].status, 405);
  EXPECT_EQ(seen[1].route, "unmatched");
  EXPECT_EQ(seen[1].status, 404);
  EXPECT_EQ(seen[2].route, "hello");
  EXPECT_EQ(seen[2].method, "GET");
  EXPECT_EQ(seen[2].status, 200);
}

TEST_F(ServerTest, StopWaitsForRequestsInFlight) {
  Start();
  Client busy = MakeClient();
  auto answer = std::async(std::launch::async, [&] { return Get(busy, "/held/1"); });
  auto [id, done] = TakeHeld();
  Client idle = MakeClient();
  ASSERT_TRUE(Get(idle, "/hello").ok());
  const std::uint16_t port = server_->port();

  auto stopped = std::async(std::launch::async, [&] { return server_->Stop(kPatience); });
  // The idle connection is closed while the busy one is still waited for.
  while (server_->connections() > 1) {
    std::this_thread::yield();
  }
  EXPECT_EQ(stopped.wait_for(milliseconds(0)), std::future_status::timeout);
  done(TextResponse(200, "finished"));
  const auto response = answer.get();
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->body, "finished");
  EXPECT_EQ(response->headers.Get("Connection"), "close");
  EXPECT_TRUE(stopped.get().ok());
  EXPECT_EQ(server_->connections(), 0U);
  EXPECT_FALSE(RawSocket(port).connected());
  EXPECT_TRUE(server_->Stop(kPatience).ok());
}

TEST_F(ServerTest, StopCutsOffAtItsDeadlineAndLateAnswersAreHarmless) {
  Start();
  RawSocket socket(server_->port());
  socket.Send("GET /held/1 HTTP/1.1\r\nHost: x\r\n\r\n");
  auto [id, done] = TakeHeld();
  const absl::Status stopped = server_->Stop(milliseconds(20));
  EXPECT_EQ(stopped.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(Reason(stopped), "DRAIN_INCOMPLETE");
  server_.reset();
  done(TextResponse(200, "too late"));
  EXPECT_EQ(socket.ReadAll(), "");
  EXPECT_TRUE(socket.closed());
}

TEST_F(ServerTest, DrainingTellsClientsToLeave) {
  Start();
  Client client = MakeClient();
  ASSERT_TRUE(Get(client, "/hello").ok());
  EXPECT_TRUE(client.connected());
  server_->StartDraining();
  EXPECT_EQ(Get(client, "/hello")->headers.Get("Connection"), "close");
  EXPECT_FALSE(client.connected());
  EXPECT_EQ(Get(client, "/hello")->status, 200);  // still taken
}

TEST_F(ServerTest, RefusesBadOptions) {
  for (const char* listen : {"", "127.0.0.1", "localhost:80", "127.0.0.1:99999", "1.2.3.4:x"}) {
    options_.listen = listen;
    EXPECT_EQ(Reason(Server(options_, router_).Start()), "LISTEN_ADDRESS_INVALID") << listen;
  }
  options_ = ServerOptions{};
  options_.threads = 0;
  EXPECT_EQ(Reason(Server(options_, router_).Start()), "SERVER_OPTIONS_INVALID");
}

TEST_F(ServerTest, TakenPortIsAnError) {
  Start();
  options_.listen = "127.0.0.1:" + std::to_string(server_->port());
  EXPECT_EQ(Reason(Server(options_, router_).Start()), "LISTEN_FAILED");
}

TEST_F(ServerTest, ListensOnIpv6) {
  options_.listen = "[::1]:0";
  Start();
  Client client({.address = "http://[::1]:" + std::to_string(server_->port())});
  EXPECT_EQ(Get(client, "/hello")->status, 200);
}

}  // namespace
}  // namespace motcua::http
