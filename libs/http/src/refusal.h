#pragma once

namespace motcua::http {

/// An error that the server itself answers. Reason and message are static texts.
struct Refusal {
  int status;
  const char* reason;
  const char* message;
};

inline constexpr Refusal kMalformed{400, "REQUEST_MALFORMED",
                                    "This is not a valid HTTP/1.1 request."};
inline constexpr Refusal kHostInvalid{400, "HOST_INVALID",
                                      "A request must have exactly one Host field with a host."};
inline constexpr Refusal kTargetInvalid{400, "TARGET_INVALID",
                                        "The request target is not a valid path and query."};
inline constexpr Refusal kLengthInvalid{
    400, "BODY_LENGTH_INVALID",
    "Content-Length is repeated, invalid, or combined with Transfer-Encoding."};
inline constexpr Refusal kRouteNotFound{404, "ROUTE_NOT_FOUND", "No resource exists at this path."};
inline constexpr Refusal kMethodNotAllowed{405, "METHOD_NOT_ALLOWED",
                                           "This path does not support this method; see Allow."};
inline constexpr Refusal kRequestTimeout{408, "REQUEST_TIMEOUT",
                                         "The request did not arrive in time."};
inline constexpr Refusal kBodyTooLarge{413, "BODY_TOO_LARGE",
                                       "The body is larger than this path allows."};
inline constexpr Refusal kUriTooLong{414, "URI_TOO_LONG", "The request target is too long."};
inline constexpr Refusal kExpectationFailed{417, "EXPECTATION_FAILED",
                                            "Only Expect: 100-continue is supported."};
inline constexpr Refusal kHeaderTooLarge{431, "HEADER_TOO_LARGE",
                                         "The header fields are too large."};
inline constexpr Refusal kHandlerDropped{500, "HANDLER_DROPPED",
                                         "The server failed to answer this request."};
inline constexpr Refusal kHandlerThrew{500, "EXCEPTION",
                                       "The server failed to answer this request."};
inline constexpr Refusal kAnswerInvalid{500, "ANSWER_INVALID",
                                        "The server produced an invalid response."};
inline constexpr Refusal kTransferEncoding{501, "TRANSFER_ENCODING_UNSUPPORTED",
                                           "Only Transfer-Encoding: chunked is supported."};
inline constexpr Refusal kTooManyConnections{503, "TOO_MANY_CONNECTIONS", "Too many connections."};

}  // namespace motcua::http
