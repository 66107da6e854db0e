#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "usecase/ports.h"

namespace motcua::portalsync {

/// The outcome of one event.
struct SendResult {
  enum class Outcome { kAcknowledged, kRefused, kRewound, kPortalFailed };
  Outcome outcome = Outcome::kPortalFailed;
  /// For kPortalFailed: the error, without personal data.
  std::string message;
  /// For kPortalFailed: a change may still arrive at the portal.
  bool may_still_arrive = false;
};

/// Sends one event of one dossier to the portal: queries the dossier there, sends it as new or as
/// an update, then the progress, then writes the acknowledgement (domain 2.2). After a crash at any
/// point, the same call queries again and does what is missing.
///
/// How duplicates of progress entries are avoided: the portal lists a dossier's progress, and we
/// are the only writer and send it in order, so the event at position n is at the portal if and
/// only if the list has at least n entries. Time and state of entry n must then equal those of the
/// event; otherwise the dossier is refused for a person to check. This uses only the fields of
/// domain 2.4, and keeps two events with the same second and state apart.
class SendEvent {
 public:
  SendEvent(Portal& portal, ApplicantSource& applicants, const Clock& machine)
      : portal_(portal), applicants_(applicants), machine_(machine) {}

  /// An error is one of the database or of intake, and says nothing about the portal.
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
