#include <gtest/gtest.h>

#include "motcua/base/uuid.h"
#include "motcua/db/pool.h"

#include "component/province.h"
#include "store/pg_rule_book.h"
#include "store/pg_unit_of_work.h"
#include "usecase/execute_command.h"

namespace motcua::processing::testing {
namespace {

// The dossier is here: nobody may ask intake.
class NoIntake final : public AcceptanceSource {
 public:
  absl::Status Fetch(const CallContext& /*call*/, const std::string& dossier) override {
    ADD_FAILURE() << dossier;
    return absl::OkStatus();
  }
};

TEST(RoundTripsTest, ATransitionCostsTwo) {
  Province province;
  const v1::Dossier dossier = province.Accepted();
  const auto pool = *db::Pool::Create({.connection = {.dsn = province.dsn()}, .size = 1});
  const auto rule_pool = *db::Pool::Create({.connection = {.dsn = province.dsn()}, .size = 1});
  PgRuleBook rules(*rule_pool);
  RandomIdGenerator ids;
  PgUnitOfWork work(*pool, ids, 1, [] {});
  NoIntake intake;
  const SettableClock clock(At("2025-03-12T10:00"));
  const ExecuteCommand commands(work, rules, intake, clock, ids);
  const auto trips = [&] { return (*pool->Acquire({}))->round_trips(); };
  std::int64_t revision = dossier.revision();
  const auto cost = [&](const std::string& agency, const std::string& key,
                        const ExecuteCommand::Transition& transition) {
    const std::int64_t before = trips();
    CallContext call;
    call.caller = "component-test";
    call.idempotency_key = key;
    const auto answer =
        commands.Execute(call,
                         {.method = "Test",
                          .request_hash = key,
                          .dossier = dossier.dossier_id(),
                          .expected_revision = revision,
                          .actor = {.kind = ActorKind::kOfficer, .id = "CB001", .agency = agency},
                          .reason = "Thiếu"},
                         transition, [&](const Dossier& after, const Occurrence&) {
                           revision = after.revision;
                           return std::string("answer");
                         });
    EXPECT_TRUE(answer.ok()) << answer.status();
    return trips() - before;
  };
  EXPECT_EQ(
      cost(kCounter, "forward", [](Dossier& d, const Situation& s) { return Forward(d, s, ""); }),
      2);
  EXPECT_EQ(
      cost(kOffice, "ask",
           [](Dossier& d, const Situation& s) { return RequestSupplement(d, s, "", {"Bản vẽ"}); }),
      2);
  // With a row of the deadline ledger.
  EXPECT_EQ(cost(kCounter, "confirm",
                 [](Dossier& d, const Situation& s) { return ConfirmSupplement(d, s, ""); }),
            2);
}

}  // namespace
}  // namespace motcua::processing::testing
