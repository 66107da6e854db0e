#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "motcua/inbox/inbox.h"
#include "motcua/testing/temp_database.h"

namespace motcua::inbox {

inline constexpr char kKnownType[] = "motcua.intake.events.v1.DossierFiled";

/// Writes one row per effect to table effects.
class RecordingHandler final : public EventHandler {
 public:
  bool Handles(const std::string& type) const override { return type == kKnownType; }
  absl::Status Apply(const CallContext& call, db::Transaction& transaction,
                     const outbox::Event& event) override;

  /// Payloads of events that are permanently refused.
  std::set<std::string> poison = {"poison"};
  /// Keys whose events can't be applied yet. Only changed while nothing is taken.
  std::set<std::string> not_yet;
  /// Every attempt fails for now.
  std::atomic<bool> transient = false;
  std::atomic<int> attempts = 0;
};

/// The owner's history, which may be unavailable. Thread-safe.
class FakeOwner {
 public:
  void Add(const outbox::Event& event);
  void Forget(const std::string& key);
  absl::StatusOr<std::vector<outbox::Event>> Pull(const std::string& key, std::int64_t after);

  std::atomic<bool> away = false;
  std::atomic<int> asked = 0;

 private:
  std::mutex mutex_;
  std::map<std::string, std::vector<outbox::Event>> histories_;
};

/// A consumer's database with one inbox on it.
class InboxTest : public ::testing::Test {
 protected:
  InboxTest();

  std::unique_ptr<Inbox> MakeInbox(bool ordered = true, bool with_pull = true);

  /// Event of a key; its id follows from key, epoch and sequence.
  static outbox::Event MakeEvent(const std::string& key, std::int64_t sequence,
                                 const std::string& payload = "fine", std::int32_t epoch = 1);
  /// The Kafka message of an event.
  static kafka::Message Wrap(const outbox::Event& event);

  /// "sequence sequence ..." of a key's effects in order of creation; later epochs are shown.
  std::string EffectsOf(const std::string& key);
  std::int64_t CountEffects();
  /// The first cell of a query.
  std::int64_t Number(const std::string& sql);
  std::string Text(const std::string& sql);
  Inbox::Counts Counts(Inbox& inbox);

  testing::TempDatabase database_;
  std::unique_ptr<db::Pool> pool_;
  RecordingHandler handler_;
  FakeOwner owner_;
  std::mutex taken_mutex_;
  std::map<Taken, int> taken_;
  std::atomic<int> gaps_ = 0;
  std::atomic<int> told_ = 0;
};

}  // namespace motcua::inbox
