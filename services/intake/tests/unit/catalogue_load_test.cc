#include "domain/catalogue_load.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "support/builders.h"

namespace motcua::intake::testing {
namespace {

class CatalogueLoadTest : public ::testing::Test {
 protected:
  absl::StatusOr<CatalogueChange> Load(const Catalogue& catalogue) const {
    return DecideLoad(catalogue, stored_, At("2025-03-12T09:15"));
  }
  void StoreIt() { stored_ = {.province = kProvince, .catalogue = ACatalogue()}; }

  StoredCatalogue stored_;
};

TEST_F(CatalogueLoadTest, AppliesEverythingTheFirstTime) {
  const auto change = Load(ACatalogue());
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_EQ(change->agencies.size(), 6U);
  EXPECT_EQ(change->rule_sets.size(), 1U);
  EXPECT_EQ(change->procedures.size(), 5U);
  EXPECT_EQ(change->province, kProvince);
  EXPECT_EQ(change->at, At("2025-03-12T09:15"));
}

TEST_F(CatalogueLoadTest, TheSameAgainChangesNothing) {
  StoreIt();
  const auto change = Load(ACatalogue());
  ASSERT_TRUE(change.ok());
  EXPECT_TRUE(change->empty());
}

TEST_F(CatalogueLoadTest, AStoredVersionIsFrozen) {
  StoreIt();
  Catalogue catalogue = ACatalogue();
  catalogue.procedures[0].limits[0].value = 4;
  const auto change = Load(catalogue);
  EXPECT_EQ(change.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Reason(change.status()), "VERSION_FROZEN");
  catalogue.procedures[0].version = 2;
  EXPECT_TRUE(Load(catalogue).ok());
}

TEST_F(CatalogueLoadTest, AVersionMayGetAnEndThatIsNotPast) {
  StoreIt();
  Catalogue catalogue = ACatalogue();
  catalogue.procedures[0].valid_to = "2025-03-11";
  EXPECT_EQ(Reason(Load(catalogue).status()), "VERSION_FROZEN");
  catalogue.procedures[0].valid_to = "2025-03-12";
  const auto change = Load(catalogue);
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_EQ(change->procedures.size(), 1U);
}

TEST_F(CatalogueLoadTest, AnAgencyMayChange) {
  StoreIt();
  Catalogue catalogue = ACatalogue();
  catalogue.agencies[2].valid_to = "2025-12-31";
  const auto change = Load(catalogue);
  ASSERT_TRUE(change.ok());
  EXPECT_EQ(change->agencies, std::vector{catalogue.agencies[2]});
}

TEST_F(CatalogueLoadTest, AnotherProvinceIsAnotherInstallation) {
  StoreIt();
  stored_.province = "H98";
  EXPECT_EQ(Reason(Load(ACatalogue()).status()), "PROVINCE_DIFFERS");
}

TEST_F(CatalogueLoadTest, OneFaultStopsAllOfIt) {
  Catalogue catalogue = ACatalogue();
  catalogue.agencies[1].parent = "H99.77";
  catalogue.procedures[0].fees.push_back({.code = "x", .amount_vnd = -1});
  const auto change = Load(catalogue);
  EXPECT_EQ(change.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Reason(change.status()), "CATALOGUE_INVALID");
  const ErrorMetadata metadata = Metadata(change.status());
  ASSERT_EQ(metadata.size(), 4U) << "parent, amount and timing, each under its own field";
  EXPECT_EQ(metadata[0], std::make_pair(std::string("faults"), std::string("3")));
}

}  // namespace
}  // namespace motcua::intake::testing
