#include <memory>
#include <ostream>

#include "motcua/operations/v1/operations_service.grpc.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "exit_code.h"
#include "output/json.h"
#include "output/table.h"
#include "output/words.h"
#include "verbs/verb.h"

namespace motcua::ctl {
namespace {

using Operations = operations::v1::OperationsService::Stub;

constexpr int kPageSize = 200;

// ---- list

/// `take(item)` for everything that a replica has set aside.
template <typename Take>
absl::Status ReadReplica(Session& session, Program program, const std::string& replica,
                         const std::string& worker, Take take) {
  operations::v1::ListSetAsideRequest request;
  request.set_worker(worker);
  request.set_page_size(kPageSize);
  do {
    MOTCUA_ASSIGN_OR_RETURN(
        const auto page, session.AskReplica<&Operations::ListSetAside>(program, replica, request));
    for (const operations::v1::SetAsideItem& item : page.items()) {
      MOTCUA_RETURN_IF_ERROR(take(item));
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::Status ListSetAside(Session& session, const std::string& worker) {
  Table table({{"Chương trình"},
               {"Bản chạy"},
               {"Việc nền"},
               {"Mục"},
               {"Từ lúc"},
               {"Số lần", Table::Align::kRight},
               {"Thử lại lúc"},
               {"Mã lỗi"},
               {"Lỗi"}});
  absl::Status first_error;
  for (const Program program : session.targets().Stateful()) {
    const std::string name(Name(program));
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> replicas, session.targets().Of(program));
    for (const std::string& replica : replicas) {
      const absl::Status read = ReadReplica(
          session, program, replica, worker,
          [&](const operations::v1::SetAsideItem& item) -> absl::Status {
            if (!session.json()) {
              table.Add({name, replica, item.worker(), item.item(), Words(item.since()),
                         std::to_string(item.tries()), Words(item.again_at()), item.reason(),
                         item.message()});
              return absl::OkStatus();
            }
            MOTCUA_ASSIGN_OR_RETURN(boost::json::value document, ToJson(item));
            session.PrintJson(boost::json::object{
                {"program", name}, {"replica", replica}, {"set_aside", std::move(document)}});
            return absl::OkStatus();
          });
      if (!read.ok()) {
        // The other replicas are still of use.
        PrintError(read, session.err());
        first_error.Update(read);
      }
    }
  }
  if (!session.json()) {
    table.Print(session.out());
  }
  return first_error;
}

Action BindList(CLI::App& command) {
  const auto worker = std::make_shared<std::string>();
  command.add_option("--worker", *worker, "only of this work: redate, acceptance-alerts ...")
      ->type_name("WORKER");
  return [worker](Session& session) { return ListSetAside(session, *worker); };
}

// ---- retry

struct RetryArgs {
  std::string program;
  operations::v1::RetrySetAsideRequest request;
};

absl::Status Retry(Session& session, const RetryArgs& args) {
  MOTCUA_ASSIGN_OR_RETURN(const Program program, StatefulProgram(args.program));
  operations::v1::RetrySetAsideResponse sum;
  absl::Status first_error;
  MOTCUA_RETURN_IF_ERROR(session.AskEveryReplica<&Operations::RetrySetAside>(
      program, args.request,
      [&](const std::string& /*replica*/,
          const absl::StatusOr<operations::v1::RetrySetAsideResponse>& answer) {
        first_error.Update(answer.status());
        sum.set_retried(sum.retried() + (answer.ok() ? answer->retried() : 0));
        return absl::OkStatus();
      }));
  if (sum.retried() == 0) {
    MOTCUA_RETURN_IF_ERROR(first_error);
    return Error(absl::StatusCode::kNotFound, "NOTHING_SET_ASIDE",
                 "No replica has it set aside (any more).", {{"worker", args.request.worker()}});
  }
  if (session.json()) {
    MOTCUA_RETURN_IF_ERROR(session.PrintJson(sum));
  } else {
    session.out() << "Đang thử lại / being tried again: " << sum.retried() << '\n';
  }
  // One item is with one replica, whatever the others are doing.
  return args.request.item().empty() ? first_error : absl::OkStatus();
}

Action BindRetry(CLI::App& command) {
  const auto args = std::make_shared<RetryArgs>();
  command.add_option("--program", args->program, "as set-aside list shows it")
      ->required()
      ->type_name("PROGRAM");
  command.add_option("--worker", *args->request.mutable_worker(), "as set-aside list shows it")
      ->required()
      ->type_name("WORKER");
  command.add_option("--item", *args->request.mutable_item(), "one item; without it, all")
      ->type_name("ID");
  return [args](Session& session) { return Retry(session, *args); };
}

}  // namespace

std::vector<Verb> SetAsideVerbs() {
  return {
      {.name = "set-aside list",
       .group = kOperatorGroup,
       .vi = "Những mục (hồ sơ) mà việc nền không làm được và để riêng, ở mọi bản chạy.",
       .en = "Items (dossiers) that background work failed on and set aside, of every replica.",
       .examples = {"set-aside list", "set-aside list --worker redate --json"},
       .bind = BindList},
      {.name = "set-aside retry",
       .group = kOperatorGroup,
       .vi = "Thử lại ngay một mục đã để riêng, hoặc tất cả của một việc nền.",
       .en = "Tries one item that was set aside, or all of a worker, again at once.",
       .examples = {"set-aside retry --program processing --worker redate --item 01924f1c-…",
                    "set-aside retry --program intake --worker acceptance-alerts"},
       .bind = BindRetry},
  };
}

}  // namespace motcua::ctl
