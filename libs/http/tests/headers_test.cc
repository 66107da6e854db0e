#include "motcua/http/headers.h"

#include <gtest/gtest.h>

namespace motcua::http {
namespace {

TEST(HeadersTest, FindsWithoutCaseAndKeepsOrderAndSpelling) {
  Headers headers = {{"Content-Type", "application/json"}, {"x-one", "1"}, {"X-ONE", "2"}};
  EXPECT_EQ(headers.Get("content-type"), "application/json");
  EXPECT_EQ(headers.Get("X-One"), "1");
  EXPECT_EQ(headers.Count("x-one"), 2U);
  EXPECT_EQ(headers[2].name, "X-ONE");
  EXPECT_FALSE(headers.Find("absent").has_value());
  EXPECT_EQ(headers.Get("absent"), "");
}

TEST(HeadersTest, SetReplacesEveryFieldOfTheName) {
  Headers headers = {{"A", "1"}, {"B", "2"}, {"a", "3"}};
  headers.Set("A", "4");
  EXPECT_EQ(headers.Count("a"), 1U);
  EXPECT_EQ(headers.Get("a"), "4");
  EXPECT_EQ(headers.Get("b"), "2");
}

TEST(HeadersTest, NoValueSplitsAMessage) {
  Headers headers;
  headers.Add("X", std::string_view("a\r\nSet-Cookie: b\0c\td", 20));
  EXPECT_EQ(headers.Get("X"), "a  Set-Cookie: b c\td");
  headers.Add("bad name", "v");
  headers.Add("bad\r\n", "v");
  headers.Add("", "v");
  EXPECT_EQ(headers.size(), 1U);
}

TEST(HeadersTest, KeepsUtf8) {
  const Headers headers = {{"X-Name", "Đồng Nai"}};
  EXPECT_EQ(headers.Get("x-name"), "Đồng Nai");
}

}  // namespace
}  // namespace motcua::http
