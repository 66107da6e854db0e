#include "usecase/load_catalogue.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "support/builders.h"
#include "support/fakes.h"

namespace motcua::intake::testing {
namespace {

class LoadCatalogueTest : public ::testing::Test {
 protected:
  absl::StatusOr<LoadCatalogue::Output> Load(const Catalogue& catalogue, bool dry_run = false) {
    return load_.Execute({}, catalogue, dry_run);
  }
  void StoreIt() { store_.stored = {.province = kProvince, .catalogue = ACatalogue()}; }

  FakeStore store_{SomeRules()};
  SettableClock clock_{At("2025-03-12T09:15")};
  LoadCatalogue load_{store_, clock_};
};

TEST_F(LoadCatalogueTest, AppliesEverythingTheFirstTime) {
  const auto output = Load(ACatalogue());
  ASSERT_TRUE(output.ok()) << output.status();
  EXPECT_EQ(output->agencies_changed, 6);
  EXPECT_EQ(output->rule_sets_changed, 1);
  EXPECT_EQ(output->procedures_changed, 5);
  EXPECT_GT(output->unverified, 0);
  ASSERT_EQ(store_.loads.size(), 1U);
  EXPECT_EQ(store_.loads[0].province, kProvince);
}

TEST_F(LoadCatalogueTest, TheSameAgainChangesNothing) {
  StoreIt();
  const auto output = Load(ACatalogue());
  ASSERT_TRUE(output.ok());
  EXPECT_EQ(output->agencies_changed + output->rule_sets_changed + output->procedures_changed, 0);
  EXPECT_TRUE(store_.loads.empty());
}

TEST_F(LoadCatalogueTest, ADryRunOnlyTells) {
  const auto output = Load(ACatalogue(), true);
  ASSERT_TRUE(output.ok());
  EXPECT_EQ(output->procedures_changed, 5);
  EXPECT_TRUE(store_.loads.empty());
}

TEST_F(LoadCatalogueTest, AStoredVersionIsFrozen) {
  StoreIt();
  Catalogue catalogue = ACatalogue();
  catalogue.procedures[0].limits[0].value = 4;
  for (const bool dry_run : {true, false}) {  // a dry run must refuse, too
    const auto output = Load(catalogue, dry_run);
    EXPECT_EQ(output.status().code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(Reason(output.status()), "VERSION_FROZEN");
  }
  EXPECT_TRUE(store_.loads.empty());
  catalogue.procedures[0].version = 2;
  EXPECT_TRUE(Load(catalogue).ok());
}

TEST_F(LoadCatalogueTest, AVersionMayGetAnEndThatIsNotPast) {
  StoreIt();
  Catalogue catalogue = ACatalogue();
  catalogue.procedures[0].valid_to = "2025-03-11";
  EXPECT_EQ(Reason(Load(catalogue).status()), "VERSION_FROZEN");
  catalogue.procedures[0].valid_to = "2025-03-12";
  const auto output = Load(catalogue);
  ASSERT_TRUE(output.ok()) << output.status();
  EXPECT_EQ(output->procedures_changed, 1);
}

TEST_F(LoadCatalogueTest, AnAgencyMayChange) {
  StoreIt();
  Catalogue catalogue = ACatalogue();
  catalogue.agencies[2].valid_to = "2025-12-31";
  const auto output = Load(catalogue);
  ASSERT_TRUE(output.ok());
  EXPECT_EQ(output->agencies_changed, 1);
}

TEST_F(LoadCatalogueTest, AnotherProvinceIsAnotherInstallation) {
  StoreIt();
  store_.stored.province = "H98";
  EXPECT_EQ(Reason(Load(ACatalogue()).status()), "PROVINCE_DIFFERS");
}

TEST_F(LoadCatalogueTest, OneFaultStopsAllOfIt) {
  Catalogue catalogue = ACatalogue();
  catalogue.agencies[1].parent = "H99.77";
  catalogue.procedures[0].fees.push_back({.code = "x", .amount_vnd = -1});
  const auto output = Load(catalogue);
  EXPECT_EQ(output.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Reason(output.status()), "CATALOGUE_INVALID");
  const ErrorMetadata metadata = Metadata(output.status());
  ASSERT_EQ(metadata.size(), 4U) << "parent, amount and timing, each under its own field";
  EXPECT_EQ(metadata[0], std::make_pair(std::string("faults"), std::string("3")));
  EXPECT_TRUE(store_.loads.empty());
}

}  // namespace
}  // namespace motcua::intake::testing
