#include <memory>
#include <ostream>

#include "motcua/intake/v1/intake_service.grpc.pb.h"
#include "motcua/processing/v1/processing_service.grpc.pb.h"

#include "output/dossier_view.h"
#include "verbs/decision_args.h"
#include "verbs/owner.h"
#include "verbs/verb.h"

namespace motcua::ctl {
namespace {

using Intake = intake::v1::IntakeService::Stub;
using Processing = processing::v1::ProcessingService::Stub;

using Send = absl::Status (*)(Session&, const DecisionArgs&, std::int64_t revision);

/// One decision: its name, its options, and the call of each owner; null for an owner without it.
struct Decision {
  const char* name;
  unsigned options;
  Send to_intake;
  Send to_processing;
  const char* vi;
  const char* en;
  /// Arguments after CODE.
  const char* example;
};

template <typename Response>
absl::Status PrintAnswer(Session& session, const Response& answer) {
  if (session.json()) {
    return session.PrintJson(answer);
  }
  PrintDossier(answer.dossier(), session.out());
  if constexpr (requires { answer.request_id(); }) {
    session.out() << "Yêu cầu / request " << answer.request_id() << '\n';
  }
  if constexpr (requires { answer.receipt(); }) {
    session.out() << '\n';
    PrintReceipt(answer.receipt(), session.out());
  }
  return absl::OkStatus();
}

template <Program kOwner, auto Method>
absl::Status SendTo(Session& session, const DecisionArgs& args, std::int64_t revision) {
  MOTCUA_ASSIGN_OR_RETURN(
      const auto answer,
      session.Ask<Method>(kOwner, FillRequest<RequestOf<Method>>(args, revision), args.key));
  return PrintAnswer(session, answer);
}

template <auto Method>
constexpr Send kToIntake = &SendTo<Program::kIntake, Method>;
template <auto Method>
constexpr Send kToProcessing = &SendTo<Program::kProcessing, Method>;

constexpr Decision kDecisions[] = {
    {"accept", 0, kToIntake<&Intake::AcceptDossier>, nullptr, "Tiếp nhận hồ sơ trực tuyến (1 → 2).",
     "Accepts an online dossier.", "--actor 0123 --agency H99.12"},
    {"refuse", 0, kToIntake<&Intake::RefuseDossier>, nullptr, "Từ chối tiếp nhận (1 → 3).",
     "Refuses a dossier before acceptance (form 03); needs a reason.",
     "--actor 0123 --agency H99.12 --reason 'Không thuộc thẩm quyền'"},
    {"ask-supplement", kTask | kItems, kToIntake<&Intake::RequestSupplement>,
     kToProcessing<&Processing::RequestSupplement>, "Yêu cầu bổ sung giấy tờ (→ 5).",
     "Asks the applicant for everything that is missing.",
     "--actor 0123 --agency H99.12 --reason 'Thiếu giấy tờ' --item 'Giấy chứng sinh'"},
    {"send-supplement", kRequest | kPapers, kToIntake<&Intake::SendSupplement>,
     kToProcessing<&Processing::SendSupplement>, "Công dân gửi bổ sung.",
     "The applicant sends the supplement.",
     "--actor app-77 --citizen --part giay-chung-sinh=01924f1c-…"},
    {"confirm-supplement", kRequest, nullptr, kToProcessing<&Processing::ConfirmSupplement>,
     "Quầy xác nhận hồ sơ đã đủ.", "The counter confirms that the dossier is complete.",
     "--actor 0123 --agency H99.12"},
    {"ask-payment", kTask | kAmount, kToIntake<&Intake::RequestPayment>,
     kToProcessing<&Processing::RequestPayment>, "Yêu cầu nộp phí, lệ phí (→ 6).",
     "Requests a payment.", "--actor 0456 --agency H99.34 --amount 650000"},
    {"confirm-payment", kRequest | kPayment, kToIntake<&Intake::ConfirmPayment>,
     kToProcessing<&Processing::ConfirmPayment>, "Xác nhận đã nộp phí.", "Confirms a payment.",
     "--actor 0123 --agency H99.12 --amount 650000 --payment-reference BL-0042"},
    {"withdraw", 0, kToIntake<&Intake::WithdrawDossier>,
     kToProcessing<&Processing::WithdrawDossier>, "Công dân rút hồ sơ (→ 7).",
     "The applicant withdraws the dossier.",
     "--actor app-77 --citizen --reason 'Không còn nhu cầu'"},
    {"close", 0, kToIntake<&Intake::CloseDossier>, kToProcessing<&Processing::CloseDossier>,
     "Đóng hồ sơ quá hạn bổ sung hoặc nộp phí (→ 3).",
     "Closes a dossier after the deadline of the supplement or the fee has passed.",
     "--actor 0123 --agency H99.12 --reason 'Quá hạn bổ sung'"},
    {"forward", kTask, nullptr, kToProcessing<&Processing::ForwardDossier>,
     "Hoàn thành việc và chuyển bước sau.", "Finishes a task and passes the dossier on.",
     "--actor 0123 --agency H99.12"},
    {"transfer", kTask | kReceiver, nullptr, kToProcessing<&Processing::TransferTask>,
     "Chuyển việc cho cơ quan hoặc người khác.", "Moves a task to another agency or officer.",
     "--actor 0456 --agency H99.34 --task 01924f1c-… --to-agency H99.35 --reason 'Nhầm nơi'"},
    {"recall", 0, nullptr, kToProcessing<&Processing::RecallDossier>,
     "Thu hồi lần chuyển cuối khi bên nhận chưa làm.",
     "Takes back the last forward or transfer if the receiver has not acted yet.",
     "--actor 0123 --agency H99.12 --reason 'Chuyển nhầm'"},
    {"stop", 0, nullptr, kToProcessing<&Processing::StopDossier>,
     "Dừng xử lý theo đề nghị của công dân (4 → 8).",
     "Stops processing at the applicant's request (form 05).",
     "--actor 0123 --agency H99.12 --reason 'Theo đơn đề nghị'"},
    {"resume", 0, nullptr, kToProcessing<&Processing::ResumeDossier>, "Tiếp tục xử lý (8 → 4).",
     "Resumes a stopped dossier where the rules allow it.", "--actor 0123 --agency H99.12"},
    {"return", kTask, nullptr, kToProcessing<&Processing::ReturnDossier>,
     "Trả lại hồ sơ không đủ điều kiện (4 → 3).",
     "Returns a dossier as unqualified, with the reason given in the notice.",
     "--actor 0456 --agency H99.34 --reason 'Không đủ điều kiện theo Điều 12'"},
    {"finish", kTask | kResult, nullptr, kToProcessing<&Processing::FinishDossier>,
     "Ghi kết quả giải quyết (4 → 9).", "Records the result.",
     "--actor 0456 --agency H99.34 --result-number 123/GP-SXD"},
    {"transfer-result", 0, nullptr, kToProcessing<&Processing::TransferResult>,
     "Chuyển kết quả về quầy.", "Sends the result to the counter.", "--actor 0456 --agency H99.34"},
    {"confirm-result", 0, nullptr, kToProcessing<&Processing::ConfirmResult>,
     "Quầy xác nhận đã có kết quả.", "The counter confirms that it has the result.",
     "--actor 0123 --agency H99.12"},
    {"hand-over", kHandOver, nullptr, kToProcessing<&Processing::HandOverResult>,
     "Trả kết quả cho công dân (9 → 10).", "Hands the result over.",
     "--actor 0123 --agency H99.12 --way direct --proof 'Sổ trả kết quả số 17'"},
    {"extend", kExtension, nullptr, kToProcessing<&Processing::ExtendDueDate>,
     "Xin lỗi và hẹn lại ngày trả (mẫu 04).", "Apology and one new appointment (form 04).",
     "--actor 0456 --agency H99.34 --value 2 --document 07/PXL --reason 'Chờ thẩm định'"},
};

// Finds the owner only if both owners have the decision.
absl::StatusOr<Program> OwnerFor(Session& session, const Decision& decision,
                                 const std::string& dossier) {
  if (decision.to_intake == nullptr) {
    return Program::kProcessing;
  }
  if (decision.to_processing == nullptr) {
    return Program::kIntake;
  }
  return OwnerOf(session, dossier);
}

absl::StatusOr<std::int64_t> RevisionAt(Session& session, Program owner,
                                        const std::string& dossier) {
  if (owner == Program::kIntake) {
    MOTCUA_ASSIGN_OR_RETURN(const auto read, ReadAtIntake(session, dossier));
    return read.revision();
  }
  MOTCUA_ASSIGN_OR_RETURN(const auto read, ReadAtProcessing(session, dossier));
  return read.revision();
}

absl::Status Decide(Session& session, const Decision& decision, DecisionArgs args) {
  MOTCUA_ASSIGN_OR_RETURN(const Program owner, OwnerFor(session, decision, args.dossier));
  if (args.key.empty()) {
    args.key = session.NewKey();
  }
  if (!args.revision.has_value()) {
    MOTCUA_ASSIGN_OR_RETURN(args.revision, RevisionAt(session, owner, args.dossier));
  }
  // Printed on stderr first, so that it is known even if there is no answer.
  session.err() << "motcuactl: " << decision.name << ": --revision " << *args.revision << " --key "
                << args.key << '\n';
  const Send send = owner == Program::kIntake ? decision.to_intake : decision.to_processing;
  return send(session, args, *args.revision);
}

Verb ToVerb(const Decision& decision) {
  return {.name = decision.name,
          .group = kDossierGroup,
          .vi = decision.vi,
          .en = decision.en,
          .examples = {std::string(decision.name) + " H99.12-250312-0001 " + decision.example},
          .bind = [&decision](CLI::App& command) -> Action {
            const auto args = std::make_shared<DecisionArgs>();
            args->Bind(command, decision.options);
            return [args, &decision](Session& session) { return Decide(session, decision, *args); };
          }};
}

}  // namespace

std::vector<Verb> DecisionVerbs() {
  std::vector<Verb> verbs;
  for (const Decision& decision : kDecisions) {
    verbs.push_back(ToVerb(decision));
  }
  return verbs;
}

}  // namespace motcua::ctl
