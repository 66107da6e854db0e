#pragma once

#include "motcua/inbox/inbox.h"

#include "store/pg_reader.h"

namespace motcua::feedback {

/// Asks processing for the working calendar while none is known, so that petitions are taken in on
/// an installation whose broker is down or was wiped (R1.12). What is pulled goes through the inbox
/// of what is consumed. Used from one thread.
class CalendarCatchUp {
 public:
  CalendarCatchUp(PgReader& reader, inbox::Inbox& calendars, inbox::PullHistory pull)
      : reader_(reader), calendars_(calendars), pull_(std::move(pull)) {}

  /// One round. An error of processing is returned; whoever calls comes again.
  absl::Status RunRound();

 private:
  PgReader& reader_;
  inbox::Inbox& calendars_;
  const inbox::PullHistory pull_;
};

}  // namespace motcua::feedback
