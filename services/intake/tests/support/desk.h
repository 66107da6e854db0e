#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "motcua/base/clock.h"
#include "motcua/base/error.h"

#include "domain/transitions.h"
#include "support/builders.h"

namespace motcua::intake::testing {

inline constexpr char kPaper[] = "019a0000-0000-7000-8000-000000000001";

/// The transitions of the counter, one after the other on one dossier, as libs/command runs them: a
/// refusal leaves the dossier unchanged.
struct Desk {
  std::shared_ptr<const Rules> rules = SomeRules();
  SettableClock clock{At("2025-03-12T09:15")};  // a Wednesday
  /// The dossier after the last successful transition.
  Dossier dossier;
  Decision decision;

  absl::Status Do(const Transition& transition, const std::string& reason = "",
                  const Actor& actor = AClerk()) {
    Dossier after = dossier;
    const Situation situation{.actor = actor,
                              .reason = reason,
                              .now = std::max(clock.Now(), dossier.last_occurred_at),
                              .rules = *rules};
    absl::StatusOr<Decision> made =
        Decide(after, transition, situation, actor.kind != ActorKind::kSystem);
    if (made.ok()) {
      dossier = std::move(after);
      decision = *std::move(made);
    }
    return made.status();
  }

  absl::Status File(const DossierContent& content = AContent()) {
    dossier = {};
    return Do([&](Dossier& d, const Situation& s) { return FileOnline(d, s, content); }, "",
              ACitizen());
  }
  absl::Status Receive(const DossierContent& content, Channel channel = Channel::kDirect,
                       bool fee_taken = false, const Actor& actor = AClerk()) {
    dossier = {};
    return Do(
        [&](Dossier& d, const Situation& s) {
          return intake::Receive(d, s, content, channel, fee_taken);
        },
        "", actor);
  }
  absl::Status Accept() { return Do(intake::Accept); }
  absl::Status Refuse(const std::string& reason = "Không thuộc thẩm quyền",
                      const Actor& actor = AClerk()) {
    return Do(intake::Refuse, reason, actor);
  }
  absl::Status AskForSupplement(const std::vector<std::string>& items = {"Tờ khai"}) {
    return Do([&](Dossier& d, const Situation& s) { return RequestSupplement(d, s, items); });
  }
  absl::Status SendSupplement(const std::vector<FiledPart>& parts = {
                                  {.part_id = "to-khai", .paper_ids = {kPaper}}}) {
    return Do([&](Dossier& d, const Situation& s) { return intake::SendSupplement(d, s, parts); },
              "", ACitizen());
  }
  absl::Status AskForPayment() { return Do(RequestPayment); }
  absl::Status Pay(std::int64_t amount, const std::string& payment_reference = "BL-0001",
                   const std::string& request_id = "") {
    return Do([&](Dossier& d, const Situation& s) {
      return ConfirmPayment(d, s, request_id, amount, payment_reference);
    });
  }
  absl::Status WithdrawIt() { return Do(Withdraw, "", ACitizen()); }
  absl::Status CloseIt() { return Do(Close); }
  absl::Status Alert() {
    return Do(RaiseAlert, "", {.kind = ActorKind::kSystem, .id = "motcua-intake", .agency = {}});
  }

  DossierContent WithFee() const {
    DossierContent content = AContent();
    content.procedure_code = kWithFee;
    return content;
  }
};

}  // namespace motcua::intake::testing
