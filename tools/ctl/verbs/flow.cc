#include <memory>
#include <ostream>

#include "motcua/operations/v1/operations_service.grpc.pb.h"

#include "motcua/base/error.h"
#include "motcua/wire/time.h"

#include "exit_code.h"
#include "output/json.h"
#include "output/table.h"
#include "output/time_input.h"
#include "output/words.h"
#include "verbs/verb.h"

namespace motcua::ctl {
namespace {

using Operations = operations::v1::OperationsService::Stub;

constexpr int kPageSize = 200;

// ---- flow

class FlowTables {
 public:
  void Add(const std::string& program, const std::string& replica,
           const operations::v1::GetFlowResponse& flow) {
    outboxes_.Add(
        {program, replica, std::to_string(flow.outbox_pending()), Words(flow.outbox_oldest_at())});
    for (const operations::v1::ConsumerFlow& consumer : flow.consumers()) {
      consumers_.Add({replica, consumer.consumer(), consumer.topic(),
                      std::to_string(consumer.partitions()), std::to_string(consumer.lag()),
                      std::to_string(consumer.gaps()), std::to_string(consumer.parked_dossiers()),
                      std::to_string(consumer.dead_letters()),
                      std::to_string(consumer.duplicates())});
    }
  }
  void Print(std::ostream& out) const {
    outboxes_.Print(out);
    out << '\n';
    consumers_.Print(out);
  }

 private:
  static constexpr Table::Align kRight = Table::Align::kRight;
  Table outboxes_{{{"Chương trình"}, {"Bản chạy"}, {"Chờ gửi", kRight}, {"Cũ nhất"}}};
  Table consumers_{{{"Bản chạy"},
                    {"Bên nhận"},
                    {"Chủ đề"},
                    {"Phân vùng", kRight},
                    {"Còn tồn", kRight},
                    {"Đứt quãng", kRight},
                    {"Hồ sơ đợi", kRight},
                    {"Thư hỏng", kRight},
                    {"Trùng", kRight}}};
};

absl::Status ShowFlow(Session& session) {
  FlowTables tables;
  absl::Status first_error;
  for (const Program program : session.targets().Stateful()) {
    const std::string name(Name(program));
    MOTCUA_RETURN_IF_ERROR(session.AskEveryReplica<&Operations::GetFlow>(
        program, {},
        [&](const std::string& replica,
            const absl::StatusOr<operations::v1::GetFlowResponse>& flow) -> absl::Status {
          if (!flow.ok()) {
            // If a replica is down the others are still needed, so its error is printed and the
            // loop continues.
            PrintError(flow.status(), session.err());
            first_error = first_error.ok() ? flow.status() : first_error;
            return absl::OkStatus();
          }
          if (!session.json()) {
            tables.Add(name, replica, *flow);
            return absl::OkStatus();
          }
          MOTCUA_ASSIGN_OR_RETURN(boost::json::value document, ToJson(*flow));
          session.PrintJson(boost::json::object{
              {"program", name}, {"replica", replica}, {"flow", std::move(document)}});
          return absl::OkStatus();
        }));
  }
  if (!session.json()) {
    tables.Print(session.out());
  }
  return first_error;
}

// ---- dead letters

absl::Status ListDeadLetters(Session& session, const std::string& consumer) {
  Table table({{"Lúc"},
               {"Bên nhận"},
               {"Sự kiện"},
               {"Loại"},
               {"Khóa"},
               {"Số", Table::Align::kRight},
               {"Mã lỗi"},
               {"Lỗi"}});
  for (const Program program : session.targets().Stateful()) {
    operations::v1::ListDeadLettersRequest request;
    request.set_consumer(consumer);
    request.set_page_size(kPageSize);
    do {
      MOTCUA_ASSIGN_OR_RETURN(const auto page,
                              session.Ask<&Operations::ListDeadLetters>(program, request));
      for (const operations::v1::DeadLetter& letter : page.dead_letters()) {
        if (session.json()) {
          MOTCUA_RETURN_IF_ERROR(session.PrintJson(letter));
          continue;
        }
        table.Add({Words(letter.at()), letter.consumer(), letter.event_id(),
                   letter.type().substr(letter.type().rfind('.') + 1), letter.key(),
                   std::to_string(letter.sequence()), letter.reason(), letter.message()});
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
  }
  if (!session.json()) {
    table.Print(session.out());
  }
  return absl::OkStatus();
}

Action BindDeadLetters(CLI::App& command) {
  const auto consumer = std::make_shared<std::string>();
  command.add_option("--consumer", *consumer, "only those of this consumer")->type_name("CONSUMER");
  return [consumer](Session& session) { return ListDeadLetters(session, *consumer); };
}

Action BindRedrive(CLI::App& command) {
  const auto request = std::make_shared<operations::v1::RedriveDeadLetterRequest>();
  command.add_option("--consumer", *request->mutable_consumer(), "as dead-letters shows it")
      ->required()
      ->type_name("CONSUMER");
  command.add_option("--event", *request->mutable_event_id(), "id of the event")
      ->required()
      ->type_name("ID");
  return [request](Session& session) -> absl::Status {
    // A consumer is named <program>.<stream>.
    const std::string name = request->consumer().substr(0, request->consumer().find('.'));
    const auto program = StatefulProgram(name);
    if (!program.ok()) {
      return UsageError("--consumer", "a consumer, such as `intake.workflows`");
    }
    MOTCUA_ASSIGN_OR_RETURN(const auto answer, session.Ask<&Operations::RedriveDeadLetter>(
                                                   *program, *request, session.NewKey()));
    if (session.json()) {
      return session.PrintJson(answer);
    }
    session.out() << "Đã áp dụng / applied: " << answer.applied() << '\n';
    return absl::OkStatus();
  };
}

// ---- re-emit

struct ReEmitArgs {
  std::string program;
  std::string stream;
  std::string key;
  std::string from;
  std::string to;
  int rate = 0;
};

absl::StatusOr<operations::v1::ReEmitRequest> ToRequest(const ReEmitArgs& args) {
  operations::v1::ReEmitRequest request;
  request.set_stream(args.stream);
  request.set_key(args.key);
  if (args.key.empty()) {
    if (args.from.empty()) {
      return UsageError("--key", "give --key KEY, or --from TIME --to TIME");
    }
    MOTCUA_ASSIGN_OR_RETURN(const Instant from, ReadTime("--from", args.from));
    MOTCUA_ASSIGN_OR_RETURN(const Instant to, ReadTime("--to", args.to));
    *request.mutable_from() = wire::ToProto(from);
    *request.mutable_to() = wire::ToProto(to);
    request.set_events_per_second(args.rate);
  }
  return request;
}

/// A time range is emitted in parts; calls until it is finished.
absl::StatusOr<operations::v1::ReEmitResponse> ReEmitAll(
    Session& session, Program program, const operations::v1::ReEmitRequest& request) {
  const std::string key = session.NewKey();
  while (true) {
    MOTCUA_ASSIGN_OR_RETURN(auto answer, session.Ask<&Operations::ReEmit>(program, request, key));
    if (answer.finished()) {
      return answer;
    }
    session.err() << "Đã phát lại / so far: " << answer.events() << '\n';
  }
}

Action BindReEmit(CLI::App& command) {
  const auto args = std::make_shared<ReEmitArgs>();
  command.add_option("--program", args->program, "the program that owns the events")
      ->required()
      ->type_name("PROGRAM");
  command
      .add_option("--stream", args->stream, "dossier, catalogue, workflow, calendar, petition ...")
      ->required()
      ->type_name("STREAM");
  CLI::Option* const key =
      command.add_option("--key", args->key, "one key: for a dossier, its id (motcuactl show)")
          ->type_name("KEY");
  CLI::Option* const from =
      command.add_option("--from", args->from, "first moment")->type_name("TIME");
  CLI::Option* const to =
      command.add_option("--to", args->to, "end of the range, exclusive")->type_name("TIME");
  from->needs(to)->excludes(key);
  to->needs(from)->excludes(key);
  command
      .add_option("--rate", args->rate,
                  "events per second for a time range, default 500; repeat an interrupted command "
                  "to continue it")
      ->check(CLI::Range(1, 10'000))
      ->excludes(key)
      ->type_name("N");
  return [args](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const Program program, StatefulProgram(args->program));
    MOTCUA_ASSIGN_OR_RETURN(const operations::v1::ReEmitRequest request, ToRequest(*args));
    MOTCUA_ASSIGN_OR_RETURN(const auto answer, ReEmitAll(session, program, request));
    if (session.json()) {
      return session.PrintJson(answer);
    }
    session.out() << "Sự kiện phát lại / events emitted again: " << answer.events() << '\n';
    return absl::OkStatus();
  };
}

}  // namespace

std::vector<Verb> FlowVerbs() {
  return {
      {.name = "flow",
       .group = kOperatorGroup,
       .vi = "Dòng sự kiện của từng bản chạy: chờ gửi, tồn, đứt quãng, hồ sơ đợi, thư hỏng.",
       .en = "Outbox, consumer lag, gaps, parked dossiers and dead letters of every replica.",
       .examples = {"flow", "flow --json"},
       .bind = [](CLI::App&) -> Action { return ShowFlow; }},
      {.name = "dead-letters",
       .group = kOperatorGroup,
       .vi = "Sự kiện mà bên nhận không xử lý được.",
       .en = "Events that their consumer could not process, oldest first.",
       .examples = {"dead-letters", "dead-letters --consumer processing.intake-dossiers"},
       .bind = BindDeadLetters},
      {.name = "redrive",
       .group = kOperatorGroup,
       .vi = "Xử lý lại một sự kiện hỏng, rồi những gì đợi sau nó.",
       .en = "Processes one dead letter again, and then the events parked behind it.",
       .examples = {"redrive --consumer processing.intake-dossiers --event 01924f1c-…"},
       .bind = BindRedrive},
      {.name = "re-emit",
       .group = kOperatorGroup,
       .vi = "Phát lại sự kiện từ lịch sử: cùng mã, cùng nội dung.",
       .en = "Publishes events from the history again, with the same ids and bytes.",
       .examples = {"re-emit --program intake --stream dossier --key 01924f1c-…",
                    "re-emit --program processing --stream dossier --from 2025-03-01 --to "
                    "2025-04-01"},
       .bind = BindReEmit},
  };
}

}  // namespace motcua::ctl
