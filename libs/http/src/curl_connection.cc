#include "curl_connection.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <sys/socket.h>

#include "motcua/base/check.h"
#include "motcua/base/error.h"

namespace motcua::http {
namespace {

using std::chrono::milliseconds;

using FieldList = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

CURL* MakeHandle() {
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  MOTCUA_CHECK(initialised == CURLE_OK);
  CURL* const handle = curl_easy_init();
  MOTCUA_CHECK(handle != nullptr);
  return handle;
}

// The socket of the open connection; CURL_SOCKET_BAD without one.
curl_socket_t SocketOf(CURL* handle) {
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket);
  return socket;
}

template <typename Value>
void Set(CURL* handle, CURLoption option, Value value) {
  // Fails only without memory, or if libcurl lacks a feature that this was compiled for.
  MOTCUA_CHECK(curl_easy_setopt(handle, option, value) == CURLE_OK);
}

// To libcurl, 0 means no limit.
long Limit(milliseconds time) {
  return static_cast<long>(std::max<milliseconds::rep>(time.count(), 1));
}

void Append(FieldList& list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  MOTCUA_CHECK(longer != nullptr);
  (void)list.release();
  list.reset(longer);
}

// Header fields set by libcurl and this client. With an Expect, libcurl would wait for the answer
// 100, and send the request again after a 417.
bool IsOurs(std::string_view name) {
  return EqualsIgnoreCase(name, "Content-Length") || EqualsIgnoreCase(name, "Transfer-Encoding") ||
         EqualsIgnoreCase(name, "Expect");
}

FieldList MakeFields(const Headers& headers) {
  FieldList list(nullptr, curl_slist_free_all);
  // A name without a value removes the field that libcurl would add.
  Append(list, "Expect:");
  for (const char* const name : {"Accept", "Content-Type"}) {
    if (!headers.Find(name)) {
      Append(list, std::string(name) + ":");
    }
  }
  for (std::size_t i = 0; i < headers.size(); ++i) {
    const auto [name, value] = headers[i];
    if (IsOurs(name)) {
      continue;
    }
    const bool blank = value.find_first_not_of(" \t") == std::string_view::npos;
    // libcurl's notation for a field that is sent with an empty value is `Name;`.
    Append(list, std::string(name) + (blank ? ";" : ": " + std::string(value)));
  }
  return list;
}

// The state of an exchange, updated by libcurl's callbacks.
struct Course {
  const ClientOptions& options;
  int sendings = 0;
  std::size_t header_bytes = 0;
  bool too_large = false;
  std::string body;

  // Called on an open connection before the request is sent. libcurl resends a request that got no
  // answer on a kept connection, over a new one; the second call prevents that.
  static int BeforeSending(void* course, char*, char*, int, int) {
    return ++static_cast<Course*>(course)->sendings == 1 ? CURL_PREREQFUNC_OK
                                                         : CURL_PREREQFUNC_ABORT;
  }
  static std::size_t OnHeaderLine(char*, std::size_t, std::size_t size, void* course) {
    auto& self = *static_cast<Course*>(course);
    self.header_bytes += size;
    self.too_large = self.header_bytes > self.options.header_limit;
    return self.too_large ? 0 : size;
  }
  static std::size_t OnBody(char* data, std::size_t, std::size_t size, void* course) {
    auto& self = *static_cast<Course*>(course);
    self.too_large = self.body.size() + size > self.options.max_body_bytes;
    if (self.too_large) {
      return 0;
    }
    self.body.append(data, size);
    return size;
  }
};

void SetRequest(CURL* handle, const Request& request) {
  // The target is sent unchanged, even if a URL cannot express it.
  Set(handle, CURLOPT_REQUEST_TARGET, request.target.c_str());
  if (request.method == "HEAD") {
    Set(handle, CURLOPT_NOBODY, 1L);
    // The answer to HEAD has the length of a body that is not sent.
    Set(handle, CURLOPT_MAXFILESIZE_LARGE, curl_off_t{0});
  } else if (!request.body.empty() || request.method != "GET") {
    // RFC 9110 8.6: a method with a body has a length even if its body is empty.
    Set(handle, CURLOPT_POST, 1L);
    Set(handle, CURLOPT_POSTFIELDS, request.body.c_str());
    Set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  }
  Set(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  if (EqualsIgnoreCase(request.headers.Get("Connection"), "close")) {
    Set(handle, CURLOPT_FORBID_REUSE, 1L);
  }
}

void SetServer(CURL* handle, const ClientOptions& options, milliseconds timeout) {
  Set(handle, CURLOPT_URL, options.address.c_str());
  Set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  Set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  Set(handle, CURLOPT_PROXY, "");
  Set(handle, CURLOPT_MAXCONNECTS, 1L);
  Set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!options.ca_file.empty()) {
    Set(handle, CURLOPT_CAINFO, options.ca_file.c_str());
    // Otherwise Debian's libcurl also trusts the system's directory of certificates.
    Set<const char*>(handle, CURLOPT_CAPATH, nullptr);
    // Otherwise a renewed file is noticed only after a day.
    Set(handle, CURLOPT_CA_CACHE_TIMEOUT, 60L);
  }
  Set(handle, CURLOPT_NOSIGNAL, 1L);
  Set(handle, CURLOPT_TIMEOUT_MS, Limit(timeout));
  Set(handle, CURLOPT_CONNECTTIMEOUT_MS, Limit(options.connect_timeout));
  // Otherwise a request that timed out still waits for its name look-up to end.
  Set(handle, CURLOPT_QUICK_EXIT, 1L);
  // Refuses an answer by its Content-Length, before its body arrives.
  Set(handle, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options.max_body_bytes));
}

absl::Status NothingSentError(CURLcode code, const char* detail, const std::string& address) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return Error(absl::StatusCode::kDeadlineExceeded, "CONNECT_TIMEOUT",
                   "The server did not accept the connection in time.", {{"address", address}});
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return Error(absl::StatusCode::kUnavailable, "TLS_FAILED", detail, {{"address", address}});
    default:
      return Error(absl::StatusCode::kUnavailable, "CONNECT_FAILED", detail,
                   {{"address", address}});
  }
}

absl::Status UnfinishedError(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return Error(absl::StatusCode::kDeadlineExceeded, "REQUEST_TIMEOUT",
                   "The answer did not arrive in time.");
    case CURLE_UNSUPPORTED_PROTOCOL:  // not HTTP/1.x
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
      return Error(absl::StatusCode::kInternal, "RESPONSE_INVALID",
                   "The server did not send a valid HTTP/1.1 response.");
    default:
      // Includes every failure of the new connection for a resending that was prevented.
      return Error(absl::StatusCode::kUnavailable, "CONNECTION_LOST",
                   "The connection ended before the answer was complete.");
  }
}

}  // namespace

CurlConnection::CurlConnection(const ClientOptions& options)
    : options_(options), handle_(MakeHandle(), curl_easy_cleanup) {}

bool CurlConnection::open() const {
  return SocketOf(handle_.get()) != CURL_SOCKET_BAD;
}

// A kept connection that is readable was closed or has unexpected bytes. libcurl 7.88 detects only
// the former, and would take those bytes for the next answer.
bool CurlConnection::InStep() const {
  char byte = 0;
  return ::recv(SocketOf(handle_.get()), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
         (errno == EAGAIN || errno == EWOULDBLOCK);
}

absl::StatusOr<Response> CurlConnection::Exchange(const Request& request, milliseconds timeout) {
  CURL* const handle = handle_.get();
  const bool in_step = InStep();
  const FieldList fields = MakeFields(request.headers);
  Course course{.options = options_};
  std::array<char, CURL_ERROR_SIZE> detail{};

  curl_easy_reset(handle);  // keeps the connection, known addresses and TLS sessions
  SetServer(handle, options_, timeout);
  SetRequest(handle, request);
  Set(handle, CURLOPT_HTTPHEADER, fields.get());
  Set(handle, CURLOPT_FRESH_CONNECT, in_step ? 0L : 1L);
  Set(handle, CURLOPT_PREREQFUNCTION, &Course::BeforeSending);
  Set(handle, CURLOPT_PREREQDATA, &course);
  Set(handle, CURLOPT_HEADERFUNCTION, &Course::OnHeaderLine);
  Set(handle, CURLOPT_HEADERDATA, &course);
  Set(handle, CURLOPT_WRITEFUNCTION, &Course::OnBody);
  Set(handle, CURLOPT_WRITEDATA, &course);
  Set(handle, CURLOPT_ERRORBUFFER, detail.data());
  const CURLcode code = curl_easy_perform(handle);
  Set<char*>(handle, CURLOPT_ERRORBUFFER, nullptr);  // valid only during this function

  if (course.sendings == 0 && code != CURLE_OK) {
    return NothingSentError(code, detail[0] != '\0' ? detail.data() : curl_easy_strerror(code),
                            options_.address);
  }
  if (course.too_large || code == CURLE_FILESIZE_EXCEEDED) {
    return Error(absl::StatusCode::kResourceExhausted, "RESPONSE_TOO_LARGE",
                 "The answer is too large.");
  }
  if (code != CURLE_OK) {
    return UnfinishedError(code);
  }
  Response response{.body = std::move(course.body)};
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  response.status = static_cast<int>(status);
  constexpr int kLastAnswer = -1;  // not a 1xx before it
  for (curl_header* field = nullptr;
       (field = curl_easy_nextheader(handle, CURLH_HEADER, kLastAnswer, field)) != nullptr;) {
    response.headers.Add(field->name, field->value);
  }
  return response;
}

}  // namespace motcua::http
