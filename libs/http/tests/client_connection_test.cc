// What the client does with its connections: none is used twice when it must not be, nothing is
// sent twice, threads share them, and no step takes longer than its time.
#include <future>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/http/client.h"
#include "motcua/testing/eventually.h"
#include "motcua/testing/slow_name.h"

#include "listener.h"
#include "server_fixture.h"

namespace motcua::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
constexpr milliseconds kPatience{10'000};

Request Post(std::string body) {
  return {.method = "POST", .target = "/", .body = std::move(body)};
}

/// A client with one kept connection, on which one request was answered.
class KeptConnectionTest : public ::testing::Test {
 protected:
  KeptConnectionTest() {
    auto first = Send("first");
    peer_ = listener_.Accept();
    EXPECT_TRUE(peer_->ReadUntil("first"));
    Answer("one");
    EXPECT_EQ(first.get()->body, "one");
    EXPECT_TRUE(client_.connected());
  }
  std::future<absl::StatusOr<Response>> Send(std::string body) {
    return std::async(std::launch::async, [this, request = Post(std::move(body))] {
      return client_.Send(request, kPatience);
    });
  }
  void Answer(const std::string& body) {
    peer_->Send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                body);
  }

  Listener listener_;
  Client client_{{.address = listener_.address()}};
  std::unique_ptr<RawSocket> peer_;
};

TEST_F(KeptConnectionTest, ARequestThatArrivesAsTheServerClosesIsNotSentAgain) {
  auto second = Send("second");
  ASSERT_TRUE(peer_->ReadUntil("second"));
  peer_.reset();
  EXPECT_EQ(Reason(second.get().status()), "CONNECTION_LOST");
  EXPECT_FALSE(client_.connected());

  // However many connections come before the next request, they send nothing else.
  auto third = Send("third");
  std::string received;
  for (bool here = false; !here; received += peer_->received()) {
    peer_ = listener_.Accept();
    ASSERT_NE(peer_, nullptr);
    here = peer_->ReadUntil("third");
  }
  EXPECT_EQ(received.find("second"), std::string::npos) << received;
  Answer("three");
  EXPECT_EQ(third.get()->body, "three");
}

TEST_F(KeptConnectionTest, ARequestThatTheLastOfAServerGotMayHaveBeenHeeded) {
  auto second = Send("second");
  ASSERT_TRUE(peer_->ReadUntil("second"));
  listener_.Close();
  peer_.reset();
  EXPECT_EQ(Reason(second.get().status()), "CONNECTION_LOST");
  EXPECT_EQ(Reason(Send("third").get().status()), "CONNECT_FAILED");
}

TEST_F(KeptConnectionTest, OneClosedWhileIdleIsReplaced) {
  peer_.reset();
  auto second = Send("second");
  peer_ = listener_.Accept();
  ASSERT_TRUE(peer_->ReadUntil("second"));
  Answer("two");
  EXPECT_EQ(second.get()->body, "two");
}

// If it were taken for the next request's answer, all later ones would be off by one.
TEST_F(KeptConnectionTest, OneWithBytesThatNobodyAskedForIsReplaced) {
  Answer("for nobody");
  auto second = Send("second");
  const auto old = std::move(peer_);
  peer_ = listener_.Accept();
  ASSERT_NE(peer_, nullptr);
  ASSERT_TRUE(peer_->ReadUntil("second"));
  Answer("two");
  EXPECT_EQ(second.get()->body, "two");
  EXPECT_TRUE(client_.connected());
}

TEST(ClientConnectionTest, AConnectionThatTheRequestEndsIsNotKept) {
  Listener listener;
  Client client({.address = listener.address()});
  Request request = Post("only");
  request.headers.Add("Connection", "close");
  auto answer = std::async(std::launch::async, [&] { return client.Send(request, kPatience); });
  const auto peer = listener.Accept();
  ASSERT_TRUE(peer->ReadUntil("only"));
  EXPECT_EQ(peer->CountOf("Connection: close"), 1U);
  peer->Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  EXPECT_TRUE(answer.get().ok());
  EXPECT_FALSE(client.connected());
  peer->ReadAll();
  EXPECT_TRUE(peer->closed());
}

class SharedClientTest : public ServerTest {};

TEST_F(SharedClientTest, ThreadsShareTheConnections) {
  Start();
  Client client(
      {.address = "http://127.0.0.1:" + std::to_string(server_->port()), .connections = 3});
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&client, thread] {
      for (int i = 0; i < 50; ++i) {
        Request request = Post(std::to_string(thread) + " " + std::to_string(i));
        request.target = "/echo";
        const auto response = client.Send(request, kPatience);
        ASSERT_TRUE(response.ok()) << response.status();
        EXPECT_EQ(response->body, request.body);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_LE(server_->connections(), 3U);
  EXPECT_GE(server_->connections(), 1U);
}

TEST_F(SharedClientTest, ARequestWaitsForItsTurnAndNoLonger) {
  Start();
  Client client(
      {.address = "http://127.0.0.1:" + std::to_string(server_->port()), .connections = 1});
  auto held = std::async(std::launch::async, [&] { return Get(client, "/held/1"); });
  auto [id, done] = TakeHeld();
  EXPECT_EQ(Reason(client.Send({.target = "/hello"}, milliseconds(30)).status()),
            "CONNECT_TIMEOUT");
  auto waiting = std::async(std::launch::async, [&] { return Get(client, "/hello"); });
  done(Response{.status = 204});
  EXPECT_EQ(held.get()->status, 204);
  EXPECT_EQ(waiting.get()->status, 200);
  server_->Stop(kPatience).IgnoreError();
  EXPECT_EQ(observed().size(), 2U) << "what had no turn was sent";
}

TEST_F(SharedClientTest, ASlowLookUpOfTheNameTakesNoLongerThanConnectingMay) {
  testing::SlowName name;
  const int asked = name.asked();
  Start();
  Client client(
      {.address = "http://" + std::string(name.kName) + ":" + std::to_string(server_->port()),
       .connect_timeout = milliseconds(30)});
  const auto start = steady_clock::now();
  EXPECT_EQ(Reason(Get(client, "/hello").status()), "CONNECT_TIMEOUT");
  Request quick{.target = "/hello"};
  EXPECT_EQ(Reason(client.Send(quick, milliseconds(10)).status()), "CONNECT_TIMEOUT");
  EXPECT_LT(steady_clock::now() - start, std::chrono::seconds(2));
  EXPECT_TRUE(testing::Eventually([&] { return name.asked() >= asked + 2; }));
  name.SetAnswered(true);
  EXPECT_EQ(Get(client, "/hello")->status, 200);
}

}  // namespace
}  // namespace motcua::http
