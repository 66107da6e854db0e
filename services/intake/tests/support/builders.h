#pragma once

#include <memory>
#include <string>

#include "motcua/base/clock.h"
#include "motcua/calendar/working_calendar.h"

#include "domain/catalogue.h"
#include "domain/content.h"
#include "domain/dossier.h"
#include "domain/rules.h"

namespace motcua::intake::testing {

// A small, complete, made-up province with every rule that tests depend on.

inline constexpr char kProvince[] = "H99";
inline constexpr char kCentre[] = "H99.90";   // receives; stands for the province
inline constexpr char kCommune[] = "H99.50";  // receives and handles
inline constexpr char kOtherCommune[] = "H99.51";
inline constexpr char kDepartment[] = "H99.10";  // handles, receives nothing
inline constexpr char kClosedCommune[] = "H99.52";
/// 3 working days, online and at the counter, one required part, no fee.
inline constexpr char kPlain[] = "1.000001";
/// 10 working days, a fee of 50000 before acceptance and 20000 after.
inline constexpr char kWithFee[] = "1.000002";
/// At the counter only.
inline constexpr char kCounterOnly[] = "1.000003";
/// Its workflow is not approved.
inline constexpr char kNoWorkflow[] = "1.000004";
/// No legal limit.
inline constexpr char kNoLimit[] = "1.000005";

Catalogue ACatalogue();
/// Monday to Friday 07:30-11:30 and 13:00-17:00, no days off; years 2025 and 2026.
calendar::WorkingCalendar ACalendar();
/// The same as a document, as processing publishes it.
std::string ACalendarDocument();
/// All of it, with all workflows approved except that of kNoWorkflow.
std::shared_ptr<const Rules> SomeRules();
std::shared_ptr<const Rules> RulesWithoutCalendar();

/// A complete dossier for kPlain at the centre, handled by the commune.
DossierContent AContent();
Actor AClerk();
Actor ACitizen();

/// An instant by its local time, `2025-03-12T09:15`.
Instant At(const std::string& local);

}  // namespace motcua::intake::testing
