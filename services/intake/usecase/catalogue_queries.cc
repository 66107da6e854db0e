#include "usecase/catalogue_queries.h"

#include "motcua/base/status_macros.h"
#include "motcua/calendar/time_zone.h"

namespace motcua::intake {
namespace {

template <typename T>
std::vector<T> Copy(const std::vector<const T*>& entries) {
  std::vector<T> copies;
  copies.reserve(entries.size());
  for (const T* entry : entries) {
    copies.push_back(*entry);
  }
  return copies;
}

}  // namespace

std::string CatalogueQueries::Today() const {
  return calendar::FormatDate(calendar::DateOf(clock_.Now()));
}

absl::StatusOr<Procedure> CatalogueQueries::FindProcedure(const CallContext& call,
                                                          const std::string& code,
                                                          const std::string& on_date) const {
  if (!on_date.empty() && !calendar::ParseDate(on_date).ok()) {
    return FieldError("on_date", "DATE_INVALID", "a date YYYY-MM-DD is required");
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::shared_ptr<const Rules> rules, reader_.CurrentRules(call));
  const Procedure* found = rules->FindProcedure(code, on_date.empty() ? Today() : on_date);
  if (found == nullptr) {
    return Error(absl::StatusCode::kNotFound, "PROCEDURE_UNKNOWN",
                 "no such procedure is in force on that day");
  }
  return *found;
}

absl::StatusOr<std::vector<Procedure>> CatalogueQueries::ListProcedures(const CallContext& call,
                                                                        const std::string& after,
                                                                        std::size_t limit) const {
  MOTCUA_ASSIGN_OR_RETURN(const std::shared_ptr<const Rules> rules, reader_.CurrentRules(call));
  return Copy(rules->ProceduresAfter(after, Today(), limit));
}

absl::StatusOr<std::vector<Agency>> CatalogueQueries::ListAgencies(const CallContext& call,
                                                                   const std::string& after,
                                                                   std::size_t limit) const {
  MOTCUA_ASSIGN_OR_RETURN(const std::shared_ptr<const Rules> rules, reader_.CurrentRules(call));
  return Copy(rules->AgenciesAfter(after, limit));
}

}  // namespace motcua::intake
