#pragma once

#include <string>
#include <vector>

#include <absl/status/status.h>

#include "motcua/inbox/inbox.h"

#include "usecase/ports.h"

namespace motcua::intake {

/// Pulls rules from processing that were not received from Kafka: the calendar while none is known,
/// and the workflows of procedures without an approved one, so that acceptance works while the
/// broker is down or empty (R1.12). Pulled events go through the same inbox as consumed ones, so
/// nothing is applied twice. Used from one thread.
class RulesCatchUp {
 public:
  RulesCatchUp(Reader& reader, inbox::Inbox& workflows, inbox::Inbox& calendars,
               inbox::PullHistory pull)
      : reader_(reader), workflows_(workflows), calendars_(calendars), pull_(std::move(pull)) {}

  /// One round. Errors of processing are returned; the caller tries again later.
  absl::Status Run(const CallContext& call);

 private:
  /// True when the owner has events under this key.
  absl::StatusOr<bool> Take(const CallContext& call, inbox::Inbox& inbox, const std::string& stream,
                            const std::string& key);

  Reader& reader_;
  inbox::Inbox& workflows_;
  inbox::Inbox& calendars_;
  const inbox::PullHistory pull_;
};

}  // namespace motcua::intake
