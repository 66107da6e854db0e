#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace motcua::notification::testing {

/// A scripted Kannel on a real socket: it can accept a message and close the connection, which our
/// HTTP server cannot. One thread per connection. Thread-safe.
class FakeGateway {
 public:
  enum class Mood {
    kAccept,        ///< 202, and the network has it
    kAcceptDrop,    ///< the network has it, and the connection ends without an answer
    kDrop,          ///< the connection ends without an answer; the network has nothing
    kBusy,          ///< 503
    kRefuse,        ///< 400
    kUnauthorised,  ///< 401
    kForbidden,     ///< 403
    kNotFound,      ///< 404
    kServerError,   ///< 500
    kHang,          ///< no answer until the caller gives up
  };
  struct Sent {
    std::string message_id;
    std::string to;
    std::string from;
    std::string text;
    std::string coding;
    /// Path of the receipt's address.
    std::string receipt_path;
    /// What its query has behind the type.
    std::string receipt_rest;
  };

  FakeGateway();
  ~FakeGateway();

  std::string address() const;
  std::string url() const { return "http://" + address() + "/cgi-bin/sendsms"; }
  /// Decides what to do with the next messages; called with the number of requests so far.
  void SetMood(std::function<Mood(int)> mood);
  void SetMood(Mood mood) {
    SetMood([mood](int) { return mood; });
  }
  /// What went out to the network, in order.
  std::vector<Sent> sent() const;
  /// How often each message went out.
  std::map<std::string, int> CountByMessage() const;
  int requests() const;
  /// No longer listens, so that connections are refused; Open listens on the same port again.
  void Close();
  void Open();

 private:
  void Accept();
  void Serve(int connection);
  Mood Take(const std::string& head, const std::string& body);

  std::uint16_t port_ = 0;
  int listener_ = -1;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::function<Mood(int)> mood_;
  std::vector<Sent> sent_;
  int requests_ = 0;
  std::thread acceptor_;
  std::vector<std::thread> connections_;
};

}  // namespace motcua::notification::testing
