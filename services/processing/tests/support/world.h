#pragma once

#include <string>

#include "motcua/base/uuid.h"
#include "motcua/calendar/working_calendar.h"

#include "domain/transitions.h"

namespace motcua::processing::testing {

/// Ids 1, 2, 3 ... in UUID form, so that tests can predict them.
class CountingIds final : public IdGenerator {
 public:
  std::string NewId() override;
  std::string NewSecret(int characters) override;

 private:
  int last_ = 0;
};

/// A small made-up world: a counter, an office, a partner; working days Monday to Friday
/// 07:30-11:30 and 13:00-17:00; reception, then office and partner at once, then the office alone,
/// then hand-over. Independent of the sample province.
class World {
 public:
  World();

  static constexpr char kCounter[] = "Z01.100";
  static constexpr char kOffice[] = "Z01.200";
  static constexpr char kPartner[] = "PARTNER";

  /// A dossier of five working days received on Monday 2025-03-03 at 09:00, as processing takes it
  /// over.
  Dossier Accepted();
  Situation As(const std::string& agency, const std::string& reason = "");
  Situation AsCitizen(const std::string& reason = "");
  /// Local time in Viet Nam, `2025-03-03T09:00`.
  static Instant At(const std::string& local);
  /// Calls Settle, and returns the ledger row if there is one. Fails the test on an error.
  std::optional<DeadlineChange> Done(Dossier& dossier, const Occurrence& occurrence);

  Workflow workflow;
  RuleSet rules;
  calendar::WorkingCalendar calendar;
  Instant now;
  CountingIds ids;
};

}  // namespace motcua::processing::testing
