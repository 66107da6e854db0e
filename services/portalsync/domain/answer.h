#pragma once

#include <string>
#include <vector>

namespace motcua::portalsync {

/// What an answer of the portal means.
enum class Verdict {
  kAccepted,
  /// A new dossier whose code already exists: send it again as an update.
  kExists,
  /// Refused by the portal; the same message would be refused again.
  kRefused,
  /// The session has expired.
  kSessionOver,
  /// No usable answer: transport error, time-out, HTML, 5xx, unknown format. It is unknown whether
  /// the portal carried out the request.
  kFailed,
};

struct PortalAnswer {
  Verdict verdict = Verdict::kFailed;
  /// The portal's message, or the transport error. May quote the request.
  std::string message;
  /// For kFailed: the request may still arrive, after a time-out, a proxy time-out, or a connection
  /// closed before the answer.
  bool may_still_arrive = false;
};

/// The decision table of domain 2.2 for a well-formed answer: "already exists" is recognised by its
/// text, regardless of the code; an expired session by its code or its text; 0 is accepted;
/// everything else is a refusal.
PortalAnswer Judge(int error_code, const std::string& message);

/// One progress entry in the portal's list.
struct HeldProgress {
  std::string at;
  std::string state;
};

/// The state of a dossier at the portal.
struct HeldDossier {
  bool known = false;
  int state = 0;
  /// In the order of arrival.
  std::vector<HeldProgress> progress;
};

}  // namespace motcua::portalsync
