#include "load/province_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "province_in_files.h"

namespace motcua::ctl {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class ProvinceFilesTest : public testing::Test {
 protected:
  // "file field reason" of every fault.
  std::vector<std::string> Faults() const {
    std::vector<std::string> faults;
    for (const LoadFault& fault : ReadProvince(files_.directory()).faults) {
      faults.push_back(fault.file + " " + fault.field + " " + fault.reason);
    }
    return faults;
  }
  const ProvinceInFiles files_;
};

TEST_F(ProvinceFilesTest, MergesAllFilesInTheOrderOfTheirNames) {
  const Province province = ReadProvince(files_.directory());
  EXPECT_THAT(province.faults, IsEmpty());
  EXPECT_EQ(province.catalogue.province(), "Z9");
  EXPECT_EQ(province.catalogue.province_name_vi(), "tỉnh Thử");
  EXPECT_EQ(province.catalogue.agencies_size(), 2);
  EXPECT_EQ(province.catalogue.rule_sets_size(), 1);
  ASSERT_EQ(province.catalogue.procedures_size(), 3);
  EXPECT_THAT(province.procedure_files,
              ElementsAre("procedures/1.000001.json", "procedures/1.000001.v1.json",
                          "procedures/1.000002.json"));
  EXPECT_EQ(province.catalogue.procedures(2).code(), "1.000002");
  EXPECT_THAT(province.workflow_files, ElementsAre("workflows/qt-1.json"));
  EXPECT_EQ(province.workflows.size(), 1U);
  EXPECT_FALSE(province.calendar_version.empty());
  EXPECT_FALSE(province.calendar_document.empty());
}

TEST_F(ProvinceFilesTest, TellsTheFaultsOfAllFilesAtOnce) {
  files_.Write("agencies.json", R"({"agencies":[{"code":"Z9"},{"cod":"Z9.1"}]})");
  files_.Write("procedures/1.000002.json", R"({"code":"1.000002","version":"one"})");
  files_.Write("workflows/qt-1.json", "{");
  files_.Write("calendar.json", R"({"version":"1"})");
  files_.Remove("rule-sets.json");
  EXPECT_THAT(Faults(), UnorderedElementsAre("agencies.json agencies[1].cod DOCUMENT_INVALID",
                                             "rule-sets.json  FILE_UNREADABLE",
                                             "procedures/1.000002.json version DOCUMENT_INVALID",
                                             "workflows/qt-1.json  DOCUMENT_INVALID",
                                             "calendar.json office_hours FIELD_MISSING"));
}

TEST_F(ProvinceFilesTest, AFileHoldsItsOwnFieldsOnly) {
  files_.Write("province.json", R"({"province":"Z9","agencies":[{"code":"Z9"}]})");
  files_.Write("rule-sets.json", "{}");
  EXPECT_THAT(Faults(), UnorderedElementsAre("province.json agencies FIELD_MISPLACED",
                                             "rule-sets.json rule_sets SECTION_EMPTY"));
}

TEST_F(ProvinceFilesTest, ANameMustSayWhatIsInTheFile) {
  files_.Write("procedures/1.000009.json", R"({"code":"1.000008","version":1})");
  files_.Write("procedures/1.000001.v3.json", R"({"code":"1.000001","version":1})");
  files_.Write("workflows/qt-2.json", R"({"id":"qt-3","version":1})");
  files_.Write("calender.json", "{}");
  files_.Write("procedures/1.000007.jsn", "{}");
  files_.Write(".editor-file", "{}");
  EXPECT_THAT(Faults(), UnorderedElementsAre("procedures/1.000009.json code FILE_MISPLACED",
                                             "procedures/1.000001.v3.json code FILE_MISPLACED",
                                             "workflows/qt-2.json id FILE_MISPLACED",
                                             "calender.json  FILE_UNKNOWN",
                                             "procedures/1.000007.jsn  FILE_UNKNOWN"));
}

TEST_F(ProvinceFilesTest, AnEmptyOrMissingPlaceIsAFault) {
  files_.Remove("workflows/qt-1.json");
  EXPECT_THAT(Faults(), ElementsAre("workflows  SECTION_EMPTY"));
  const Province nowhere = ReadProvince(files_.directory() / "nowhere");
  ASSERT_EQ(nowhere.faults.size(), 1U);
  EXPECT_EQ(nowhere.faults[0].reason, "DIRECTORY_UNREADABLE");
}

TEST(SampleProvinceTest, IsReadWithoutFaults) {
  const Province province = ReadProvince(MOTCUA_SOURCE_DIR "/deploy/sample");
  for (const LoadFault& fault : province.faults) {
    ADD_FAILURE() << fault.file << " " << fault.field << " " << fault.reason << " "
                  << fault.message;
  }
  EXPECT_GT(province.catalogue.procedures_size(), 30);
}

}  // namespace
}  // namespace motcua::ctl
