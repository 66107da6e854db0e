#include <memory>
#include <ostream>

#include "motcua/operations/v1/operations_service.grpc.pb.h"

#include "motcua/wire/time.h"

#include "output/json.h"
#include "output/table.h"
#include "output/time_input.h"
#include "output/words.h"
#include "verbs/verb.h"

namespace motcua::ctl {
namespace {

using Simulation = operations::v1::SimulationService::Stub;

absl::Status SetEveryClock(Session& session, const std::string& text) {
  MOTCUA_ASSIGN_OR_RETURN(const Instant now, ReadTime("TIME", text));
  operations::v1::SetClockRequest request;
  *request.mutable_now() = wire::ToProto(now);
  // All addresses are checked before the first clock is set.
  for (const Program program : session.targets().Stateful()) {
    MOTCUA_RETURN_IF_ERROR(session.targets().Of(program).status());
  }
  Table table({{"Chương trình"}, {"Bản chạy"}, {"Bây giờ là"}});
  for (const Program program : session.targets().Stateful()) {
    const std::string name(Name(program));
    const auto show =
        [&](const std::string& replica,
            const absl::StatusOr<operations::v1::SetClockResponse>& answer) -> absl::Status {
      MOTCUA_RETURN_IF_ERROR(answer.status());
      if (!session.json()) {
        table.Add({name, replica, Words(answer->now())});
        return absl::OkStatus();
      }
      MOTCUA_ASSIGN_OR_RETURN(const boost::json::value document, ToJson(*answer));
      session.PrintJson(boost::json::object{
          {"program", name}, {"replica", replica}, {"now", document.at("now")}});
      return absl::OkStatus();
    };
    MOTCUA_RETURN_IF_ERROR(session.AskEveryReplica<&Simulation::SetClock>(program, request, show));
  }
  if (!session.json()) {
    table.Print(session.out());
  }
  return absl::OkStatus();
}

Action BindSet(CLI::App& command) {
  const auto time = std::make_shared<std::string>();
  command.add_option("TIME", *time, "2025-03-12T09:15 in Vietnamese time, or with an offset")
      ->required();
  return [time](Session& session) { return SetEveryClock(session, *time); };
}

}  // namespace

std::vector<Verb> ClockVerbs() {
  return {{.name = "clock set",
           .group = kOperatorGroup,
           .vi = "Đặt giờ mô phỏng cho mọi bản chạy; chỉ trên hệ thống mô phỏng.",
           .en = "Sets simulated time in every replica; only in a simulation, and never backwards.",
           .examples = {"clock set 2025-03-12T09:15"},
           .bind = BindSet}};
}

}  // namespace motcua::ctl
