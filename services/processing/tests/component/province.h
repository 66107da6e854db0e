#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "motcua/testing/temp_database.h"

#include "component/fake_intake.h"
#include "component/running_processing.h"

namespace motcua::processing::testing {

/// The value of an answer that must be OK; the test fails otherwise.
template <typename T>
T Must(absl::StatusOr<T> answer) {
  EXPECT_TRUE(answer.ok()) << answer.status();
  return answer.ok() ? *std::move(answer) : T();
}

/// A database with rules in it, an intake and replicas of processing around it. Business time
/// stands at 2025-03-12 09:15 until it is set.
class Province {
 public:
  explicit Province(int replicas = 1);
  ~Province();

  const std::string& dsn() const { return database_.dsn(); }
  FakeIntake& intake() { return intake_; }
  /// Any number; they take turns.
  RunningProcessing& replica(int n = 0) {
    return *replicas_[static_cast<std::size_t>(n) % replicas_.size()];
  }
  void SetClock(const std::string& local);

  /// A dossier that intake has just accepted; processing pulls it.
  v1::Dossier Accepted();
  /// The same after the counter forwarded it: office and partner work at once.
  v1::Dossier InProcess();
  /// The dossier as in processing now.
  v1::Dossier Read(const v1::Dossier& dossier);
  v1::GetTimelineResponse Timeline(const v1::Dossier& dossier);
  v1::ExplainDueDateResponse Explain(const v1::Dossier& dossier);

  /// Waits until the replicas have distributed the shards, which is recorded in the database.
  void WaitUntilQuiet();

 private:
  motcua::testing::TempDatabase database_;
  FakeIntake intake_;
  std::vector<std::unique_ptr<RunningProcessing>> replicas_;
};

}  // namespace motcua::processing::testing
