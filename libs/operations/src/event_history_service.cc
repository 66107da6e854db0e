#include "motcua/operations/event_history_service.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include <absl/strings/numbers.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/outbox/event_log.h"
#include "motcua/rpc/page.h"

#include "event_record.h"

namespace motcua::operations {
namespace {

constexpr int kDefaultLimit = 100;
constexpr int kMaxLimit = 500;
constexpr std::size_t kMaxAnswerBytes = std::size_t{768} * 1024;

absl::Status CheckStream(const std::string& stream) {
  return stream.empty()
             ? FieldError("stream", "STREAM_MISSING", "Name the stream, for example `dossier`.")
             : absl::OkStatus();
}

absl::StatusOr<int> CheckLimit(const char* field, int asked) {
  if (asked < 0) {
    return FieldError(field, "LIMIT_INVALID", "The limit must be 0 or greater.");
  }
  return asked == 0 ? kDefaultLimit : std::min(asked, kMaxLimit);
}

absl::Status Check(const v1::ListEventsRequest& request) {
  MOTCUA_RETURN_IF_ERROR(CheckStream(request.stream()));
  if (request.key().empty()) {
    return FieldError("key", "KEY_MISSING", "Name the key whose events to return.");
  }
  if (request.after_sequence() < 0) {
    return FieldError("after_sequence", "SEQUENCE_INVALID", "The sequence must be 0 or greater.");
  }
  return absl::OkStatus();
}

std::string TokenAfter(const std::string& stream, const outbox::Event& last) {
  return rpc::MakePageToken(stream, {last.key, std::to_string(last.sequence)});
}

absl::StatusOr<outbox::ScanPosition> ReadPosition(const v1::ScanEventsRequest& request) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> texts,
                          rpc::ParsePageToken(request.stream(), request.page_token(), 2));
  outbox::ScanPosition position;
  if (texts.empty()) {
    return position;
  }
  position.key = texts[0];
  if (!absl::SimpleAtoi(texts[1], &position.sequence)) {
    return rpc::InvalidPageToken();
  }
  return position;
}

/// Adds at most `limit` events to the answer until it is full; returns their number.
template <typename Response>
std::size_t Fill(const std::vector<outbox::Event>& events, std::size_t limit, Response& response) {
  std::size_t bytes = 0;
  std::size_t taken = 0;
  while (taken < events.size() && taken < limit) {
    v1::EventRecord record = ToRecord(events[taken]);
    bytes += record.ByteSizeLong();
    if (bytes > kMaxAnswerBytes && taken > 0) {
      break;
    }
    *response.add_events() = std::move(record);
    ++taken;
  }
  return taken;
}

}  // namespace

EventHistoryServiceImpl::EventHistoryServiceImpl(const rpc::Edge& edge, db::Pool& pool)
    : edge_(edge), pool_(pool) {}

grpc::ServerUnaryReactor* EventHistoryServiceImpl::ListEvents(grpc::CallbackServerContext* context,
                                                              const v1::ListEventsRequest* request,
                                                              v1::ListEventsResponse* response) {
  return rpc::HandleUnary(context, edge_, "motcua.operations.v1.EventHistoryService/ListEvents",
                          *request, [this, request, response](const CallContext& call) {
                            return List(call, *request, *response);
                          });
}

grpc::ServerUnaryReactor* EventHistoryServiceImpl::ScanEvents(grpc::CallbackServerContext* context,
                                                              const v1::ScanEventsRequest* request,
                                                              v1::ScanEventsResponse* response) {
  return rpc::HandleUnary(context, edge_, "motcua.operations.v1.EventHistoryService/ScanEvents",
                          *request, [this, request, response](const CallContext& call) {
                            return Scan(call, *request, *response);
                          });
}

absl::Status EventHistoryServiceImpl::List(const CallContext& call,
                                           const v1::ListEventsRequest& request,
                                           v1::ListEventsResponse& response) {
  MOTCUA_RETURN_IF_ERROR(Check(request));
  MOTCUA_ASSIGN_OR_RETURN(const int limit, CheckLimit("limit", request.limit()));
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<outbox::Event> events,
                          outbox::ListEvents(pool_, call, request.stream(), request.key(),
                                             request.after_sequence(), limit));
  Fill(events, events.size(), response);
  return absl::OkStatus();
}

absl::Status EventHistoryServiceImpl::Scan(const CallContext& call,
                                           const v1::ScanEventsRequest& request,
                                           v1::ScanEventsResponse& response) {
  MOTCUA_RETURN_IF_ERROR(CheckStream(request.stream()));
  MOTCUA_ASSIGN_OR_RETURN(const int limit, CheckLimit("page_size", request.page_size()));
  MOTCUA_ASSIGN_OR_RETURN(const outbox::ScanPosition after, ReadPosition(request));
  // One more than requested shows whether another page follows.
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<outbox::Event> events,
                          outbox::ScanEvents(pool_, call, request.stream(), after, limit + 1));
  const std::size_t taken = Fill(events, static_cast<std::size_t>(limit), response);
  if (taken < events.size()) {
    response.set_next_page_token(TokenAfter(request.stream(), events[taken - 1]));
  }
  return absl::OkStatus();
}

}  // namespace motcua::operations
