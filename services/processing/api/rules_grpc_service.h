#pragma once

#include "motcua/processing/v1/rules_service.grpc.pb.h"

#include "motcua/db/pool.h"
#include "motcua/rpc/unary.h"

#include "command/rule_loads.h"
#include "store/pg_rule_book.h"

namespace motcua::processing {

/// RulesService. Thread-safe; its arguments must outlive it.
class RulesGrpcService final : public v1::RulesService::CallbackService {
 public:
  RulesGrpcService(const rpc::Edge& edge, db::Pool& pool, const RuleLoads& loads, PgRuleBook& book)
      : edge_(edge), pool_(pool), loads_(loads), book_(book) {}

  grpc::ServerUnaryReactor* LoadWorkflows(grpc::CallbackServerContext* context,
                                          const v1::LoadWorkflowsRequest* request,
                                          v1::LoadWorkflowsResponse* response) override;
  grpc::ServerUnaryReactor* LoadCalendar(grpc::CallbackServerContext* context,
                                         const v1::LoadCalendarRequest* request,
                                         v1::LoadCalendarResponse* response) override;

 private:
  const rpc::Edge& edge_;
  db::Pool& pool_;
  const RuleLoads& loads_;
  PgRuleBook& book_;
};

}  // namespace motcua::processing
