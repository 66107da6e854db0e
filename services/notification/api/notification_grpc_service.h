#pragma once

#include "motcua/notification/v1/notification_service.grpc.pb.h"

#include "motcua/db/pool.h"
#include "motcua/rpc/unary.h"

#include "command/message_commands.h"
#include "store/pg_queries.h"
#include "store/pg_templates.h"

namespace motcua::notification {

/// NotificationService. Thread-safe.
class NotificationGrpcService final : public v1::NotificationService::CallbackService {
 public:
  struct Parts {
    PgTemplates& templates;
    PgQueries& queries;
    const MessageCommands& message_commands;
    db::Pool& pool;
    const Clock& clock;
  };
  NotificationGrpcService(const rpc::Edge& edge, const Parts& parts) : edge_(edge), parts_(parts) {}

  grpc::ServerUnaryReactor* LoadTemplates(grpc::CallbackServerContext* context,
                                          const v1::LoadTemplatesRequest* request,
                                          v1::LoadTemplatesResponse* response) override;
  grpc::ServerUnaryReactor* ListTemplates(grpc::CallbackServerContext* context,
                                          const v1::ListTemplatesRequest* request,
                                          v1::ListTemplatesResponse* response) override;
  grpc::ServerUnaryReactor* ListMessages(grpc::CallbackServerContext* context,
                                         const v1::ListMessagesRequest* request,
                                         v1::ListMessagesResponse* response) override;
  grpc::ServerUnaryReactor* ResolveMessage(grpc::CallbackServerContext* context,
                                           const v1::ResolveMessageRequest* request,
                                           v1::ResolveMessageResponse* response) override;
  grpc::ServerUnaryReactor* ResolveMessages(grpc::CallbackServerContext* context,
                                            const v1::ResolveMessagesRequest* request,
                                            v1::ResolveMessagesResponse* response) override;
  grpc::ServerUnaryReactor* ResendMessage(grpc::CallbackServerContext* context,
                                          const v1::ResendMessageRequest* request,
                                          v1::ResendMessageResponse* response) override;
  grpc::ServerUnaryReactor* ResendMessages(grpc::CallbackServerContext* context,
                                           const v1::ResendMessagesRequest* request,
                                           v1::ResendMessagesResponse* response) override;
  grpc::ServerUnaryReactor* ListInbound(grpc::CallbackServerContext* context,
                                        const v1::ListInboundRequest* request,
                                        v1::ListInboundResponse* response) override;
  grpc::ServerUnaryReactor* CountMessages(grpc::CallbackServerContext* context,
                                          const v1::CountMessagesRequest* request,
                                          v1::CountMessagesResponse* response) override;

 private:
  const rpc::Edge& edge_;
  const Parts parts_;
};

}  // namespace motcua::notification
