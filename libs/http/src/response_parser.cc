#include "response_parser.h"

#include <boost/beast/http/error.hpp>

namespace motcua::http {
namespace {

using HttpError = boost::beast::http::error;

// See request_parser.cc: Beast 1.81 asserts five bytes at a last chunk.
constexpr std::size_t kShortestChunkedEnd = 5;

}  // namespace

ResponseParser::ResponseParser(Response& response, std::size_t header_limit,
                               std::size_t max_body_bytes, bool head)
    : response_(response), header_limit_(header_limit) {
  basic_parser::header_limit(static_cast<std::uint32_t>(header_limit));
  basic_parser::body_limit(std::uint64_t{max_body_bytes});
  basic_parser::skip(head);
}

ResponseParser::Result ResponseParser::Parse(std::string_view input, std::size_t& consumed) {
  consumed = 0;
  while (!is_done()) {
    const std::string_view rest = input.substr(consumed);
    if (rest.empty() || (header_done_ && chunked() && rest.size() < kShortestChunkedEnd)) {
      return Result::kNeedMore;
    }
    ErrorCode ec;
    consumed += put({rest.data(), rest.size()}, ec);
    if (ec == HttpError::need_more) {
      return Result::kNeedMore;
    }
    if (ec == HttpError::body_limit || ec == HttpError::header_limit) {
      return Result::kTooLarge;
    }
    if (ec) {
      return Result::kInvalid;
    }
  }
  return Result::kDone;
}

ResponseParser::Result ResponseParser::ParseEnd() {
  ErrorCode ec;
  if (got_some()) {
    put_eof(ec);
  }
  return !ec && is_done() ? Result::kDone : Result::kInvalid;
}

void ResponseParser::on_field_impl(boost::beast::http::field, Text name, Text value,
                                   ErrorCode& ec) {
  if (header_done_) {
    return;  // a trailer
  }
  header_bytes_ += name.size() + value.size();
  if (header_bytes_ > header_limit_) {
    ec = HttpError::header_limit;
    return;
  }
  response_.headers.Add({name.data(), name.size()}, {value.data(), value.size()});
}

std::size_t ResponseParser::on_body_impl(Text body, ErrorCode&) {
  response_.body.append(body.data(), body.size());
  return body.size();
}

std::size_t ResponseParser::on_chunk_body_impl(std::uint64_t, Text body, ErrorCode&) {
  response_.body.append(body.data(), body.size());
  return body.size();
}

}  // namespace motcua::http
