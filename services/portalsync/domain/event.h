#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "motcua/base/actor.h"
#include "motcua/base/clock.h"
#include "motcua/dossier/dossier_state.h"

namespace motcua::portalsync {

using dossier::NationalState;

/// To what extent the portal has received an event.
enum class EventStatus : int { kWaiting = 0, kDossierSent = 1, kAcknowledged = 2, kRefused = 3 };

/// One event of a dossier with the facts sent to the portal, without personal data.
struct DossierEvent {
  std::string event_id;
  /// Message name, for example `DossierForwarded`.
  std::string kind;
  NationalState state = NationalState::kFiled;
  Instant occurred_at{};
  std::optional<Instant> received_at;
  std::optional<Instant> due_at;
  ActorKind actor = ActorKind::kUnspecified;
  /// Staff number; empty unless the actor is an officer.
  std::string officer;
  std::string handling_agency;
  /// Agency that must act, and the present step.
  std::string current_agency;
  std::string step_vi;
  // When the dossier entered these states, up to this event.
  std::optional<Instant> refused_at;
  std::optional<Instant> finished_at;
  std::optional<Instant> handed_over_at;
};

/// The next event of a dossier that the portal has not acknowledged.
struct NextEvent {
  std::string dossier_id;
  std::string code;
  /// 1..n: which progress entry of the dossier it becomes.
  int position = 0;
  EventStatus status = EventStatus::kWaiting;
  /// Attempts so far.
  int attempts = 0;
  DossierEvent event;
};

}  // namespace motcua::portalsync
