#include "store/rules_document.h"

#include "motcua/base/status_macros.h"

namespace motcua::feedback {
namespace {

absl::Status Fault(const std::string& field, const std::string& fault) {
  return Error(absl::StatusCode::kInvalidArgument, "PETITION_RULES_INVALID",
               "the rules cannot be used: " + field + " " + fault,
               {{"field", field}, {"fault", fault}});
}

absl::StatusOr<PetitionTerm> ToTerm(const v1::PetitionTerm& term, const std::string& field) {
  PetitionTerm out{.value = term.value()};
  switch (term.unit()) {
    case type::v1::LIMIT_UNIT_WORKING_DAY:
      return out;
    case type::v1::LIMIT_UNIT_WORKING_HOUR:
      out.unit = calendar::LimitUnit::kWorkingHour;
      return out;
    case type::v1::LIMIT_UNIT_CALENDAR_DAY:
      out.unit = calendar::LimitUnit::kCalendarDay;
      return out;
    case type::v1::LIMIT_UNIT_SAME_DAY:
      out.unit = calendar::LimitUnit::kSameDay;
      return out;
    default:
      break;
  }
  // Without a limit the unit is not required.
  return term.value() == 0 ? absl::StatusOr<PetitionTerm>(out) : Fault(field, "has no unit");
}

v1::PetitionTerm ToDocument(const PetitionTerm& term) {
  v1::PetitionTerm out;
  if (term.value == 0) {
    return out;
  }
  out.set_value(term.value);
  switch (term.unit) {
    case calendar::LimitUnit::kWorkingDay:
      out.set_unit(type::v1::LIMIT_UNIT_WORKING_DAY);
      break;
    case calendar::LimitUnit::kWorkingHour:
      out.set_unit(type::v1::LIMIT_UNIT_WORKING_HOUR);
      break;
    case calendar::LimitUnit::kCalendarDay:
      out.set_unit(type::v1::LIMIT_UNIT_CALENDAR_DAY);
      break;
    case calendar::LimitUnit::kSameDay:
      out.set_unit(type::v1::LIMIT_UNIT_SAME_DAY);
      break;
  }
  return out;
}

absl::StatusOr<PetitionLimit> ToLimit(const v1::PetitionLimit& document, const std::string& field) {
  PetitionLimit limit{.legal_ground = document.legal_ground()};
  if (!v1::PetitionClass_IsValid(document.class_())) {
    return Fault(field + ".class", "does not exist");
  }
  limit.petition_class = static_cast<PetitionClass>(document.class_());
  for (const int channel : document.channels()) {
    if (!v1::PetitionChannel_IsValid(channel)) {
      return Fault(field + ".channels", "names a channel that does not exist");
    }
    limit.channels.push_back(static_cast<PetitionChannel>(channel));
  }
  MOTCUA_ASSIGN_OR_RETURN(limit.refuse, ToTerm(document.refuse(), field + ".refuse"));
  MOTCUA_ASSIGN_OR_RETURN(limit.ask, ToTerm(document.ask(), field + ".ask"));
  MOTCUA_ASSIGN_OR_RETURN(limit.transfer, ToTerm(document.transfer(), field + ".transfer"));
  MOTCUA_ASSIGN_OR_RETURN(limit.answer, ToTerm(document.answer(), field + ".answer"));
  MOTCUA_ASSIGN_OR_RETURN(limit.publish, ToTerm(document.publish(), field + ".publish"));
  return limit;
}

}  // namespace

absl::StatusOr<PetitionRules> ToRules(const v1::PetitionRules& document) {
  PetitionRules rules{.version = document.version(),
                      .valid_from = document.valid_from(),
                      .centre = document.centre()};
  for (int i = 0; i < document.limits_size(); ++i) {
    MOTCUA_ASSIGN_OR_RETURN(PetitionLimit limit,
                            ToLimit(document.limits(i), "limits[" + std::to_string(i) + "]"));
    rules.limits.push_back(std::move(limit));
  }
  return rules;
}

v1::PetitionRules ToDocument(const PetitionRules& rules) {
  v1::PetitionRules document;
  document.set_version(rules.version);
  document.set_valid_from(rules.valid_from);
  document.set_centre(rules.centre);
  for (const PetitionLimit& limit : rules.limits) {
    v1::PetitionLimit& out = *document.add_limits();
    out.set_class_(static_cast<v1::PetitionClass>(limit.petition_class));
    for (const PetitionChannel channel : limit.channels) {
      out.add_channels(static_cast<v1::PetitionChannel>(channel));
    }
    *out.mutable_refuse() = ToDocument(limit.refuse);
    *out.mutable_ask() = ToDocument(limit.ask);
    *out.mutable_transfer() = ToDocument(limit.transfer);
    *out.mutable_answer() = ToDocument(limit.answer);
    *out.mutable_publish() = ToDocument(limit.publish);
    out.set_legal_ground(limit.legal_ground);
  }
  return document;
}

}  // namespace motcua::feedback
