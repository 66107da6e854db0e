#include "api/portalsync_grpc_service.h"

#include <algorithm>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/program/command_call.h"
#include "motcua/wire/actor.h"
#include "motcua/wire/time.h"

namespace motcua::portalsync {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kLargestPage = 200;

struct Page {
  /// Page token: id of the last dossier of the previous page.
  std::string after;
  int size = 0;
};

template <typename Request>
absl::StatusOr<Page> ReadPage(const Request& request) {
  if (request.page_size() < 0) {
    return FieldError("page_size", "PAGE_SIZE", "the page size must not be negative");
  }
  if (!request.page_token().empty() && !IsUuid(request.page_token())) {
    return FieldError("page_token", "PAGE_TOKEN_INVALID", "invalid page token");
  }
  return Page{.after = request.page_token(),
              .size = request.page_size() == 0 ? kDefaultPage
                                               : std::min(request.page_size(), kLargestPage)};
}

const char* Word(EventStatus status) {
  switch (status) {
    case EventStatus::kWaiting:
      return "waiting";
    case EventStatus::kDossierSent:
      return "dossier_sent";
    case EventStatus::kAcknowledged:
      return "acknowledged";
    case EventStatus::kRefused:
      break;
  }
  return "refused";
}

void Fill(const SyncedDossier& dossier, v1::GetDossierSyncResponse& response) {
  response.set_dossier_id(dossier.dossier_id);
  response.set_code(dossier.code);
  for (const SyncedEvent& event : dossier.events) {
    v1::EventSync& added = *response.add_events();
    added.set_event_id(event.event_id);
    added.set_state(static_cast<type::v1::DossierState>(event.state));
    *added.mutable_occurred_at() = wire::ToProto(event.occurred_at);
    added.set_status(Word(event.status));
    added.set_attempts(event.attempts);
    wire::SetTime(event.next_attempt_at, added, &v1::EventSync::mutable_next_attempt_at);
    wire::SetTime(event.acknowledged_at, added, &v1::EventSync::mutable_acknowledged_at);
    added.set_portal_message(event.portal_message);
  }
}

}  // namespace

PortalSyncGrpcService::Reactor* PortalSyncGrpcService::GetSync(Context* context,
                                                               const v1::GetSyncRequest* request,
                                                               v1::GetSyncResponse* response) {
  return rpc::HandleUnary(context, edge_, "GetSync", *request,
                          [this, response](const CallContext& call) -> absl::Status {
                            MOTCUA_ASSIGN_OR_RETURN(const SyncTotals totals, sync_.Totals(call));
                            response->set_dossiers(totals.dossiers);
                            response->set_events_acknowledged(totals.acknowledged);
                            response->set_events_waiting(totals.waiting);
                            response->set_dossiers_refused(totals.refused);
                            wire::SetTime(totals.oldest_waiting_at, *response,
                                          &v1::GetSyncResponse::mutable_oldest_waiting_at);
                            response->set_portal_answers(totals.portal_answers);
                            return absl::OkStatus();
                          });
}

PortalSyncGrpcService::Reactor* PortalSyncGrpcService::GetDossierSync(
    Context* context, const v1::GetDossierSyncRequest* request,
    v1::GetDossierSyncResponse* response) {
  return rpc::HandleUnary(context, edge_, "GetDossierSync", *request,
                          [this, request, response](const CallContext& call) -> absl::Status {
                            MOTCUA_ASSIGN_OR_RETURN(const SyncedDossier dossier,
                                                    sync_.Find(call, request->dossier()));
                            Fill(dossier, *response);
                            return absl::OkStatus();
                          });
}

PortalSyncGrpcService::Reactor* PortalSyncGrpcService::ListRefused(
    Context* context, const v1::ListRefusedRequest* request, v1::ListRefusedResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "ListRefused", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const Page page, ReadPage(*request));
        MOTCUA_ASSIGN_OR_RETURN(const std::vector<SyncedDossier> refused,
                                sync_.Refused(call, page.after, page.size + 1));
        for (const SyncedDossier& dossier : refused) {
          if (response->dossiers_size() == page.size) {
            response->set_next_page_token(response->dossiers(page.size - 1).dossier_id());
            break;
          }
          Fill(dossier, *response->add_dossiers());
        }
        return absl::OkStatus();
      });
}

PortalSyncGrpcService::Reactor* PortalSyncGrpcService::RetryDossier(
    Context* context, const v1::RetryDossierRequest* request,
    v1::RetryDossierResponse* /*response*/) {
  return rpc::HandleUnary(context, edge_, "RetryDossier", *request,
                          [this, request](const CallContext& call) -> absl::Status {
                            return retry_.Execute(call,
                                                  program::KeyOf(call, "RetryDossier", *request),
                                                  {.subject = request->dossier(),
                                                   .actor = wire::ToActor(request->actor()),
                                                   .reason = request->reason()});
                          });
}

PortalSyncGrpcService::Reactor* PortalSyncGrpcService::Reconcile(
    Context* context, const v1::ReconcileRequest* request, v1::ReconcileResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "Reconcile", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const Page page, ReadPage(*request));
        const std::unique_ptr<Portal> portal = connect_();
        MOTCUA_ASSIGN_OR_RETURN(const Reconciliation found,
                                portalsync::Reconcile(call, *portal, sync_, page.after, page.size));
        response->set_equal(found.equal);
        response->set_waiting(found.waiting);
        for (const Difference& difference : found.differences) {
          v1::Difference& added = *response->add_differences();
          added.set_code(difference.code);
          added.set_portal_state(difference.portal_state);
          added.set_true_state(static_cast<type::v1::DossierState>(difference.true_state));
        }
        response->set_next_page_token(found.next);
        return absl::OkStatus();
      });
}

}  // namespace motcua::portalsync
