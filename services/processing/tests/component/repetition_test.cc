#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "component/province.h"

// Repeated and concurrent calls of clients, with the same key and with different keys.

namespace motcua::processing::testing {
namespace {

using Stub = v1::ProcessingService::Stub;

constexpr int kClients = 100;

// Runs `fn(n)` for n = 0..kClients-1 on 16 threads at once.
void AtOnce(const std::function<void(int)>& fn) {
  std::atomic<int> next = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      for (int n = next++; n < kClients; n = next++) {
        fn(n);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
}

// One province with two replicas for all tests; each has a dossier of its own.
class RepetitionTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { shared_ = std::make_unique<Province>(2); }
  static void TearDownTestSuite() { shared_.reset(); }
  static std::unique_ptr<Province> shared_;
  Province& province_ = *shared_;
};

std::unique_ptr<Province> RepetitionTest::shared_;

TEST_F(RepetitionTest, TheSameKeyGivesTheSameBytes) {
  const v1::Dossier dossier = province_.InProcess();
  auto request = On<v1::RequestSupplementRequest>(dossier, kOffice, "Thiếu");
  request.add_items_vi("Bản vẽ");
  const auto first = Must(province_.replica(0).Do(&Stub::RequestSupplement, request, "twice"));
  // Time and state have moved on, but the answer is still the first one.
  province_.SetClock("2025-03-12T10:00");
  auto send = ByCitizen<v1::SendSupplementRequest>(dossier);
  send.add_paper_ids(province_.intake().UploadPaper());
  Must(province_.replica(0).Do(&Stub::SendSupplement, send));
  const auto second = Must(province_.replica(1).Do(&Stub::RequestSupplement, request, "twice"));
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_FALSE(first.request_id().empty());
  EXPECT_EQ(province_.Timeline(dossier).entries_size(), 3);
}

TEST_F(RepetitionTest, ARepeatedSupplementIsAnsweredWithoutIntake) {
  const v1::Dossier dossier = province_.InProcess();
  auto ask = On<v1::RequestSupplementRequest>(dossier, kOffice, "Thiếu");
  ask.add_items_vi("Bản vẽ");
  Must(province_.replica(0).Do(&Stub::RequestSupplement, ask));
  auto send = ByCitizen<v1::SendSupplementRequest>(dossier);
  send.add_paper_ids(province_.intake().UploadPaper());
  const auto first = Must(province_.replica(0).Do(&Stub::SendSupplement, send, "papers"));
  province_.intake().ForgetPapers();
  const auto second = Must(province_.replica(1).Do(&Stub::SendSupplement, send, "papers"));
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
}

TEST_F(RepetitionTest, OfAHundredForwardsOneIsTaken) {
  const v1::Dossier dossier = province_.Accepted();
  const auto request = On<v1::ForwardDossierRequest>(dossier, kCounter);
  std::mutex mutex;
  std::map<std::string, int> outcomes;
  AtOnce([&](int n) {
    const auto answer = province_.replica(n).Do(&Stub::ForwardDossier, request);
    const std::lock_guard lock(mutex);
    ++outcomes[answer.ok() ? "OK" : Reason(answer.status())];
  });
  EXPECT_EQ(outcomes, (std::map<std::string, int>{{"OK", 1}, {"STALE_REVISION", kClients - 1}}));
  EXPECT_EQ(province_.Timeline(dossier).entries_size(), 1);
}

TEST_F(RepetitionTest, AHundredTimesTheSameKeyIsOneForwardAndOneAnswer) {
  // Not here yet: all of them pull it at once.
  v1::Dossier dossier;
  dossier.set_dossier_id(province_.intake().Hold(AnAcceptance()).key);
  dossier.set_revision(1);
  const auto request = On<v1::ForwardDossierRequest>(dossier, kCounter);
  std::mutex mutex;
  std::set<std::string> answers;
  AtOnce([&](int n) {
    const auto answer = Must(province_.replica(n).Do(&Stub::ForwardDossier, request, "same-key"))
                            .SerializeAsString();
    const std::lock_guard lock(mutex);
    answers.insert(answer);
  });
  EXPECT_EQ(answers.size(), 1U);
  EXPECT_EQ(province_.Timeline(dossier).entries_size(), 1);
  EXPECT_EQ(province_.Read(dossier).tasks_size(), 3);
}

}  // namespace
}  // namespace motcua::processing::testing
