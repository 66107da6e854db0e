#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "motcua/operations/v1/operations_service.grpc.pb.h"

#include "motcua/db/pool.h"
#include "motcua/inbox/inbox.h"
#include "motcua/kafka/consumer.h"
#include "motcua/operations/flow_counters.h"
#include "motcua/operations/set_aside.h"
#include "motcua/rpc/unary.h"

namespace motcua::operations {

/// OperationsService over the outbox and inbox tables of a program and its work on shards, used by
/// operators (motcuactl).
/// Thread-safe; everything passed by reference or pointer must outlive it.
///
/// ReEmit of a time range works for five seconds at most, at 500 events per second or the requested
/// rate, and answers whether the range is finished; if not, the caller calls again.
///
/// INVALID_ARGUMENT: RANGE_INVALID, RATE_INVALID and STREAM_MISSING (ReEmit), PAGE_TOKEN_INVALID
/// and PAGE_SIZE_INVALID (ListDeadLetters, ListSetAside). NOT_FOUND / DEAD_LETTER_UNKNOWN
/// (RedriveDeadLetter, also for a consumer that this program does not have), WORKER_UNKNOWN
/// (RetrySetAside).
class OperationsServiceImpl final : public v1::OperationsService::CallbackService {
 public:
  struct Consumer {
    inbox::Inbox* inbox = nullptr;
    std::string topic;
    /// Of the consumer that feeds it; empty where nothing is consumed from Kafka.
    std::function<std::vector<kafka::Consumer::Lag>()> lag;
    /// For duplicates and gaps; nullptr answers 0.
    const FlowCounters* counters = nullptr;
  };
  /// Work on shards.
  struct Worker {
    /// Its purpose, for example `redate`.
    std::string name;
    /// By shard.
    std::vector<SetAside*> set_aside;
    /// Makes it look at once.
    std::function<void()> wake;
  };
  /// `on_reemit` is called after events were put into the outbox again, to wake its publisher. May
  /// be empty.
  OperationsServiceImpl(const rpc::Edge& edge, db::Pool& pool, std::function<void()> on_reemit);

  // Before it is served.

  void AddConsumer(Consumer consumer) { consumers_.push_back(std::move(consumer)); }
  void AddWorker(Worker worker) { workers_.push_back(std::move(worker)); }

  grpc::ServerUnaryReactor* GetFlow(grpc::CallbackServerContext* context,
                                    const v1::GetFlowRequest* request,
                                    v1::GetFlowResponse* response) override;
  grpc::ServerUnaryReactor* ListDeadLetters(grpc::CallbackServerContext* context,
                                            const v1::ListDeadLettersRequest* request,
                                            v1::ListDeadLettersResponse* response) override;
  grpc::ServerUnaryReactor* RedriveDeadLetter(grpc::CallbackServerContext* context,
                                              const v1::RedriveDeadLetterRequest* request,
                                              v1::RedriveDeadLetterResponse* response) override;
  grpc::ServerUnaryReactor* ReEmit(grpc::CallbackServerContext* context,
                                   const v1::ReEmitRequest* request,
                                   v1::ReEmitResponse* response) override;
  grpc::ServerUnaryReactor* ListSetAside(grpc::CallbackServerContext* context,
                                         const v1::ListSetAsideRequest* request,
                                         v1::ListSetAsideResponse* response) override;
  grpc::ServerUnaryReactor* RetrySetAside(grpc::CallbackServerContext* context,
                                          const v1::RetrySetAsideRequest* request,
                                          v1::RetrySetAsideResponse* response) override;

 private:
  absl::Status ReadFlow(const CallContext& call, v1::GetFlowResponse& response);
  absl::Status ReadDeadLetters(const CallContext& call, const v1::ListDeadLettersRequest& request,
                               v1::ListDeadLettersResponse& response);
  absl::Status Redrive(const CallContext& call, const v1::RedriveDeadLetterRequest& request,
                       v1::RedriveDeadLetterResponse& response);
  absl::Status EmitAgain(const CallContext& call, const v1::ReEmitRequest& request,
                         v1::ReEmitResponse& response);
  absl::Status ReadSetAside(const v1::ListSetAsideRequest& request,
                            v1::ListSetAsideResponse& response) const;
  absl::Status Retry(const v1::RetrySetAsideRequest& request,
                     v1::RetrySetAsideResponse& response) const;

  const rpc::Edge& edge_;
  db::Pool& pool_;
  const std::function<void()> on_reemit_;
  std::vector<Consumer> consumers_;
  std::vector<Worker> workers_;
};

}  // namespace motcua::operations
