#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "usecase/ports.h"

namespace motcua::portalsync {

/// What became of one event.
struct SendResult {
  enum class Outcome { kAcknowledged, kRefused, kRewound, kPortalFailed };
  Outcome outcome = Outcome::kPortalFailed;
  /// kPortalFailed: what went wrong, without anything personal.
  std::string message;
  /// kPortalFailed: a change may still arrive at the portal.
  bool may_still_arrive = false;
};

/// Brings one event of one dossier to the portal: asks first what it holds, sends the dossier as
/// new or as an update, then the progress, then writes the acknowledgement (domain 2.2). After a
/// crash anywhere between, the same call asks again and does what is missing.
///
/// How a progress entry is not doubled: the portal lists a dossier's progress, we are the only
/// writer of it and send it in order, so the event with the place n is there exactly when the list
/// has n entries. Time and state of entry n must then be the event's own; anything else is a
/// refusal for a person to look at. Nothing beside the fields of domain 2.4 is needed. Two events
/// of one second and one state stay two.
class SendEvent {
 public:
  SendEvent(Portal& portal, ApplicantSource& applicants, const Clock& machine)
      : portal_(portal), applicants_(applicants), machine_(machine) {}

  /// An error is of the database or of intake: nothing is known about the portal.
  absl::StatusOr<SendResult> Run(const CallContext& call, Queue& queue,
                                 const NextEvent& next) const;

 private:
  absl::StatusOr<SendResult> Send(const CallContext& call, Queue& queue, const NextEvent& next,
                                  const HeldDossier& held) const;
  absl::StatusOr<SendResult> Acknowledge(const CallContext& call, Queue& queue,
                                         const NextEvent& next, const std::string& message) const;

  Portal& portal_;
  ApplicantSource& applicants_;
  const Clock& machine_;
};

}  // namespace motcua::portalsync
