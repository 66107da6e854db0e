#include <algorithm>
#include <memory>
#include <ostream>

#include "motcua/intake/v1/intake_service.grpc.pb.h"
#include "motcua/processing/v1/processing_service.grpc.pb.h"

#include "output/table.h"
#include "output/words.h"
#include "verbs/verb.h"

namespace motcua::ctl {
namespace {

constexpr int kPageSize = 200;

struct ListArgs {
  std::string agency;
  int limit = 50;
};

std::shared_ptr<ListArgs> BindCommon(CLI::App& command) {
  auto args = std::make_shared<ListArgs>();
  command.add_option("--agency", args->agency, "whose list")->required()->type_name("CODE");
  command.add_option("--limit", args->limit, "maximum number of lines; default 50")
      ->check(CLI::Range(1, 10000))
      ->type_name("N");
  return args;
}

// Reads pages until `limit` lines were printed. `take(answer)` returns the number printed.
template <auto Method, typename Take>
absl::Status ForEachPage(Session& session, Program program, RequestOf<Method> request, int limit,
                         Take take) {
  for (int left = limit;;) {
    request.set_page_size(std::min(left, kPageSize));
    MOTCUA_ASSIGN_OR_RETURN(const auto answer, session.Ask<Method>(program, request));
    MOTCUA_ASSIGN_OR_RETURN(const int taken, take(answer));
    left -= taken;
    if (answer.next_page_token().empty()) {
      return absl::OkStatus();
    }
    if (left <= 0 || taken == 0) {
      session.err() << "motcuactl: còn nữa, xem --limit / there are more, see --limit\n";
      return absl::OkStatus();
    }
    request.set_page_token(answer.next_page_token());
  }
}

Action BindQueue(CLI::App& command) {
  const auto args = BindCommon(command);
  return [args](Session& session) -> absl::Status {
    using processing::v1::ProcessingService;
    Table table({{"Hạn của việc"},
                 {"Hẹn trả"},
                 {"Mã hồ sơ"},
                 {"Lần sửa", Table::Align::kRight},
                 {"Thủ tục"},
                 {"Bước"},
                 {"Người làm"},
                 {"Trạng thái"},
                 {"Việc"}});
    processing::v1::ListTasksRequest request;
    request.set_agency(args->agency);
    const auto show = [&](const processing::v1::ListTasksResponse& page) -> absl::StatusOr<int> {
      for (const processing::v1::QueueEntry& entry : page.entries()) {
        if (session.json()) {
          MOTCUA_RETURN_IF_ERROR(session.PrintJson(entry));
          continue;
        }
        table.Add({Words(entry.task().due_at()), Words(entry.dossier_due_at()), entry.code(),
                   std::to_string(entry.revision()), entry.procedure_code(),
                   entry.task().step_name_vi(), entry.task().officer(), Words(entry.state()),
                   entry.task().task_id()});
      }
      return page.entries_size();
    };
    MOTCUA_RETURN_IF_ERROR(ForEachPage<&ProcessingService::Stub::ListTasks>(
        session, Program::kProcessing, request, args->limit, show));
    if (!session.json()) {
      table.Print(session.out());
    }
    return absl::OkStatus();
  };
}

Action BindWaiting(CLI::App& command) {
  const auto args = BindCommon(command);
  return [args](Session& session) -> absl::Status {
    using intake::v1::IntakeService;
    Table table({{"Hạn"},
                 {"Mã hồ sơ"},
                 {"Lần sửa", Table::Align::kRight},
                 {"Thủ tục"},
                 {"Kênh"},
                 {"Nộp lúc"},
                 {"Trạng thái"},
                 {"Trích yếu"}});
    intake::v1::ListDossiersRequest request;
    request.set_receiving_agency(args->agency);
    const auto show = [&](const intake::v1::ListDossiersResponse& page) -> absl::StatusOr<int> {
      for (const intake::v1::Dossier& dossier : page.dossiers()) {
        if (session.json()) {
          MOTCUA_RETURN_IF_ERROR(session.PrintJson(dossier));
          continue;
        }
        const bool asked = dossier.has_request_due_at();
        table.Add({Words(asked ? dossier.request_due_at() : dossier.acceptance_due_at()),
                   dossier.code(), std::to_string(dossier.revision()),
                   dossier.content().procedure_code(), Words(dossier.channel()),
                   Words(dossier.filed_at()), Words(dossier.state()), dossier.content().subject()});
      }
      return page.dossiers_size();
    };
    MOTCUA_RETURN_IF_ERROR(ForEachPage<&IntakeService::Stub::ListDossiers>(
        session, Program::kIntake, request, args->limit, show));
    if (!session.json()) {
      table.Print(session.out());
    }
    return absl::OkStatus();
  };
}

}  // namespace

std::vector<Verb> ListVerbs() {
  return {
      {.name = "queue",
       .group = kReadGroup,
       .vi = "Việc đang mở của một cơ quan, hạn gần nhất trước.",
       .en = "The open tasks of an agency, earliest due first.",
       .examples = {"queue --agency H99.34", "queue --agency H99.34 --limit 200 --json"},
       .bind = BindQueue},
      {.name = "waiting",
       .group = kReadGroup,
       .vi = "Hồ sơ chờ tiếp nhận tại một quầy.",
       .en = "The dossiers that wait at a counter before acceptance.",
       .examples = {"waiting --agency H99.12"},
       .bind = BindWaiting},
  };
}

}  // namespace motcua::ctl
