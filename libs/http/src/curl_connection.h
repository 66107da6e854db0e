#pragma once

#include <chrono>
#include <memory>

#include <absl/status/statusor.h>
#include <curl/curl.h>

#include "motcua/http/client.h"

namespace motcua::http {

/// One of libcurl's easy handles with the connection that it keeps from one exchange to the next.
/// Not thread-safe; `options` outlive it.
class CurlConnection {
 public:
  explicit CurlConnection(const ClientOptions& options);

  /// One request and its answer; `Client::Send` says which errors there are. The address is valid
  /// and the request sendable.
  absl::StatusOr<Response> Exchange(const Request& request, std::chrono::milliseconds timeout);

  /// True while a connection is kept.
  bool open() const;

 private:
  bool InStep() const;

  const ClientOptions& options_;
  const std::unique_ptr<CURL, void (*)(CURL*)> handle_;
};

}  // namespace motcua::http
