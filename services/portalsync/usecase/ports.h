#pragma once

#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/base/clock.h"

#include "domain/answer.h"
#include "domain/applicant.h"
#include "domain/event.h"
#include "domain/message.h"

namespace motcua::portalsync {

/// The portal's answer about one dossier.
struct LookedUp {
  PortalAnswer answer;
  /// Only when accepted.
  HeldDossier held;
};

/// The National Portal. Logs in automatically, so no answer is kSessionOver. One connection; not
/// thread-safe.
class Portal {
 public:
  virtual ~Portal() = default;
  virtual LookedUp LookUp(const std::string& code) = 0;
  virtual PortalAnswer SendDossier(const DossierMessage& message, bool updating) = 0;
  virtual PortalAnswer SendProgress(const Fields& message) = 0;
};

/// Gets the data from intake that only intake has. Thread-safe.
class ApplicantSource {
 public:
  virtual ~ApplicantSource() = default;
  virtual absl::StatusOr<DisclosedDossier> Disclose(const CallContext& call,
                                                    const std::string& dossier_id) = 0;
};

/// The outbound queue of one shard, for its holder: a change made after the shard was lost fails
/// with ABORTED / FENCED. Each change is one transaction. Times are machine time.
class Queue {
 public:
  virtual ~Queue() = default;
  /// The next event of each due dossier, longest waiting first.
  virtual absl::StatusOr<std::vector<NextEvent>> Due(const CallContext& call, Instant now,
                                                     int limit) = 0;
  virtual absl::Status MarkDossierSent(const CallContext& call, const NextEvent& next) = 0;
  /// The following event becomes the next one, due immediately.
  virtual absl::Status Acknowledge(const CallContext& call, const NextEvent& next,
                                   const std::string& portal_message, Instant now) = 0;
  /// Sends nothing more of this dossier until an operator retries it.
  virtual absl::Status Refuse(const CallContext& call, const NextEvent& next,
                              const std::string& portal_message) = 0;
  virtual absl::Status PutOff(const CallContext& call, const NextEvent& next,
                              const std::string& portal_message, Instant next_attempt_at) = 0;
  /// The portal lost acknowledged events: those after the first `held` are sent again.
  virtual absl::Status Rewind(const CallContext& call, const NextEvent& next, int held) = 0;
  /// If the database refuses this dossier for good: Due leaves it out for a while, so that the
  /// others go on, and operators see it. Returns `why` if it is no such refusal, or if there are
  /// too many; it then ends the round.
  virtual absl::Status SetAside(const NextEvent& next, const absl::Status& why) = 0;
};

}  // namespace motcua::portalsync
