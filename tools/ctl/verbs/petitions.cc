#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <ostream>

#include "motcua/feedback/v1/feedback_service.grpc.pb.h"

#include "load/document.h"
#include "output/petition_view.h"
#include "output/table.h"
#include "output/words.h"
#include "verbs/actor_options.h"
#include "verbs/verb.h"

namespace motcua::ctl {
namespace {

namespace fb = feedback::v1;
using Stub = fb::FeedbackService::Stub;

constexpr int kPageSize = 200;

struct PetitionArgs {
  std::string petition;
  ActorOptions actor;
  std::string reason;
  std::optional<std::int64_t> revision;
  std::string key;
  /// Question, answer or public text.
  std::string text;
  std::string to_agency;
  std::string outside;
  std::string earlier;
  std::string petition_class;
  bool restricted = false;
  bool unpublished = false;
};

enum Takes : unsigned {
  kText = 1U,
  kAgency = 2U,
  kOutside = 4U,
  kClass = 8U,
  kUnpublished = 16U,
  kEarlier = 32U
};

const std::map<std::string, fb::PetitionClass>& Classes() {
  static const std::map<std::string, fb::PetitionClass> classes = {
      {"regulation", fb::PETITION_CLASS_REGULATION},
      {"behaviour", fb::PETITION_CLASS_BEHAVIOUR},
      {"both", fb::PETITION_CLASS_BOTH}};
  return classes;
}

std::shared_ptr<PetitionArgs> BindDecision(CLI::App& command, unsigned takes) {
  auto args = std::make_shared<PetitionArgs>();
  command.add_option("CODE", args->petition, "code or id of the petition")->required();
  args->actor.Bind(command);
  command.add_option("--reason", args->reason, "the written reason");
  command.add_option("--revision", args->revision,
                     "the revision you saw; default: the current one");
  command.add_option("--key", args->key, "key of an earlier attempt, to repeat it");
  if ((takes & kText) != 0) {
    command.add_option("--text", args->text, "text of the question, answer or publication")
        ->required();
  }
  if ((takes & kAgency) != 0) {
    CLI::Option* const to = command.add_option("--to", args->to_agency, "the receiving agency");
    if ((takes & kOutside) != 0) {
      command.add_option("--outside", args->outside, "name of an agency outside this system")
          ->excludes(to);
    } else {
      to->required();
    }
  }
  if ((takes & kClass) != 0) {
    command.add_option("--class", args->petition_class, "regulation, behaviour or both")
        ->required()
        ->check(CLI::IsMember(Classes()));
    command.add_flag("--restricted", args->restricted,
                     "restrict reading to the handling agency and the centre");
  }
  if ((takes & kUnpublished) != 0) {
    command.add_flag("--unpublished", args->unpublished, "never publish it; needs a reason");
  }
  if ((takes & kEarlier) != 0) {
    command.add_option("--earlier", args->earlier, "code or id of the petition sent before")
        ->required();
  }
  return args;
}

absl::StatusOr<fb::Petition> Read(Session& session, const PetitionArgs& args) {
  fb::GetPetitionRequest request;
  request.set_petition(args.petition);
  *request.mutable_actor() = args.actor.ToProto();
  MOTCUA_ASSIGN_OR_RETURN(const fb::GetPetitionResponse found,
                          session.Ask<&Stub::GetPetition>(Program::kFeedback, request));
  return found.petition();
}

absl::Status Print(Session& session, const fb::Petition& petition) {
  if (session.json()) {
    return session.PrintJson(petition);
  }
  PrintPetition(petition, session.out());
  return absl::OkStatus();
}

/// Fills the fields of the request from the options of the same names.
template <typename Request>
Request Fill(const PetitionArgs& args, std::int64_t revision) {
  Request request;
  fb::PetitionCommand& command = *request.mutable_command();
  command.set_petition(args.petition);
  command.set_expected_revision(revision);
  *command.mutable_actor() = args.actor.ToProto();
  command.set_reason(args.reason);
  if constexpr (requires { request.set_question(args.text); }) {
    request.set_question(args.text);
  }
  if constexpr (requires { request.set_answer(args.text); }) {
    request.set_answer(args.text);
    request.set_publish(!args.unpublished);
  }
  if constexpr (requires { request.set_public_text(args.text); }) {
    request.set_public_text(args.text);
  }
  if constexpr (requires { request.set_agency(args.to_agency); }) {
    request.set_agency(args.to_agency);
  }
  if constexpr (requires { request.set_outside_agency(args.outside); }) {
    request.set_outside_agency(args.outside);
  }
  if constexpr (requires { request.set_earlier(args.earlier); }) {
    request.set_earlier(args.earlier);
  }
  if constexpr (requires { request.set_restricted(args.restricted); }) {
    request.set_class_(Classes().at(args.petition_class));
    request.set_restricted(args.restricted);
  }
  return request;
}

template <auto Method, unsigned kTakes>
Action BindDecide(CLI::App& command) {
  const auto args = BindDecision(command, kTakes);
  return [args](Session& session) -> absl::Status {
    std::int64_t revision = args->revision.value_or(0);
    if (!args->revision.has_value()) {
      MOTCUA_ASSIGN_OR_RETURN(const fb::Petition present, Read(session, *args));
      revision = present.revision();
    }
    const std::string key = args->key.empty() ? session.NewKey() : args->key;
    // Printed before it is sent, so that the same command can be repeated if there is no answer.
    session.err() << "motcuactl: --revision " << revision << " --key " << key << '\n';
    MOTCUA_ASSIGN_OR_RETURN(
        const auto answer,
        session.Ask<Method>(Program::kFeedback, Fill<RequestOf<Method>>(*args, revision), key));
    return Print(session, answer.petition());
  };
}

Action BindShow(CLI::App& command) {
  const auto args = std::make_shared<PetitionArgs>();
  command.add_option("CODE", args->petition, "code or id of the petition")->required();
  args->actor.Bind(command);
  return [args](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const fb::Petition petition, Read(session, *args));
    return Print(session, petition);
  };
}

struct ListArgs {
  std::string agency;
  bool overdue = false;
  int limit = 50;
};

absl::Status List(Session& session, const ListArgs& args) {
  fb::ListPetitionsRequest request;
  request.set_handling_agency(args.agency);
  request.set_overdue(args.overdue);
  Table table({{"Hạn của bước"},
               {"Hạn trả lời"},
               {"Mã phản ánh"},
               {"Lần sửa", Table::Align::kRight},
               {"Loại"},
               {"Kênh"},
               {"Trạng thái"},
               {"Gửi lại của"},
               {"Tiêu đề"}});
  for (int left = args.limit; left > 0;) {
    request.set_page_size(std::min(left, kPageSize));
    MOTCUA_ASSIGN_OR_RETURN(const fb::ListPetitionsResponse page,
                            session.Ask<&Stub::ListPetitions>(Program::kFeedback, request));
    for (const fb::Petition& petition : page.petitions()) {
      if (session.json()) {
        MOTCUA_RETURN_IF_ERROR(session.PrintJson(petition));
        continue;
      }
      table.Add({Words(petition.step_due_at()), Words(petition.answer_due_at()), petition.code(),
                 std::to_string(petition.revision()), Words(petition.class_()),
                 Words(petition.channel()), Words(petition.state()), petition.repeat_of(),
                 petition.title()});
    }
    left -= page.petitions_size();
    if (page.next_page_token().empty()) {
      break;
    }
    if (left <= 0) {
      session.err() << "motcuactl: còn nữa, xem --limit / there are more, see --limit\n";
    }
    request.set_page_token(page.next_page_token());
  }
  if (!session.json()) {
    table.Print(session.out());
  }
  return absl::OkStatus();
}

Action BindList(CLI::App& command) {
  const auto args = std::make_shared<ListArgs>();
  command.add_option("--agency", args->agency, "whose list")->required()->type_name("CODE");
  command.add_flag("--overdue", args->overdue, "only petitions whose step is overdue");
  command.add_option("--limit", args->limit, "maximum number of lines; default 50")
      ->check(CLI::Range(1, 10000))
      ->type_name("N");
  return [args](Session& session) { return List(session, *args); };
}

struct PeriodArgs {
  std::string from;
  std::string to;
};

std::shared_ptr<PeriodArgs> BindPeriod(CLI::App& command) {
  auto args = std::make_shared<PeriodArgs>();
  command.add_option("--from", args->from, "first day")->required()->type_name("YYYY-MM-DD");
  command.add_option("--to", args->to, "last day")->required()->type_name("YYYY-MM-DD");
  return args;
}

template <typename Request>
Request InPeriod(const PeriodArgs& args) {
  Request request;
  request.set_from(args.from);
  request.set_to(args.to);
  return request;
}

Action BindCountPetitions(CLI::App& command) {
  const auto args = BindPeriod(command);
  return [args](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const fb::CountPetitionsResponse counted,
                            session.Ask<&Stub::CountPetitions>(
                                Program::kFeedback, InPeriod<fb::CountPetitionsRequest>(*args)));
    if (session.json()) {
      return session.PrintJson(counted);
    }
    const auto right = Table::Align::kRight;
    Table table({{"Cơ quan"},
                 {"Loại"},
                 {"Đến hạn", right},
                 {"Trả lời đúng hạn", right},
                 {"Trả lời quá hạn", right},
                 {"Còn hạn", right},
                 {"Quá hạn", right},
                 {"Từ chối", right},
                 {"Chuyển", right},
                 {"Ghép", right},
                 {"Công khai", right}});
    for (const fb::PetitionCount& count : counted.counts()) {
      table.Add({count.handling_agency(), Words(count.class_()), std::to_string(count.received()),
                 std::to_string(count.answered_in_time()), std::to_string(count.answered_late()),
                 std::to_string(count.open_in_time()), std::to_string(count.open_overdue()),
                 std::to_string(count.refused()), std::to_string(count.forwarded()),
                 std::to_string(count.joined()), std::to_string(count.published())});
    }
    table.Print(session.out());
    return absl::OkStatus();
  };
}

Action BindCountRatings(CLI::App& command) {
  const auto args = BindPeriod(command);
  return [args](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const fb::CountRatingsResponse counted,
                            session.Ask<&Stub::CountRatings>(
                                Program::kFeedback, InPeriod<fb::CountRatingsRequest>(*args)));
    if (session.json()) {
      return session.PrintJson(counted);
    }
    Table table({{"Cơ quan"},
                 {"Nguồn"},
                 {"Điểm", Table::Align::kRight},
                 {"Số đánh giá", Table::Align::kRight}});
    for (const fb::RatingCount& count : counted.counts()) {
      table.Add({count.handling_agency(), Words(count.source()), std::to_string(count.score()),
                 std::to_string(count.ratings())});
    }
    table.Print(session.out());
    return absl::OkStatus();
  };
}

Action BindLoadRules(CLI::App& command) {
  const auto args = std::make_shared<std::pair<std::string, bool>>();
  command.add_option("FILE", args->first, "motcua.feedback.v1.PetitionRules as JSON")->required();
  command.add_flag("--check", args->second, "only check it with the program; apply nothing");
  return [args](Session& session) -> absl::Status {
    fb::LoadPetitionRulesRequest request;
    MOTCUA_RETURN_IF_ERROR(ReadDocumentFile(args->first, *request.mutable_rules()));
    request.set_dry_run(args->second);
    MOTCUA_ASSIGN_OR_RETURN(
        const fb::LoadPetitionRulesResponse loaded,
        session.Ask<&Stub::LoadPetitionRules>(Program::kFeedback, request, session.NewKey()));
    if (session.json()) {
      return session.PrintJson(loaded);
    }
    session.out() << (!loaded.added() ? "Đã có từ trước / already loaded\n"
                      : args->second ? "Kiểm tra đạt, chưa nạp gì / checked, nothing applied\n"
                                     : "Đã nạp / applied\n");
    return absl::OkStatus();
  };
}

constexpr char kGroup[] = "Phản ánh, đánh giá / Petitions and ratings";

Verb Row(const char* name, const char* vi, const char* en, std::string example,
         Action (*bind)(CLI::App&)) {
  return {.name = name,
          .group = kGroup,
          .vi = vi,
          .en = en,
          .examples = {name + std::string(" ") + std::move(example)},
          .bind = bind};
}

}  // namespace

std::vector<Verb> PetitionVerbs() {
  const std::string code = "PA.H99-261121-0001 --actor 0123 --agency H99.802";
  return {
      Row("petitions list", "Việc của một cơ quan, hạn sớm trước.",
          "An agency's petitions, earliest deadline first.", "--agency H99.802 --overdue",
          BindList),
      Row("petitions show", "Xem một phản ánh, kiến nghị.", "Shows one.", code, BindShow),
      Row("petitions accept", "Tiếp nhận và phân loại.", "Accepts and classifies a petition.",
          code + " --class behaviour --restricted", BindDecide<&Stub::AcceptPetition, kClass>),
      Row("petitions refuse", "Từ chối tiếp nhận; phải nêu lý do.",
          "Refuses a petition; needs a reason.", code + " --reason 'Tố cáo: theo Luật Tố cáo'",
          BindDecide<&Stub::RefusePetition, 0>),
      Row("petitions ask", "Hỏi thêm người gửi.", "Asks the sender for more information.",
          code + " --text 'Ở đâu?'", BindDecide<&Stub::AskSender, kText>),
      Row("petitions assign", "Giao cơ quan trả lời.",
          "Assigns a petition to the agency that answers.", code + " --to H99.901",
          BindDecide<&Stub::AssignPetition, kAgency>),
      Row("petitions transfer", "Chuyển cơ quan có thẩm quyền; phải nêu lý do.",
          "Transfers a petition to a competent agency; needs a reason.",
          code + " --outside 'Bộ Tư pháp' --reason 'Đúng thẩm quyền'",
          BindDecide<&Stub::TransferPetition, kAgency | kOutside>),
      Row("petitions join", "Ghép phản ánh gửi lại vào phản ánh gửi trước; phải nêu lý do.",
          "Joins a petition sent again to the earlier one; needs a reason.",
          code + " --earlier PA.H99-261120-0007 --reason 'Cùng nội dung'",
          BindDecide<&Stub::JoinPetition, kEarlier>),
      Row("petitions answer", "Trả lời.", "Answers it.", code + " --text 'Đã xử lý.'",
          BindDecide<&Stub::AnswerPetition, kText | kUnpublished>),
      Row("petitions publish", "Công khai nội dung đã ẩn danh và câu trả lời.",
          "Publishes the anonymised text and the answer.",
          code + " --text 'Một người dân phản ánh.'", BindDecide<&Stub::PublishPetition, kText>),
      Row("petitions count", "Đếm theo ngày đến hạn trả lời (chỉ tiêu T3).",
          "Counts petitions by the day their answers are due (target T3).",
          "--from 2026-11-01 --to 2026-11-30", BindCountPetitions),
      Row("ratings count", "Đếm đánh giá theo ngày.", "Counts ratings by the day they were given.",
          "--from 2026-11-01 --to 2026-11-30", BindCountRatings),
      Row("petition-rules load", "Nạp một phiên bản thời hạn trả lời.",
          "Loads a version of the deadlines.", "deploy/sample/petition-rules.json --check",
          BindLoadRules)};
}

}  // namespace motcua::ctl
