#include "api/page_tokens.h"

#include <algorithm>
#include <vector>

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/rpc/page.h"

namespace motcua::reporting {
namespace {

bool HasNul(const std::string& text) {
  return text.find('\0') != std::string::npos;
}

std::string TextOf(Instant time) {
  return std::to_string(time.time_since_epoch().count());
}

/// From 1970 to kLastInstant.
absl::StatusOr<Instant> TimeOf(const std::string& text) {
  std::int64_t micros = 0;
  if (!absl::SimpleAtoi(text, &micros) || micros < 0 ||
      micros > kLastInstant.time_since_epoch().count()) {
    return rpc::InvalidPageToken();
  }
  return Instant(std::chrono::microseconds(micros));
}

absl::StatusOr<std::vector<std::string>> Parse(const std::string& filter, const std::string& token,
                                               std::size_t texts) {
  MOTCUA_ASSIGN_OR_RETURN(std::vector<std::string> parsed,
                          rpc::ParsePageToken(filter, token, texts));
  if (std::ranges::any_of(parsed, HasNul)) {
    return rpc::InvalidPageToken();
  }
  return parsed;
}

std::string FilterOf(const v1::ListSharedPaymentsRequest& request) {
  const v1::Period& period = request.period();
  return absl::StrCat(request.agency(), "|", period.from(), "|", period.to(), "|", period.preset());
}

}  // namespace

std::string MakeOverdueToken(const std::string& asked_agency, const OverduePosition& position) {
  return rpc::MakePageToken(asked_agency,
                            {position.agency, TextOf(position.due_at), position.dossier_id});
}

absl::StatusOr<OverduePosition> ParseOverdueToken(const std::string& asked_agency,
                                                  const std::string& token) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> texts, Parse(asked_agency, token, 3));
  if (texts.empty()) {
    return OverduePosition{};
  }
  MOTCUA_ASSIGN_OR_RETURN(const Instant due, TimeOf(texts[1]));
  return OverduePosition{.agency = texts[0], .due_at = due, .dossier_id = texts[2]};
}

std::string MakePaymentToken(const v1::ListSharedPaymentsRequest& request,
                             const PaymentPosition& position) {
  return rpc::MakePageToken(FilterOf(request), {TextOf(position.last_at), position.reference_key,
                                                position.dossier_id, position.debt});
}

absl::StatusOr<PaymentPosition> ParsePaymentToken(const v1::ListSharedPaymentsRequest& request) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> texts,
                          Parse(FilterOf(request), request.page_token(), 4));
  if (texts.empty()) {
    return PaymentPosition{};
  }
  MOTCUA_ASSIGN_OR_RETURN(const Instant last, TimeOf(texts[0]));
  return PaymentPosition{
      .last_at = last, .reference_key = texts[1], .dossier_id = texts[2], .debt = texts[3]};
}

}  // namespace motcua::reporting
