// A baseline for the gateway's look-up: a bare Boost.Beast keep-alive server that parses each
// request with Beast and always sends the same bytes. No router, limits, time-outs or metrics.
//
//   bare_http_server PORT THREADS FILE
//
// FILE holds the whole response, status line to body, and must carry its own Content-Length. Port 0
// selects a free one. Prints "port N" when it listens; ends with SIGTERM or SIGINT.

#include <charconv>
#include <csignal>
#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, const std::string& answer)
      : socket_(std::move(socket)), answer_(answer) {}

  void Read() {
    request_ = {};
    beast::http::async_read(socket_, buffer_, request_,
                            [self = shared_from_this()](const error_code& ec, std::size_t) {
                              if (!ec) {
                                self->Write();
                              }
                            });
  }

 private:
  void Write() {
    asio::async_write(socket_, asio::buffer(answer_),
                      [self = shared_from_this()](const error_code& ec, std::size_t) {
                        if (!ec) {
                          self->Read();
                        }
                      });
  }

  tcp::socket socket_;
  const std::string& answer_;
  beast::flat_buffer buffer_;
  beast::http::request<beast::http::string_body> request_;
};

// One io_context per thread; connections go round robin, as in libs/http.
class BareServer {
 public:
  BareServer(std::uint16_t port, int threads, std::string answer) : answer_(std::move(answer)) {
    for (int i = 0; i < threads; ++i) {
      loops_.push_back(std::make_unique<asio::io_context>(1));
    }
    acceptor_ = std::make_unique<tcp::acceptor>(
        *loops_[0], tcp::endpoint(asio::ip::address_v4::loopback(), port));
  }

  std::uint16_t port() const { return acceptor_->local_endpoint().port(); }

  void Run() {
    asio::signal_set signals(*loops_[0], SIGTERM, SIGINT);
    signals.async_wait([this](const error_code&, int) {
      for (const auto& loop : loops_) {
        loop->stop();
      }
    });
    Accept();
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < loops_.size(); ++i) {
      others.emplace_back([loop = loops_[i].get()] {
        const auto work = asio::make_work_guard(*loop);
        loop->run();
      });
    }
    loops_[0]->run();
    for (std::thread& thread : others) {
      thread.join();
    }
  }

 private:
  void Accept() {
    asio::io_context& loop = *loops_[next_++ % loops_.size()];
    acceptor_->async_accept(loop, [this, &loop](const error_code& ec, tcp::socket socket) {
      if (!ec) {
        socket.set_option(tcp::no_delay(true));
        auto session = std::make_shared<Session>(std::move(socket), answer_);
        asio::post(loop, [session = std::move(session)] { session->Read(); });
      }
      Accept();
    });
  }

  const std::string answer_;
  std::vector<std::unique_ptr<asio::io_context>> loops_;
  std::unique_ptr<tcp::acceptor> acceptor_;
  std::size_t next_ = 0;
};

bool ParseNumber(std::string_view text, int max, int& number) {
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  return ec == std::errc() && end == text.data() + text.size() && number >= 0 && number <= max;
}

}  // namespace

int main(int argc, char** argv) {
  int port = 0;
  int threads = 0;
  if (argc != 4 || !ParseNumber(argv[1], 65535, port) || !ParseNumber(argv[2], 64, threads) ||
      threads == 0) {
    std::cerr << "usage: bare_http_server PORT THREADS FILE\n";
    return 64;
  }
  std::ifstream file(argv[3], std::ios::binary);
  std::string answer{std::istreambuf_iterator<char>(file), {}};
  if (!answer.starts_with("HTTP/1.1 ")) {
    std::cerr << "bare_http_server: " << argv[3] << " does not hold an HTTP/1.1 response\n";
    return 65;
  }
  try {
    BareServer server(static_cast<std::uint16_t>(port), threads, std::move(answer));
    std::cout << "port " << server.port() << std::endl;
    server.Run();
  } catch (const std::exception& error) {
    std::cerr << "bare_http_server: " << error.what() << '\n';
    return 71;
  }
}
