#pragma once

#include <chrono>
#include <memory>

#include <absl/status/statusor.h>
#include <curl/curl.h>

#include "motcua/http/client.h"

namespace motcua::http {

/// One of libcurl's easy handles, which keeps its connection from one exchange to the next.
/// Not thread-safe; `options` must outlive it.
class CurlConnection {
 public:
  explicit CurlConnection(const ClientOptions& options);

  /// One request and its answer; errors as for `Client::Send`. The caller has checked the address
  /// and the request.
  absl::StatusOr<Response> Exchange(const Request& request, std::chrono::milliseconds timeout);

  /// True while its connection is open.
  bool open() const;

 private:
  bool InStep() const;

  const ClientOptions& options_;
  const std::unique_ptr<CURL, void (*)(CURL*)> handle_;
};

}  // namespace motcua::http
