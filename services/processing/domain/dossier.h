#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/clock.h"
#include "motcua/calendar/due_date.h"
#include "motcua/dossier/dossier_state.h"

#include "domain/workflow.h"

namespace motcua::processing {

enum class TaskState { kOpen = 1, kDone = 2, kCancelled = 3 };

/// One piece of work of one agency.
struct Task {
  std::string id;
  int stage = 0;
  std::string step_id;
  std::string step_name_vi;
  StepKind kind = StepKind::kProcessing;
  std::string agency;
  std::string officer;
  TaskState state = TaskState::kOpen;
  Instant opened_at{};
  std::optional<Instant> due_at;
  std::optional<Instant> done_at;
  /// The task whose completion opened this one; empty for the first stage.
  std::string opened_by;
  /// Its agency has acted on it (a request, a transfer), so it can no longer be recalled.
  bool acted = false;
  /// The agency that transferred it here, and the event; for the recall.
  std::string transferred_from;
  std::int64_t transferred_sequence = 0;
  /// The event that finished it; 0 while open.
  std::int64_t done_sequence = 0;

  friend bool operator==(const Task&, const Task&) = default;
};

enum class RequestKind { kSupplement = 1, kPayment = 2 };

/// One request to the applicant, opened in a task. Several requests of different agencies may be
/// open at once; overlapping waits are counted once.
struct Request {
  std::string id;
  std::string task_id;
  std::string agency;
  RequestKind kind = RequestKind::kSupplement;
  Instant opened_at{};
  std::optional<Instant> answer_due_at;
  /// For a supplement: when the papers were sent, at which the wait ends once the counter confirms
  /// them.
  std::optional<Instant> sent_at;
  std::optional<Instant> closed_at;
  /// When the wait ended; set together with closed_at.
  std::optional<Instant> wait_ended_at;
  std::vector<std::string> items_vi;
  std::vector<std::string> paper_ids;
  std::int64_t amount_vnd = 0;
  std::string payment_reference;

  bool open() const { return !closed_at.has_value(); }

  friend bool operator==(const Request&, const Request&) = default;
};

/// A stop at the applicant's request; open-ended until resumed.
struct Stop {
  Instant from{};
  std::optional<Instant> to;

  friend bool operator==(const Stop&, const Stop&) = default;
};

enum class ResultPlace {
  kNone = 0,
  kAtOffice = 1,
  kTransferred = 2,
  kAtCounter = 3,
  kHandedOver = 4
};
enum class EndReason {
  kNone = 0,
  kClosedNoSupplement = 2,
  kWithdrawn = 4,
  kReturnedUnqualified = 5,
};

/// A dossier in processing, with everything that determines its national state and due date. A
/// plain value, changed by transitions.h and stored by the store.
struct Dossier {
  // Fixed at acceptance.
  std::string id;
  std::string code;
  std::string lookup_key;
  std::string procedure_code;
  int procedure_version = 0;
  std::string workflow_id;
  int workflow_version = 0;
  std::string rule_set;
  int channel = 0;
  std::string receiving_agency;
  std::string handling_agency;
  Instant received_at{};
  calendar::LimitRule limit;
  std::int64_t fee_after_acceptance_vnd = 0;
  std::int64_t intake_sequence = 0;

  // Sequence of events, and revision of decisions by people.
  std::int64_t sequence = 0;
  std::int64_t revision = 0;
  /// Time of the last event; the next one must not be earlier.
  Instant last_occurred_at{};

  // Derived from the tasks, requests and marks below; stored so that lists need not compute it.
  dossier::NationalState state = dossier::NationalState::kReceived;
  std::optional<Instant> due_at;
  bool paused = false;
  std::string calendar_version;

  EndReason end_reason = EndReason::kNone;
  std::optional<Instant> ended_at;
  std::optional<Instant> finished_at;
  std::optional<Instant> handed_over_at;
  ResultPlace result_place = ResultPlace::kNone;
  std::string result_number;
  std::string result_agency;
  std::int64_t fee_paid_vnd = 0;
  std::optional<calendar::Extension> extension;
  int extensions = 0;

  std::vector<Task> tasks;
  std::vector<Request> requests;
  std::vector<Stop> stops;

  /// Neither finished nor ended: its due date still counts.
  bool running() const { return !ended_at.has_value() && !finished_at.has_value(); }
  bool stopped() const { return !stops.empty() && !stops.back().to.has_value(); }
  bool fee_paid() const { return fee_paid_vnd >= fee_after_acceptance_vnd; }
  /// The first open task, whose agency must act. Null if none is open.
  const Task* current_task() const;
  Task* FindTask(std::string_view task_id);
  Request* FindRequest(std::string_view request_id);
};

/// The national state (domain 2.1) as a pure function of tasks, requests and marks; it is never set
/// directly. While several requests are open, a supplement takes precedence over a payment, because
/// a payment alone does not move the dossier on.
dossier::NationalState DeriveState(const Dossier& dossier);

}  // namespace motcua::processing
