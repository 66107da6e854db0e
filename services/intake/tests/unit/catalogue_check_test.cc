#include "domain/catalogue_check.h"

#include <functional>
#include <ostream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "support/builders.h"

namespace motcua::intake::testing {
namespace {

struct Spoiled {
  const char* name;
  std::function<void(Catalogue&)> spoil;
  const char* field;
  const char* reason;
};

void PrintTo(const Spoiled& spoiled, std::ostream* out) {
  *out << spoiled.name;
}

class CatalogueCheckTest : public ::testing::TestWithParam<Spoiled> {};

TEST(CatalogueCheck, AGoodOneHasNoFaults) {
  EXPECT_TRUE(CheckCatalogue(ACatalogue()).empty());
}

TEST_P(CatalogueCheckTest, TheFaultIsNamedWithItsPlace) {
  Catalogue catalogue = ACatalogue();
  GetParam().spoil(catalogue);
  std::vector<std::pair<std::string, std::string>> found;
  for (const CatalogueFault& fault : CheckCatalogue(catalogue)) {
    found.emplace_back(fault.field, fault.reason);
  }
  EXPECT_THAT(found, ::testing::Contains(
                         std::pair<std::string, std::string>(GetParam().field, GetParam().reason)));
}

INSTANTIATE_TEST_SUITE_P(
    Faults, CatalogueCheckTest,
    ::testing::Values(
        Spoiled{"Province", [](auto& c) { c.province = "Đồng"; }, "province", "CODE_INVALID"},
        Spoiled{"AgencyCode", [](auto& c) { c.agencies[1].code = "h99.90"; }, "agencies[1].code",
                "CODE_INVALID"},
        Spoiled{"AgencyTwice", [](auto& c) { c.agencies[2].code = kCentre; }, "agencies[2].code",
                "CODE_DUPLICATE"},
        Spoiled{"AgencyAmbiguous", [](auto& c) { c.agencies[2].code = "H99.9.0"; },
                "agencies[2].code", "CODE_AMBIGUOUS"},
        Spoiled{"AgencyName", [](auto& c) { c.agencies[1].name_vi = ""; }, "agencies[1].name_vi",
                "NAME_MISSING"},
        Spoiled{"AgencyLevel", [](auto& c) { c.agencies[1].level = AgencyLevel::kUnspecified; },
                "agencies[1].level", "LEVEL_MISSING"},
        Spoiled{"Parent", [](auto& c) { c.agencies[1].parent = "H99.77"; }, "agencies[1].parent",
                "PARENT_UNKNOWN"},
        Spoiled{"ParentCycle", [](auto& c) { c.agencies[0].parent = kCentre; },
                "agencies[0].parent", "PARENT_CYCLE"},
        Spoiled{"Successor", [](auto& c) { c.agencies[5].successor = "H99.77"; },
                "agencies[5].successor", "SUCCESSOR_UNKNOWN"},
        Spoiled{"Date", [](auto& c) { c.agencies[1].valid_from = "2025-02-30"; },
                "agencies[1].valid_from", "DATE_INVALID"},
        Spoiled{"DatesReversed", [](auto& c) { c.agencies[1].valid_to = "2019-12-31"; },
                "agencies[1].valid_to", "DATES_REVERSED"},
        Spoiled{"DistrictReceives", [](auto& c) { c.agencies[1].level = AgencyLevel::kDistrict; },
                "agencies[1].receives", "CANNOT_RECEIVE"},
        Spoiled{"NoRuleSet", [](auto& c) { c.rule_sets.clear(); }, "rule_sets",
                "RULE_SET_MISSING"},
        Spoiled{"RuleSetsOverlap",
                [](auto& c) {
                  c.rule_sets.push_back(c.rule_sets[0]);
                  c.rule_sets[1].id = "other";
                },
                "rule_sets[1].valid_from", "RULE_SETS_OVERLAP"},
        Spoiled{"AlertAfterLimit", [](auto& c) { c.rule_sets[0].acceptance_alert_hours = 9; },
                "rule_sets[0].acceptance_alert_hours", "RULE_VALUE_INVALID"},
        Spoiled{"SupplementDays", [](auto& c) { c.rule_sets[0].supplement_limit_days = 0; },
                "rule_sets[0].supplement_limit_days", "RULE_VALUE_INVALID"},
        Spoiled{"ProcedureCode", [](auto& c) { c.procedures[0].code = "1.000001.H99"; },
                "procedures[0].code", "CODE_INVALID"},
        Spoiled{"VersionTwice", [](auto& c) { c.procedures[1] = c.procedures[0]; },
                "procedures[1].version", "CODE_DUPLICATE"},
        Spoiled{"Version", [](auto& c) { c.procedures[0].version = 0; }, "procedures[0].version",
                "VERSION_INVALID"},
        Spoiled{"NoChannels", [](auto& c) { c.procedures[0].channels.clear(); },
                "procedures[0].channels", "CHANNELS_MISSING"},
        Spoiled{"Channel", [](auto& c) { c.procedures[0].channels[0] = Channel::kUnspecified; },
                "procedures[0].channels", "CHANNEL_INVALID"},
        Spoiled{"OnlineLevel",
                [](auto& c) { c.procedures[0].online_level = OnlineLevel::kUnspecified; },
                "procedures[0].online_level", "ONLINE_LEVEL_INVALID"},
        Spoiled{"NobodyHandles", [](auto& c) { c.procedures[0].handling_levels.clear(); },
                "procedures[0].handling_levels", "HANDLING_MISSING"},
        Spoiled{"HandlerUnknown",
                [](auto& c) { c.procedures[0].handling_agencies = {"H99.77"}; },
                "procedures[0].handling_agencies[0]", "AGENCY_UNKNOWN"},
        Spoiled{"NoWorkflow", [](auto& c) { c.procedures[0].workflow_id.clear(); },
                "procedures[0].workflow_id", "WORKFLOW_MISSING"},
        Spoiled{"PartId", [](auto& c) { c.procedures[0].parts[0].id = "Tờ khai"; },
                "procedures[0].parts[0].id", "PART_ID_INVALID"},
        Spoiled{"PartTwice", [](auto& c) { c.procedures[0].parts[1].id = "to-khai"; },
                "procedures[0].parts[1].id", "PART_DUPLICATE"},
        Spoiled{"PartCount", [](auto& c) { c.procedures[0].parts[0].copies = -1; },
                "procedures[0].parts[0]", "COUNT_INVALID"},
        Spoiled{"FeeAmount", [](auto& c) { c.procedures[1].fees[0].amount_vnd = -1; },
                "procedures[1].fees[0].amount_vnd", "FEE_INVALID"},
        Spoiled{"FeeTiming",
                [](auto& c) { c.procedures[1].fees[0].timing = FeeTiming::kUnspecified; },
                "procedures[1].fees[0].timing", "FEE_INVALID"},
        Spoiled{"LimitValue", [](auto& c) { c.procedures[0].limits[0].value = 0; },
                "procedures[0].limits[0].value", "LIMIT_VALUE_INVALID"},
        Spoiled{"CutOff",
                [](auto& c) {
                  c.procedures[0].limits[0].cut_offs = {
                      {.at = "25:00", .effect = CutOffEffect::kForwardOnly}};
                },
                "procedures[0].limits[0].cut_offs[0].at", "CUT_OFF_INVALID"},
        Spoiled{"LimitStage", [](auto& c) { c.procedures[0].limits[0].stage = 3; },
                "procedures[0].limits[0].stage", "LIMIT_STAGE_INVALID"},
        Spoiled{"LimitNotCovering",
                [](auto& c) { c.procedures[0].limits[0].channels = {Channel::kOnline}; },
                "procedures[0].limits", "LIMIT_NOT_COVERING"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(CatalogueCheck, TheErrorCountsItsFaultsAndNamesThemInTheirOrder) {
  const absl::Status error = ToError({{.field = "b", .reason = "R1", .message = "one"},
                                      {.field = "b", .reason = "R2", .message = "two"},
                                      {.field = "a", .reason = "R3", .message = "three"}});
  EXPECT_EQ(error.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Reason(error), "CATALOGUE_INVALID");
  EXPECT_EQ(
      Metadata(error),
      (ErrorMetadata{{"faults", "3"}, {"b", "R1: one"}, {"b", "R2: two"}, {"a", "R3: three"}}));
}

}  // namespace
}  // namespace motcua::intake::testing
