#pragma once

#include "motcua/processing/v1/rules_service.grpc.pb.h"

#include "motcua/rpc/unary.h"

#include "store/pg_rule_book.h"
#include "store/pg_rules.h"

namespace motcua::processing {

/// RulesService: checks whole documents, then passes them to PgRules. Thread-safe.
class RulesGrpcService final : public v1::RulesService::CallbackService {
 public:
  RulesGrpcService(const rpc::Edge& edge, PgRules& rules, PgRuleBook& book)
      : edge_(edge), rules_(rules), book_(book) {}

  grpc::ServerUnaryReactor* LoadWorkflows(grpc::CallbackServerContext* context,
                                          const v1::LoadWorkflowsRequest* request,
                                          v1::LoadWorkflowsResponse* response) override;
  grpc::ServerUnaryReactor* LoadCalendar(grpc::CallbackServerContext* context,
                                         const v1::LoadCalendarRequest* request,
                                         v1::LoadCalendarResponse* response) override;

 private:
  const rpc::Edge& edge_;
  PgRules& rules_;
  PgRuleBook& book_;
};

}  // namespace motcua::processing
