#include "motcua/http/server.h"

#include <array>
#include <utility>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/url/authority_view.hpp>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "connection.h"
#include "event_loop.h"
#include "wire.h"

namespace motcua::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// After a failed accept (no file descriptors left, most likely): long enough not to spin, short
// enough to recover quickly.
constexpr std::chrono::milliseconds kAcceptPause{100};

// The IPv4 /24 or IPv6 /64 of an address. The two do not overlap, because 0000::/40 has no hosts.
std::uint64_t Subnet(const asio::ip::address& address) {
  if (address.is_v4()) {
    return address.to_v4().to_uint() >> 8U;
  }
  std::uint64_t prefix = 0;
  const auto bytes = address.to_v6().to_bytes();
  for (std::size_t i = 0; i < 8; ++i) {
    prefix = prefix << 8U | bytes[i];
  }
  return prefix;
}

// A dual-stack socket reports IPv4 clients as ::ffff:1.2.3.4.
asio::ip::address Plain(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  return address;
}

absl::Status CheckOptions(const ServerOptions& options) {
  using std::chrono::milliseconds;
  const bool ok = options.threads > 0 && options.max_connections > 0 &&
                  options.slowest_bytes_per_second > 0 && options.uri_limit >= 16 &&
                  options.header_limit >= options.uri_limit &&
                  options.header_limit <= 1024 * 1024 && options.header_timeout > milliseconds(0) &&
                  options.body_timeout > milliseconds(0) &&
                  options.idle_timeout > milliseconds(0) && options.write_timeout > milliseconds(0);
  return ok ? absl::OkStatus()
            : Error(absl::StatusCode::kInvalidArgument, "SERVER_OPTIONS_INVALID",
                    "Counts and times must be positive, and 16 <= uri_limit <= header_limit <= 1 "
                    "MiB.");
}

// The endpoint of `1.2.3.4:80` or `[::1]:80`; both parts are required.
absl::StatusOr<tcp::endpoint> ParseListen(const std::string& listen) {
  const auto parsed = boost::urls::parse_authority(listen);
  // Boost.URL 1.81 wraps a number above 65535 instead of refusing it.
  if (parsed && !parsed->has_userinfo() &&
      std::to_string(parsed->port_number()) == std::string_view(parsed->port())) {
    error_code ec;
    const auto address = asio::ip::make_address(std::string(parsed->host_address()), ec);
    if (!ec) {
      return tcp::endpoint(address, parsed->port_number());
    }
  }
  return Error(absl::StatusCode::kInvalidArgument, "LISTEN_ADDRESS_INVALID",
               "The listen address must be numeric, such as 0.0.0.0:8080 or [::]:8080.",
               {{"listen", listen}});
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, Router router)
      : context_(std::make_shared<ServerContext>(std::move(options), std::move(router))) {}

  absl::Status Start();
  absl::Status Stop(std::chrono::milliseconds drain_deadline);

  std::uint16_t port() const { return port_; }
  ServerContext& context() { return *context_; }

 private:
  absl::Status Listen();
  void Accept();
  void OnAccept(tcp::socket socket, const std::shared_ptr<EventLoop>& loop);
  void TurnAway(tcp::socket socket);

  const std::shared_ptr<ServerContext> context_;
  std::uint16_t port_ = 0;
  std::vector<std::shared_ptr<EventLoop>> loops_;
  // Both belong to loops_[0] and are used only on its thread once it runs.
  std::unique_ptr<tcp::acceptor> acceptor_;
  std::unique_ptr<asio::steady_timer> accept_pause_;
  std::size_t next_loop_ = 0;
};

absl::Status Server::Impl::Start() {
  if (absl::Status status = CheckOptions(context_->options); !status.ok()) {
    return status;
  }
  for (int i = 0; i < context_->options.threads; ++i) {
    loops_.push_back(std::make_shared<EventLoop>());
  }
  if (absl::Status status = Listen(); !status.ok()) {
    return status;
  }
  Accept();
  for (const auto& loop : loops_) {
    loop->Start();
  }
  return absl::OkStatus();
}

absl::Status Server::Impl::Listen() {
  const std::string& listen = context_->options.listen;
  MOTCUA_ASSIGN_OR_RETURN(const tcp::endpoint endpoint, ParseListen(listen));
  error_code ec;
  acceptor_ = std::make_unique<tcp::acceptor>(loops_[0]->io());
  accept_pause_ = std::make_unique<asio::steady_timer>(loops_[0]->io());
  acceptor_->open(endpoint.protocol(), ec);
  if (!ec) {
    acceptor_->set_option(tcp::acceptor::reuse_address(true), ec);
  }
  if (!ec) {
    acceptor_->bind(endpoint, ec);
  }
  if (!ec) {
    acceptor_->listen(asio::socket_base::max_listen_connections, ec);
  }
  if (!ec) {
    port_ = acceptor_->local_endpoint(ec).port();
  }
  if (ec) {
    return Error(absl::StatusCode::kUnavailable, "LISTEN_FAILED", ec.message(),
                 {{"listen", listen}});
  }
  return absl::OkStatus();
}

void Server::Impl::Accept() {
  // Round robin, chosen before accepting, so that the socket is created on its loop.
  const std::shared_ptr<EventLoop>& loop = loops_[next_loop_++ % loops_.size()];
  acceptor_->async_accept(loop->io(), [this, loop](const error_code& ec, tcp::socket socket) {
    if (!acceptor_->is_open()) {
      return;
    }
    if (!ec) {
      OnAccept(std::move(socket), loop);
      Accept();
      return;
    }
    accept_pause_->expires_after(kAcceptPause);
    accept_pause_->async_wait([this](const error_code& cancelled) {
      if (!cancelled && acceptor_->is_open()) {
        Accept();
      }
    });
  });
}

void Server::Impl::OnAccept(tcp::socket socket, const std::shared_ptr<EventLoop>& loop) {
  error_code ec;
  const auto peer = Plain(socket.remote_endpoint(ec).address());
  if (!ec) {
    socket.set_option(tcp::no_delay(true), ec);  // reliability R6.9
  }
  if (!ec) {
    socket.non_blocking(true, ec);
  }
  if (ec) {
    return;  // already closed
  }
  auto ticket = context_->admission.Enter(Subnet(peer));
  if (!ticket) {
    TurnAway(std::move(socket));
    return;
  }
  auto connection = std::make_shared<Connection>(loop, context_, std::move(socket),
                                                 peer.to_string(), std::move(*ticket));
  loop->Post([connection = std::move(connection)] { connection->Start(); });
}

// Makes one attempt to send the reason, without creating a connection object.
void Server::Impl::TurnAway(tcp::socket socket) {
  const Response response = context_->Render(kTooManyConnections);
  std::string bytes;
  if (AppendHead(bytes, response, {.keep_alive = false, .date = loops_[0]->Date()})) {
    bytes.append(response.body);
  }
  error_code ec;
  socket.write_some(asio::buffer(bytes), ec);
  socket.shutdown(tcp::socket::shutdown_send, ec);
  // Reads what has arrived, because closing with unread bytes would reset the connection and lose
  // the answer.
  std::array<char, 4096> ignored;
  socket.read_some(asio::buffer(ignored), ec);
  if (context_->options.observer) {
    context_->options.observer(Served{.route = "unmatched",
                                      .method = "OTHER",
                                      .status = response.status,
                                      .duration = {},
                                      .request_body_bytes = 0,
                                      .response_body_bytes = response.body.size()});
  }
}

absl::Status Server::Impl::Stop(std::chrono::milliseconds drain_deadline) {
  if (loops_.empty()) {
    return absl::OkStatus();
  }
  const auto deadline = std::chrono::steady_clock::now() + drain_deadline;
  context_->draining = true;
  context_->stopping = true;
  loops_[0]->Post([this] {
    error_code ec;
    acceptor_->close(ec);
    accept_pause_->cancel();
  });
  for (const auto& loop : loops_) {
    loop->Post([loop = loop.get()] {
      const auto connections =
          loop->connections();  // a copy, because Finish removes from the loop's set
      for (const auto& connection : connections) {
        connection->Finish();
      }
    });
  }
  const bool empty = context_->admission.WaitUntilEmpty(deadline);
  const std::size_t left = empty ? 0 : context_->admission.open();
  for (const auto& loop : loops_) {
    loop->StopThread();
  }
  // All threads have stopped. The acceptor may hold a socket of any loop, so it is destroyed first.
  acceptor_.reset();
  accept_pause_.reset();
  for (const auto& loop : loops_) {
    loop->Destroy();
  }
  loops_.clear();
  if (left > 0) {
    return Error(absl::StatusCode::kDeadlineExceeded, "DRAIN_INCOMPLETE",
                 "Connections were still open at the drain deadline and were closed.",
                 {{"connections", std::to_string(left)}});
  }
  return absl::OkStatus();
}

Server::Server(ServerOptions options, Router router)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(router))) {}

Server::~Server() {
  impl_->Stop(std::chrono::milliseconds(0)).IgnoreError();
}

absl::Status Server::Start() {
  return impl_->Start();
}

std::uint16_t Server::port() const {
  return impl_->port();
}

std::size_t Server::connections() const {
  return impl_->context().admission.open();
}

void Server::StartDraining() {
  impl_->context().draining = true;
}

absl::Status Server::Stop(std::chrono::milliseconds drain_deadline) {
  return impl_->Stop(drain_deadline);
}

}  // namespace motcua::http
