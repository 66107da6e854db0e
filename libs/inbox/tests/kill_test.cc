// kill -9 on both sides of the commit (R1.7).

#include <cstdlib>
#include <unistd.h>

#include <sys/wait.h>

#include "inbox_fixture.h"

namespace motcua::inbox {
namespace {

#ifdef MOTCUA_FAILPOINTS

// Run by the test below in a process of its own, on the test's database.
TEST(VictimTest, DISABLED_TakesTenEvents) {
  auto pool = db::Pool::Create({.connection = {.dsn = std::getenv("MOTCUA_TEST_DSN")}});
  ASSERT_TRUE(pool.ok()) << pool.status();
  RecordingHandler handler;
  const auto inbox =
      Inbox::Create(**pool, handler, {.consumer = "c", .source = "intake", .pull = {}});
  for (int sequence = 1; sequence <= 10; ++sequence) {
    outbox::Event event{
        .event_id = "01890000-0000-7000-8000-00000000000" + std::to_string(sequence % 10),
        .stream = "dossier",
        .key = "a",
        .type = kKnownType,
        .sequence = sequence};
    ASSERT_TRUE(inbox->Take({}, event).ok());
  }
}

class KillTest : public InboxTest, public ::testing::WithParamInterface<std::string> {
 protected:
  int RunVictim(const std::string& crash_at) {
    const pid_t child = fork();
    if (child == 0) {
      setenv("MOTCUA_CRASH_AT", crash_at.c_str(), 1);
      setenv("MOTCUA_TEST_DSN", database_.dsn().c_str(), 1);
      execl("/proc/self/exe", "inbox", "--gtest_filter=VictimTest.*",
            "--gtest_also_run_disabled_tests", nullptr);
      _exit(1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
};

TEST_P(KillTest, EachEffectOnceWhereverItDies) {
  // Each life begins again at the first event, as a consumer does whose offset was not stored.
  for (int life = 1; life <= 10; ++life) {
    ASSERT_EQ(RunVictim(GetParam() + ":" + std::to_string(life)), 137);
  }
  ASSERT_EQ(RunVictim("nowhere:1"), 0);
  EXPECT_EQ(EffectsOf("a"), "1 2 3 4 5 6 7 8 9 10");
}

INSTANTIATE_TEST_SUITE_P(BothSidesOfTheCommit, KillTest,
                         ::testing::Values("inbox.before_commit", "inbox.after_commit"));

#endif

}  // namespace
}  // namespace motcua::inbox
