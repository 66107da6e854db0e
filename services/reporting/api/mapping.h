#pragma once

#include <vector>

#include <absl/status/statusor.h>

#include "motcua/reporting/v1/reporting_service.pb.h"

#include "store/pg_generations.h"
#include "store/pg_reports.h"
#include "usecase/form06a_report.h"
#include "usecase/target_report.h"

namespace motcua::reporting {

/// Conversions between protos and the domain.

AskedPeriod ToPeriod(const v1::Period& period);
/// INVALID_ARGUMENT / GROUPING_INVALID.
absl::StatusOr<Form06aQuestion> ToQuestion(const v1::GetForm06aRequest& request);
/// INVALID_ARGUMENT / TARGET_INVALID for an unknown indicator; otherwise not checked.
absl::StatusOr<std::vector<Target>> ToTargets(const v1::LoadTargetsRequest& request);

/// The agency is not checked. Errors of ResolvePeriod, unless no period is asked for.
absl::StatusOr<SharedPaymentsQuestion> ToQuestion(const v1::ListSharedPaymentsRequest& request,
                                                  calendar::LocalDate today);

void Fill(const Form06a& form, v1::GetForm06aResponse& response);
void Fill(const OverdueRow& row, v1::OverdueDossier& dossier);
void Fill(const SharedPayment& line, v1::SharedPayment& payment);
void Fill(const TargetAnswer& answer, v1::GetTargetsResponse& response);
void Fill(const RebuildStatus& status, v1::GetRebuildResponse& response);

}  // namespace motcua::reporting
