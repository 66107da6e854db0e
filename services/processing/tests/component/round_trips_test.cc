#include <gtest/gtest.h>

#include "motcua/base/uuid.h"
#include "motcua/db/pool.h"
#include "motcua/metrics/registry.h"

#include "command/dossier_commands.h"
#include "component/province.h"
#include "store/pg_rule_book.h"

namespace motcua::processing::testing {
namespace {

// The dossier is here, so intake must not be called.
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
  db::Connection::Options lane{.dsn = province.dsn()};
  lane.set_wise = true;
  const auto lane_pool = *db::Pool::Create({.connection = lane, .size = 1});
  const auto pool = *db::Pool::Create({.connection = {.dsn = province.dsn()}, .size = 1});
  const auto rule_pool = *db::Pool::Create({.connection = {.dsn = province.dsn()}, .size = 1});
  PgRuleBook rules(*rule_pool);
  RandomIdGenerator ids;
  NoIntake intake;
  const SettableClock clock(At("2025-03-12T10:00"));
  metrics::Registry registry;
  runtime::Executor executor({.name = "test"}, registry);
  command::Batcher batcher({.lanes = 1, .on_batch = {}});
  const DossierCommands dossiers(rules, intake, ids, 1);
  DossierFrame commands({.batcher = batcher,
                         .lane_pool = *lane_pool,
                         .executor = executor,
                         .pool = *pool,
                         .clock = clock,
                         .ids = ids,
                         .on_commit = {}},
                        dossiers);
  const auto trips = [&] { return (*lane_pool->Acquire({}))->round_trips(); };
  std::int64_t revision = dossier.revision();
  const auto cost = [&](const std::string& agency, const std::string& key,
                        const Transition& transition) {
    const std::int64_t before = trips();
    command::Command<DossierModel> command;
    command.call.caller = "component-test";
    command.call.idempotency_key = key;
    command.method = "Test";
    command.request_hash = key;
    command.header = {.subject = dossier.dossier_id(),
                      .expected_revision = revision,
                      .actor = {.kind = ActorKind::kOfficer, .id = "CB001", .agency = agency},
                      .reason = "Thiếu",
                      .legal_ground = {}};
    command.request = transition;
    command.encode = [&](const Dossier& after, const Decision&) {
      revision = after.revision;
      return std::string("answer");
    };
    const auto answer = commands.Run(command);
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
