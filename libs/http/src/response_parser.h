#pragma once

#include <cstddef>
#include <string_view>

#include <boost/beast/http/basic_parser.hpp>

#include "motcua/http/response.h"

namespace motcua::http {

/// Beast's incremental parser, writing straight into a Response. One object per message.
class ResponseParser final : public boost::beast::http::basic_parser<false> {
 public:
  /// `head`: the answer to HEAD, which has a length and no body.
  ResponseParser(Response& response, std::size_t header_limit, std::size_t max_body_bytes,
                 bool head);

  enum class Result { kNeedMore, kDone, kInvalid, kTooLarge };
  /// Takes what it can of `input` and says in `consumed` how much.
  Result Parse(std::string_view input, std::size_t& consumed);
  /// The server has closed: kDone if that is how the body ends, else kInvalid.
  Result ParseEnd();

 private:
  using Text = boost::beast::string_view;
  using ErrorCode = boost::beast::error_code;

  void on_request_impl(boost::beast::http::verb, Text, Text, int, ErrorCode&) override {}
  void on_response_impl(int status, Text, int, ErrorCode&) override { response_.status = status; }
  void on_field_impl(boost::beast::http::field, Text name, Text value, ErrorCode& ec) override;
  void on_header_impl(ErrorCode&) override { header_done_ = true; }
  void on_body_init_impl(boost::optional<std::uint64_t> const&, ErrorCode&) override {}
  std::size_t on_body_impl(Text body, ErrorCode&) override;
  void on_chunk_header_impl(std::uint64_t, Text, ErrorCode&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, ErrorCode&) override;
  void on_finish_impl(ErrorCode&) override {}

  Response& response_;
  const std::size_t header_limit_;
  std::size_t header_bytes_ = 0;
  bool header_done_ = false;
};

}  // namespace motcua::http
