#include <algorithm>
#include <memory>
#include <ostream>

#include "motcua/notification/v1/notification_service.grpc.pb.h"

#include "motcua/wire/time.h"

#include "exit_code.h"
#include "load/document.h"
#include "output/table.h"
#include "output/time_input.h"
#include "output/words.h"
#include "verbs/verb.h"

namespace motcua::ctl {
namespace {

using Notification = notification::v1::NotificationService::Stub;
using notification::v1::MessageState;
using notification::v1::Moment;

constexpr int kPageSize = 200;

struct StateWord {
  const char* typed;
  MessageState state;
  const char* vi;
};
constexpr StateWord kStates[] = {
    {"created", notification::v1::MESSAGE_STATE_CREATED, "chờ gửi"},
    {"claimed", notification::v1::MESSAGE_STATE_CLAIMED, "đang gửi"},
    {"handed_off", notification::v1::MESSAGE_STATE_HANDED_OFF, "cổng đã nhận"},
    {"delivered", notification::v1::MESSAGE_STATE_DELIVERED, "đã đến máy"},
    {"failed", notification::v1::MESSAGE_STATE_FAILED, "không gửi được"},
    {"unknown", notification::v1::MESSAGE_STATE_UNKNOWN, "không rõ"},
    {"suppressed", notification::v1::MESSAGE_STATE_SUPPRESSED, "không gửi"},
    {"expired", notification::v1::MESSAGE_STATE_EXPIRED, "hết hạn"}};

std::string WordsOf(MessageState state) {
  for (const StateWord& word : kStates) {
    if (word.state == state) {
      return word.vi;
    }
  }
  return std::to_string(state);
}

std::string WordsOf(Moment moment) {
  switch (moment) {
    case notification::v1::MOMENT_RECEIVED:
      return "tiếp nhận";
    case notification::v1::MOMENT_SUPPLEMENT_REQUESTED:
      return "yêu cầu bổ sung";
    case notification::v1::MOMENT_PAYMENT_REQUESTED:
      return "yêu cầu nộp phí";
    case notification::v1::MOMENT_RESULT_READY:
      return "có kết quả";
    case notification::v1::MOMENT_HANDED_OVER:
      return "đã trả";
    case notification::v1::MOMENT_REFUSED:
      return "từ chối";
    case notification::v1::MOMENT_DUE_DATE_EXTENDED:
      return "hẹn lại";
    default:
      return "trả lời";
  }
}

// ---- templates

struct LoadArgs {
  std::string file;
  bool check = false;
};

Action BindLoad(CLI::App& command) {
  const auto args = std::make_shared<LoadArgs>();
  command.add_option("FILE", args->file, "template file, such as deploy/sample/templates.json")
      ->required();
  command.add_flag("--check", args->check, "only check with the program; apply nothing");
  return [args](Session& session) -> absl::Status {
    notification::v1::LoadTemplatesRequest request;
    MOTCUA_RETURN_IF_ERROR(ReadDocumentFile(args->file, request));
    request.set_dry_run(args->check);
    MOTCUA_ASSIGN_OR_RETURN(const auto answer,
                            session.Ask<&Notification::LoadTemplates>(Program::kNotification,
                                                                      request, session.NewKey()));
    if (session.json()) {
      return session.PrintJson(answer);
    }
    session.out() << "Mẫu tin mới / new templates: " << answer.added()
                  << "\nĐã có / unchanged: " << answer.unchanged() << '\n';
    for (const std::string& warning : answer.warnings()) {
      session.out() << "Lưu ý / warning: " << warning << '\n';
    }
    session.out() << (args->check ? "Kiểm tra đạt, chưa nạp gì / checked, nothing applied\n"
                                  : "Đã nạp / applied\n");
    return absl::OkStatus();
  };
}

absl::Status ShowTemplates(Session& session) {
  MOTCUA_ASSIGN_OR_RETURN(const auto answer,
                          session.Ask<&Notification::ListTemplates>(Program::kNotification, {}));
  Table table({{"Mẫu"},
               {"Bản", Table::Align::kRight},
               {"Từ ngày"},
               {"Lúc"},
               {"Bật"},
               {"Bắt buộc"},
               {"Nội dung"}});
  for (const notification::v1::Template& text : answer.templates()) {
    if (session.json()) {
      MOTCUA_RETURN_IF_ERROR(session.PrintJson(text));
      continue;
    }
    table.Add({text.id(), std::to_string(text.version()), text.valid_from(), WordsOf(text.moment()),
               YesNo(text.enabled()), YesNo(text.obligatory()),
               text.send_accented() ? text.accented_vi() : text.unaccented_vi()});
  }
  if (!session.json()) {
    table.Print(session.out());
  }
  return absl::OkStatus();
}

// ---- messages

struct ListArgs {
  std::string dossier;
  std::string state;
  int limit = 50;
};

void BindLimit(CLI::App& command, int& limit) {
  command.add_option("--limit", limit, "maximum number of lines; default 50")
      ->check(CLI::Range(1, 10000))
      ->type_name("N");
}

void TellOfMore(Session& session) {
  session.err() << "motcuactl: còn nữa, xem --limit / there are more, see --limit\n";
}

absl::StatusOr<MessageState> ReadState(const std::string& typed) {
  std::string known;
  for (const StateWord& word : kStates) {
    if (typed == word.typed) {
      return word.state;
    }
    known += std::string(known.empty() ? "" : ", ") + word.typed;
  }
  return UsageError("--state", known);
}

Action BindList(CLI::App& command) {
  const auto args = std::make_shared<ListArgs>();
  command.add_option("--dossier", args->dossier, "code or id of a dossier")->type_name("CODE");
  command.add_option("--state", args->state, "only messages in this state, for example unknown")
      ->type_name("STATE");
  BindLimit(command, args->limit);
  return [args](Session& session) -> absl::Status {
    notification::v1::ListMessagesRequest request;
    request.set_dossier(args->dossier);
    if (!args->state.empty()) {
      MOTCUA_ASSIGN_OR_RETURN(const MessageState state, ReadState(args->state));
      request.set_state(state);
    }
    Table table({{"Lúc"},
                 {"Mã hồ sơ"},
                 {"Về việc"},
                 {"Trạng thái"},
                 {"Lý do"},
                 {"Số máy"},
                 {"Cổng"},
                 {"Lần gửi", Table::Align::kRight},
                 {"Phần", Table::Align::kRight},
                 {"Tin"}});
    for (int left = args->limit; left > 0;) {
      request.set_page_size(std::min(left, kPageSize));
      MOTCUA_ASSIGN_OR_RETURN(const auto page, session.Ask<&Notification::ListMessages>(
                                                   Program::kNotification, request));
      for (const notification::v1::Message& message : page.messages()) {
        if (session.json()) {
          MOTCUA_RETURN_IF_ERROR(session.PrintJson(message));
          continue;
        }
        table.Add({Words(message.created_at()), message.code(), WordsOf(message.moment()),
                   WordsOf(message.state()), message.reason(), message.phone_masked(),
                   message.gateway(), std::to_string(message.attempts()),
                   std::to_string(message.parts()), message.message_id()});
      }
      left -= page.messages_size();
      request.set_page_token(page.next_page_token());
      if (request.page_token().empty() || page.messages_size() == 0) {
        break;
      }
      if (left <= 0) {
        TellOfMore(session);
      }
    }
    if (!session.json()) {
      table.Print(session.out());
    }
    return absl::OkStatus();
  };
}

// One message, or all of a period.
struct Which {
  std::string message;
  std::string from;
  std::string to;
};

struct DecisionArgs {
  Which which;
  std::string actor;
  std::string agency;
  std::string reason;
};

void BindDecision(CLI::App& command, DecisionArgs& args) {
  CLI::Option* const message =
      command.add_option("MESSAGE", args.which.message, "id of one message, from sms list");
  CLI::Option* const from =
      command.add_option("--from", args.which.from, "messages made from this time on")
          ->type_name("TIME");
  CLI::Option* const to =
      command.add_option("--to", args.which.to, "and before this time")->type_name("TIME");
  from->needs(to)->excludes(message);
  to->needs(from)->excludes(message);
  command.add_option("--actor", args.actor, "staff number")->required()->type_name("ID");
  command.add_option("--agency", args.agency, "agency the officer acts for")
      ->required()
      ->type_name("CODE");
  command.add_option("--reason", args.reason, "reason; no personal data")
      ->required()
      ->type_name("TEXT");
}

template <typename Request>
void Sign(const DecisionArgs& args, Request& request) {
  request.mutable_actor()->set_kind(type::v1::ACTOR_KIND_OFFICER);
  request.mutable_actor()->set_id(args.actor);
  request.mutable_actor()->set_agency(args.agency);
  request.set_reason(args.reason);
}

absl::StatusOr<bool> IsSpan(const Which& which) {
  if (which.message.empty() && which.from.empty()) {
    return UsageError("MESSAGE", "give a message id, or --from and --to");
  }
  return which.message.empty();
}

template <typename Request>
absl::Status SetSpan(const Which& which, Request& request) {
  MOTCUA_ASSIGN_OR_RETURN(const Instant from, ReadTime("--from", which.from));
  MOTCUA_ASSIGN_OR_RETURN(const Instant to, ReadTime("--to", which.to));
  *request.mutable_from() = wire::ToProto(from);
  *request.mutable_to() = wire::ToProto(to);
  request.set_page_size(kPageSize);
  return absl::OkStatus();
}

// Page after page, each a separate command; `take` adds up the results.
template <auto Method, typename Request, typename Take>
absl::Status ForEveryPage(Session& session, Request request, Take take) {
  do {
    MOTCUA_ASSIGN_OR_RETURN(const auto page,
                            session.Ask<Method>(Program::kNotification, request, session.NewKey()));
    take(page);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::Status PrintMessage(Session& session, const notification::v1::Message& message) {
  if (session.json()) {
    return session.PrintJson(message);
  }
  session.out() << "Tin " << message.message_id() << ": " << WordsOf(message.state()) << '\n';
  return absl::OkStatus();
}

struct ResolveArgs {
  DecisionArgs decision;
  bool delivered = false;
  bool failed = false;
  bool again = false;
};

absl::Status ResolveSpan(Session& session, const ResolveArgs& args,
                         notification::v1::Resolution resolution) {
  notification::v1::ResolveMessagesRequest request;
  MOTCUA_RETURN_IF_ERROR(SetSpan(args.decision.which, request));
  request.set_resolution(resolution);
  Sign(args.decision, request);
  notification::v1::ResolveMessagesResponse sum;
  const absl::Status status = ForEveryPage<&Notification::ResolveMessages>(
      session, request, [&](const notification::v1::ResolveMessagesResponse& page) {
        sum.set_resolved(sum.resolved() + page.resolved());
      });
  // Printed also after an error, because earlier decisions remain in effect.
  if (session.json()) {
    MOTCUA_RETURN_IF_ERROR(session.PrintJson(sum));
  } else {
    session.out() << "Đã quyết định / decided: " << sum.resolved() << '\n';
  }
  return status;
}

Action BindResolve(CLI::App& command) {
  const auto args = std::make_shared<ResolveArgs>();
  CLI::Option_group* const choice = command.add_option_group("resolution");
  choice->add_flag("--delivered", args->delivered, "the carrier delivered it");
  choice->add_flag("--failed", args->failed, "the carrier never received it; it stays unsent");
  choice->add_flag("--send-again", args->again, "send it again, at the risk of a duplicate");
  choice->require_option(1);
  BindDecision(command, args->decision);
  return [args](Session& session) -> absl::Status {
    const auto resolution = args->delivered ? notification::v1::RESOLUTION_DELIVERED
                            : args->failed  ? notification::v1::RESOLUTION_FAILED
                                            : notification::v1::RESOLUTION_SEND_AGAIN;
    MOTCUA_ASSIGN_OR_RETURN(const bool span, IsSpan(args->decision.which));
    if (span) {
      return ResolveSpan(session, *args, resolution);
    }
    notification::v1::ResolveMessageRequest request;
    request.set_message_id(args->decision.which.message);
    request.set_resolution(resolution);
    Sign(args->decision, request);
    MOTCUA_ASSIGN_OR_RETURN(const auto answer,
                            session.Ask<&Notification::ResolveMessage>(Program::kNotification,
                                                                       request, session.NewKey()));
    return PrintMessage(session, answer.message());
  };
}

struct ResendArgs {
  DecisionArgs decision;
  std::string failure;
};

absl::Status ResendSpan(Session& session, const ResendArgs& args) {
  notification::v1::ResendMessagesRequest request;
  MOTCUA_RETURN_IF_ERROR(SetSpan(args.decision.which, request));
  request.set_failure_reason(args.failure);
  Sign(args.decision, request);
  notification::v1::ResendMessagesResponse sum;
  const absl::Status status = ForEveryPage<&Notification::ResendMessages>(
      session, request, [&](const notification::v1::ResendMessagesResponse& page) {
        sum.set_resent(sum.resent() + page.resent());
        sum.set_passed_over(sum.passed_over() + page.passed_over());
      });
  // Printed also after an error, because earlier decisions remain in effect.
  if (session.json()) {
    MOTCUA_RETURN_IF_ERROR(session.PrintJson(sum));
  } else {
    session.out() << "Gửi lại / sent again: " << sum.resent()
                  << "\nBỏ qua (có thể đã đến máy hoặc hết thời hạn) / skipped (may have arrived, "
                     "or has expired): "
                  << sum.passed_over() << '\n';
  }
  return status;
}

Action BindResend(CLI::App& command) {
  const auto args = std::make_shared<ResendArgs>();
  BindDecision(command, args->decision);
  command
      .add_option("--failure", args->failure,
                  "only messages that failed for this reason, as shown by sms list")
      ->type_name("REASON")
      ->needs("--from");
  return [args](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const bool span, IsSpan(args->decision.which));
    if (span) {
      return ResendSpan(session, *args);
    }
    notification::v1::ResendMessageRequest request;
    request.set_message_id(args->decision.which.message);
    Sign(args->decision, request);
    MOTCUA_ASSIGN_OR_RETURN(const auto answer,
                            session.Ask<&Notification::ResendMessage>(Program::kNotification,
                                                                      request, session.NewKey()));
    return PrintMessage(session, answer.message());
  };
}

// ---- inbound

Action BindInbound(CLI::App& command) {
  const auto limit = std::make_shared<int>(50);
  BindLimit(command, *limit);
  return [limit](Session& session) -> absl::Status {
    notification::v1::ListInboundRequest request;
    Table table({{"Lúc"}, {"Số máy"}, {"Loại"}, {"Kết quả"}, {"Mã hồ sơ"}, {"Tin"}});
    for (int left = *limit; left > 0;) {
      request.set_page_size(std::min(left, kPageSize));
      MOTCUA_ASSIGN_OR_RETURN(const auto page, session.Ask<&Notification::ListInbound>(
                                                   Program::kNotification, request));
      for (const notification::v1::InboundMessage& message : page.messages()) {
        if (session.json()) {
          MOTCUA_RETURN_IF_ERROR(session.PrintJson(message));
          continue;
        }
        table.Add({Words(message.received_at()), message.phone_masked(), message.kind(),
                   message.result(), message.code(), message.inbound_id()});
      }
      left -= page.messages_size();
      request.set_page_token(page.next_page_token());
      if (request.page_token().empty() || page.messages_size() == 0) {
        break;
      }
      if (left <= 0) {
        TellOfMore(session);
      }
    }
    if (!session.json()) {
      table.Print(session.out());
    }
    return absl::OkStatus();
  };
}

// ---- counts

struct CountArgs {
  std::string from;
  std::string to;
};

Action BindCount(CLI::App& command) {
  const auto args = std::make_shared<CountArgs>();
  command.add_option("--from", args->from, "first moment")->required()->type_name("TIME");
  command.add_option("--to", args->to, "end of the period, exclusive")
      ->required()
      ->type_name("TIME");
  return [args](Session& session) -> absl::Status {
    notification::v1::CountMessagesRequest request;
    MOTCUA_ASSIGN_OR_RETURN(const Instant from, ReadTime("--from", args->from));
    MOTCUA_ASSIGN_OR_RETURN(const Instant to, ReadTime("--to", args->to));
    *request.mutable_from() = wire::ToProto(from);
    *request.mutable_to() = wire::ToProto(to);
    MOTCUA_ASSIGN_OR_RETURN(const auto answer, session.Ask<&Notification::CountMessages>(
                                                   Program::kNotification, request));
    if (session.json()) {
      return session.PrintJson(answer);
    }
    Table table({{"Về việc"},
                 {"Cổng"},
                 {"Trạng thái"},
                 {"Tin", Table::Align::kRight},
                 {"Phần", Table::Align::kRight}});
    for (const notification::v1::MessageCount& count : answer.counts()) {
      table.Add({WordsOf(count.moment()), count.gateway(), WordsOf(count.state()),
                 std::to_string(count.messages()), std::to_string(count.parts())});
    }
    table.Print(session.out());
    session.out() << "Tin đến / inbound: " << answer.inbound()
                  << ", đã trả lời / answered: " << answer.inbound_answered() << '\n';
    return absl::OkStatus();
  };
}

}  // namespace

std::vector<Verb> SmsVerbs() {
  return {
      {.name = "sms list",
       .group = kOperatorGroup,
       .vi = "Tin nhắn đi của một hồ sơ, hoặc ở một trạng thái, mới nhất trước.",
       .en = "Outgoing messages of a dossier or in a state, newest first.",
       .examples = {"sms list --dossier H99.12-250312-0001", "sms list --state unknown"},
       .bind = BindList},
      {.name = "sms resolve",
       .group = kOperatorGroup,
       .vi = "Quyết định về tin không rõ đã gửi được hay chưa: một tin, hoặc cả một khoảng thời "
             "gian.",
       .en = "Decides about messages with an unknown outcome: one, or all of a period.",
       .examples =
           {"sms resolve 01924f1c-… --delivered --actor VH01 --agency H99 --reason 'nhà mạng trả "
            "lời'",
            "sms resolve --from 2025-03-12T09:00 --to 2025-03-12T10:00 --failed --actor VH01 "
            "--agency H99 --reason 'nhà mạng không nhận được'"},
       .bind = BindResolve},
      {.name = "sms resend",
       .group = kOperatorGroup,
       .vi = "Gửi lại tin không gửi được mà chắc chắn chưa đến máy người dân.",
       .en = "Sends failed messages again if they certainly did not arrive.",
       .examples = {"sms resend 01924f1c-… --actor VH01 --agency H99 --reason 'cổng đã sửa'",
                    "sms resend --from 2025-03-12 --to 2025-03-13 --failure HTTP_400 --actor VH01 "
                    "--agency H99 --reason 'cổng đã sửa'"},
       .bind = BindResend},
      {.name = "sms inbound",
       .group = kOperatorGroup,
       .vi = "Tin nhắn đến, mới nhất trước.",
       .en = "Inbound messages, newest first.",
       .examples = {"sms inbound --limit 200"},
       .bind = BindInbound},
      {.name = "sms count",
       .group = kOperatorGroup,
       .vi = "Đếm tin đi theo việc, cổng, trạng thái; tin đến và đã trả lời.",
       .en = "Counts outgoing messages by moment, gateway and state, and inbound messages.",
       .examples = {"sms count --from 2025-03-01 --to 2025-04-01"},
       .bind = BindCount},
      {.name = "sms templates load",
       .group = kOperatorGroup,
       .vi = "Nạp mẫu tin nhắn; sai một chỗ thì không nạp gì.",
       .en = "Loads message templates; checks all before loading any.",
       .examples = {"sms templates load deploy/sample/templates.json --check",
                    "sms templates load deploy/sample/templates.json"},
       .bind = BindLoad},
      {.name = "sms templates list",
       .group = kOperatorGroup,
       .vi = "Mẫu tin nhắn đang dùng.",
       .en = "The templates in force.",
       .examples = {"sms templates list"},
       .bind = [](CLI::App&) -> Action { return ShowTemplates; }},
  };
}

}  // namespace motcua::ctl
