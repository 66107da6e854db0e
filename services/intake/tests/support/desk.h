#pragma once

#include <string>

#include "motcua/base/clock.h"
#include "motcua/base/error.h"

#include "support/builders.h"
#include "support/fakes.h"
#include "usecase/decisions.h"
#include "usecase/take_in.h"

namespace motcua::intake::testing {

inline constexpr char kPaper[] = "019a0000-0000-7000-8000-000000000001";

/// The use cases of the counter over fakes. Every call uses a new idempotency key unless told
/// otherwise; `last` is what the newest call answered, before it became bytes.
struct Desk {
  FakeStore store{SomeRules()};
  SettableClock clock{At("2025-03-12T09:15")};  // a Wednesday
  CountingIds ids;
  DossierCommand command{store, clock, ids};
  TakeIn take_in{{.work = store,
                  .reader = store,
                  .serials = store,
                  .clock = clock,
                  .ids = ids,
                  .lookup_url = "https://mot.cua/?code="}};
  Outcome last;
  int keys = 0;

  Desk() { store.known_papers.insert(kPaper); }

  CallContext Call(const std::string& key = "") {
    CallContext call;
    call.caller = "test";
    call.idempotency_key = key.empty() ? "key-" + std::to_string(++keys) : key;
    return call;
  }

  Invocation Invoke(const std::string& method, const std::string& hash = "hash") {
    return {.method = method, .request_hash = hash, .encode = [this](const Outcome& outcome) {
              last = outcome;
              return outcome.dossier.id + "@" + std::to_string(outcome.dossier.revision);
            }};
  }

  absl::Status File(const DossierContent& content = AContent(), const std::string& key = "",
                    const std::string& hash = "hash") {
    return take_in.File(Call(key), Invoke("FileDossier", hash), content, ACitizen()).status();
  }

  absl::Status Receive(const DossierContent& content, Channel channel = Channel::kDirect,
                       bool fee_taken = false, const Actor& actor = AClerk()) {
    return take_in.Receive(Call(), Invoke("ReceiveDossier"), content, channel, actor, fee_taken)
        .status();
  }

  /// About the dossier of the last answer, by the clerk, at the revision it has.
  CommandHeader Header(const std::string& reason = "") const {
    return {.dossier = last.dossier.id,
            .expected_revision = last.dossier.revision,
            .actor = AClerk(),
            .reason = reason};
  }

  absl::Status Accept() {
    return AcceptDossier(command, "").Execute(Call(), Invoke("AcceptDossier"), Header()).status();
  }
  absl::Status Refuse(const std::string& reason = "Không thuộc thẩm quyền") {
    return RefuseDossier(command).Execute(Call(), Invoke("RefuseDossier"), Header(reason)).status();
  }
  absl::Status AskForSupplement(const std::vector<std::string>& items = {"Tờ khai"}) {
    return AskSupplement(command)
        .Execute(Call(), Invoke("RequestSupplement"), Header(), items)
        .status();
  }
  absl::Status SendSupplement(const std::vector<FiledPart>& parts = {
                                  {.part_id = "to-khai", .paper_ids = {kPaper}}}) {
    return TakeSupplement(command)
        .Execute(Call(), Invoke("SendSupplement"), Header(), parts)
        .status();
  }
  absl::Status AskForPayment() {
    return AskPayment(command).Execute(Call(), Invoke("RequestPayment"), Header()).status();
  }
  absl::Status Pay(std::int64_t amount, const std::string& reference = "BL-0001") {
    return TakePayment(command)
        .Execute(Call(), Invoke("ConfirmPayment"), Header(), amount, reference)
        .status();
  }
  absl::Status WithdrawIt() {
    return WithdrawDossier(command).Execute(Call(), Invoke("WithdrawDossier"), Header()).status();
  }
  absl::Status CloseIt() {
    return CloseDossier(command).Execute(Call(), Invoke("CloseDossier"), Header()).status();
  }

  DossierContent WithFee() const {
    DossierContent content = AContent();
    content.procedure_code = kWithFee;
    return content;
  }
};

}  // namespace motcua::intake::testing
