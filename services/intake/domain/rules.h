#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "motcua/calendar/working_calendar.h"

#include "domain/catalogue.h"

namespace motcua::intake {

/// The version of a workflow that processing has approved.
struct ApprovedWorkflow {
  std::string id;
  int version = 0;
};

/// The rules for dossiers as of one moment: the catalogue, the approved workflows and the calendar.
/// Immutable and shared by all calls of a replica; thread-safe.
class Rules {
 public:
  Rules() = default;
  /// The highest version of a workflow applies. `calendar` may be null if none is known.
  Rules(Catalogue catalogue, const std::vector<ApprovedWorkflow>& workflows,
        std::shared_ptr<const calendar::WorkingCalendar> calendar);

  // The pointers are valid as long as these rules; nullptr if there is none.

  /// By its code, or by a former one.
  const Agency* FindAgency(const std::string& code) const;
  /// The highest version in force on a local date, by any spelling of the code or a former one.
  const Procedure* FindProcedure(const std::string& code, const std::string& date) const;
  /// One version, in force or not, for a dossier filed earlier.
  const Procedure* FindProcedureVersion(const std::string& code, int version) const;
  const RuleSet* FindRuleSet(const std::string& id) const;
  const RuleSet* RuleSetInForce(const std::string& date) const;
  const ApprovedWorkflow* FindWorkflow(const std::string& id) const;
  /// Workflows named by a procedure without any approved version.
  std::vector<std::string> WorkflowsMissing() const;
  const calendar::WorkingCalendar* calendar() const { return calendar_.get(); }

  /// Agencies in the order of their codes, those after `after`, at most `limit`.
  std::vector<const Agency*> AgenciesAfter(const std::string& after, std::size_t limit) const;
  /// Procedures in force on a date, in the order of their codes.
  std::vector<const Procedure*> ProceduresAfter(const std::string& after, const std::string& date,
                                                std::size_t limit) const;

  /// True when `agency` may handle dossiers of the procedure.
  bool IsCompetent(const Agency& agency, const Procedure& procedure) const;
  /// True when the place of receipt belongs to the handling agency's territory: a centre, branch or
  /// reception point counts as its parent agency, which must be the handling agency or above it.
  /// Partners (tax, police) are outside the hierarchy and have no territory.
  bool IsWithinBoundary(const Agency& receiving, const Agency& handling) const;

 private:
  const Agency& SeatOf(const Agency& agency) const;
  const Agency* ParentOf(const Agency& agency) const;

  std::map<std::string, Agency> agencies_;
  std::map<std::string, std::string> former_agency_codes_;
  std::map<std::string, std::map<int, Procedure>> procedures_;
  std::map<std::string, std::string> former_procedure_codes_;
  std::map<std::string, RuleSet> rule_sets_;
  std::map<std::string, ApprovedWorkflow> workflows_;
  std::shared_ptr<const calendar::WorkingCalendar> calendar_;
};

}  // namespace motcua::intake
