#include "motcua/http/client.h"

#include <cstddef>
#include <future>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "motcua/base/error.h"
#include "motcua/http/server_url.h"

#include "listener.h"

namespace motcua::http {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kPatience{10'000};

/// Takes one connection after the other; on each it waits for a request, sends the bytes it was
/// given, and then closes or waits for the client to close.
class ScriptedServer {
 public:
  struct Turn {
    std::string answer;
    bool close;
  };

  explicit ScriptedServer(std::vector<Turn> turns) {
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), size);
    ::listen(fd_, 5);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    address_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread([this, turns = std::move(turns)] {
      for (const Turn& turn : turns) {
        const int client = ::accept(fd_, nullptr, nullptr);
        char buffer[4096];
        ::recv(client, buffer, sizeof(buffer), 0);
        ::send(client, turn.answer.data(), turn.answer.size(), MSG_NOSIGNAL);
        while (!turn.close && ::recv(client, buffer, sizeof(buffer), 0) > 0) {
        }
        ::close(client);
      }
    });
  }
  ~ScriptedServer() {
    ::shutdown(fd_, SHUT_RDWR);
    thread_.join();
    ::close(fd_);
  }
  const std::string& address() const { return address_; }

 private:
  int fd_;
  std::string address_;
  std::thread thread_;
};

std::string ReasonOf(const ScriptedServer& server, milliseconds timeout = kPatience) {
  Client client({.address = server.address(), .max_body_bytes = 100});
  const auto response = client.Send(Request{}, timeout);
  EXPECT_FALSE(client.connected());
  return Reason(response.status());
}

TEST(ClientTest, RefusedConnection) {
  std::string address;
  {
    const ScriptedServer gone({});
    address = gone.address();
  }
  Client client({.address = address});
  const auto response = client.Send(Request{}, kPatience);
  EXPECT_EQ(response.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Reason(response.status()), "CONNECT_FAILED");
}

TEST(ClientTest, BadAddressAndBadRequest) {
  for (const char* address :
       {"", "host", "host:80", "http://", "http://:80", "http://a b:80", "http://host:99999",
        "http://host:80/path", "http://user@host:80", "ftp://host:80"}) {
    Client client({.address = address});
    EXPECT_EQ(Reason(client.Send(Request{}, kPatience).status()), "ADDRESS_INVALID") << address;
  }
  Client client({.address = "http://127.0.0.1:1"});
  using namespace std::string_literals;
  for (const std::string& target : {""s, "/a b"s, "/a\r\nX: 1"s, "/a\nX: 1"s, "/\0"s, "/Đ"s}) {
    EXPECT_EQ(Reason(client.Send({.target = target}, kPatience).status()), "REQUEST_INVALID")
        << target;
  }
  for (const std::string& method : {""s, "GET /x HTTP/1.1\r\nX:"s, "GET\0"s}) {
    EXPECT_EQ(Reason(client.Send({.method = method}, kPatience).status()), "REQUEST_INVALID")
        << method;
  }
  EXPECT_EQ(Reason(client.Send({.method = "HEAD", .body = "a"}, kPatience).status()),
            "REQUEST_INVALID");
}

TEST(ClientTest, AnswerCutShort) {
  const ScriptedServer server({{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", true}});
  EXPECT_EQ(ReasonOf(server), "CONNECTION_LOST");
}

TEST(ClientTest, NoAnswer) {
  const ScriptedServer server({{"", true}});
  EXPECT_EQ(ReasonOf(server), "CONNECTION_LOST");
}

TEST(ClientTest, AnswerThatIsNotHttp) {
  const ScriptedServer server({{"220 smtp ready\r\n\r\n", false}});
  EXPECT_EQ(ReasonOf(server), "RESPONSE_INVALID");
}

TEST(ClientTest, AnswerInBrokenPieces) {
  const ScriptedServer server(
      {{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n", false}});
  EXPECT_EQ(ReasonOf(server), "CONNECTION_LOST");
}

TEST(ClientTest, AnswerTooLarge) {
  const ScriptedServer server({{"HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n", false}});
  EXPECT_EQ(ReasonOf(server), "RESPONSE_TOO_LARGE");
}

TEST(ClientTest, AnswerThatGrowsTooLarge) {
  const ScriptedServer chunked({{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" +
                                     std::string(101, 'x') + "\r\n0\r\n\r\n",
                                 false}});
  EXPECT_EQ(ReasonOf(chunked), "RESPONSE_TOO_LARGE");
  std::string fields;
  for (int i = 0; i < 1000; ++i) {
    fields += "X-Field: " + std::string(100, 'x') + "\r\n";
  }
  const ScriptedServer wordy({{"HTTP/1.1 200 OK\r\n" + fields + "\r\n", false}});
  EXPECT_EQ(ReasonOf(wordy), "RESPONSE_TOO_LARGE");
}

TEST(ClientTest, LateAnswer) {
  const ScriptedServer server({{"HTTP/1.1 200 OK\r\n", false}});
  EXPECT_EQ(ReasonOf(server, milliseconds(30)), "REQUEST_TIMEOUT");
}

TEST(ClientTest, BodyThatEndsWithTheConnection) {
  const ScriptedServer server({{"HTTP/1.1 200 OK\r\n\r\nabc", true}});
  Client client({.address = server.address()});
  const auto response = client.Send(Request{}, kPatience);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->body, "abc");
  EXPECT_FALSE(client.connected());
}

TEST(ClientTest, ChunkedAnswerAfterInformationalOne) {
  const ScriptedServer server(
      {{"HTTP/1.1 103 Early Hints\r\nX: 1\r\n\r\n"
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n0\r\n\r\n",
        false}});
  Client client({.address = server.address()});
  const auto response = client.Send(Request{}, kPatience);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->status, 200);
  EXPECT_FALSE(response->headers.Find("X").has_value());
  EXPECT_EQ(response->body, "abc");
  EXPECT_TRUE(client.connected());
}

// The second answer belongs to no request: taken for the next one's, it would shift all later
// ones by one.
TEST(ClientTest, ConnectionOutOfStepIsNotUsedAgain) {
  const std::string one = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na";
  const std::string two = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb";
  const ScriptedServer server({{one + two, false}, {two, false}});
  Client client({.address = server.address()});
  EXPECT_EQ(client.Send(Request{}, kPatience)->body, "a");
  EXPECT_FALSE(client.connected());
  EXPECT_EQ(client.Send(Request{}, kPatience)->body, "b");
}

/// The bytes that the client sends for a request, up to and including `end`.
std::string Written(const Request& request, std::string_view end) {
  Listener listener;
  Client client({.address = listener.address()});
  auto answer = std::async(std::launch::async, [&] { return client.Send(request, kPatience); });
  const auto peer = listener.Accept();
  EXPECT_TRUE(peer->ReadUntil(end));
  peer->Send("HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_EQ(answer.get()->status, 204);
  std::string written = peer->received();
  const std::size_t host = written.find(listener.address().substr(7));
  return written.replace(host, listener.address().size() - 7, "HOST");
}

TEST(ClientTest, SendsWhatItIsGivenAndNothingOfItsOwn) {
  EXPECT_EQ(Written({.target = "/a/../b//%41?c={}#d"}, "\r\n\r\n"),
            "GET /a/../b//%41?c={}#d HTTP/1.1\r\nHost: HOST\r\n\r\n");
  EXPECT_EQ(Written({.method = "HEAD"}, "\r\n\r\n"), "HEAD / HTTP/1.1\r\nHost: HOST\r\n\r\n");
  EXPECT_EQ(Written({.method = "PUT"}, "\r\n\r\n"),
            "PUT / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\n\r\n");
  using namespace std::string_literals;
  Request post{.method = "POST", .body = "\0end"s};
  post.headers.Add("Accept", "text/plain");
  post.headers.Add("X-Empty", " ");
  post.headers.Add("X-Split", "a\r\nX-Other: b");
  post.headers.Add("Expect", "100-continue");
  post.headers.Add("Content-Length", "9");
  EXPECT_EQ(Written(post, "end"),
            "POST / HTTP/1.1\r\nHost: HOST\r\nAccept: text/plain\r\nX-Empty:\r\n"
            "X-Split: a  X-Other: b\r\nContent-Length: 4\r\n\r\n\0end"s);
  // A large body is sent at once, without Expect: 100-continue.
  post.body.assign(2'000'000, 'x').append("end");
  EXPECT_EQ(Written(post, "end").find("Expect"), std::string::npos);
}

TEST(ClientTest, AnswerToHeadHasALengthAndNoBody) {
  const ScriptedServer server({{"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", false}});
  Client client({.address = server.address(), .max_body_bytes = 100});
  const auto response = client.Send({.method = "HEAD"}, kPatience);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->headers.Get("Content-Length"), "1000");
  EXPECT_EQ(response->body, "");
  EXPECT_TRUE(client.connected());
}

TEST(ClientTest, RedirectIsAnAnswer) {
  const ScriptedServer server(
      {{"HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n", false}});
  Client client({.address = server.address()});
  const auto response = client.Send(Request{}, kPatience);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->status, 302);
  EXPECT_EQ(response->headers.Get("Location"), "/other");
}

TEST(ServerUrlTest, TakenApart) {
  const auto read = [](const char* url) {
    const auto parsed = ParseServerUrl(url);
    return parsed.ok() ? parsed->address + " " + parsed->path : Reason(parsed.status());
  };
  EXPECT_EQ(read("http://lgsp.test:8080/adapter/"), "http://lgsp.test:8080 /adapter/");
  EXPECT_EQ(read("http://127.0.0.1"), "http://127.0.0.1:80 ");
  EXPECT_EQ(read("https://[::1]/a%2Fb"), "https://[::1]:443 /a%2Fb");
  for (const char* url :
       {"", "portal:80", "http://", "https://", "http://:80", "ftp://portal", "http://u:p@portal",
        "http://portal:99999", "http://portal/?a=1", "http://portal/#a"}) {
    EXPECT_EQ(read(url), "ADDRESS_INVALID") << url;
  }
}

}  // namespace
}  // namespace motcua::http
