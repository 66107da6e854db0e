#include "request_parser.h"

#include <algorithm>
#include <cstdint>

#include <boost/beast/http/error.hpp>
#include <boost/url/parse.hpp>

namespace motcua::http {
namespace {

namespace beast = boost::beast;
using HttpError = beast::http::error;

// Limit on the memory reserved from the announced length before data arrives.
constexpr std::uint64_t kReserveAtMost = 64 * 1024;
// At least the longest method, two spaces, version and line end.
constexpr std::size_t kRequestLineExtra = 64;
// The shortest end of a chunked body: "0\r\n\r\n".
constexpr std::size_t kShortestChunkedEnd = 5;

/// A host with or without a port (RFC 9110 7.2); empty when the target has no authority.
bool IsHost(std::string_view value) {
  const auto authority = boost::urls::parse_authority({value.data(), value.size()});
  return authority.has_value() && !authority->has_userinfo();
}

}  // namespace

RequestParser::RequestParser(Request& request, std::size_t header_limit, std::size_t uri_limit)
    : request_(request), header_limit_(header_limit), uri_limit_(uri_limit) {
  basic_parser::header_limit(static_cast<std::uint32_t>(header_limit));
  basic_parser::body_limit(boost::none);  // set by LimitBody, when the route is known
}

RequestParser::Step RequestParser::Parse(std::string_view input) {
  Step step;
  // Stops at the end of the header and at the end of the message; otherwise each call takes one
  // step.
  while (!is_done()) {
    const bool was_header = !header_done_;
    const std::string_view rest = input.substr(step.consumed);
    // Beast 1.81 asserts (basic_parser.ipp, parse_chunk_header) that five bytes are available when
    // it resumes at a last chunk. Fewer never complete a chunked body, so wait for them.
    if (rest.empty() || (!was_header && chunked() && rest.size() < kShortestChunkedEnd)) {
      step.need_more = true;
      return step;
    }
    ErrorCode ec;
    step.consumed += put({rest.data(), rest.size()}, ec);
    if (ec == HttpError::need_more) {
      if (!line_done_ && input.size() - step.consumed > uri_limit_ + kRequestLineExtra) {
        step.refusal = kUriTooLong;
        return step;
      }
      step.need_more = true;
      return step;
    }
    if (ec) {
      step.refusal = Explain(ec);
      return step;
    }
    if (was_header && header_done_) {
      return step;
    }
  }
  return step;
}

std::optional<Refusal> RequestParser::CheckHeader() const {
  const Headers& headers = request_.headers;
  if (const std::size_t hosts = headers.Count("Host"); hosts > 1 || (hosts == 0 && !http_1_0_)) {
    return kHostInvalid;  // RFC 9112 3.2
  }
  if (!IsHost(headers.Get("Host"))) {
    return kHostInvalid;
  }
  if (const std::size_t encodings = headers.Count("Transfer-Encoding"); encodings > 0) {
    if (headers.Find("Content-Length") || http_1_0_) {
      return kLengthInvalid;  // RFC 9112 6.1: indicates an attack
    }
    if (encodings > 1 || !EqualsIgnoreCase(headers.Get("Transfer-Encoding"), "chunked")) {
      return kTransferEncoding;
    }
  }
  if (headers.Count("Content-Length") > 1 ||
      headers.Get("Content-Length").find(',') != std::string_view::npos) {
    return kLengthInvalid;  // also if both are equal: no legitimate client sends it twice
  }
  if (headers.Find("Expect") && !EqualsIgnoreCase(headers.Get("Expect"), "100-continue")) {
    return kExpectationFailed;
  }
  return std::nullopt;
}

bool RequestParser::LimitBody(std::size_t bytes) {
  if (content_length().value_or(0) > bytes) {
    return false;
  }
  body_limit(std::uint64_t{bytes});
  return true;
}

bool RequestParser::expects_continue() const {
  return !http_1_0_ && !is_done() && request_.headers.Find("Expect").has_value();
}

void RequestParser::on_request_impl(beast::http::verb, Text method, Text target, int version,
                                    ErrorCode& ec) {
  line_done_ = true;
  http_1_0_ = version == 10;
  header_bytes_ = method.size() + target.size();
  if (target.size() > uri_limit_) {
    ec = HttpError::bad_target;
    return;
  }
  request_.method.assign(method.data(), method.size());
  request_.target.assign(target.data(), target.size());
}

void RequestParser::on_field_impl(beast::http::field, Text name, Text value, ErrorCode& ec) {
  if (header_done_) {
    return;  // a trailer: not merged into the header (RFC 9110 6.5.1)
  }
  header_bytes_ += name.size() + value.size() + std::string_view(": \r\n").size();
  if (header_bytes_ > header_limit_) {
    ec = HttpError::header_limit;
    return;
  }
  request_.headers.Add({name.data(), name.size()}, {value.data(), value.size()});
}

void RequestParser::on_body_init_impl(boost::optional<std::uint64_t> const& length, ErrorCode&) {
  request_.body.reserve(std::min(length.value_or(0), kReserveAtMost));
}

std::size_t RequestParser::on_body_impl(Text body, ErrorCode&) {
  request_.body.append(body.data(), body.size());
  return body.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text body, ErrorCode&) {
  request_.body.append(body.data(), body.size());
  return body.size();
}

Refusal RequestParser::Explain(const ErrorCode& ec) const {
  if (ec == HttpError::header_limit) {
    return line_done_ ? kHeaderTooLarge : kUriTooLong;
  }
  if (ec == HttpError::bad_target && line_done_) {
    return kUriTooLong;
  }
  if (ec == HttpError::body_limit) {
    return kBodyTooLarge;
  }
  if (ec == HttpError::bad_content_length || ec == HttpError::multiple_content_length ||
      ec == HttpError::bad_transfer_encoding) {
    return kLengthInvalid;
  }
  return kMalformed;
}

}  // namespace motcua::http
