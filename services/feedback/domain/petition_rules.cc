#include "domain/petition_rules.h"

#include <algorithm>

#include "motcua/base/status_macros.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/text/text.h"

namespace motcua::feedback {
namespace {

constexpr std::size_t kMaxVersion = 40;
constexpr std::size_t kMaxAgencyCode = 64;
constexpr std::size_t kMaxLines = 100;
constexpr std::size_t kMaxGround = 500;
constexpr int kMaxTerm = 1000;

absl::Status Fault(const std::string& field, const std::string& fault) {
  return Error(absl::StatusCode::kInvalidArgument, "PETITION_RULES_INVALID",
               "the rules cannot be used: " + field + " " + fault,
               {{"field", field}, {"fault", fault}});
}

absl::Status CheckTerm(const PetitionTerm& term, const std::string& field) {
  if (term.value < 0 || term.value > kMaxTerm) {
    return Fault(field, "is not 0 to 1000");
  }
  if (term.unit == calendar::LimitUnit::kSameDay) {
    return Fault(field, "must be in working days, working hours or calendar days");
  }
  return absl::OkStatus();
}

absl::Status CheckLine(const PetitionLimit& limit, const std::string& field) {
  for (const auto& [term, name] :
       {std::pair(&limit.refuse, "refuse"), std::pair(&limit.ask, "ask"),
        std::pair(&limit.transfer, "transfer"), std::pair(&limit.answer, "answer"),
        std::pair(&limit.publish, "publish")}) {
    MOTCUA_RETURN_IF_ERROR(CheckTerm(*term, field + "." + name));
  }
  if (limit.answer.value == 0) {
    return Fault(field + ".answer", "is missing: every petition needs a deadline for its answer");
  }
  if (std::ranges::count(limit.channels, PetitionChannel::kUnspecified) > 0) {
    return Fault(field + ".channels", "names a channel that does not exist");
  }
  const text::Rule ground{.field = "legal_ground", .most = kMaxGround, .required = true};
  return text::Check(limit.legal_ground, ground).ok()
             ? absl::OkStatus()
             : Fault(field + ".legal_ground", "is missing, too long or not valid text");
}

absl::StatusOr<std::optional<Instant>> DueOf(const PetitionTerm& term,
                                             const calendar::WorkingCalendar& calendar,
                                             Instant from) {
  if (term.value == 0) {
    return std::optional<Instant>();
  }
  const calendar::DueInput input{
      .received = from,
      .limit = {
          .value = term.value, .unit = term.unit, .convention = calendar::Convention::kEndOfDay}};
  MOTCUA_ASSIGN_OR_RETURN(const calendar::DueDate date, ComputeDueDate(calendar, input));
  return date.due;
}

}  // namespace

absl::Status CheckRules(const PetitionRules& rules) {
  const text::Rule version{.field = "version", .most = kMaxVersion, .required = true};
  if (!text::Check(rules.version, version).ok()) {
    return Fault("version", "is not a name of 1 to 40 characters");
  }
  if (!calendar::ParseDate(rules.valid_from).ok()) {
    return Fault("valid_from", "is not a date YYYY-MM-DD");
  }
  const text::Rule centre{.field = "centre", .most = kMaxAgencyCode, .required = true};
  if (!text::Check(rules.centre, centre).ok()) {
    return Fault("centre", "is not an agency code");
  }
  if (rules.limits.empty() || rules.limits.size() > kMaxLines) {
    return Fault("limits", "must have 1 to 100 lines");
  }
  for (std::size_t i = 0; i < rules.limits.size(); ++i) {
    MOTCUA_RETURN_IF_ERROR(CheckLine(rules.limits[i], "limits[" + std::to_string(i) + "]"));
  }
  const PetitionLimit& last = rules.limits.back();
  if (last.petition_class != PetitionClass::kUnclassified || !last.channels.empty()) {
    return Fault("limits", "must end with a line for every class and channel");
  }
  return absl::OkStatus();
}

int LineOf(const PetitionRules& rules, PetitionClass petition_class, PetitionChannel channel) {
  const auto matches = [&](const PetitionLimit& limit) {
    return (limit.petition_class == PetitionClass::kUnclassified ||
            limit.petition_class == petition_class) &&
           (limit.channels.empty() || std::ranges::count(limit.channels, channel) > 0);
  };
  const auto found = std::ranges::find_if(rules.limits, matches);
  return static_cast<int>(found - rules.limits.begin());
}

absl::StatusOr<Deadlines> ComputeDeadlines(const PetitionLimit& limit,
                                           const calendar::WorkingCalendar& calendar,
                                           Instant sent) {
  Deadlines deadlines;
  MOTCUA_ASSIGN_OR_RETURN(deadlines.refuse, DueOf(limit.refuse, calendar, sent));
  MOTCUA_ASSIGN_OR_RETURN(deadlines.ask, DueOf(limit.ask, calendar, sent));
  MOTCUA_ASSIGN_OR_RETURN(deadlines.transfer, DueOf(limit.transfer, calendar, sent));
  MOTCUA_ASSIGN_OR_RETURN(const std::optional<Instant> answer, DueOf(limit.answer, calendar, sent));
  if (!answer.has_value()) {
    return Error(absl::StatusCode::kInternal, "RULES_WITHOUT_ANSWER",
                 "a line of checked rules has no term for the answer");
  }
  deadlines.answer = *answer;
  return deadlines;
}

absl::StatusOr<std::optional<Instant>> ComputePublishDue(const PetitionLimit& limit,
                                                         const calendar::WorkingCalendar& calendar,
                                                         Instant answered) {
  return DueOf(limit.publish, calendar, answered);
}

}  // namespace motcua::feedback
