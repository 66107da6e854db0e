#include "load/load_province.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::ctl {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

// Fake programs that record calls and give preset answers.
class FakePrograms {
 public:
  ProvinceCalls Calls() {
    return {
        .load_catalogue = [this](const auto& request, const std::string& key)
            -> absl::StatusOr<intake::v1::LoadCatalogueResponse> {
          Note("catalogue", request.dry_run(), key);
          if (!catalogue.ok()) {
            return catalogue;
          }
          intake::v1::LoadCatalogueResponse answer;
          answer.set_procedures_changed(3);
          return answer;
        },
        .load_calendar = [this](const auto& request, const std::string& key)
            -> absl::StatusOr<processing::v1::LoadCalendarResponse> {
          Note("calendar", request.dry_run(), key);
          if (!calendar.ok()) {
            return calendar;
          }
          return processing::v1::LoadCalendarResponse();
        },
        .load_workflows = [this](const auto& request, const std::string& key)
            -> absl::StatusOr<processing::v1::LoadWorkflowsResponse> {
          Note("workflows", request.dry_run(), key);
          if (workflows_down > 0) {
            --workflows_down;
            return absl::UnavailableError("not yet");
          }
          if (!workflows.ok()) {
            return workflows;
          }
          return processing::v1::LoadWorkflowsResponse();
        },
        .new_key = [this] { return "k" + std::to_string(++next_key_); },
        .wait = [this](milliseconds time) { waited += time; },
    };
  }

  absl::Status catalogue;
  absl::Status calendar;
  absl::Status workflows;
  int workflows_down = 0;
  std::vector<std::string> asked;
  std::vector<std::string> keys;
  milliseconds waited{0};

 private:
  void Note(const std::string& what, bool dry_run, const std::string& key) {
    asked.push_back(what + (dry_run ? "?" : "!"));
    keys.push_back(key);
  }
  int next_key_ = 0;
};

class LoadProvinceTest : public testing::Test {
 protected:
  LoadProvinceTest() {
    province_.catalogue.add_procedures();
    province_.catalogue.add_procedures();
    province_.procedure_files = {"procedures/a.json", "procedures/b.json"};
    province_.workflows.emplace_back();
    province_.workflow_files = {"workflows/w.json"};
  }
  absl::StatusOr<LoadOutcome> Load(bool check_only = false) {
    return LoadProvince(province_, check_only, programs_.Calls());
  }
  std::vector<std::string> Faults() {
    const auto outcome = Load();
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    std::vector<std::string> faults;
    for (const LoadFault& fault : outcome->faults) {
      faults.push_back(fault.file + "|" + fault.field + "|" + fault.reason + "|" + fault.message);
    }
    return faults;
  }
  Province province_;
  FakePrograms programs_;
};

TEST_F(LoadProvinceTest, ChecksAllThreeBeforeItAppliesAny) {
  const auto outcome = Load();
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->catalogue.procedures_changed(), 3);
  EXPECT_THAT(programs_.asked, ElementsAre("catalogue?", "calendar?", "workflows?", "catalogue!",
                                           "calendar!", "workflows!"));
  // A check and the command after it are different requests: a key each.
  EXPECT_THAT(programs_.keys, ElementsAre("k1", "k2", "k3", "k4", "k5", "k6"));
}

TEST_F(LoadProvinceTest, CheckOnlyAppliesNothing) {
  ASSERT_TRUE(Load(true).ok());
  EXPECT_THAT(programs_.asked, ElementsAre("catalogue?", "calendar?", "workflows?"));
}

TEST_F(LoadProvinceTest, CollectsTheFaultsOfAllProgramsAndAppliesNothing) {
  programs_.catalogue =
      WithReason(absl::StatusCode::kInvalidArgument, "CATALOGUE_INVALID", "2 faults",
                 {{"faults", "2"},
                  {"agencies[0].code", "CODE_DUPLICATE: twice"},
                  {"procedures[1].limits[0]", "LIMIT: bad"}});
  programs_.calendar = WithReason(absl::StatusCode::kInvalidArgument, "CALENDAR_INVALID", "no date",
                                  {{"cause", "TIME_MALFORMED"}, {"field", "days[0].date"}});
  programs_.workflows = FieldError("workflows[0].stages", "WORKFLOW_INVALID", "no stage");
  EXPECT_THAT(Faults(), ElementsAre("|agencies[0].code|CATALOGUE_INVALID|CODE_DUPLICATE: twice",
                                    "procedures/b.json|limits[0]|CATALOGUE_INVALID|LIMIT: bad",
                                    "calendar.json|days[0].date|TIME_MALFORMED|no date",
                                    "workflows/w.json|stages|WORKFLOW_INVALID|no stage"));
  EXPECT_THAT(programs_.asked, ElementsAre("catalogue?", "calendar?", "workflows?"));
}

TEST_F(LoadProvinceTest, FaultsThatNoAnswerHoldsAreCounted) {
  programs_.catalogue =
      WithReason(absl::StatusCode::kInvalidArgument, "CATALOGUE_INVALID", "8 faults",
                 {{"faults", "8"}, {"faults_left_out", "7"}, {"agencies[0].code", "a"}});
  programs_.workflows =
      WithReason(absl::StatusCode::kInvalidArgument, "WORKFLOW_INVALID", "31 faults",
                 {{"faults", "31"}, {"faults_left_out", "30"}, {"workflows[0]", "b"}});
  EXPECT_THAT(Faults(), ElementsAre("|agencies[0].code|CATALOGUE_INVALID|a",
                                    "workflows/w.json||WORKFLOW_INVALID|b"));
  EXPECT_EQ(Load()->faults_left_out, 37U);
}

TEST_F(LoadProvinceTest, AnOddPathIsShownAsItCame) {
  programs_.catalogue =
      WithReason(absl::StatusCode::kInvalidArgument, "CATALOGUE_INVALID", "faults",
                 {{"procedures[7].code", "a"}, {"procedures[x]", "b"}, {"procedures[1]", "c"}});
  EXPECT_THAT(Faults(), ElementsAre("|procedures[7].code|CATALOGUE_INVALID|a",
                                    "|procedures[x]|CATALOGUE_INVALID|b",
                                    "procedures/b.json||CATALOGUE_INVALID|c"));
}

TEST_F(LoadProvinceTest, ARefusalThatIsNoFaultOfTheDataIsTheAnswer) {
  programs_.catalogue = Error(absl::StatusCode::kFailedPrecondition, "VERSION_FROZEN", "frozen");
  EXPECT_EQ(Reason(Load().status()), "VERSION_FROZEN");
  EXPECT_THAT(programs_.asked, ElementsAre("catalogue?", "calendar?", "workflows?"));
}

TEST_F(LoadProvinceTest, WaitsForAProgramThatStartsWithTheSameKey) {
  programs_.workflows_down = 3;
  ASSERT_TRUE(Load(true).ok());
  EXPECT_THAT(programs_.keys, ElementsAre("k1", "k2", "k3", "k3", "k3", "k3"));
  EXPECT_EQ(programs_.waited, milliseconds(200 + 400 + 800));
}

TEST_F(LoadProvinceTest, GivesUpAfterHalfAMinute) {
  programs_.workflows_down = 1000;
  EXPECT_EQ(Load().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_LE(programs_.waited, milliseconds(30000));
  EXPECT_GT(programs_.waited, milliseconds(20000));
}

TEST_F(LoadProvinceTest, RefusesWhatACallCannotCarry) {
  province_.catalogue.mutable_procedures(0)->set_name_vi(std::string(1024UL * 1024, 'x'));
  EXPECT_EQ(Reason(Load().status()), "TOO_LARGE");
  EXPECT_THAT(programs_.asked, IsEmpty());
}

}  // namespace
}  // namespace motcua::ctl
