#include "output/table.h"

#include <sstream>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "output/text.h"

namespace motcua::ctl {
namespace {

TEST(DisplayWidthTest, CountsCharactersAndNotBytes) {
  EXPECT_EQ(DisplayWidth(""), 0U);
  EXPECT_EQ(DisplayWidth("abc"), 3U);
  EXPECT_EQ(DisplayWidth("Đang xử lý"), 10U);
  EXPECT_EQ(DisplayWidth("→ 5"), 3U);
}

TEST(DisplayWidthTest, ACombiningMarkTakesNoColumn) {
  // "ế" as e + circumflex + acute.
  EXPECT_EQ(DisplayWidth("Ti\x65\xCC\x82\xCC\x81p"), 4U);
}

TEST(DisplayWidthTest, ABrokenByteIsOneColumn) {
  EXPECT_EQ(DisplayWidth("a\xFF\x62"), 3U);
  EXPECT_EQ(DisplayWidth("a\xC3"), 2U);
  EXPECT_EQ(DisplayWidth("\xE1\xBA z"), 3U) << "one character that was cut short";
}

TEST(PrintableTest, KeepsVietnameseAndDropsWhatMovesTheCursor) {
  EXPECT_EQ(Printable("Yêu cầu\nbổ sung\t!"), "Yêu cầu bổ sung !");
  EXPECT_EQ(Printable("\x1B[31mđỏ\x1B[0m"), " [31mđỏ [0m");
  // CSI as one C1 character, and the right-to-left override.
  EXPECT_EQ(Printable("a\xC2\x9B\x62"), "a b");
  EXPECT_EQ(Printable("a\xE2\x80\xAE\x62"), "a b");
  EXPECT_EQ(Printable("a\xFF\x62"), "a\xEF\xBF\xBD\x62");
}

TEST(PrintableTest, JsonKeepsItsValueAndEscapesWhatMovesTheCursor) {
  const std::string document = "{\"name\":\"Đỗ\u0085\u202E\u007F\\\"\"}";
  const std::string printable = PrintableJson(document);
  EXPECT_EQ(printable, "{\"name\":\"Đỗ\\u0085\\u202e\\u007f\\\"\"}");
  EXPECT_EQ(boost::json::parse(printable), boost::json::parse(document));
}

TEST(TableTest, AlignsByCharacters) {
  Table table({{"Trạng thái"}, {"Số việc", Table::Align::kRight}, {"Bước"}});
  table.Add({"4 Đang xử lý", "3", "Thẩm định"});
  table.Add({"2", "1200", "x"});
  std::ostringstream out;
  table.Print(out);
  EXPECT_EQ(out.str(),
            "Trạng thái    Số việc  Bước\n"
            "------------  -------  ---------\n"
            "4 Đang xử lý        3  Thẩm định\n"
            "2                1200  x\n");
}

TEST(TableTest, ShowsAnEmptyCellAndAnEmptyTable) {
  Table table({{"A"}, {"B"}});
  std::ostringstream none;
  table.Print(none);
  EXPECT_EQ(none.str(), "(không có dòng nào / nothing to show)\n");
  table.Add({"", "b\nc"});
  std::ostringstream out;
  table.Print(out);
  EXPECT_EQ(out.str(), "A  B\n-  ---\n-  b c\n");
}

TEST(PrintFieldsTest, AlignsLabelsAndLeavesEmptyOnesOut) {
  std::ostringstream out;
  PrintFields({{"Mã", "H19"}, {"Hẹn trả", "17/03/2025 16:30"}, {"Một nhãn rất dài", ""}}, out);
  EXPECT_EQ(out.str(), "Mã       H19\nHẹn trả  17/03/2025 16:30\n");
}

}  // namespace
}  // namespace motcua::ctl
