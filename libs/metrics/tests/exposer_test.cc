#include "motcua/metrics/exposer.h"

#include <array>
#include <atomic>
#include <string>
#include <unistd.h>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "motcua/base/error.h"

namespace motcua::metrics {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// The whole answer, head and body.
std::string Request(std::uint16_t port, const std::string& method, const std::string& path) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) {
    const std::string request =
        method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    EXPECT_EQ(::send(fd, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
    std::array<char, 4096> chunk{};
    ssize_t count = 0;
    while ((count = ::recv(fd, chunk.data(), chunk.size(), 0)) > 0) {
      answer.append(chunk.data(), static_cast<std::size_t>(count));
    }
  }
  ::close(fd);
  return answer;
}

TEST(ExposerTest, ServesMetrics) {
  Registry registry;
  registry.AddCounter("motcua_x_total", "X.").With().Increment();
  const auto exposer = Exposer::Start(registry, {.listen = "127.0.0.1:0"});
  ASSERT_TRUE(exposer.ok()) << exposer.status();
  ASSERT_NE((*exposer)->port(), 0);
  const std::string answer = Request((*exposer)->port(), "GET", "/metrics");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(answer, HasSubstr("text/plain; version=0.0.4"));
  EXPECT_THAT(answer, HasSubstr("\nmotcua_x_total 1\n"));
}

TEST(ExposerTest, ProbesAnswerWhatTheyAreTold) {
  const Registry registry;
  std::atomic<bool> ready = false;
  const auto exposer =
      Exposer::Start(registry, {.listen = "127.0.0.1:0",
                                .ready =
                                    [&] {
                                      return ProbeAnswer{ready, ready ? "ok" : "postgres: refused"};
                                    },
                                .started =
                                    [] {
                                      return ProbeAnswer{false, "starting"};
                                    }});
  ASSERT_TRUE(exposer.ok()) << exposer.status();
  const std::uint16_t port = (*exposer)->port();
  EXPECT_THAT(Request(port, "GET", "/livez"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(Request(port, "GET", "/startupz"), StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(Request(port, "GET", "/readyz"), StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(Request(port, "GET", "/readyz"), HasSubstr("\r\n\r\npostgres: refused\n"));
  ready = true;
  EXPECT_THAT(Request(port, "GET", "/readyz"), StartsWith("HTTP/1.1 200 "));
}

TEST(ExposerTest, NothingElseIsThere) {
  const Registry registry;
  const auto exposer = Exposer::Start(registry, {.listen = "127.0.0.1:0"});
  ASSERT_TRUE(exposer.ok()) << exposer.status();
  EXPECT_THAT(Request((*exposer)->port(), "GET", "/"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(Request((*exposer)->port(), "GET", "/etc/passwd"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(Request((*exposer)->port(), "DELETE", "/metrics"), StartsWith("HTTP/1.1 405 "));
}

TEST(ExposerTest, AnAddressThatIsTakenOrMalformedIsAnError) {
  const Registry registry;
  const auto first = Exposer::Start(registry, {.listen = "127.0.0.1:0"});
  ASSERT_TRUE(first.ok()) << first.status();
  const std::string taken = "127.0.0.1:" + std::to_string((*first)->port());
  EXPECT_EQ(Reason(Exposer::Start(registry, {.listen = taken}).status()), "LISTEN_FAILED");
  EXPECT_EQ(Reason(Exposer::Start(registry, {.listen = "nonsense"}).status()), "LISTEN_FAILED");
}

}  // namespace
}  // namespace motcua::metrics
