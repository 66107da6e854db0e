#include <random>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server_fixture.h"

namespace motcua::http {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;

class ServerLimitsTest : public ServerTest {
 protected:
  /// Sends raw bytes, checks status, reason and that the connection closed, and that the server
  /// still works.
  void ExpectRefusal(std::string_view bytes, int status, std::string_view reason) {
    const std::string received = Raw(bytes);
    EXPECT_THAT(received, StartsWith("HTTP/1.1 " + std::to_string(status) + " ")) << bytes;
    EXPECT_THAT(received, HasSubstr("\r\n\r\n" + std::string(reason) + "\n")) << bytes;
    EXPECT_THAT(received, HasSubstr("Connection: close\r\n")) << bytes;
  }
  void ExpectWell() {
    Client client = MakeClient();
    const auto response = Get(client, "/hello");
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->status, 200);
  }
};

TEST_F(ServerLimitsTest, MalformedRequests) {
  Start();
  for (const char* bytes : {
           "\x16\x03\x01\x02\x01\x01\r\n\r\n",  // a TLS hello
           "GET\r\n\r\n",
           "GET / HTTP/2.0\r\n\r\n",
           "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
           "GET / HTTP/1.1 \r\nHost: x\r\n\r\n",
           "GET  /hello HTTP/1.1\r\nHost: x\r\n\r\n",
           "GET /hello HTTP/1.1\r\nHost : x\r\n\r\n",
           "GET /hello HTTP/1.1\r\n: x\r\n\r\n",
           "GET /hello HTTP/1.1\nHost: x\n\n",
           "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
           "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
           "chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
       }) {
    ExpectRefusal(bytes, 400, "REQUEST_MALFORMED");
  }
  ExpectWell();
}

TEST_F(ServerLimitsTest, HostIsThereOnce) {
  Start();
  ExpectRefusal("GET /hello HTTP/1.1\r\n\r\n", 400, "HOST_INVALID");
  ExpectRefusal("GET /hello HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", 400, "HOST_INVALID");
  // F25: what is no host (RFC 9110 7.2).
  for (const char* host : {"a b/c@d", "user@a", "a:port", "a/b", "[::1", "a,b c"}) {
    ExpectRefusal("GET /hello HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n", 400,
                  "HOST_INVALID");
  }
}

TEST_F(ServerLimitsTest, TargetIsValid) {
  Start();
  ExpectRefusal("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400, "TARGET_INVALID");
  ExpectRefusal("GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", 400, "TARGET_INVALID");
  ExpectRefusal("GET /a?b=\xc3\xa1 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "TARGET_INVALID");
  ExpectRefusal("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400, "TARGET_INVALID");
  ExpectRefusal("CONNECT a:443 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "TARGET_INVALID");
}

// An ambiguous message length allows request smuggling past a proxy (RFC 9112 11.2).
TEST_F(ServerLimitsTest, LengthIsUnambiguous) {
  Start();
  const std::string post = "POST /echo HTTP/1.1\r\nHost: x\r\n";
  for (const char* fields : {
           "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
           "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
           "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n",
           "Content-Length: 5\r\nContent-Length: 6\r\n",
           "Content-Length: 5\r\nContent-Length: 5\r\n",
           "Content-Length: 5, 5\r\n",
           "Content-Length: 5, 6\r\n",
           "Content-Length: -1\r\n",
           "Content-Length: +5\r\n",
           "Content-Length: 0x5\r\n",
           "Content-Length: \r\n",
           "Content-Length: 99999999999999999999999\r\n",
           "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
       }) {
    ExpectRefusal(post + fields + "\r\nhello", 400, "BODY_LENGTH_INVALID");
  }
  ExpectRefusal("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
                "BODY_LENGTH_INVALID");
  for (const char* coding : {"gzip", "gzip, chunked", "chunked, gzip", "xchunked"}) {
    ExpectRefusal(post + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n", 501,
                  "TRANSFER_ENCODING_UNSUPPORTED");
  }
  ExpectWell();
}

TEST_F(ServerLimitsTest, BodyLimitIsTheRoutes) {
  Add(
      "POST", "/small", "small",
      [](const Request& request, const ResponseCallback& done) {
        done(TextResponse(200, std::to_string(request.body.size())));
      },
      10);
  Start();
  const std::string post = "POST /small HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
  EXPECT_THAT(Raw(post + "Content-Length: 10\r\n\r\n0123456789"), HasSubstr("\r\n\r\n10"));
  // Refused by Content-Length alone; the body is never sent.
  ExpectRefusal(post + "Content-Length: 11\r\n\r\n", 413, "BODY_TOO_LARGE");
  ExpectRefusal(post + "Content-Length: 18446744073709551615\r\n\r\n", 413, "BODY_TOO_LARGE");
  EXPECT_THAT(Raw(post + "Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n"),
              HasSubstr("\r\n\r\n10"));
  ExpectRefusal(post + "Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n6\r\n56789a\r\n0\r\n\r\n",
                413, "BODY_TOO_LARGE");
  ExpectRefusal(post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", 413,
                "BODY_TOO_LARGE");
}

TEST_F(ServerLimitsTest, ClientGetsThe413ThoughItIsStillSending) {
  Start();
  Client client = MakeClient();
  Request request;
  request.method = "POST";
  request.target = "/echo";
  request.body.assign(700'000, 'x');
  const auto response = client.Send(request, kPatience);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->status, 413);
  EXPECT_FALSE(client.connected());
}

TEST_F(ServerLimitsTest, UriLimit) {
  options_.uri_limit = 100;
  options_.header_limit = 1000;
  Start();
  const std::string exact = "/" + std::string(99, 'a');
  Client client = MakeClient();
  EXPECT_EQ(Get(client, exact)->status, 404);
  ExpectRefusal("GET " + exact + "b HTTP/1.1\r\nHost: x\r\n\r\n", 414, "URI_TOO_LONG");
  // Also without an end of line, and before the header's limit.
  ExpectRefusal("GET /" + std::string(300, 'a'), 414, "URI_TOO_LONG");
  ExpectRefusal("GET /" + std::string(5000, 'a'), 414, "URI_TOO_LONG");
}

TEST_F(ServerLimitsTest, HeaderLimit) {
  options_.uri_limit = 100;
  options_.header_limit = 1000;
  Start();
  const std::string head = "GET /hello HTTP/1.1\r\nHost: x\r\n";
  EXPECT_THAT(Raw(head + "Connection: close\r\nX: " + std::string(800, 'a') + "\r\n\r\n"),
              StartsWith("HTTP/1.1 200 "));
  ExpectRefusal(head + "X: " + std::string(1000, 'a') + "\r\n\r\n", 431, "HEADER_TOO_LARGE");
  ExpectRefusal(head + "X: " + std::string(5000, 'a'), 431, "HEADER_TOO_LARGE");
}

// Beast 1.81 limits what it sees in one call; sending one field at a time must not circumvent that.
TEST_F(ServerLimitsTest, HeaderLimitCountsFieldsThatCameOneByOne) {
  options_.uri_limit = 100;
  options_.header_limit = 1000;
  Start();
  RawSocket socket(server_->port());
  socket.Send("GET /hello HTTP/1.1\r\nHost: x\r\n");
  for (int i = 0; i < 100 && socket.Send("X-Field: 0123456789\r\n"); ++i) {
  }
  EXPECT_THAT(socket.ReadAll(), StartsWith("HTTP/1.1 431 "));
}

TEST_F(ServerLimitsTest, EndlessChunkHeadersAndTrailersAreRefused) {
  Start();
  const std::string head = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_THAT(Raw(head + "1;" + std::string(20'000, 'a')), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(Raw(head + "0\r\nX: " + std::string(20'000, 'a')), StartsWith("HTTP/1.1 400 "));
}

TEST_F(ServerLimitsTest, SlowHeaderTimesOutHoweverItTrickles) {
  options_.header_timeout = milliseconds(100);
  Start();
  RawSocket socket(server_->port());
  ASSERT_TRUE(socket.Send("GET /hello HTTP/1.1\r\nHost: "));
  // Single bytes do not extend the deadline, which counts from the first.
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  while (!socket.WaitReadable(milliseconds(5))) {
    ASSERT_LT(std::chrono::steady_clock::now(), give_up);
    socket.Send("x");
  }
  EXPECT_THAT(socket.ReadAll(), StartsWith("HTTP/1.1 408 "));
  EXPECT_TRUE(socket.closed());
}

TEST_F(ServerLimitsTest, SlowHeaderGets408) {
  options_.header_timeout = milliseconds(50);
  Start();
  ExpectRefusal("GET /hello HTTP/1.1\r\nHost:", 408, "REQUEST_TIMEOUT");
  EXPECT_EQ(Raw(""), "");  // no request, no answer
}

TEST_F(ServerLimitsTest, SlowHeaderAfterAGoodRequestGets408) {
  options_.header_timeout = milliseconds(50);
  Start();
  RawSocket socket(server_->port());
  socket.Send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\nGET /hel");
  EXPECT_THAT(socket.ReadAll(), HasSubstr("REQUEST_TIMEOUT"));
  EXPECT_EQ(socket.CountOf("xin chào"), 1U);
}

TEST_F(ServerLimitsTest, SlowBodyGets408) {
  options_.body_timeout = milliseconds(50);
  Start();
  ExpectRefusal("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab", 408,
                "REQUEST_TIMEOUT");
}

TEST_F(ServerLimitsTest, IdleConnectionIsClosed) {
  options_.idle_timeout = milliseconds(50);
  Start();
  RawSocket socket(server_->port());
  socket.Send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  socket.ReadAll();
  EXPECT_TRUE(socket.closed());
  EXPECT_EQ(socket.CountOf("HTTP/1.1"), 1U);
}

TEST_F(ServerLimitsTest, HandlersTimeIsNotTheClients) {
  options_.header_timeout = options_.idle_timeout = options_.body_timeout = milliseconds(20);
  Start();
  RawSocket held(server_->port());
  held.Send("GET /held/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  auto [id, done] = TakeHeld();
  // By then every one of the client's deadlines has passed on the same loop.
  EXPECT_EQ(Raw(""), "");
  EXPECT_EQ(Raw(""), "");
  done(TextResponse(200, "late"));
  EXPECT_THAT(held.ReadAll(), HasSubstr("late"));
}

TEST_F(ServerLimitsTest, ClientThatDoesNotReadIsCutOff) {
  options_.write_timeout = milliseconds(50);
  options_.slowest_bytes_per_second = 1 << 30;
  constexpr std::size_t kMoreThanSocketsHold = 32 << 20;
  Add("GET", "/large", "large", [](const Request&, const ResponseCallback& done) {
    done(Response{.body = std::string(kMoreThanSocketsHold, 'x')});
  });
  Start();
  RawSocket socket(server_->port());
  socket.Send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  while (observed().empty() || server_->connections() > 0) {
    ASSERT_LT(std::chrono::steady_clock::now(), give_up);
    std::this_thread::yield();
  }
  EXPECT_LT(socket.ReadAll().size(), kMoreThanSocketsHold);
}

TEST_F(ServerLimitsTest, TooManyConnections) {
  options_.max_connections = 2;
  Start();
  RawSocket one(server_->port());
  RawSocket two(server_->port());
  for (RawSocket* socket : {&one, &two}) {
    socket->Send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(socket->ReadUntil("xin chào"));
  }
  EXPECT_THAT(Raw(""), StartsWith("HTTP/1.1 503 "));
  one.Send("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  one.ReadAll();
  one.FinishSending();
  while (server_->connections() > 1) {
    std::this_thread::yield();
  }
  ExpectWell();
}

TEST_F(ServerLimitsTest, TooManyConnectionsOfOneSubnet) {
  options_.max_connections_per_subnet = 1;
  Start();
  RawSocket one(server_->port(), "127.0.0.1");
  one.Send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(one.ReadUntil("xin chào"));
  RawSocket neighbour(server_->port(), "127.0.0.99");
  EXPECT_THAT(neighbour.ReadAll(), HasSubstr("TOO_MANY_CONNECTIONS"));
  RawSocket stranger(server_->port(), "127.0.1.1");
  stranger.Send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(stranger.ReadUntil("xin chào"));
}

TEST_F(ServerLimitsTest, UnknownPathAndMethodKeepTheConnection) {
  Start();
  Client client = MakeClient();
  EXPECT_EQ(Get(client, "/nothing")->status, 404);
  EXPECT_TRUE(client.connected());
  Request request;
  request.method = "POST";
  request.target = "/hello";
  request.body = "ignored";
  const auto response = client.Send(request, kPatience);
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->status, 405);
  EXPECT_EQ(response->headers.Get("Allow"), "GET, HEAD");
  EXPECT_TRUE(client.connected());
  EXPECT_EQ(Get(client, "/hello")->status, 200);
}

TEST_F(ServerLimitsTest, ExpectContinue) {
  Start();
  RawSocket socket(server_->port());
  socket.Send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  ASSERT_TRUE(socket.ReadUntil("HTTP/1.1 100 Continue\r\n\r\n"));
  socket.Send("ab");
  EXPECT_TRUE(socket.ReadUntil("\r\n\r\nab"));
  const std::string post = "POST /echo HTTP/1.1\r\nHost: x\r\n";
  ExpectRefusal(post + "Expect: 100-continue\r\nContent-Length: 2000\r\n\r\n", 413,
                "BODY_TOO_LARGE");
  ExpectRefusal(post + "Expect: magic\r\nContent-Length: 2\r\n\r\n", 417, "EXPECTATION_FAILED");
  ExpectRefusal("POST /no HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n",
                404, "ROUTE_NOT_FOUND");
}

TEST_F(ServerLimitsTest, CallersErrorBodyIsUsed) {
  options_.render_error = [](int status, std::string_view reason, std::string_view) {
    return JsonResponse(status, "[\"" + std::string(reason) + "\"]");
  };
  Start();
  Client client = MakeClient();
  const auto missing = Get(client, "/nothing");
  EXPECT_EQ(missing->body, "[\"ROUTE_NOT_FOUND\"]");
  EXPECT_EQ(missing->headers.Get("Content-Type"), "application/json");
  EXPECT_THAT(Raw("nonsense\r\n\r\n"), HasSubstr("[\"REQUEST_MALFORMED\"]"));
}

TEST_F(ServerLimitsTest, EmptyLinesBeforeARequestAreSkipped) {
  Start();
  RawSocket socket(server_->port());
  socket.Send("\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n\r\n");
  EXPECT_TRUE(socket.ReadUntil("xin chào"));
}

// Random bytes, and valid requests with a few bytes changed, in random pieces.
TEST_F(ServerLimitsTest, GarbageNeverBreaksTheServer) {
  options_.header_timeout = options_.body_timeout = milliseconds(500);
  Start();
  std::mt19937 random(20250312);  // NOLINT(cert-msc51-cpp): the same bytes every time
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
  const std::string good[] = {
      "GET /hello?a=b HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
  };
  for (int i = 0; i < 1000; ++i) {
    std::string bytes;
    if (i % 2 == 0) {
      bytes.resize(1 + below(200));
      for (char& c : bytes) {
        c = static_cast<char>(below(256));
      }
    } else {
      bytes = good[below(3)];
      for (std::size_t spoilt = 1 + below(3); spoilt > 0; --spoilt) {
        bytes[below(bytes.size())] = static_cast<char>(below(256));
      }
    }
    RawSocket socket(server_->port());
    const std::size_t cut = below(bytes.size());
    socket.Send(std::string_view(bytes).substr(0, cut));
    socket.Send(std::string_view(bytes).substr(cut));
  }
  ExpectWell();
}

}  // namespace
}  // namespace motcua::http
