#include "motcua/log/redacted.h"

#include <ostream>
#include <type_traits>

#include <gtest/gtest.h>

#include "motcua/log/fields.h"

namespace motcua::log {
namespace {

template <typename T>
concept Streamable = requires(std::ostream& out, const T& value) {
  out << value;
};

// These are the guarantee: a line that logs personal data does not compile.
static_assert(Streamable<std::string> && !Streamable<Redacted<std::string>>);
static_assert(std::is_constructible_v<FieldValue, std::string>);
static_assert(!std::is_constructible_v<FieldValue, Redacted<std::string>>);
static_assert(!std::is_constructible_v<FieldValue, Redacted<int>>);
static_assert(!std::is_constructible_v<FieldValue, const void*>);
static_assert(!std::is_convertible_v<std::string, Redacted<std::string>>);

TEST(RedactedTest, TheValueIsThereForWhoeverSaysSo) {
  const Redacted<std::string> name(std::string("Nguyễn Văn A"));
  EXPECT_EQ(name.Reveal(), "Nguyễn Văn A");
}

TEST(RedactedTest, APhoneNumberShowsItsLastThreeDigits) {
  EXPECT_EQ(MaskPhone("84912345678"), "***678");
  EXPECT_EQ(MaskPhone("123456"), "***");
  EXPECT_EQ(MaskPhone(""), "***");
}

}  // namespace
}  // namespace motcua::log
