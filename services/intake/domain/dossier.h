#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>

#include "motcua/base/actor.h"
#include "motcua/base/clock.h"
#include "motcua/dossier/dossier_state.h"

#include "domain/channel.h"
#include "domain/content.h"

namespace motcua::intake {

using dossier::NationalState;

/// Why a dossier ended without a result; numbers of motcua.type.v1.EndReason.
enum class EndReason : int {
  kNone = 0,
  kRefused = 1,
  kClosedNoSupplement = 2,
  kClosedNoPayment = 3,
  kWithdrawn = 4,
};

/// A dossier while intake owns it, and what intake keeps of it afterwards.
struct Dossier {
  std::string id;
  std::string code;
  std::string lookup_key;
  /// SHA-256 over look-up key and secret (libs/dossier).
  std::string secret_hash;
  /// Increased by decisions of people only.
  std::int64_t revision = 0;
  /// Increased by every event; 1..n without gaps.
  std::int64_t sequence = 0;
  NationalState state = NationalState::kFiled;
  EndReason end_reason = EndReason::kNone;
  Channel channel = Channel::kUnspecified;
  DossierContent content;
  int procedure_version = 0;
  std::string rule_set;
  Instant filed_at{};
  /// Online, while it waits in state 1: the time of the next alert to the counter: first the early
  /// alert, then the end of the acceptance limit (NĐ 297/2025 Đ6.4). Empty if no alert is due.
  std::optional<Instant> next_alert_at;
  /// End of the present acceptance limit; online only.
  std::optional<Instant> acceptance_due_at;
  std::optional<Instant> received_at;
  std::optional<Instant> due_at;
  /// Of the open supplement or payment request.
  std::optional<Instant> request_due_at;
  /// What must be paid before acceptance.
  std::int64_t fee_vnd = 0;
  bool fee_paid = false;
  int supplement_requests = 0;
  /// True once processing owns it.
  bool accepted = false;
  /// Time of the newest event; the next one must not be earlier.
  Instant last_occurred_at{};
};

/// When the counter is alerted about a dossier waiting for acceptance, and when the limit ends.
struct AcceptanceClock {
  Instant alert_at{};
  Instant due_at{};
};

/// The deadline by which a counter's work list is ordered; empty if the dossier is not waiting.
std::optional<Instant> DeadlineOf(const Dossier& dossier);

/// FAILED_PRECONDITION / DOSSIER_ACCEPTED once processing owns it.
absl::Status CheckOwned(const Dossier& dossier);
/// PERMISSION_DENIED / NOT_YOUR_DOSSIER unless the actor is an officer of the receiving agency.
absl::Status CheckCounter(const Dossier& dossier, const Actor& actor);

}  // namespace motcua::intake
