#include "output/dossier_view.h"

#include <ostream>

#include "output/table.h"
#include "output/text.h"
#include "output/words.h"

namespace motcua::ctl {
namespace {

std::string StateOf(type::v1::DossierState state, type::v1::EndReason reason) {
  const std::string end = Words(reason);
  return Words(state) + (end.empty() ? "" : " (" + end + ")");
}

std::string FeeOf(std::int64_t vnd, bool paid) {
  const std::string money = Money(vnd);
  return money.empty() ? money : money + (paid ? ", đã nộp" : ", chưa nộp");
}

std::string Versioned(const std::string& name, int version) {
  return name + " v" + std::to_string(version);
}

void PrintRequests(const processing::v1::Dossier& dossier, std::ostream& out) {
  Table table({{"Yêu cầu"}, {"Loại"}, {"Mở lúc"}, {"Hạn trả lời"}, {"Đóng lúc"}, {"Nội dung"}});
  for (const processing::v1::Request& request : dossier.requests()) {
    std::string content = Money(request.amount_vnd());
    for (const std::string& item : request.items_vi()) {
      content += (content.empty() ? "" : "; ") + item;
    }
    const bool payment = request.kind() == processing::v1::REQUEST_KIND_PAYMENT;
    table.Add({request.request_id(), payment ? "nộp phí" : "bổ sung", Words(request.opened_at()),
               Words(request.answer_due_at()), Words(request.closed_at()), content});
  }
  table.Print(out);
}

}  // namespace

void PrintDossier(const intake::v1::Dossier& dossier, std::ostream& out) {
  const intake::v1::DossierContent& content = dossier.content();
  PrintFields({{"Mã hồ sơ", dossier.code()},
               {"Định danh", dossier.dossier_id()},
               {"Lần sửa", std::to_string(dossier.revision())},
               {"Trạng thái", StateOf(dossier.state(), dossier.end_reason())},
               {"Đã tiếp nhận", YesNo(dossier.accepted())},
               {"Thủ tục", Versioned(content.procedure_code(), dossier.procedure_version())},
               {"Trích yếu", content.subject()},
               {"Người nộp", content.applicant().full_name()},
               {"Kênh", Words(dossier.channel())},
               {"Nơi nhận", content.receiving_agency()},
               {"Nơi giải quyết", content.handling_agency()},
               {"Nộp lúc", Words(dossier.filed_at())},
               {"Hạn tiếp nhận", Words(dossier.acceptance_due_at())},
               {"Tiếp nhận lúc", Words(dossier.received_at())},
               {"Hẹn trả", Words(dossier.due_at())},
               {"Hạn của yêu cầu", Words(dossier.request_due_at())},
               {"Phí nộp trước", FeeOf(dossier.fee_vnd(), dossier.fee_paid())}},
              out);
}

void PrintDossier(const processing::v1::Dossier& dossier, std::ostream& out) {
  PrintFields({{"Mã hồ sơ", dossier.code()},
               {"Định danh", dossier.dossier_id()},
               {"Lần sửa", std::to_string(dossier.revision())},
               {"Trạng thái", StateOf(dossier.state(), dossier.end_reason())},
               {"Thủ tục", Versioned(dossier.procedure_code(), dossier.procedure_version())},
               {"Quy trình", Versioned(dossier.workflow_id(), dossier.workflow_version())},
               {"Kênh", Words(dossier.channel())},
               {"Nơi nhận", dossier.receiving_agency()},
               {"Nơi giải quyết", dossier.handling_agency()},
               {"Tiếp nhận lúc", Words(dossier.received_at())},
               {"Hẹn trả", Words(dossier.due_at()) + (dossier.extended() ? " (đã hẹn lại)" : "")},
               {"Tạm dừng tính giờ", YesNo(dossier.paused())},
               {"Kết quả", dossier.result_number()},
               {"Kết quả ở", Words(dossier.result_place())},
               {"Xong lúc", Words(dossier.finished_at())},
               {"Trả lúc", Words(dossier.handed_over_at())},
               {"Phí nộp sau", FeeOf(dossier.fee_after_acceptance_vnd(), dossier.fee_paid())}},
              out);
  if (dossier.tasks_size() > 0) {
    out << '\n';
    Table table({{"Việc"},
                 {"Bước"},
                 {"Cơ quan"},
                 {"Người làm"},
                 {"Tình trạng"},
                 {"Mở lúc"},
                 {"Hạn"},
                 {"Xong lúc"}});
    for (const processing::v1::Task& task : dossier.tasks()) {
      table.Add({task.task_id(), task.step_name_vi(), task.agency(), task.officer(),
                 Words(task.state()), Words(task.opened_at()), Words(task.due_at()),
                 Words(task.done_at())});
    }
    table.Print(out);
  }
  if (dossier.requests_size() > 0) {
    out << '\n';
    PrintRequests(dossier, out);
  }
}

void PrintReceipt(const intake::v1::Receipt& receipt, std::ostream& out) {
  std::string parts;
  for (const std::string& part : receipt.parts_vi()) {
    parts += (parts.empty() ? "" : "; ") + part;
  }
  PrintFields({{"Mã hồ sơ", receipt.code()},
               {"Mã tra cứu", receipt.lookup_secret()},
               {"Mã QR", receipt.qr_payload()},
               {"Nơi nhận", receipt.receiving_agency_vi()},
               {"Thủ tục", receipt.procedure_code() + " " + receipt.procedure_vi()},
               {"Thành phần", parts},
               {"Thời hạn", receipt.limit_vi()},
               {"Nộp lúc", Words(receipt.filed_at())},
               {"Tiếp nhận lúc", Words(receipt.received_at())},
               {"Hẹn trả", Words(receipt.due_at())},
               {"Phí", Money(receipt.fee_vnd())}},
              out);
  for (const std::string& line : receipt.explanation()) {
    out << "  " << Printable(line) << '\n';
  }
  for (const std::string& warning : receipt.warnings()) {
    out << "! " << Printable(warning) << '\n';
  }
}

}  // namespace motcua::ctl
