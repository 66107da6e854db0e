// kill -9 on both sides of the commit (R1.7). The dying process is this program again, with a role
// and the test's database as its arguments.

#include "motcua/testing/this_program.h"

#include "inbox_fixture.h"

namespace motcua::inbox {
namespace {

// The roles: `single DSN` takes ten events of one key one by one, `batch DSN` in two batches.
int TakeTenEvents(const std::string& role, const std::string& dsn) {
  const auto pool = db::Pool::Create({.connection = {.dsn = dsn}}).value();
  RecordingHandler handler;
  const auto inbox =
      Inbox::Create(*pool, handler, {.consumer = "c", .source = "intake", .pull = {}});
  std::vector<outbox::Event> batch;
  const std::size_t most = role == "batch" ? 5 : 1;
  for (int sequence = 1; sequence <= 10; ++sequence) {
    batch.push_back(
        {.event_id = "01890000-0000-7000-8000-00000000000" + std::to_string(sequence % 10),
         .stream = "dossier",
         .key = "a",
         .type = kKnownType,
         .sequence = sequence});
    if (batch.size() < most) {
      continue;
    }
    for (const auto& taken : inbox->TakeEvents({}, batch)) {
      if (!taken.ok()) {
        return 1;
      }
    }
    batch.clear();
  }
  return 0;
}

class KillTest : public InboxTest, public ::testing::WithParamInterface<std::string> {
 protected:
  int TakeUntil(const std::string& crash_at, const std::string& role) {
    return testing::RunThisProgram(crash_at, {role, database_.dsn()});
  }
};

TEST_P(KillTest, EachEffectOnceWhereverItDies) {
  // Each life begins again at the first event, as a consumer does whose offset was not stored.
  for (int life = 1; life <= 10; ++life) {
    ASSERT_EQ(TakeUntil(GetParam() + ":" + std::to_string(life), "single"), testing::kCrashed);
  }
  ASSERT_EQ(TakeUntil("nowhere:1", "single"), 0);
  EXPECT_EQ(EffectsOf("a"), "1 2 3 4 5 6 7 8 9 10");
}

TEST_P(KillTest, ABatchIsThereOnceWhereverItDies) {
  for (int life = 1; life <= 2; ++life) {
    ASSERT_EQ(TakeUntil(GetParam() + ":" + std::to_string(life), "batch"), testing::kCrashed);
  }
  ASSERT_EQ(TakeUntil("nowhere:1", "batch"), 0);
  EXPECT_EQ(EffectsOf("a"), "1 2 3 4 5 6 7 8 9 10");
}

INSTANTIATE_TEST_SUITE_P(BothSidesOfTheCommit, KillTest,
                         ::testing::Values("inbox.before_commit", "inbox.after_commit"));

}  // namespace
}  // namespace motcua::inbox

int main(int argc, char** argv) {
  if (argc == 3) {
    return motcua::inbox::TakeTenEvents(argv[1], argv[2]);
  }
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
