#pragma once

#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/calendar/due_date.h"
#include "motcua/calendar/working_calendar.h"

#include "domain/petition.h"

namespace motcua::feedback {

/// Time limit of a step; 0: no limit.
struct PetitionTerm {
  int value = 0;
  calendar::LimitUnit unit = calendar::LimitUnit::kWorkingDay;

  friend bool operator==(const PetitionTerm&, const PetitionTerm&) = default;
};

/// Limits of one class and channel.
struct PetitionLimit {
  /// Unclassified matches every class.
  PetitionClass petition_class = PetitionClass::kUnclassified;
  /// Empty matches every channel.
  std::vector<PetitionChannel> channels;
  PetitionTerm refuse;
  PetitionTerm ask;
  PetitionTerm transfer;
  PetitionTerm answer;
  /// Counted from the answer; the others from the sending.
  PetitionTerm publish;
  std::string legal_ground;

  friend bool operator==(const PetitionLimit&, const PetitionLimit&) = default;
};

/// A version of the limits. A petition keeps the version under which it was sent.
struct PetitionRules {
  std::string version;
  /// Local date YYYY-MM-DD from which it applies to new petitions.
  std::string valid_from;
  /// The agency where petitions start; it may read and transfer all of them. Part of the rules
  /// because amendments of NĐ 20/2008 Đ8 change it every few years.
  std::string centre;
  /// The first matching line applies.
  std::vector<PetitionLimit> limits;

  friend bool operator==(const PetitionRules&, const PetitionRules&) = default;
};

/// INVALID_ARGUMENT / PETITION_RULES_INVALID with a (field, fault) pair: a version of 1 to 40
/// characters, a date, a centre, 1 to 100 lines each with an answer's term and its legal ground,
/// terms of 0 to 1000 days or hours, and a last line for every class and channel, so that every
/// petition has limits.
absl::Status CheckRules(const PetitionRules& rules);

/// The index of the first matching line; checked rules always have one.
int LineOf(const PetitionRules& rules, PetitionClass petition_class, PetitionChannel channel);

/// The dates of a petition sent at `sent`. Days are counted without the day of sending and end at
/// closing time (Civil Code 2015 Đ147, 148), hours are counted within office hours. Errors of
/// calendar::ComputeDueDate.
absl::StatusOr<Deadlines> ComputeDeadlines(const PetitionLimit& limit,
                                           const calendar::WorkingCalendar& calendar, Instant sent);

/// Deadline for publishing an answer given at `answered`; empty if there is no limit.
absl::StatusOr<std::optional<Instant>> ComputePublishDue(const PetitionLimit& limit,
                                                         const calendar::WorkingCalendar& calendar,
                                                         Instant answered);

}  // namespace motcua::feedback
