#include <memory>
#include <ostream>
#include <thread>

#include "motcua/intake/v1/catalogue_service.grpc.pb.h"
#include "motcua/processing/v1/rules_service.grpc.pb.h"

#include "motcua/base/error.h"

#include "load/load_province.h"
#include "output/json.h"
#include "output/table.h"
#include "verbs/verb.h"

namespace motcua::ctl {
namespace {

using intake::v1::CatalogueService;
using processing::v1::RulesService;

struct LoadArgs {
  std::string directory;
  bool check = false;
};

ProvinceCalls CallsOf(Session& session) {
  return {
      .load_catalogue =
          [&session](const auto& request, const std::string& key) {
            return session.Ask<&CatalogueService::Stub::LoadCatalogue>(Program::kIntake, request,
                                                                       key);
          },
      .load_calendar =
          [&session](const auto& request, const std::string& key) {
            return session.Ask<&RulesService::Stub::LoadCalendar>(Program::kProcessing, request,
                                                                  key);
          },
      .load_workflows =
          [&session](const auto& request, const std::string& key) {
            return session.Ask<&RulesService::Stub::LoadWorkflows>(Program::kProcessing, request,
                                                                   key);
          },
      .new_key = [&session] { return session.NewKey(); },
      .wait = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); },
  };
}

void PrintFaults(Session& session, const std::vector<LoadFault>& faults, std::size_t left_out) {
  if (session.json()) {
    for (const LoadFault& fault : faults) {
      session.PrintJson(boost::json::object{{"fault",
                                             {{"file", fault.file},
                                              {"field", fault.field},
                                              {"reason", fault.reason},
                                              {"message", fault.message}}}});
    }
    if (left_out > 0) {
      session.PrintJson(boost::json::object{{"faults_left_out", left_out}});
    }
    return;
  }
  Table table({{"Tệp"}, {"Trường"}, {"Mã lỗi"}, {"Lỗi"}});
  for (const LoadFault& fault : faults) {
    table.Add({fault.file, fault.field, fault.reason, fault.message});
  }
  table.Print(session.out());
  if (left_out > 0) {
    session.out() << "… và " << left_out << " lỗi nữa không liệt kê / and " << left_out
                  << " more not listed\n";
  }
}

absl::Status Refuse(Session& session, const std::vector<LoadFault>& faults,
                    std::size_t left_out = 0) {
  PrintFaults(session, faults, left_out);
  return Error(absl::StatusCode::kInvalidArgument, "PROVINCE_INVALID",
               std::to_string(faults.size() + left_out) + " fault(s); nothing was applied");
}

absl::Status PrintOutcome(Session& session, const Province& province, const LoadOutcome& outcome,
                          bool check) {
  if (session.json()) {
    MOTCUA_ASSIGN_OR_RETURN(boost::json::value catalogue, ToJson(outcome.catalogue));
    MOTCUA_ASSIGN_OR_RETURN(boost::json::value calendar, ToJson(outcome.calendar));
    MOTCUA_ASSIGN_OR_RETURN(boost::json::value workflows, ToJson(outcome.workflows));
    session.PrintJson(boost::json::object{{"applied", !check},
                                          {"catalogue", std::move(catalogue)},
                                          {"calendar", std::move(calendar)},
                                          {"workflows", std::move(workflows)}});
    return absl::OkStatus();
  }
  const auto& catalogue = province.catalogue;
  Table table({{"Dữ liệu"},
               {"Trong tệp", Table::Align::kRight},
               {"Mới hoặc đổi", Table::Align::kRight},
               {"Chưa xác minh", Table::Align::kRight}});
  table.Add({"cơ quan / agencies", std::to_string(catalogue.agencies_size()),
             std::to_string(outcome.catalogue.agencies_changed()), ""});
  table.Add({"bộ quy tắc / rule sets", std::to_string(catalogue.rule_sets_size()),
             std::to_string(outcome.catalogue.rule_sets_changed()), ""});
  table.Add({"thủ tục / procedures", std::to_string(catalogue.procedures_size()),
             std::to_string(outcome.catalogue.procedures_changed()), ""});
  table.Add({"cả danh mục / catalogue", "", "", std::to_string(outcome.catalogue.unverified())});
  table.Add({"lịch / calendar " + province.calendar_version, "1",
             outcome.calendar.changed() ? "1" : "0", ""});
  table.Add({"quy trình / workflows", std::to_string(province.workflows.size()),
             std::to_string(outcome.workflows.workflows_changed()),
             std::to_string(outcome.workflows.unverified())});
  table.Print(session.out());
  session.out() << (check ? "Kiểm tra đạt, chưa nạp gì / checked, nothing applied\n"
                          : "Đã nạp / applied\n");
  return absl::OkStatus();
}

Action Bind(CLI::App& command) {
  const auto args = std::make_shared<LoadArgs>();
  command.add_option("DIR", args->directory, "directory laid out like deploy/sample")->required();
  command.add_flag("--check", args->check, "only check with the programs; apply nothing");
  return [args](Session& session) -> absl::Status {
    const Province province = ReadProvince(args->directory);
    if (!province.faults.empty()) {
      return Refuse(session, province.faults);
    }
    MOTCUA_ASSIGN_OR_RETURN(const LoadOutcome outcome,
                            LoadProvince(province, args->check, CallsOf(session)));
    if (!outcome.faults.empty()) {
      return Refuse(session, outcome.faults, outcome.faults_left_out);
    }
    return PrintOutcome(session, province, outcome, args->check);
  };
}

}  // namespace

std::vector<Verb> LoadVerbs() {
  return {{.name = "load",
           .group = kOperatorGroup,
           .vi = "Nạp dữ liệu của tỉnh: danh mục, lịch, quy trình; sai một chỗ thì không nạp gì.",
           .en = "Loads a province: catalogue, calendar, workflows; checks everything before "
                 "loading anything.",
           .examples = {"load deploy/sample --check", "load deploy/sample"},
           .bind = Bind}};
}

}  // namespace motcua::ctl
