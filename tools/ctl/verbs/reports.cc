#include <fstream>
#include <memory>
#include <ostream>

#include "motcua/reporting/v1/reporting_service.grpc.pb.h"

#include "motcua/base/error.h"

#include "exit_code.h"
#include "load/document.h"
#include "output/table.h"
#include "output/words.h"
#include "verbs/actor_options.h"
#include "verbs/verb.h"

namespace motcua::ctl {
namespace {

using Reporting = reporting::v1::ReportingService::Stub;

constexpr Table::Align kRight = Table::Align::kRight;
constexpr int kPageSize = 200;

void BindPeriod(CLI::App& command, reporting::v1::Period& period) {
  CLI::Option* const preset =
      command
          .add_option("--period", *period.mutable_preset(),
                      "2026-Q3, 2026-H1, 2026-9M, 2026 or 2026-10 (15th to 14th)")
          ->type_name("PERIOD");
  CLI::Option* const from =
      command.add_option("--from", *period.mutable_from(), "first day")->type_name("YYYY-MM-DD");
  CLI::Option* const to =
      command.add_option("--to", *period.mutable_to(), "last day")->type_name("YYYY-MM-DD");
  from->needs(to)->excludes(preset);
  to->needs(from)->excludes(preset);
}

// ---- II.06a

std::vector<std::string> Cells(const reporting::v1::Form06aRow& row, const std::string& label) {
  std::vector<std::string> cells = {row.code(), label};
  for (const std::int64_t value :
       {row.received_total(), row.received_online(), row.received_direct_post(), row.carried_over(),
        row.resolved_total(), row.resolved_early(), row.resolved_on_time(), row.resolved_overdue(),
        row.open_total(), row.open_in_limit(), row.open_overdue()}) {
    cells.push_back(std::to_string(value));
  }
  return cells;
}

void PrintForm(const reporting::v1::GetForm06aResponse& form, std::ostream& out) {
  out << "II.06a/VPCP/KSTT, " << form.from() << " - " << form.to() << "\n\n";
  Table table({{"Mã"},
               {"Đơn vị / lĩnh vực"},
               {"Nhận", kRight},
               {"Trực tuyến", kRight},
               {"Trực tiếp, BC", kRight},
               {"Kỳ trước", kRight},
               {"Đã giải quyết", kRight},
               {"Trước hạn", kRight},
               {"Đúng hạn", kRight},
               {"Quá hạn", kRight},
               {"Đang giải quyết", kRight},
               {"Trong hạn", kRight},
               {"Quá hạn", kRight}});
  for (const reporting::v1::Form06aRow& row : form.rows()) {
    table.Add(Cells(row, row.name_vi()));
  }
  table.Add(Cells(form.total(), "TỔNG SỐ / total"));
  table.Print(out);
  out << "\nSố sự kiện / events: " << form.events() << ", lúc / at " << Words(form.as_of()) << '\n';
}

absl::Status SaveSheet(Session& session, const reporting::v1::GetForm06aRequest& form,
                       const std::string& path) {
  reporting::v1::ExportForm06aRequest request;
  *request.mutable_form() = form;
  MOTCUA_ASSIGN_OR_RETURN(const auto sheet,
                          session.Ask<&Reporting::ExportForm06a>(Program::kReporting, request));
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << sheet.content();
  if (!file.flush()) {
    return Error(absl::StatusCode::kInternal, "FILE_UNWRITABLE", "the file could not be written",
                 {{"field", path}});
  }
  if (!session.json()) {
    session.out() << "Đã ghi / written: " << path << " (" << sheet.file_name() << ")\n";
  }
  return absl::OkStatus();
}

struct FormArgs {
  reporting::v1::GetForm06aRequest request;
  bool by_field = false;
  std::string sheet;
};

Action BindForm(CLI::App& command) {
  const auto args = std::make_shared<FormArgs>();
  BindPeriod(command, *args->request.mutable_period());
  command.add_flag("--by-field", args->by_field, "one row per field instead of one per agency");
  command.add_option("--agency", *args->request.mutable_agency(), "only dossiers of this agency")
      ->type_name("CODE");
  command.add_option("--xlsx", args->sheet, "also write the form as a spreadsheet")
      ->type_name("FILE");
  return [args](Session& session) -> absl::Status {
    reporting::v1::GetForm06aRequest& request = args->request;
    request.set_grouping(args->by_field ? reporting::v1::FORM06A_GROUPING_FIELD
                                        : reporting::v1::FORM06A_GROUPING_AGENCY);
    MOTCUA_ASSIGN_OR_RETURN(const auto form,
                            session.Ask<&Reporting::GetForm06a>(Program::kReporting, request));
    if (session.json()) {
      MOTCUA_RETURN_IF_ERROR(session.PrintJson(form));
    } else {
      PrintForm(form, session.out());
    }
    return args->sheet.empty() ? absl::OkStatus() : SaveSheet(session, request, args->sheet);
  };
}

// ---- overdue

Action BindOverdue(CLI::App& command) {
  const auto agency = std::make_shared<std::string>();
  command.add_option("--agency", *agency, "only dossiers of this agency")->type_name("CODE");
  return [agency](Session& session) -> absl::Status {
    Table table({{"Cơ quan"},
                 {"Mã hồ sơ"},
                 {"Hẹn trả"},
                 {"Đang ở"},
                 {"Bước"},
                 {"Trạng thái"},
                 {"Thủ tục"},
                 {"Lĩnh vực"},
                 {"Tiếp nhận"}});
    reporting::v1::ListOverdueRequest request;
    request.set_agency(*agency);
    request.set_page_size(kPageSize);
    do {
      MOTCUA_ASSIGN_OR_RETURN(const auto page,
                              session.Ask<&Reporting::ListOverdue>(Program::kReporting, request));
      for (const reporting::v1::OverdueDossier& dossier : page.dossiers()) {
        if (session.json()) {
          MOTCUA_RETURN_IF_ERROR(session.PrintJson(dossier));
          continue;
        }
        table.Add({dossier.handling_agency(), dossier.code(), Words(dossier.due_at()),
                   dossier.current_agency(), dossier.step_name_vi(), Words(dossier.state()),
                   dossier.procedure_code(), dossier.field_code(), Words(dossier.received_at())});
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    if (!session.json()) {
      table.Print(session.out());
    }
    return absl::OkStatus();
  };
}

// ---- shared payments

Action BindSharedPayments(CLI::App& command) {
  const auto asked = std::make_shared<reporting::v1::ListSharedPaymentsRequest>();
  command
      .add_option("--agency", *asked->mutable_agency(),
                  "only references with a debt to this agency")
      ->type_name("CODE");
  BindPeriod(command, *asked->mutable_period());
  return [asked](Session& session) -> absl::Status {
    Table table({{"Số tham chiếu"},
                 {"Mã hồ sơ"},
                 {"Cơ quan"},
                 {"Số tiền", kRight},
                 {"Xác nhận lúc"},
                 {"Số khoản", kRight},
                 {"Tổng cộng", kRight}});
    reporting::v1::ListSharedPaymentsRequest request = *asked;
    request.set_page_size(kPageSize);
    do {
      MOTCUA_ASSIGN_OR_RETURN(const auto page, session.Ask<&Reporting::ListSharedPayments>(
                                                   Program::kReporting, request));
      for (const reporting::v1::SharedPayment& payment : page.payments()) {
        if (session.json()) {
          MOTCUA_RETURN_IF_ERROR(session.PrintJson(payment));
          continue;
        }
        table.Add({payment.payment_reference(), payment.code(), payment.handling_agency(),
                   std::to_string(payment.amount_vnd()), Words(payment.confirmed_at()),
                   std::to_string(payment.debts()), std::to_string(payment.total_vnd())});
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    if (!session.json()) {
      table.Print(session.out());
    }
    return absl::OkStatus();
  };
}

// ---- targets

/// `98,00 %`; basis points are hundredths of a per cent.
std::string PerCent(int basis_points) {
  const int rest = basis_points % 100;
  return std::to_string(basis_points / 100) + (rest < 10 ? ",0" : ",") + std::to_string(rest) +
         " %";
}

Action BindTargets(CLI::App& command) {
  const auto request = std::make_shared<reporting::v1::GetTargetsRequest>();
  BindPeriod(command, *request->mutable_period());
  return [request](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const auto answer,
                            session.Ask<&Reporting::GetTargets>(Program::kReporting, *request));
    if (session.json()) {
      return session.PrintJson(answer);
    }
    session.out() << "Chỉ tiêu / targets, " << answer.from() << " - " << answer.to() << "\n\n";
    Table table({{"Mã"},
                 {"Chỉ tiêu"},
                 {"Ít nhất", kRight},
                 {"Đạt", kRight},
                 {"Trên", kRight},
                 {"Tỷ lệ", kRight},
                 {"Kết quả"}});
    for (const reporting::v1::TargetValue& value : answer.values()) {
      const bool known = value.has_basis_points();
      table.Add({value.target().id(), value.target().name_vi(),
                 PerCent(value.target().at_least_basis_points()), std::to_string(value.reached()),
                 std::to_string(value.of()), known ? PerCent(value.basis_points()) : "",
                 known ? (value.met() ? "đạt / met" : "chưa đạt / not met") : ""});
    }
    table.Print(session.out());
    return absl::OkStatus();
  };
}

struct LoadArgs {
  std::string file;
  bool dry_run = false;
};

Action BindLoadTargets(CLI::App& command) {
  const auto args = std::make_shared<LoadArgs>();
  command.add_option("FILE", args->file, "JSON file with a list `targets`")->required();
  command.add_flag("--dry-run", args->dry_run, "only check");
  return [args](Session& session) -> absl::Status {
    reporting::v1::LoadTargetsRequest request;
    MOTCUA_RETURN_IF_ERROR(ReadDocumentFile(args->file, request));
    request.set_dry_run(args->dry_run);
    MOTCUA_ASSIGN_OR_RETURN(const auto answer, session.Ask<&Reporting::LoadTargets>(
                                                   Program::kReporting, request, session.NewKey()));
    if (session.json()) {
      return session.PrintJson(answer);
    }
    session.out() << "Chỉ tiêu / targets: " << answer.loaded() << '\n';
    return absl::OkStatus();
  };
}

// ---- rebuild

Action BindStartRebuild(CLI::App& command) {
  const auto actor = std::make_shared<ActorOptions>();
  actor->Bind(command);
  return [actor](Session& session) -> absl::Status {
    reporting::v1::StartRebuildRequest request;
    *request.mutable_actor() = actor->ToProto();
    MOTCUA_ASSIGN_OR_RETURN(const auto answer, session.Ask<&Reporting::StartRebuild>(
                                                   Program::kReporting, request, session.NewKey()));
    if (session.json()) {
      return session.PrintJson(answer);
    }
    session.out() << "Đang dựng lại, thế hệ / rebuilding, generation: " << answer.generation()
                  << '\n';
    return absl::OkStatus();
  };
}

absl::Status ShowRebuild(Session& session) {
  MOTCUA_ASSIGN_OR_RETURN(const auto answer,
                          session.Ask<&Reporting::GetRebuild>(Program::kReporting, {}));
  if (session.json()) {
    return session.PrintJson(answer);
  }
  const bool running = answer.building_generation() != 0;
  PrintFields({{"Thế hệ đang dùng", std::to_string(answer.active_generation())},
               {"Đang dựng", running ? std::to_string(answer.building_generation()) : ""},
               {"Sự kiện đã lấy", running ? std::to_string(answer.events_taken()) : ""},
               {"Bắt đầu", Words(answer.started_at())},
               {"Lỗi lần trước", answer.failure()}},
              session.out());
  return absl::OkStatus();
}

}  // namespace

std::vector<Verb> ReportVerbs() {
  return {
      {.name = "report 06a",
       .group = kReadGroup,
       .vi = "Biểu II.06a của một kỳ, theo đơn vị hoặc lĩnh vực; bảng, JSON, XLSX.",
       .en = "Form II.06a of a period, by agency or field; table, JSON, XLSX.",
       .examples = {"report 06a --period 2026-Q3",
                    "report 06a --from 2026-06-15 --to 2026-09-14 "
                    "--by-field --xlsx II.06a.xlsx"},
       .bind = BindForm},
      {.name = "report overdue",
       .group = kReadGroup,
       .vi = "Hồ sơ đang giải quyết đã quá hạn, lâu nhất trước.",
       .en = "Open dossiers past their due date, longest overdue first.",
       .examples = {"report overdue", "report overdue --agency H99.12 --json"},
       .bind = BindOverdue},
      {.name = "report shared-payments",
       .group = kReadGroup,
       .vi =
           "Một số tham chiếu ngân hàng trả nhiều khoản phí, mới nhất trước; đối chiếu với sao kê.",
       .en =
           "Bank references that paid several debts, newest first, to compare with the statement.",
       .examples = {"report shared-payments", "report shared-payments --period 2026-10",
                    "report shared-payments --agency H99.12 --json"},
       .bind = BindSharedPayments},
      {.name = "report targets show",
       .group = kReadGroup,
       .vi = "Chỉ tiêu của tỉnh: giá trị so với mục tiêu.",
       .en = "The targets of the province, with the values reached.",
       .examples = {"report targets show --period 2026-10"},
       .bind = BindTargets},
      {.name = "report targets load",
       .group = kOperatorGroup,
       .vi = "Nạp chỉ tiêu, thay các chỉ tiêu đang có.",
       .en = "Loads targets, replacing those in force.",
       .examples = {"report targets load deploy/sample/targets.json --dry-run"},
       .bind = BindLoadTargets},
      {.name = "report rebuild start",
       .group = kOperatorGroup,
       .vi = "Đếm lại từ lịch sử của các chủ, song song với số đang dùng.",
       .en = "Recounts from the owners' histories while the present counters stay in use.",
       .examples = {"report rebuild start --actor 0123 --agency H99.12"},
       .bind = BindStartRebuild},
      {.name = "report rebuild status",
       .group = kOperatorGroup,
       .vi = "Việc đếm lại đã đến đâu.",
       .en = "Progress of a rebuild.",
       .examples = {"report rebuild status"},
       .bind = [](CLI::App&) -> Action { return ShowRebuild; }},
  };
}

}  // namespace motcua::ctl
