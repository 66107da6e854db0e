#pragma once

#include <string>
#include <vector>

#include <absl/status/status.h>

#include "motcua/inbox/inbox.h"

#include "usecase/ports.h"

namespace motcua::intake {

/// Asks processing for rules that did not come by Kafka: the calendar while none is known, and the
/// workflows of procedures for which none is approved here. So acceptance works on an installation
/// whose broker is down or was wiped (R1.12). What is pulled goes through the same inbox as what is
/// consumed, so nothing is applied twice. Used from one thread.
class RulesCatchUp {
 public:
  RulesCatchUp(Reader& reader, inbox::Inbox& workflows, inbox::Inbox& calendars,
               inbox::PullHistory pull)
      : reader_(reader), workflows_(workflows), calendars_(calendars), pull_(std::move(pull)) {}

  /// One round. An error of processing is returned; whoever calls comes again.
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
