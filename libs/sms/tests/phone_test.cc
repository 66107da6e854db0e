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
        "0912.345.678", "(+84) 912-345-678", "+84 0912345678", " 0912345678 "}) {
    EXPECT_EQ(NormalisePhone(typed).value_or(""), "0912345678") << typed;
  }
  // Begins with 84 by itself: a national number without its 0 is not taken for one.
  EXPECT_EQ(NormalisePhone("0841234567").value_or(""), "0841234567");
}

TEST(PhoneTest, RefusesWithAReason) {
  for (const char* const typed : {"", "abc", "09123", "091234567890", "0912x45678", "912345678",
                                  "+", "++84912345678", "09+12345678", "01234567890"}) {
    EXPECT_EQ(ReasonOf(typed), "PHONE_MALFORMED") << typed;
  }
  EXPECT_EQ(ReasonOf(std::string(100, '0')), "PHONE_MALFORMED");
  EXPECT_EQ(ReasonOf("+85512345678"), "PHONE_FOREIGN");
  EXPECT_EQ(ReasonOf("0012025550123"), "PHONE_FOREIGN");
  EXPECT_EQ(ReasonOf("02513822501"), "PHONE_LANDLINE");
  EXPECT_EQ(ReasonOf("+842513822501"), "PHONE_LANDLINE");
  EXPECT_EQ(ReasonOf("0512345678"), "PHONE_NOT_MOBILE");
  EXPECT_EQ(ReasonOf("0123456789"), "PHONE_NOT_MOBILE");
}

TEST(PhoneTest, ErrorsDoNotCarryTheNumber) {
  const absl::Status refused = NormalisePhone("02513822501").status();
  EXPECT_EQ(Message(refused).find("0251"), std::string::npos);
  EXPECT_TRUE(Metadata(refused).empty());
}

TEST(PhoneTest, KnowsWhatMayBeATelephoneNumber) {
  for (const char* phone : {"0912345678", "+84 91 234 56 78", "024.3825-1234", "02438251234"}) {
    EXPECT_TRUE(IsPhone(phone)) << phone;
  }
  for (const char* other : {"", "0", "+84", "113", "091234567", "091234567890", "+8491234567",
                            "84912345678", "0912345678a", "(091) 2345678", "0912345678\n"}) {
    EXPECT_FALSE(IsPhone(other)) << other;
  }
  EXPECT_FALSE(IsPhone("0912345678" + std::string(40, ' ')));
}

TEST(PhoneTest, WritesOtherForms) {
  EXPECT_EQ(InternationalPhone("0912345678"), "+84912345678");
  EXPECT_EQ(MaskPhone("0912345678"), "*******678");
  EXPECT_EQ(MaskPhone("12"), "12");
  EXPECT_EQ(MaskPhone(""), "");
}

}  // namespace
}  // namespace motcua::sms
