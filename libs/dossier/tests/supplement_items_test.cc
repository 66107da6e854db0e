#include "motcua/dossier/supplement_items.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::dossier {
namespace {

std::string Of(const std::vector<std::string>& items) {
  const absl::Status status = CheckSupplementItems(items);
  return status.ok() ? "" : Reason(status) + " " + Metadata(status).front().second;
}

std::string Times(const char* letter, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += letter;
  }
  return text;
}

TEST(SupplementItemsTest, CountsCharactersAsPeopleDo) {
  EXPECT_EQ(Of({"Bản vẽ", Times("ữ", 500), "Sổ hộ khẩu\nhoặc giấy xác nhận"}), "");
  EXPECT_EQ(Of({"Bản vẽ", Times("ữ", 501)}), "ITEM_INVALID items_vi[1]");
}

TEST(SupplementItemsTest, NamesWhatIsWrong) {
  EXPECT_EQ(Of({}), "ITEMS_MISSING items_vi");
  EXPECT_EQ(Of(std::vector<std::string>(51, "x")), "TOO_MANY_ITEMS items_vi");
  EXPECT_EQ(Of({" "}), "ITEM_INVALID items_vi[0]");
  EXPECT_EQ(Of({"a\x1f"}), "TEXT_INVALID items_vi[0]");
  EXPECT_EQ(Of({"\xff"}), "TEXT_INVALID items_vi[0]");
}

}  // namespace
}  // namespace motcua::dossier
