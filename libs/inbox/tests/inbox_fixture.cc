#include "inbox_fixture.h"

#include <array>
#include <cstdio>
#include <functional>

#include "motcua/base/error.h"

namespace motcua::inbox {
namespace {

constexpr db::Statement kEffect{"test_effect",
                                "INSERT INTO effects (key, epoch, sequence, event_id) "
                                "VALUES ($1, $2, $3, $4)"};

}  // namespace

absl::Status RecordingHandler::Apply(const CallContext&, db::Transaction& transaction,
                                     const outbox::Event& event) {
  ++attempts;
  if (transient) {
    return Error(absl::StatusCode::kUnavailable, "NOT_NOW", "a test says no");
  }
  // Queued before the refusal: a dead letter must not leave its partial effect behind.
  transaction.Write(
      {kEffect,
       db::Params().Text(event.key).Int(event.epoch).Int(event.sequence).Text(event.event_id)});
  if (not_yet.contains(event.key)) {
    return NotYet(Error(absl::StatusCode::kNotFound, "RULE_MISSING", "a test says not yet"));
  }
  if (poison.contains(event.payload)) {
    return Error(absl::StatusCode::kFailedPrecondition, "POISON", "a test says never");
  }
  return absl::OkStatus();
}

void FakeOwner::Add(const outbox::Event& event) {
  const std::lock_guard lock(mutex_);
  histories_[event.key].push_back(event);
}

void FakeOwner::Forget(const std::string& key) {
  const std::lock_guard lock(mutex_);
  histories_.erase(key);
}

absl::StatusOr<std::vector<outbox::Event>> FakeOwner::Pull(const std::string& key,
                                                           std::int64_t after) {
  ++asked;
  if (away) {
    return Error(absl::StatusCode::kUnavailable, "OWNER_AWAY", "a test says no");
  }
  const std::lock_guard lock(mutex_);
  std::vector<outbox::Event> page;
  for (const outbox::Event& event : histories_[key]) {
    if (event.sequence > after && page.size() < 100) {
      page.push_back(event);
    }
  }
  return page;
}

InboxTest::InboxTest()
    : database_(testing::TempDatabase::Create(
          {"libs/inbox/db/inbox.sql", "libs/inbox/tests/effects.sql"})) {
  auto pool = db::Pool::Create({.connection = {.dsn = database_.dsn()}, .size = 8});
  EXPECT_TRUE(pool.ok()) << pool.status();
  pool_ = std::move(pool).value();
}

std::unique_ptr<Inbox> InboxTest::MakeInbox(bool ordered, bool with_pull) {
  PullHistory pull;
  if (with_pull) {
    pull = [this](const CallContext&, const std::string&, const std::string& key,
                  std::int64_t after) { return owner_.Pull(key, after); };
  }
  return Inbox::Create(*pool_, handler_,
                       {.consumer = "processing.intake-dossiers",
                        .source = "intake",
                        .ordered = ordered,
                        .pull = pull,
                        .on_taken =
                            [this](Taken taken, bool gap) {
                              const std::lock_guard lock(taken_mutex_);
                              ++taken_[taken];
                              gaps_ += gap ? 1 : 0;
                            },
                        .on_dead_letter = [this] { ++told_; }});
}

outbox::Event InboxTest::MakeEvent(const std::string& key, std::int64_t sequence,
                                   const std::string& payload, std::int32_t epoch) {
  std::array<char, 40> id{};
  std::snprintf(id.data(), id.size(), "%08zx-%04x-7000-8000-%012llx",
                std::hash<std::string>()(key) & 0xffffffffU, static_cast<unsigned>(epoch),
                static_cast<unsigned long long>(sequence));
  return {.event_id = id.data(),
          .stream = "dossier",
          .key = key,
          .type = kKnownType,
          .epoch = epoch,
          .sequence = sequence,
          .occurred_at = Instant(std::chrono::seconds(1'750'000'000)),
          .payload = payload};
}

kafka::Message InboxTest::Wrap(const outbox::Event& event) {
  kafka::Message message = outbox::ToMessage("intake", event);
  message.partition = 3;
  message.offset = event.sequence + 1000;
  return message;
}

std::string InboxTest::EffectsOf(const std::string& key) {
  auto connection = pool_->Acquire({});
  const auto rows = (*connection)
                        ->Execute({{"test_effects",
                                    "SELECT epoch, sequence FROM effects WHERE key = $1 "
                                    "ORDER BY id"},
                                   db::Params().Text(key)});
  EXPECT_TRUE(rows.ok()) << rows.status();
  std::string text;
  for (const db::Row row : *rows) {
    text += text.empty() ? "" : " ";
    if (row.Int("epoch") > 1) {
      text += row.Text("epoch") + ":";
    }
    text += row.Text("sequence");
  }
  return text;
}

std::int64_t InboxTest::CountEffects() {
  return Number("SELECT count(*) FROM effects");
}

std::int64_t InboxTest::Number(const std::string& sql) {
  return std::stoll(Text(sql));
}

std::string InboxTest::Text(const std::string& sql) {
  // A unique name for every text.
  const std::string name = "test_" + std::to_string(std::hash<std::string>()(sql));
  auto connection = pool_->Acquire({});
  const auto rows =
      (*connection)
          ->Execute({{name.c_str(), ("SELECT (" + sql + ")::text").c_str()}, db::Params()});
  EXPECT_TRUE(rows.ok()) << rows.status();
  return rows->OnlyText();
}

Inbox::Counts InboxTest::Counts(Inbox& inbox) {
  const auto counts = inbox.ReadCounts({});
  EXPECT_TRUE(counts.ok()) << counts.status();
  return counts.value_or(Inbox::Counts{});
}

}  // namespace motcua::inbox
