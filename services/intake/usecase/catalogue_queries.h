#pragma once

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/base/clock.h"

#include "usecase/ports.h"

namespace motcua::intake {

/// Answers questions about the catalogue. Thread-safe.
class CatalogueQueries {
 public:
  CatalogueQueries(Reader& reader, const Clock& clock) : reader_(reader), clock_(clock) {}

  /// The version in force on a local date; an empty one is today. NOT_FOUND / PROCEDURE_UNKNOWN,
  /// INVALID_ARGUMENT / DATE_INVALID.
  absl::StatusOr<Procedure> FindProcedure(const CallContext& call, const std::string& code,
                                          const std::string& on_date) const;
  /// Procedures in force today, ordered by code, after `after`.
  absl::StatusOr<std::vector<Procedure>> ListProcedures(const CallContext& call,
                                                        const std::string& after,
                                                        std::size_t limit) const;
  /// All agencies, including closed ones, ordered by code.
  absl::StatusOr<std::vector<Agency>> ListAgencies(const CallContext& call,
                                                   const std::string& after,
                                                   std::size_t limit) const;

 private:
  std::string Today() const;

  Reader& reader_;
  const Clock& clock_;
};

}  // namespace motcua::intake
