#include "motcua/http/client.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/http/server_url.h"

#include "curl_connection.h"

namespace motcua::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

absl::Status CheckAddress(const std::string& address) {
  const absl::StatusOr<ServerUrl> url = ParseServerUrl(address);
  if (url.ok() && !url->path.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "ADDRESS_INVALID",
                 "The address of a server must not have a path.", {{"address", address}});
  }
  return url.status();
}

// Refuses characters that would end the request line early. Header fields cannot contain them
// (headers.h).
bool IsSendable(const Request& request) {
  const auto visible = [](char c) { return c > 0x20 && c < 0x7f; };
  return !request.method.empty() && !request.target.empty() &&
         std::all_of(request.method.begin(), request.method.end(), visible) &&
         std::all_of(request.target.begin(), request.target.end(), visible) &&
         (request.method != "HEAD" || request.body.empty());
}

}  // namespace

absl::Status CheckClientOptions(const ClientOptions& options) {
  if (absl::Status address = CheckAddress(options.address);
      !address.ok() || options.ca_file.empty()) {
    return address;
  }
  std::ifstream file(options.ca_file);
  const std::string pem{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!options.address.starts_with("https://") ||
      pem.find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
    return Error(absl::StatusCode::kInvalidArgument, "CA_FILE_INVALID",
                 "The authorities of an https server must be a readable PEM file of certificates.",
                 {{"file", options.ca_file}});
  }
  return absl::OkStatus();
}

Client::Client(ClientOptions options)
    : options_(std::move(options)), address_(CheckAddress(options_.address)) {}

Client::~Client() = default;

bool Client::connected() const {
  const std::lock_guard lock(mutex_);
  return std::any_of(idle_.begin(), idle_.end(),
                     [](const auto& connection) { return connection->open(); });
}

std::unique_ptr<CurlConnection> Client::Take(steady_clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  if (!returned_.wait_until(lock, deadline, [this] { return busy_ < options_.connections; })) {
    return nullptr;
  }
  ++busy_;
  if (idle_.empty()) {
    return std::make_unique<CurlConnection>(options_);
  }
  auto last_used = std::move(idle_.back());
  idle_.pop_back();
  return last_used;
}

void Client::GiveBack(std::unique_ptr<CurlConnection> connection) {
  {
    const std::lock_guard lock(mutex_);
    --busy_;
    idle_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

absl::StatusOr<Response> Client::Send(const Request& request, milliseconds timeout) {
  if (!address_.ok()) {
    return address_;
  }
  if (!IsSendable(request)) {
    return Error(
        absl::StatusCode::kInvalidArgument, "REQUEST_INVALID",
        "Method and target must be visible ASCII without spaces, and HEAD must have no body.");
  }
  const auto deadline = steady_clock::now() + timeout;
  std::unique_ptr<CurlConnection> connection = Take(deadline);
  if (connection == nullptr) {
    return Error(absl::StatusCode::kDeadlineExceeded, "CONNECT_TIMEOUT",
                 "No connection became free in time.", {{"address", options_.address}});
  }
  absl::StatusOr<Response> response = connection->Exchange(
      request, std::chrono::ceil<milliseconds>(deadline - steady_clock::now()));
  GiveBack(std::move(connection));
  return response;
}

bool NothingSent(std::string_view reason) {
  return reason == "ADDRESS_INVALID" || reason == "REQUEST_INVALID" || reason == "CONNECT_FAILED" ||
         reason == "CONNECT_TIMEOUT" || reason == "TLS_FAILED";
}

}  // namespace motcua::http
