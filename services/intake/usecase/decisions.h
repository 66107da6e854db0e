#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "usecase/command.h"

namespace motcua::intake {

// The commands on a dossier that intake owns: one small class each, all run by DossierCommand,
// whose errors each of them may return as well. Thread-safe; keep no state. They return the
// answer's bytes.

/// Accepts an online dossier: 1 -> 2, with due date and receipt; the dossier is processing's from
/// then on. PERMISSION_DENIED / NOT_YOUR_DOSSIER, FAILED_PRECONDITION / WRONG_STATE, FEE_UNPAID,
/// WORKFLOW_NOT_APPROVED, CALENDAR_UNKNOWN.
class AcceptDossier {
 public:
  AcceptDossier(const DossierCommand& command, std::string lookup_url)
      : command_(command), lookup_url_(std::move(lookup_url)) {}
  absl::StatusOr<std::string> Execute(const CallContext& call, const Invocation& invocation,
                                      const CommandHeader& header) const;

 private:
  const DossierCommand& command_;
  const std::string lookup_url_;
};

/// Refuses it (form 03): 1 -> 3. NOT_YOUR_DOSSIER, REASON_MISSING, WRONG_STATE.
class RefuseDossier {
 public:
  explicit RefuseDossier(const DossierCommand& command) : command_(command) {}
  absl::StatusOr<std::string> Execute(const CallContext& call, const Invocation& invocation,
                                      const CommandHeader& header) const;

 private:
  const DossierCommand& command_;
};

/// Asks for everything missing, at once (form 02): 1 -> 5. NOT_YOUR_DOSSIER, ITEMS_MISSING,
/// ITEM_INVALID, WRONG_STATE, SUPPLEMENT_ALREADY_REQUESTED, CALENDAR_UNKNOWN.
class AskSupplement {
 public:
  explicit AskSupplement(const DossierCommand& command) : command_(command) {}
  absl::StatusOr<std::string> Execute(const CallContext& call, const Invocation& invocation,
                                      const CommandHeader& header,
                                      const std::vector<std::string>& items_vi) const;

 private:
  const DossierCommand& command_;
};

/// The applicant sends the supplement: 5 -> 1. PART_UNKNOWN, PART_DUPLICATE, PAPER_UNKNOWN,
/// SUPPLEMENT_EMPTY, WRONG_STATE, CALENDAR_UNKNOWN.
class TakeSupplement {
 public:
  explicit TakeSupplement(const DossierCommand& command) : command_(command) {}
  absl::StatusOr<std::string> Execute(const CallContext& call, const Invocation& invocation,
                                      const CommandHeader& header,
                                      const std::vector<FiledPart>& parts) const;

 private:
  const DossierCommand& command_;
};

/// Asks for the fee that is due before acceptance: 1 -> 6. NOT_YOUR_DOSSIER, WRONG_STATE,
/// FEE_NOT_DUE, CALENDAR_UNKNOWN.
class AskPayment {
 public:
  explicit AskPayment(const DossierCommand& command) : command_(command) {}
  absl::StatusOr<std::string> Execute(const CallContext& call, const Invocation& invocation,
                                      const CommandHeader& header) const;

 private:
  const DossierCommand& command_;
};

/// The fee arrived: 6 -> 1. PAYMENT_REFERENCE_INVALID, AMOUNT_DIFFERS, WRONG_STATE,
/// CALENDAR_UNKNOWN.
class TakePayment {
 public:
  explicit TakePayment(const DossierCommand& command) : command_(command) {}
  absl::StatusOr<std::string> Execute(const CallContext& call, const Invocation& invocation,
                                      const CommandHeader& header, std::int64_t amount_vnd,
                                      const std::string& payment_reference) const;

 private:
  const DossierCommand& command_;
};

/// The applicant withdraws: 1, 5, 6 -> 7. WRONG_STATE.
class WithdrawDossier {
 public:
  explicit WithdrawDossier(const DossierCommand& command) : command_(command) {}
  absl::StatusOr<std::string> Execute(const CallContext& call, const Invocation& invocation,
                                      const CommandHeader& header) const;

 private:
  const DossierCommand& command_;
};

/// The applicant's time is over: 5, 6 -> 3. NOT_YOUR_DOSSIER (unless a program of the system acts),
/// WRONG_STATE, LIMIT_NOT_PASSED.
class CloseDossier {
 public:
  explicit CloseDossier(const DossierCommand& command) : command_(command) {}
  absl::StatusOr<std::string> Execute(const CallContext& call, const Invocation& invocation,
                                      const CommandHeader& header) const;

 private:
  const DossierCommand& command_;
};

}  // namespace motcua::intake
