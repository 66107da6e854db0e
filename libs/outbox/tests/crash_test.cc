// R1.1: the process dies at each named crash point, as by kill -9, and the next process continues.
// The dying process is this program again, with a role as its argument.

#include <cstdio>
#include <cstring>
#include <fstream>

#include "motcua/outbox/publisher.h"
#include "motcua/testing/this_program.h"

#include "outbox_fixture.h"

namespace motcua::outbox {
namespace {

using testing::kCrashed;
using testing::RunThisProgram;

// Stores messages in a file, which outlives the process.
class FileProducer final : public kafka::Producer {
 public:
  explicit FileProducer(std::string path) : path_(std::move(path)) {}
  Outcome SendAll(const std::vector<kafka::Message>& messages,
                  std::chrono::milliseconds /*timeout*/) override {
    std::ofstream file(path_, std::ios::app);
    for (const kafka::Message& message : messages) {
      file << message.key << ' ' << kafka::Header(message, "ce_sequence") << '\n';
    }
    file.flush();
    return {.acknowledged = messages.size(), .error = absl::OkStatus()};
  }

 private:
  std::string path_;
};

Publisher::Options OptionsOf(const std::string& dsn, const std::string& path) {
  Publisher::Options options;
  options.service = "intake";
  options.connection.dsn = dsn;
  options.make_producer = [path]() -> absl::StatusOr<std::unique_ptr<kafka::Producer>> {
    return std::make_unique<FileProducer>(path);
  };
  options.batch = 10;
  options.takeover_interval = std::chrono::milliseconds(50);
  return options;
}

// The roles: `publish DSN FILE` runs a publisher, `commit DSN ID` appends one event.
int Play(const std::string& role, const std::string& dsn, const std::string& argument) {
  if (role == "publish") {
    const auto publisher = Publisher::Start(OptionsOf(dsn, argument));
    testing::Throughout(std::chrono::seconds(20), [] { return true; });
    return 0;
  }
  db::Connection::Options options;
  options.dsn = dsn;
  const auto connection = db::Connection::Open(options).value();
  db::Transaction transaction(*connection);
  Append(transaction, {{.event_id = argument,
                        .stream = "dossier",
                        .key = "d1",
                        .type = "motcua.intake.events.v1.DossierFiled",
                        .sequence = 1,
                        .traceparent = "",
                        .payload = "x"}});
  return transaction.Commit().ok() ? 0 : 1;
}

class CrashTest : public OutboxTest {
 protected:
  void TearDown() override { std::remove(path_.c_str()); }

  bool PublishTheRest() {
    const auto publisher = Publisher::Start(OptionsOf(database_.dsn(), path_));
    return testing::Eventually([&] { return waiting() == 0; });
  }
  // Sequences in the order in which they went out.
  std::vector<std::int64_t> Sent() const {
    std::vector<std::int64_t> sent;
    std::ifstream file(path_);
    std::string key;
    for (std::int64_t sequence = 0; file >> key >> sequence;) {
      sent.push_back(sequence);
    }
    return sent;
  }

  const std::string path_ = ::testing::TempDir() + "/" + database_.name() + ".txt";
};

class PublisherCrashTest : public CrashTest, public ::testing::WithParamInterface<const char*> {};

TEST_P(PublisherCrashTest, LosesNothingAndKeepsTheOrder) {
  std::vector<Event> events;
  for (int i = 1; i <= 40; ++i) {
    events.push_back(MakeEvent("d1", i));
  }
  ASSERT_TRUE(CommitAll(events).ok());
  ASSERT_EQ(RunThisProgram(std::string(GetParam()) + ":2", {"publish", database_.dsn(), path_}),
            kCrashed);
  EXPECT_GT(waiting(), 0) << "it died in the middle";
  EXPECT_TRUE(PublishTheRest());

  std::int64_t next = 1;
  int repeated = 0;
  for (const std::int64_t sequence : Sent()) {
    if (sequence < next) {
      ++repeated;
    } else {
      ASSERT_EQ(sequence, next);
      ++next;
    }
  }
  EXPECT_EQ(next, 41);
  EXPECT_LE(repeated, 10) << "at most the batch in hand goes out twice";
}

INSTANTIATE_TEST_SUITE_P(EveryPoint, PublisherCrashTest,
                         ::testing::Values("outbox.before_produce", "outbox.after_produce",
                                           "outbox.before_delete", "outbox.after_delete"),
                         [](const auto& point) {
                           return std::string(point.param).substr(std::strlen("outbox."));
                         });

TEST_F(CrashTest, BeforeCommitNothingIsThere) {
  ASSERT_EQ(RunThisProgram("db.before_commit", {"commit", database_.dsn(), ids_.NewId()}),
            kCrashed);
  EXPECT_EQ(Ask("SELECT count(*) FROM event_history"), 0);
  EXPECT_EQ(waiting(), 0);
}

TEST_F(CrashTest, AfterCommitAllIsThereAndGoesOut) {
  ASSERT_EQ(RunThisProgram("db.after_commit", {"commit", database_.dsn(), ids_.NewId()}), kCrashed);
  EXPECT_EQ(Ask("SELECT count(*) FROM event_history JOIN outbox_events USING (event_id)"), 1);
  EXPECT_TRUE(PublishTheRest());
  EXPECT_EQ(Sent(), std::vector<std::int64_t>{1});
}

}  // namespace
}  // namespace motcua::outbox

int main(int argc, char** argv) {
  if (argc == 4) {
    return motcua::outbox::Play(argv[1], argv[2], argv[3]);
  }
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
