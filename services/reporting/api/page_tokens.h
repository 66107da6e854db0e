#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "motcua/reporting/v1/reporting_service.pb.h"

#include "store/pg_reports.h"

namespace motcua::reporting {

// Page tokens (libs/rpc). Parse*: INVALID_ARGUMENT / PAGE_TOKEN_INVALID; an empty token is the
// beginning.

/// Of the overdue list of one agency, or of all.
std::string MakeOverdueToken(const std::string& asked_agency, const OverduePosition& position);
absl::StatusOr<OverduePosition> ParseOverdueToken(const std::string& asked_agency,
                                                  const std::string& token);

/// Of the list of shared payments of the request's agency and period.
std::string MakePaymentToken(const v1::ListSharedPaymentsRequest& request,
                             const PaymentPosition& position);
absl::StatusOr<PaymentPosition> ParsePaymentToken(const v1::ListSharedPaymentsRequest& request);

}  // namespace motcua::reporting
