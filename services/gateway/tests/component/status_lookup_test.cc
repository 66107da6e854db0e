#include "status/status_lookup.h"

#include <future>
#include <map>
#include <mutex>
#include <random>

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/dossier/lookup_secret.h"
#include "motcua/testing/eventually.h"
#include "motcua/testing/stack.h"

#include "status/status_events.h"

namespace motcua::gateway {
namespace {

using namespace std::chrono_literals;

StatusEntry Entry(const std::string& key, Version version, const std::string& secret = "ABCD2345") {
  StatusEntry entry;
  entry.version = version;
  entry.status.set_code(key);
  entry.status.set_state(type::v1::DOSSIER_STATE_IN_PROCESS);
  entry.status.mutable_version()->set_intake(version.intake);
  entry.status.mutable_version()->set_processing(version.processing);
  entry.status.mutable_details()->set_current_agency("Z01.200");
  entry.secret_hash = dossier::HashLookupSecret(key, secret);
  return entry;
}

/// Owners with answers set by a test; counts the calls.
class FakeOwner final : public Owner {
 public:
  absl::StatusOr<StatusEntry> Ask(const CallContext& /*call*/,
                                  const std::string& lookup_key) override {
    const std::lock_guard lock(mutex_);
    ++asked;
    const auto found = entries.find(lookup_key);
    if (found == entries.end()) {
      StatusEntry unknown;
      unknown.unknown = true;
      return unknown;
    }
    return found->second;
  }
  absl::StatusOr<bool> IsApplicantsPhone(const CallContext& /*call*/,
                                         const std::string& /*lookup_key*/,
                                         const std::string& phone) override {
    if (!phones_answer) {
      return Error(absl::StatusCode::kUnavailable, "INTAKE_DOWN", "");
    }
    return phone == own_phone;
  }
  void Set(const std::string& key, const StatusEntry& entry) {
    const std::lock_guard lock(mutex_);
    entries[key] = entry;
  }
  std::map<std::string, StatusEntry> entries;
  int asked = 0;
  std::string own_phone = "0912000001";
  bool phones_answer = true;

 private:
  std::mutex mutex_;
};

class StatusLookupComponentTest : public ::testing::Test {
 protected:
  StatusLookupComponentTest() {
    call_.deadline = std::chrono::steady_clock::now() + 10s;
    key_ = "Z01122503" + RandomIdGenerator().NewSecret(12);
  }
  StatusLookup MakeLookup() {
    return {cache_, owner_, tries_, [](StatusLookup::Source) {}};
  }
  /// A look-up as made by REST.
  absl::StatusOr<std::shared_ptr<const PublicAnswer>> Ask(StatusLookup& lookup,
                                                          Version not_before = {}) {
    std::promise<absl::StatusOr<StatusLookup::Cached>> promise;
    lookup.FindCached(key_, not_before, [&](absl::StatusOr<StatusLookup::Cached> found) {
      promise.set_value(std::move(found));
    });
    MOTCUA_ASSIGN_OR_RETURN(const StatusLookup::Cached cached, promise.get_future().get());
    if (cached.answer != nullptr) {
      return cached.answer;
    }
    return lookup.FindAtOwner(call_, key_, cached.floor);
  }
  Version Seen(StatusLookup& lookup, Version not_before = {}) {
    const auto found = Ask(lookup, not_before);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.ok() ? (*found)->version : Version{};
  }

  std::unique_ptr<redis::Client> redis_ =
      redis::Client::Create({.address = testing::RedisAddress(), .command_timeout = 500ms});
  StatusCache cache_{*redis_};
  FakeOwner owner_;
  TryLimiter tries_{*redis_};
  CallContext call_;
  std::string key_;
};

TEST_F(StatusLookupComponentTest, TheCacheKeepsTheHighestOfEventsInAnyOrder) {
  owner_.Set(key_, Entry(key_, {1, 0}));
  ASSERT_TRUE(*cache_.PutFill(key_, Entry(key_, {1, 0})));
  std::vector<Version> versions;
  for (std::int64_t i = 1; i <= 200; ++i) {
    versions.push_back({1, i});
    versions.push_back({1, i});
  }
  std::shuffle(versions.begin(), versions.end(), std::mt19937(7));
  for (const Version& version : versions) {
    ASSERT_TRUE(cache_.PutEvent(key_, Entry(key_, version)).ok());
  }
  const auto found = cache_.Get(key_);
  ASSERT_TRUE(found.ok() && found->entry.has_value());
  EXPECT_EQ(found->entry->version, (Version{1, 200}));
}

TEST_F(StatusLookupComponentTest, AnEventAboutAnAbsentKeyLeavesOnlyAFloor) {
  ASSERT_TRUE(*cache_.PutEvent(key_, Entry(key_, {1, 5})));
  auto found = cache_.Get(key_);
  ASSERT_TRUE(found.ok());
  EXPECT_FALSE(found->entry.has_value());
  EXPECT_EQ(found->floor, (Version{1, 5}));
  // A slow fill that read the owner before that event must not win.
  EXPECT_FALSE(*cache_.PutFill(key_, Entry(key_, {1, 4})));
  EXPECT_TRUE(*cache_.PutFill(key_, Entry(key_, {1, 5})));
  found = cache_.Get(key_);
  ASSERT_TRUE(found.ok() && found->entry.has_value());
  EXPECT_FALSE(found->entry->secret_hash.empty());
  EXPECT_FALSE(*cache_.PutFill(key_, Entry(key_, {1, 5})));
}

TEST_F(StatusLookupComponentTest, OldEventsAfterAFlushNeverBringThePastBack) {
  owner_.Set(key_, Entry(key_, {1, 9}));
  StatusLookup lookup = MakeLookup();
  EXPECT_EQ(Seen(lookup), (Version{1, 9}));
  ASSERT_TRUE(redis_->Command({"DEL", "motcua:status:" + key_}).ok());
  for (std::int64_t i = 1; i <= 8; ++i) {
    ASSERT_TRUE(cache_.PutEvent(key_, Entry(key_, {1, i})).ok());
    StatusLookup fresh = MakeLookup();  // another replica, without anything in process
    EXPECT_EQ(Seen(fresh), (Version{1, 9}));
  }
}

TEST_F(StatusLookupComponentTest, AVersionSentBackForbidsAnOlderAnswer) {
  owner_.Set(key_, Entry(key_, {1, 1}));
  StatusLookup lookup = MakeLookup();
  EXPECT_EQ(Seen(lookup), (Version{1, 1}));
  owner_.Set(key_, Entry(key_, {1, 2}));
  // Both caches still hold 1.1; a client that saw 1.2 elsewhere skips them.
  EXPECT_EQ(Seen(lookup, {1, 2}), (Version{1, 2}));
}

TEST_F(StatusLookupComponentTest, ManyLookUpsAtOnceEachGetTheirOwnWithoutBlocking) {
  constexpr int kCodes = 200;
  StatusLookup lookup = MakeLookup();
  std::vector<std::string> keys;
  for (int i = 0; i < kCodes; ++i) {
    keys.push_back(key_ + std::to_string(i));
    ASSERT_TRUE(*cache_.PutFill(keys.back(), Entry(keys.back(), {1, i})));
  }
  std::mutex mutex;
  std::map<std::string, Version> seen;
  for (const std::string& key : keys) {
    lookup.FindCached(key, {}, [&, key](const absl::StatusOr<StatusLookup::Cached>& cached) {
      const std::lock_guard lock(mutex);
      if (cached.ok() && cached->answer != nullptr &&
          cached->answer->json.find('"' + key + '"') != std::string::npos) {
        seen[key] = cached->answer->version;
      }
    });
  }
  ASSERT_TRUE(testing::Eventually([&] {
    const std::lock_guard lock(mutex);
    return seen.size() == keys.size();
  }));
  for (int i = 0; i < kCodes; ++i) {
    EXPECT_EQ(seen[keys[static_cast<std::size_t>(i)]], (Version{1, i}));
  }
  EXPECT_EQ(owner_.asked, 0);
}

TEST_F(StatusLookupComponentTest, ALookUpByGrpcSeesTheSameWithoutDetails) {
  owner_.Set(key_, Entry(key_, {1, 1}));
  StatusLookup lookup = MakeLookup();
  EXPECT_EQ(Seen(lookup), (Version{1, 1}));
  ASSERT_TRUE(*cache_.PutEvent(key_, Entry(key_, {1, 2})));
  // Neither the in-process cache's version nor the owner's.
  const auto found = lookup.Find(call_, key_, {});
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->version().processing(), 2);
  EXPECT_FALSE(found->has_details());
  owner_.Set(key_, Entry(key_, {1, 3}));
  EXPECT_EQ(lookup.Find(call_, key_, {1, 3})->version().processing(), 3);
  EXPECT_EQ(owner_.asked, 2);
}

TEST_F(StatusLookupComponentTest, AnEntryWithoutThePublicAnswerIsCompletedByOneFill) {
  owner_.Set(key_, Entry(key_, {1, 4}));
  ASSERT_TRUE(*cache_.PutFill(key_, Entry(key_, {1, 4})));
  // As written by a gateway older than `j`.
  ASSERT_TRUE(redis_->Command({"HDEL", "motcua:status:" + key_, "j"}).ok());
  for (int i = 0; i < 3; ++i) {
    StatusLookup fresh = MakeLookup();
    EXPECT_EQ(Seen(fresh), (Version{1, 4}));
  }
  EXPECT_EQ(owner_.asked, 1);
  EXPECT_FALSE(*cache_.PutFill(key_, Entry(key_, {1, 4})));
}

TEST_F(StatusLookupComponentTest, APublicAnswerThatIsOlderThanTheStatusIsNeverGiven) {
  owner_.Set(key_, Entry(key_, {1, 6}));
  ASSERT_TRUE(*cache_.PutFill(key_, Entry(key_, {1, 5})));
  // A gateway older than `j` took the event of 1.6.
  ASSERT_TRUE(redis_->Command({"HSET", "motcua:status:" + key_, "v", ToSortableText({1, 6})}).ok());
  StatusLookup lookup = MakeLookup();
  EXPECT_EQ(Seen(lookup), (Version{1, 6}));
  StatusLookup fresh = MakeLookup();
  EXPECT_EQ(Seen(fresh), (Version{1, 6}));
  EXPECT_EQ(owner_.asked, 1);
}

TEST_F(StatusLookupComponentTest, UnknownIsRememberedUntilTheDossierExists) {
  StatusLookup lookup = MakeLookup();
  EXPECT_EQ(Reason(Ask(lookup).status()), "DOSSIER_UNKNOWN");
  EXPECT_EQ(Reason(Ask(lookup).status()), "DOSSIER_UNKNOWN");
  EXPECT_EQ(Reason(lookup.Find(call_, key_, {}).status()), "DOSSIER_UNKNOWN");
  EXPECT_EQ(owner_.asked, 1);
  owner_.Set(key_, Entry(key_, {1, 0}));
  ASSERT_TRUE(*cache_.PutEvent(key_, Entry(key_, {1, 0})));
  EXPECT_EQ(Seen(lookup), (Version{1, 0}));
}

TEST_F(StatusLookupComponentTest, DetailsNeedTheSecretAndFiveWrongTriesAreEnough) {
  owner_.Set(key_, Entry(key_, {1, 0}));
  StatusLookup lookup = MakeLookup();
  const auto shown = lookup.FindWithSecret(call_, key_, "abcd 2345", {});
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->status.details().current_agency(), "Z01.200");
  for (int i = 0; i < TryLimiter::kMaxTries; ++i) {
    EXPECT_EQ(Reason(lookup.FindWithSecret(call_, key_, "WRONG000", {}).status()), "SECRET_WRONG");
  }
  EXPECT_EQ(Reason(lookup.FindWithSecret(call_, key_, "ABCD2345", {}).status()), "TOO_MANY_TRIES");
}

TEST_F(StatusLookupComponentTest, OnlyTheApplicantsOwnPhoneSeesDetails) {
  owner_.Set(key_, Entry(key_, {1, 2}));
  StatusLookup lookup = MakeLookup();
  const auto own = lookup.FindForPhone(call_, key_, "0912000001", {});
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_EQ(own->details().current_agency(), "Z01.200");
  const auto other = lookup.FindForPhone(call_, key_, "0912000002", {});
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_FALSE(other->has_details());
  EXPECT_EQ(other->state(), type::v1::DOSSIER_STATE_IN_PROCESS);
  owner_.phones_answer = false;
  EXPECT_FALSE(lookup.FindForPhone(call_, key_, "0912000001", {})->has_details());
  EXPECT_EQ(Reason(lookup.FindForPhone(call_, "Z01999999999999", "0912000001", {}).status()),
            "DOSSIER_UNKNOWN");
  // Wrong tries of others don't lock out the holder of the secret.
  for (int i = 0; i < TryLimiter::kMaxTries; ++i) {
    EXPECT_TRUE(lookup.FindForPhone(call_, key_, "0912000002", {}).ok());
  }
  EXPECT_TRUE(lookup.FindWithSecret(call_, key_, "ABCD2345", {}).ok());
}

TEST_F(StatusLookupComponentTest, AStatusKnownFromEventsAloneIsFilledBeforeASecretIsChecked) {
  owner_.Set(key_, Entry(key_, {1, 3}));
  StatusEntry event = Entry(key_, {1, 3});
  event.secret_hash.clear();
  ASSERT_TRUE(cache_.PutEvent(key_, event).ok());
  StatusLookup lookup = MakeLookup();
  EXPECT_TRUE(lookup.FindWithSecret(call_, key_, "ABCD2345", {}).ok());
}

TEST_F(StatusLookupComponentTest, GarbageOnTheTopicIsCountedAndSkipped) {
  int unreadable = 0;
  StatusEvents events(cache_, [&](StatusEvents::Outcome outcome) {
    unreadable += outcome == StatusEvents::Outcome::kUnreadable ? 1 : 0;
  });
  const std::vector<kafka::Message> garbage = {
      {.topic = "t", .key = "k", .value = "\xff\xff garbage"},
      {.topic = "t", .key = "k", .value = ""}};
  EXPECT_EQ(events.Take(garbage), std::vector<absl::Status>(2));
  EXPECT_EQ(unreadable, 2);
}

TEST_F(StatusLookupComponentTest, WhatAPollBringsIsWrittenInItsOrder) {
  const std::string other = key_ + "9";
  const std::string third = key_ + "8";
  ASSERT_TRUE(*cache_.PutFill(key_, Entry(key_, {1, 4})));
  const auto written = cache_.PutEvents({{key_, Entry(key_, {1, 5})},
                                         {other, Entry(other, {1, 1})},
                                         {key_, Entry(key_, {1, 3})},
                                         {other, Entry(other, {1, 2})},
                                         {third, Entry(third, {1, 1})}});
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_EQ(*written, (std::vector<bool>{true, true, false, true, true}));
  EXPECT_EQ(cache_.Get(key_)->entry->version, (Version{1, 5}));
  EXPECT_EQ(cache_.Get(other)->floor, (Version{1, 2}));
}

}  // namespace
}  // namespace motcua::gateway
