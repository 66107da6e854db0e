#pragma once

#include "motcua/operations/v1/operations_service.grpc.pb.h"

#include "motcua/db/pool.h"
#include "motcua/rpc/unary.h"

namespace motcua::operations {

/// EventHistoryService over table event_history (libs/outbox): the events of one key after a
/// sequence, or of a whole stream page by page, exactly as they were or will be published. An
/// answer is at most 768 KiB (a message may have 1 MiB); to get everything, continue after the last
/// sequence until the answer is empty, or with the page token until it is empty. INVALID_ARGUMENT /
/// STREAM_MISSING, KEY_MISSING, SEQUENCE_INVALID, LIMIT_INVALID, PAGE_TOKEN_INVALID. Thread-safe;
/// edge and pool must outlive it.
class EventHistoryServiceImpl final : public v1::EventHistoryService::CallbackService {
 public:
  EventHistoryServiceImpl(const rpc::Edge& edge, db::Pool& pool);

  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* context,
                                       const v1::ListEventsRequest* request,
                                       v1::ListEventsResponse* response) override;
  grpc::ServerUnaryReactor* ScanEvents(grpc::CallbackServerContext* context,
                                       const v1::ScanEventsRequest* request,
                                       v1::ScanEventsResponse* response) override;

 private:
  absl::Status List(const CallContext& call, const v1::ListEventsRequest& request,
                    v1::ListEventsResponse& response);
  absl::Status Scan(const CallContext& call, const v1::ScanEventsRequest& request,
                    v1::ScanEventsResponse& response);

  const rpc::Edge& edge_;
  db::Pool& pool_;
};

}  // namespace motcua::operations
