#include <memory>
#include <ostream>

#include "motcua/gateway/v1/status_service.grpc.pb.h"
#include "motcua/intake/v1/intake_service.grpc.pb.h"
#include "motcua/processing/v1/processing_service.grpc.pb.h"

#include "motcua/base/error.h"

#include "output/dossier_view.h"
#include "output/json.h"
#include "output/table.h"
#include "output/text.h"
#include "output/timeline.h"
#include "output/words.h"
#include "verbs/actor_options.h"
#include "verbs/owner.h"
#include "verbs/verb.h"

namespace motcua::ctl {
namespace {

using Intake = intake::v1::IntakeService::Stub;
using Processing = processing::v1::ProcessingService::Stub;

std::shared_ptr<std::string> BindCode(CLI::App& command) {
  auto code = std::make_shared<std::string>();
  command.add_option("CODE", *code, "code or id of the dossier")->required();
  return code;
}

template <typename Dossier>
absl::Status PrintOne(Session& session, const Dossier& dossier) {
  if (session.json()) {
    return session.PrintJson(dossier);
  }
  PrintDossier(dossier, session.out());
  return absl::OkStatus();
}

Action BindShow(CLI::App& command) {
  const auto code = BindCode(command);
  return [code](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const intake::v1::Dossier at_intake, ReadAtIntake(session, *code));
    if (!at_intake.accepted()) {
      return PrintOne(session, at_intake);
    }
    MOTCUA_ASSIGN_OR_RETURN(const processing::v1::Dossier at_processing,
                            ReadAtProcessing(session, *code));
    return PrintOne(session, at_processing);
  };
}

void PrintStatus(const type::v1::PublicStatus& status, std::ostream& out) {
  const type::v1::StatusDetails& details = status.details();
  PrintFields({{"Mã hồ sơ", status.code()},
               {"Trạng thái", status.state_vi() + " / " + status.state_en()},
               {"Hoàn thành", std::to_string(status.completion_percent()) + " %"},
               {"Đúng lúc", Words(status.as_of())},
               {"Thủ tục", details.procedure_code()},
               {"Cơ quan", details.current_agency()},
               {"Bước", details.step_name_vi()},
               {"Tiếp nhận lúc", Words(details.received_at())},
               {"Hẹn trả", Words(details.due_at())},
               {"Tạm dừng tính giờ", status.has_details() ? YesNo(details.paused()) : ""},
               {"Việc cần làm", details.next_action_vi()},
               {"What to do", details.next_action_en()}},
              out);
}

Action BindStatus(CLI::App& command) {
  const auto request = std::make_shared<gateway::v1::GetStatusRequest>();
  command.add_option("CODE", *request->mutable_code(), "code in any spelling")->required();
  command
      .add_option("--secret", *request->mutable_lookup_secret(),
                  "look-up secret of the receipt; without it only state and progress are shown")
      ->type_name("SECRET");
  return [request](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(
        const auto answer,
        session.Ask<&gateway::v1::StatusService::Stub::GetStatus>(Program::kGateway, *request));
    if (session.json()) {
      return session.PrintJson(answer);
    }
    PrintStatus(answer.status(), session.out());
    return absl::OkStatus();
  };
}

absl::Status PrintTimeline(Session& session, const std::vector<TimelineLine>& lines) {
  Table table({{"Lúc"},
               {"Chủ"},
               {"Số", Table::Align::kRight},
               {"Sự kiện"},
               {"Trạng thái"},
               {"Ai"},
               {"Lý do"},
               {"Hẹn trả"}});
  for (const TimelineLine& line : lines) {
    const std::string owner(Name(line.owner));
    if (session.json()) {
      MOTCUA_ASSIGN_OR_RETURN(boost::json::value facts, ToJson(line.facts));
      session.PrintJson(boost::json::object{{"owner", owner},
                                            {"event_type", line.event_type},
                                            {"event_id", line.event_id},
                                            {"facts", std::move(facts)}});
      continue;
    }
    const std::string name = line.event_type.substr(line.event_type.rfind('.') + 1);
    table.Add({Words(line.facts.occurred_at()), owner, std::to_string(line.facts.sequence()), name,
               Words(line.facts.state()), Words(line.facts.actor()), line.facts.reason(),
               Words(line.facts.due_at())});
  }
  if (!session.json()) {
    table.Print(session.out());
  }
  return absl::OkStatus();
}

// An incomplete history must not be taken for a complete one, so this is printed with the history.
void PrintMissingHalf(Session& session, Program owner, const absl::Status& why) {
  const std::string reason =
      Reason(why).empty() ? absl::StatusCodeToString(why.code()) : Reason(why);
  if (session.json()) {
    session.PrintJson(boost::json::object{
        {"missing",
         {{"owner", std::string(Name(owner))}, {"reason", reason}, {"message", Message(why)}}}});
    return;
  }
  session.out() << "\n! Chưa đủ lịch sử: không đọc được phần của " << Name(owner) << " ("
                << Printable(reason) << ")\n! incomplete: the part of " << Name(owner)
                << " could not be read: " << Printable(Message(why)) << '\n';
}

Action BindTimeline(CLI::App& command) {
  const auto code = BindCode(command);
  return [code](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const Program owner, OwnerOf(session, *code));
    intake::v1::GetTimelineRequest at_intake;
    at_intake.set_dossier(*code);
    MOTCUA_ASSIGN_OR_RETURN(const auto before,
                            session.Ask<&Intake::GetTimeline>(Program::kIntake, at_intake));
    absl::StatusOr<processing::v1::GetTimelineResponse> after =
        processing::v1::GetTimelineResponse();
    if (owner == Program::kProcessing) {
      processing::v1::GetTimelineRequest at_processing;
      at_processing.set_dossier(*code);
      after = session.Ask<&Processing::GetTimeline>(Program::kProcessing, at_processing);
    }
    MOTCUA_RETURN_IF_ERROR(PrintTimeline(
        session,
        MergeTimelines(before, after.ok() ? *after : processing::v1::GetTimelineResponse())));
    if (!after.ok()) {
      PrintMissingHalf(session, Program::kProcessing, after.status());
    }
    return after.status();
  };
}

void PrintExplanation(const processing::v1::ExplainDueDateResponse& answer, std::ostream& out) {
  const std::string due = Words(answer.due_at());
  out << "Hẹn trả / due: " << (due.empty() ? "không có thời hạn / no limit" : due) << "\n\n";
  for (const std::string& line : answer.explanation()) {
    out << Printable(line) << '\n';
  }
  for (const std::string& warning : answer.warnings()) {
    out << "! " << Printable(warning) << '\n';
  }
  out << '\n';
  Table table({{"Lúc"}, {"Nguyên nhân"}, {"Hẹn cũ"}, {"Hẹn mới"}, {"Bản lịch"}, {"Căn cứ"}});
  for (const processing::v1::DeadlineEntry& entry : answer.ledger()) {
    table.Add({Words(entry.at()), entry.cause(), Words(entry.due_before()),
               Words(entry.due_after()), entry.calendar_version(), entry.legal_ground()});
  }
  table.Print(out);
}

Action BindExplain(CLI::App& command) {
  const auto code = BindCode(command);
  return [code](Session& session) -> absl::Status {
    processing::v1::ExplainDueDateRequest request;
    request.set_dossier(*code);
    MOTCUA_ASSIGN_OR_RETURN(
        const auto answer, session.Ask<&Processing::ExplainDueDate>(Program::kProcessing, request));
    if (session.json()) {
      return session.PrintJson(answer);
    }
    PrintExplanation(answer, session.out());
    return absl::OkStatus();
  };
}

struct ReceiptArgs {
  std::string code;
  ActorOptions actor;
};

Action BindReceipt(CLI::App& command) {
  const auto args = std::make_shared<ReceiptArgs>();
  command.add_option("CODE", args->code, "code or id of the dossier")->required();
  args->actor.Bind(command);
  return [args](Session& session) -> absl::Status {
    intake::v1::GetReceiptRequest request;
    request.set_dossier(args->code);
    *request.mutable_actor() = args->actor.ToProto();
    MOTCUA_ASSIGN_OR_RETURN(const auto answer,
                            session.Ask<&Intake::GetReceipt>(Program::kIntake, request));
    if (session.json()) {
      return session.PrintJson(answer);
    }
    PrintReceipt(answer.receipt(), session.out());
    return absl::OkStatus();
  };
}

}  // namespace

std::vector<Verb> DossierViewVerbs() {
  return {
      {.name = "show",
       .group = kReadGroup,
       .vi = "Xem hồ sơ tại nơi đang giữ, với việc và yêu cầu.",
       .en = "A dossier at its present owner, with tasks and requests.",
       .examples = {"show H99.12-250312-0001", "show H99.12-250312-0001 --json"},
       .bind = BindShow},
      {.name = "status",
       .group = kReadGroup,
       .vi = "Tra cứu như công dân thấy.",
       .en = "The status as a citizen sees it, from the gateway.",
       .examples = {"status 'h19 901 250312 0001'", "status H99.12-250312-0001 --secret 7K2M9QXA"},
       .bind = BindStatus},
      {.name = "timeline",
       .group = kReadGroup,
       .vi = "Lịch sử hồ sơ của cả hai chủ, theo thứ tự.",
       .en = "The history of a dossier from both owners, in one order.",
       .examples = {"timeline H99.12-250312-0001"},
       .bind = BindTimeline},
      {.name = "explain",
       .group = kReadGroup,
       .vi = "Giải thích cách tính ngày hẹn trả.",
       .en = "How the due date was computed, and every change to it.",
       .examples = {"explain H99.12-250312-0001"},
       .bind = BindExplain},
      {.name = "receipt",
       .group = kReadGroup,
       .vi = "Giấy tiếp nhận và hẹn trả; mã tra cứu chỉ quầy nhận thấy.",
       .en = "The receipt; the look-up secret is shown to the receiving counter only.",
       .examples = {"receipt H99.12-250312-0001 --actor 0123 --agency H99.12"},
       .bind = BindReceipt},
  };
}

}  // namespace motcua::ctl
