#include <string>

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/http/client.h"

#include "listener.h"
#include "tls_server.h"

namespace motcua::http {
namespace {

constexpr std::chrono::milliseconds kPatience{10'000};
constexpr char kHere[] = "IP:127.0.0.1";

std::string ReasonOf(const std::string& address, const std::string& ca_file) {
  Client client({.address = address, .ca_file = ca_file});
  const absl::Status status = client.Send(Request{}, kPatience).status();
  EXPECT_TRUE(status.ok() || NothingSent(Reason(status))) << status;
  EXPECT_EQ(client.connected(), status.ok());
  return Reason(status);
}

class ClientTlsTest : public ::testing::Test {
 protected:
  const Identity authority_ = MakeAuthority();
  const CertificateFile trusted_{authority_};
};

TEST_F(ClientTlsTest, AKnownAuthorityVouchesForTheServerAndTheConnectionIsKept) {
  const TlsServer server(Issue(authority_, kHere));
  Client client({.address = server.address(), .ca_file = trusted_.path()});
  for (int i = 0; i < 2; ++i) {
    const auto response = client.Send(Request{}, kPatience);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->body, "ok");
  }
  EXPECT_TRUE(client.connected());
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(ClientTlsTest, NothingIsSentToAServerThatNobodyVouchesFor) {
  const TlsServer server(Issue(authority_, kHere));
  const CertificateFile other(MakeAuthority());
  EXPECT_EQ(ReasonOf(server.address(), other.path()), "TLS_FAILED");
  EXPECT_EQ(ReasonOf(server.address(), ""), "TLS_FAILED") << "the system does not know it";
  EXPECT_EQ(ReasonOf(server.address(), "/nowhere.pem"), "TLS_FAILED");
  EXPECT_EQ(server.requests(), 0);
}

TEST_F(ClientTlsTest, AFileOfAuthoritiesThatCannotBeUsedIsToldAtTheStart) {
  const auto reason = [](const std::string& address, const std::string& file) {
    return Reason(CheckClientOptions({.address = address, .ca_file = file}));
  };
  EXPECT_EQ(reason("https://portal.test", trusted_.path()), "");
  EXPECT_EQ(reason("https://portal.test", ""), "");
  EXPECT_EQ(reason("https://portal.test", "/nowhere.pem"), "CA_FILE_INVALID");
  EXPECT_EQ(reason("https://portal.test", "/dev/null"), "CA_FILE_INVALID");
  EXPECT_EQ(reason("http://portal.test", trusted_.path()), "CA_FILE_INVALID");
  EXPECT_EQ(reason("portal.test", trusted_.path()), "ADDRESS_INVALID");
}

TEST_F(ClientTlsTest, NothingIsSentToAServerOfAnotherName) {
  const TlsServer server(Issue(authority_, "DNS:portal.test"));
  EXPECT_EQ(ReasonOf(server.address(), trusted_.path()), "TLS_FAILED");
  EXPECT_EQ(server.requests(), 0);
}

TEST_F(ClientTlsTest, NothingIsSentOverAnOldVersionOrWithoutTls) {
  const TlsServer old(Issue(authority_, kHere), TLS1_1_VERSION);
  EXPECT_EQ(ReasonOf(old.address(), trusted_.path()), "TLS_FAILED");
  Listener plain;
  std::thread server([&plain] {
    const auto peer = plain.Accept();
    peer->Send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    peer->ReadAll();
  });
  EXPECT_EQ(ReasonOf(plain.address("https"), trusted_.path()), "TLS_FAILED");
  server.join();
}

}  // namespace
}  // namespace motcua::http
