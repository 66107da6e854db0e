#include "motcua/operations/event_history_service.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/outbox/event_log.h"

#include "event_record.h"

namespace motcua::operations {
namespace {

constexpr int kDefaultLimit = 100;
constexpr int kMaxLimit = 500;
constexpr std::size_t kMaxAnswerBytes = std::size_t{768} * 1024;

absl::Status Check(const v1::ListEventsRequest& request) {
  if (request.stream().empty()) {
    return FieldError("stream", "STREAM_MISSING", "Name the stream, for example `dossier`.");
  }
  if (request.key().empty()) {
    return FieldError("key", "KEY_MISSING", "Name the key whose events are wanted.");
  }
  if (request.after_sequence() < 0) {
    return FieldError("after_sequence", "SEQUENCE_INVALID", "A sequence is 0 or greater.");
  }
  if (request.limit() < 0) {
    return FieldError("limit", "LIMIT_INVALID", "A limit is 0 or greater.");
  }
  return absl::OkStatus();
}

}  // namespace

EventHistoryServiceImpl::EventHistoryServiceImpl(const rpc::Edge& edge, db::Pool& pool)
    : edge_(edge), pool_(pool) {}

grpc::ServerUnaryReactor* EventHistoryServiceImpl::ListEvents(grpc::CallbackServerContext* context,
                                                              const v1::ListEventsRequest* request,
                                                              v1::ListEventsResponse* response) {
  return rpc::HandleUnary(context, edge_, "motcua.operations.v1.EventHistoryService/ListEvents",
                          [this, request, response](const CallContext& call) {
                            return List(call, *request, *response);
                          });
}

absl::Status EventHistoryServiceImpl::List(const CallContext& call,
                                           const v1::ListEventsRequest& request,
                                           v1::ListEventsResponse& response) {
  MOTCUA_RETURN_IF_ERROR(Check(request));
  const int limit = request.limit() == 0 ? kDefaultLimit : std::min(request.limit(), kMaxLimit);
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<outbox::Event> events,
                          outbox::ListEvents(pool_, call, request.stream(), request.key(),
                                             request.after_sequence(), limit));
  std::size_t bytes = 0;
  for (const outbox::Event& event : events) {
    v1::EventRecord record = ToRecord(event);
    bytes += record.ByteSizeLong();
    if (bytes > kMaxAnswerBytes && response.events_size() > 0) {
      break;
    }
    *response.add_events() = std::move(record);
  }
  return absl::OkStatus();
}

}  // namespace motcua::operations
