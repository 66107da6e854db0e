#include <algorithm>
#include <memory>
#include <ostream>

#include "motcua/portalsync/v1/portalsync_service.grpc.pb.h"

#include "output/table.h"
#include "output/words.h"
#include "verbs/actor_options.h"
#include "verbs/verb.h"

namespace motcua::ctl {
namespace {

using PortalSync = portalsync::v1::PortalSyncService::Stub;

constexpr int kPageSize = 200;
// Each dossier of a page is one call to the portal.
constexpr int kReconcilePage = 50;

std::string WordsOf(const std::string& status) {
  if (status == "waiting") {
    return "chờ gửi";
  }
  if (status == "dossier_sent") {
    return "đã gửi hồ sơ";
  }
  return status == "acknowledged" ? "Cổng đã nhận" : "Cổng từ chối";
}

absl::Status ShowStatus(Session& session) {
  MOTCUA_ASSIGN_OR_RETURN(const auto sync,
                          session.Ask<&PortalSync::GetSync>(Program::kPortalsync, {}));
  if (session.json()) {
    return session.PrintJson(sync);
  }
  session.out() << "Hồ sơ / dossiers: " << sync.dossiers()
                << "\nCổng đã nhận / acknowledged: " << sync.events_acknowledged()
                << "\nChờ gửi / waiting: " << sync.events_waiting()
                << "\nHồ sơ bị từ chối / refused: " << sync.dossiers_refused()
                << "\nCũ nhất / oldest: "
                << (sync.has_oldest_waiting_at() ? Words(sync.oldest_waiting_at()) : "-")
                << "\nCổng trả lời / portal answers: "
                << (sync.portal_answers() ? "có / yes" : "không / no") << '\n';
  return absl::OkStatus();
}

Table EventTable() {
  return Table{{{"Hồ sơ"},
                {"Lúc"},
                {"Trạng thái"},
                {"Cổng"},
                {"Số lần", Table::Align::kRight},
                {"Thử lại lúc"},
                {"Cổng trả lời"}}};
}

void Add(Table& table, const portalsync::v1::GetDossierSyncResponse& dossier) {
  for (const portalsync::v1::EventSync& event : dossier.events()) {
    table.Add({dossier.code(), Words(event.occurred_at()), Words(event.state()),
               WordsOf(event.status()), std::to_string(event.attempts()),
               event.has_next_attempt_at() ? Words(event.next_attempt_at()) : "",
               event.portal_message()});
  }
}

Action BindDossier(CLI::App& command) {
  const auto request = std::make_shared<portalsync::v1::GetDossierSyncRequest>();
  command.add_option("dossier", *request->mutable_dossier(), "code or id")->required();
  return [request](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const auto dossier, session.Ask<&PortalSync::GetDossierSync>(
                                                    Program::kPortalsync, *request));
    if (session.json()) {
      return session.PrintJson(dossier);
    }
    Table table = EventTable();
    Add(table, dossier);
    table.Print(session.out());
    return absl::OkStatus();
  };
}

absl::Status ListRefused(Session& session) {
  Table table = EventTable();
  portalsync::v1::ListRefusedRequest request;
  request.set_page_size(kPageSize);
  do {
    MOTCUA_ASSIGN_OR_RETURN(const auto page,
                            session.Ask<&PortalSync::ListRefused>(Program::kPortalsync, request));
    for (portalsync::v1::GetDossierSyncResponse dossier : page.dossiers()) {
      if (session.json()) {
        MOTCUA_RETURN_IF_ERROR(session.PrintJson(dossier));
        continue;
      }
      // The table shows only refused events; `portal dossier` shows the rest.
      auto& events = *dossier.mutable_events();
      events.erase(std::remove_if(events.begin(), events.end(),
                                  [](const auto& event) { return event.status() != "refused"; }),
                   events.end());
      Add(table, dossier);
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (!session.json()) {
    table.Print(session.out());
  }
  return absl::OkStatus();
}

struct RetryArgs {
  std::string dossier;
  ActorOptions actor;
  std::string reason;
};

Action BindRetry(CLI::App& command) {
  const auto args = std::make_shared<RetryArgs>();
  command.add_option("dossier", args->dossier, "code or id")->required();
  args->actor.Bind(command);
  command.add_option("--reason", args->reason, "reason; no personal data")->type_name("TEXT");
  return [args](Session& session) -> absl::Status {
    portalsync::v1::RetryDossierRequest request;
    request.set_dossier(args->dossier);
    *request.mutable_actor() = args->actor.ToProto();
    request.set_reason(args->reason);
    MOTCUA_ASSIGN_OR_RETURN(
        const auto answer,
        session.Ask<&PortalSync::RetryDossier>(Program::kPortalsync, request, session.NewKey()));
    if (session.json()) {
      return session.PrintJson(answer);
    }
    session.out() << "Đang gửi lại / being sent again: " << args->dossier << '\n';
    return absl::OkStatus();
  };
}

absl::Status Reconcile(Session& session) {
  portalsync::v1::ReconcileRequest request;
  request.set_page_size(kReconcilePage);
  portalsync::v1::ReconcileResponse all;
  do {
    MOTCUA_ASSIGN_OR_RETURN(const auto page,
                            session.Ask<&PortalSync::Reconcile>(Program::kPortalsync, request));
    all.set_equal(all.equal() + page.equal());
    all.set_waiting(all.waiting() + page.waiting());
    all.mutable_differences()->MergeFrom(page.differences());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (session.json()) {
    return session.PrintJson(all);
  }
  if (all.differences_size() > 0) {
    Table table{{{"Hồ sơ"}, {"Tại Cổng"}, {"Thật"}}};
    for (const portalsync::v1::Difference& difference : all.differences()) {
      table.Add({difference.code(),
                 difference.portal_state() == 0
                     ? "không có"
                     : Words(static_cast<type::v1::DossierState>(difference.portal_state())),
                 Words(difference.true_state())});
    }
    table.Print(session.out());
    session.out() << '\n';
  }
  session.out() << "Giống / equal: " << all.equal() << "\nChờ gửi / waiting: " << all.waiting()
                << "\nKhác / differing: " << all.differences_size() << '\n';
  return absl::OkStatus();
}

}  // namespace

std::vector<Verb> PortalVerbs() {
  return {{.name = "portal status",
           .group = kOperatorGroup,
           .vi = "Đồng bộ lên Cổng Dịch vụ công quốc gia: đã nhận, chờ gửi, bị từ chối.",
           .en = "Counts of dossiers acknowledged by the National Portal, waiting and refused.",
           .examples = {"portal status"},
           .bind = [](CLI::App&) -> Action { return ShowStatus; }},
          {.name = "portal dossier",
           .group = kOperatorGroup,
           .vi = "Một hồ sơ tại Cổng, từng sự kiện, với lời của Cổng.",
           .en = "One dossier, event by event, with the portal's answers.",
           .examples = {"portal dossier H19.901-250312-0001"},
           .bind = BindDossier},
          {.name = "portal refused",
           .group = kOperatorGroup,
           .vi = "Hồ sơ mà Cổng từ chối.",
           .en = "Dossiers that the portal refuses permanently, oldest first.",
           .examples = {"portal refused"},
           .bind = [](CLI::App&) -> Action { return ListRefused; }},
          {.name = "portal retry",
           .group = kOperatorGroup,
           .vi = "Gửi lại hồ sơ bị Cổng từ chối.",
           .en = "Sends a refused dossier again, from the event that was refused.",
           .examples = {"portal retry H19.901-250312-0001 --actor CB001 --agency H19.901"},
           .bind = BindRetry},
          {.name = "portal reconcile",
           .group = kOperatorGroup,
           .vi = "So sánh trạng thái tại Cổng với trạng thái thật.",
           .en = "Compares the states at the portal with the true states.",
           .examples = {"portal reconcile", "portal reconcile --json"},
           .bind = [](CLI::App&) -> Action { return Reconcile; }}};
}

}  // namespace motcua::ctl
