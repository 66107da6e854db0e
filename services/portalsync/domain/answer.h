#pragma once

#include <string>
#include <vector>

namespace motcua::portalsync {

/// What an answer of the portal means for the one who asked.
enum class Verdict {
  kAccepted,
  /// A new dossier whose code is there already: send it again as an update.
  kExists,
  /// Refused in the portal's own words; the same message would be refused again.
  kRefused,
  /// The log-in has run out.
  kSessionOver,
  /// No answer that means anything: transport, time-out, HTML, 5xx, an unknown shape. Whether the
  /// portal did what it was asked is not known.
  kFailed,
};

struct PortalAnswer {
  Verdict verdict = Verdict::kFailed;
  /// The portal's words, or what went wrong on the way. May quote what was sent.
  std::string message;
  /// kFailed: what was sent may still arrive: no answer in time, a proxy that gave up waiting, or a
  /// connection that ended before the answer.
  bool may_still_arrive = false;
};

/// The decision table of domain 2.2, for an answer that has the portal's shape: "already exists" is
/// told by the text, whatever the code; an expired session by its code or its text; 0 is accepted;
/// everything else is a refusal.
PortalAnswer Judge(int error_code, const std::string& message);

/// One progress entry as the portal lists it.
struct HeldProgress {
  std::string at;
  std::string state;
};

/// What the portal holds of a dossier.
struct HeldDossier {
  bool known = false;
  int state = 0;
  /// In the order it came.
  std::vector<HeldProgress> progress;
};

}  // namespace motcua::portalsync
