#include "load/load_province.h"

#include <algorithm>
#include <charconv>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

namespace motcua::ctl {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstWait{200};
constexpr milliseconds kLongestWait{3200};
constexpr milliseconds kPatience{30000};
// Slightly below the message limit of a channel.
constexpr std::size_t kMaxRequest = 1000UL * 1024;

// Waits are counted, not measured: an attempt at a closed port fails at once.
template <typename Fn>
auto Patiently(const ProvinceCalls& calls, Fn attempt) {
  milliseconds waited{0};
  for (milliseconds next = kFirstWait;; next = std::min(next * 2, kLongestWait)) {
    auto answer = attempt();
    if (answer.status().code() != absl::StatusCode::kUnavailable || waited + next > kPatience) {
      return answer;
    }
    calls.wait(next);
    waited += next;
  }
}

absl::Status CheckSize(const google::protobuf::Message& request, const std::string& what) {
  if (request.ByteSizeLong() <= kMaxRequest) {
    return absl::OkStatus();
  }
  return FieldError(what, "TOO_LARGE", "one load may have at most 1000 KiB");
}

// `procedures[12].limits[0]` of a list whose elements have files: the file and `limits[0]`.
LoadFault Locate(std::string field, const std::string& list,
                 const std::vector<std::string>& files) {
  LoadFault fault{.field = field};
  const std::string begin = list + "[";
  const std::size_t close = field.find(']');
  if (!field.starts_with(begin) || close == std::string::npos) {
    return fault;
  }
  std::size_t index = 0;
  const char* const number = field.data() + begin.size();
  const auto [end, error] = std::from_chars(number, field.data() + close, index);
  if (error != std::errc() || end != field.data() + close || index >= files.size()) {
    return fault;
  }
  fault.file = files[index];
  fault.field = field.substr(std::min(field.size(), close + 1));
  if (fault.field.starts_with('.')) {
    fault.field.erase(0, 1);
  }
  return fault;
}

bool IsFaultOfData(const absl::Status& status) {
  return status.code() == absl::StatusCode::kInvalidArgument;
}

std::size_t ToCount(const std::string& text) {
  std::size_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

// A program returns faults as their number followed by pairs of field and message; a single fault
// may be a field error.
void AddFaults(const absl::Status& status, const std::string& list,
               const std::vector<std::string>& files, LoadOutcome& outcome) {
  bool any = false;
  for (const auto& [key, value] : Metadata(status)) {
    if (key == "faults") {
      continue;
    }
    if (key == "faults_left_out") {
      outcome.faults_left_out += ToCount(value);
      continue;
    }
    const bool single = key == "field";
    LoadFault fault = Locate(single ? value : key, list, files);
    fault.reason = Reason(status);
    fault.message = single ? Message(status) : value;
    outcome.faults.push_back(std::move(fault));
    any = true;
  }
  if (!any) {
    outcome.faults.push_back({.reason = Reason(status), .message = Message(status)});
  }
}

void AddCalendarFaults(const absl::Status& status, std::vector<LoadFault>& faults) {
  LoadFault fault{.file = "calendar.json", .reason = Reason(status), .message = Message(status)};
  for (const auto& [key, value] : Metadata(status)) {
    (key == "cause" ? fault.reason : fault.field) = value;
  }
  faults.push_back(std::move(fault));
}

struct Requests {
  intake::v1::LoadCatalogueRequest catalogue;
  processing::v1::LoadCalendarRequest calendar;
  processing::v1::LoadWorkflowsRequest workflows;

  void SetDryRun(bool dry_run) {
    catalogue.set_dry_run(dry_run);
    calendar.set_dry_run(dry_run);
    workflows.set_dry_run(dry_run);
  }
};

absl::StatusOr<Requests> MakeRequests(const Province& province) {
  Requests requests;
  *requests.catalogue.mutable_catalogue() = province.catalogue;
  requests.calendar.set_document(province.calendar_document);
  for (const workflow::v1::Workflow& workflow : province.workflows) {
    *requests.workflows.add_workflows() = workflow;
  }
  MOTCUA_RETURN_IF_ERROR(CheckSize(requests.catalogue, "catalogue"));
  MOTCUA_RETURN_IF_ERROR(CheckSize(requests.workflows, "workflows"));
  return requests;
}

}  // namespace

absl::StatusOr<LoadOutcome> LoadProvince(const Province& province, bool check_only,
                                         const ProvinceCalls& calls) {
  MOTCUA_ASSIGN_OR_RETURN(Requests requests, MakeRequests(province));
  const auto patiently = [&](const auto& call, const auto& request) {
    const std::string key = calls.new_key();
    return Patiently(calls, [&] { return call(request, key); });
  };

  requests.SetDryRun(true);
  LoadOutcome outcome;
  const auto catalogue = patiently(calls.load_catalogue, requests.catalogue);
  const auto calendar = patiently(calls.load_calendar, requests.calendar);
  const auto workflows = patiently(calls.load_workflows, requests.workflows);
  for (const absl::Status& status : {catalogue.status(), calendar.status(), workflows.status()}) {
    if (!status.ok() && !IsFaultOfData(status)) {
      return status;
    }
  }
  if (!catalogue.ok()) {
    AddFaults(catalogue.status(), "procedures", province.procedure_files, outcome);
  }
  if (!calendar.ok()) {
    AddCalendarFaults(calendar.status(), outcome.faults);
  }
  if (!workflows.ok()) {
    AddFaults(workflows.status(), "workflows", province.workflow_files, outcome);
  }
  if (!outcome.faults.empty()) {
    return outcome;
  }
  outcome.catalogue = *catalogue;
  outcome.calendar = *calendar;
  outcome.workflows = *workflows;
  if (check_only) {
    return outcome;
  }

  requests.SetDryRun(false);
  MOTCUA_ASSIGN_OR_RETURN(outcome.catalogue, patiently(calls.load_catalogue, requests.catalogue));
  MOTCUA_ASSIGN_OR_RETURN(outcome.calendar, patiently(calls.load_calendar, requests.calendar));
  MOTCUA_ASSIGN_OR_RETURN(outcome.workflows, patiently(calls.load_workflows, requests.workflows));
  return outcome;
}

}  // namespace motcua::ctl
