#include "motcua/sms/phone.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::sms {
namespace {

std::string ReasonOf(std::string_view typed) {
  return Reason(NormalisePhone(typed).status());
}

TEST(PhoneTest, TakesEverySpelling) {
  for (const char* const typed :
       {"0912345678", "84912345678", "+84912345678", "0084912345678", "091 234 5678",
        "0912.345.678", "(+84) 912-345-678", "+84 0912345678", "+84 (0)912 345 678", " 0912345678 ",
        "912345678", "０９１２３４５６７８", "0912\u00A0345\u00A0678", "\u202A0912345678\u202C",
        "0912\u2013345\u2013678", "\u200B0912345678", "0912/345/678"}) {
    EXPECT_EQ(NormalisePhone(typed).value_or(""), "0912345678") << typed;
  }
  // Begins with 84 by itself: a national number without its 0 is not taken for one.
  EXPECT_EQ(NormalisePhone("0841234567").value_or(""), "0841234567");
}

TEST(PhoneTest, TakesRangesThatAreNewerThanTheLibrary) {
  EXPECT_EQ(NormalisePhone("0551234567").value_or(""), "0551234567");
  EXPECT_EQ(NormalisePhone("0890123456").value_or(""), "0890123456");
}

TEST(PhoneTest, TellsLandlinesApart) {
  for (const char* const typed :
       {"02438251234", "(024) 3825 1234", "024.3825-1234", "+84 24 3825 1234", "2438251234"}) {
    const absl::StatusOr<Phone> phone = ReadPhone(typed);
    ASSERT_TRUE(phone.ok()) << typed;
    EXPECT_EQ(phone->national, "02438251234") << typed;
    EXPECT_EQ(phone->line, Line::kLandline) << typed;
  }
  EXPECT_EQ(ReadPhone("0912345678")->line, Line::kMobile);
}

TEST(PhoneTest, RefusesWithAReason) {
  for (const char* const typed :
       {"", "abc", "09123", "091234567890", "09123456789", "0912x45678", "+", "09+12345678", "113",
        "1022", "0912345678 (Lan)", "0912345678 ext 3", "0912345678/0913456789", "0912-ABC-DEF",
        "0212345",
        "\xFF"
        "0912345678",
        "0912345678;0913456789"}) {
    EXPECT_EQ(ReasonOf(typed), "PHONE_MALFORMED") << typed;
  }
  EXPECT_EQ(ReasonOf(std::string(100, '0')), "PHONE_MALFORMED");
  EXPECT_EQ(ReasonOf("+85512345678"), "PHONE_FOREIGN");
  EXPECT_EQ(ReasonOf("0012025550123"), "PHONE_FOREIGN");
  EXPECT_EQ(ReasonOf("02513822501"), "PHONE_LANDLINE");
  EXPECT_EQ(ReasonOf("+842513822501"), "PHONE_LANDLINE");
  // The 11-digit ranges that ended in 2018, a range nobody has, services.
  for (const char* const typed : {"01691234567", "+841691234567", "01234567890", "0512345678",
                                  "0123456789", "0000000000", "19001234", "18001096"}) {
    EXPECT_EQ(ReasonOf(typed), "PHONE_NOT_MOBILE") << typed;
  }
}

TEST(PhoneTest, ErrorsDoNotCarryTheNumber) {
  const absl::Status refused = NormalisePhone("02513822501").status();
  EXPECT_EQ(Message(refused).find("0251"), std::string::npos);
  EXPECT_TRUE(Metadata(refused).empty());
}

TEST(PhoneTest, WritesOtherForms) {
  EXPECT_EQ(InternationalPhone("0912345678"), "+84912345678");
  EXPECT_EQ(MaskPhone("0912345678"), "*******678");
  EXPECT_EQ(MaskPhone("12"), "12");
  EXPECT_EQ(MaskPhone(""), "");
}

}  // namespace
}  // namespace motcua::sms
