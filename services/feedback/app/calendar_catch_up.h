#pragma once

#include "motcua/inbox/inbox.h"

#include "store/pg_reader.h"

namespace motcua::feedback {

/// Pulls the working calendar from processing while none is known, so that petitions can be sent
/// while the broker is down or empty (R1.12). Pulled events go through the ordinary inbox. Used
/// from one thread.
class CalendarCatchUp {
 public:
  CalendarCatchUp(PgReader& reader, inbox::Inbox& calendars, inbox::PullHistory pull)
      : reader_(reader), calendars_(calendars), pull_(std::move(pull)) {}

  /// One round. Errors of processing are returned; the caller tries again later.
  absl::Status RunRound();

 private:
  PgReader& reader_;
  inbox::Inbox& calendars_;
  const inbox::PullHistory pull_;
};

}  // namespace motcua::feedback
