#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <boost/beast/http/basic_parser.hpp>

#include "motcua/http/request.h"

#include "refusal.h"

namespace motcua::http {

/// Beast's incremental parser, writing straight into a Request: one copy of each byte. One object
/// per message. Adds checks missing in Beast 1.81:
/// - the total size of the header (Beast limits each call, so one field per second could grow
///   forever);
/// - the length of the target;
/// - Host;
/// - a Transfer-Encoding other than chunked (Beast treats it as "no body", which allows request
///   smuggling).
class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  RequestParser(Request& request, std::size_t header_limit, std::size_t uri_limit);

  struct Step {
    std::size_t consumed = 0;
    bool need_more = false;
    std::optional<Refusal> refusal;
  };
  /// Consumes as much of `input` as possible. Stops at the end of the header, so that the caller
  /// can set the body's limit, and at the end of the message.
  Step Parse(std::string_view input);

  bool header_done() const { return header_done_; }
  bool http_1_0() const { return http_1_0_; }
  /// Call between header and body: the error of the header, if any.
  std::optional<Refusal> CheckHeader() const;
  /// Call between header and body. False when the body is known to be larger.
  bool LimitBody(std::size_t bytes);
  /// The client waits for "100 Continue" before it sends the body.
  bool expects_continue() const;

 private:
  using Text = boost::beast::string_view;
  using ErrorCode = boost::beast::error_code;

  void on_request_impl(boost::beast::http::verb verb, Text method, Text target, int version,
                       ErrorCode& ec) override;
  void on_response_impl(int, Text, int, ErrorCode&) override {}
  void on_field_impl(boost::beast::http::field, Text name, Text value, ErrorCode& ec) override;
  void on_header_impl(ErrorCode&) override { header_done_ = true; }
  void on_body_init_impl(boost::optional<std::uint64_t> const& length, ErrorCode&) override;
  std::size_t on_body_impl(Text body, ErrorCode&) override;
  void on_chunk_header_impl(std::uint64_t, Text, ErrorCode&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, ErrorCode&) override;
  void on_finish_impl(ErrorCode&) override {}

  Refusal Explain(const ErrorCode& ec) const;

  Request& request_;
  const std::size_t header_limit_;
  const std::size_t uri_limit_;
  std::size_t header_bytes_ = 0;
  bool line_done_ = false;
  bool header_done_ = false;
  bool http_1_0_ = false;
};

}  // namespace motcua::http
