#include "motcua/json/check_json.h"

#include <string>

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::json {
namespace {

std::string Nested(char open, char close, int levels) {
  return std::string(static_cast<std::size_t>(levels), open) +
         std::string(static_cast<std::size_t>(levels), close);
}

// Every production of RFC 8259, section by section.
TEST(CheckJsonTest, TakesWhatTheStandardHas) {
  for (const std::string& text :
       {// 2, 3: any value may be the text; white space is blank, tab, line feed, carriage return.
        std::string("null"), std::string("true"), std::string("false"), std::string("0"),
        std::string("\"\""), std::string("[]"), std::string("{}"),
        std::string(" \t\n\r[ \t\n\r] \t\n\r"), std::string("{ \"a\" : 1 , \"b\" : [ ] }"),
        // 4, 5
        std::string("{\"\":0}"), std::string("{\"a\":{\"a\":{}}}"),
        std::string("[{\"a\":1},{\"a\":1}]"), std::string("[1,\"a\",null,[true],{}]"),
        // 6
        std::string("-0"), std::string("-1"), std::string("10"), std::string("0.5"),
        std::string("1.25e3"), std::string("1E+3"), std::string("1e-3"), std::string("-0.0e0"),
        std::string("12345678901234567890"),
        // 7
        std::string(R"("\"\\\/\b\f\n\r\t")"), std::string(R"("\u0041\u00e9\uFFFF")"),
        std::string(R"("\uD83D\uDE00")"), std::string(R"("\u0000")"), std::string("\"\x7f\""),
        std::string("\"Nguyễn 😀\""), std::string("\"/\""), std::string("\"'\""),
        Nested('[', ']', kDeepest)}) {
    EXPECT_TRUE(CheckJson(text).ok()) << text << ": " << CheckJson(text);
  }
}

TEST(CheckJsonTest, RefusesItsNeighbours) {
  for (const std::string& text :
       {// no value, more than one, something around it
        std::string(), std::string(" "), std::string("1 2"), std::string("{}{}"),
        std::string("[] x"), std::string("\xEF\xBB\xBF{}"), std::string("{}\0", 3),
        std::string("\f[]"), std::string("\v[]"), std::string("\xC2\xA0[]"), std::string("[]/**/"),
        std::string("// a\n[]"), std::string("#\n[]"),
        // literals
        std::string("True"), std::string("NULL"), std::string("nul"), std::string("truefalse"),
        std::string("undefined"), std::string("NaN"), std::string("Infinity"),
        std::string("-Infinity"),
        // objects and arrays
        std::string("{\"a\":1,}"), std::string("[1,]"), std::string("[,1]"), std::string("[1,,2]"),
        std::string("[1 2]"), std::string("{,}"), std::string("{\"a\"}"), std::string("{\"a\":}"),
        std::string("{\"a\" 1}"), std::string("{\"a\"=1}"), std::string("{a:1}"),
        std::string("{'a':1}"), std::string("{1:1}"), std::string("{null:1}"), std::string("["),
        std::string("{"), std::string("]"), std::string("[}"), std::string("{\"a\":[}"),
        std::string("{\"a\":1;\"b\":2}"),
        // numbers
        std::string("01"), std::string("-"), std::string("+1"), std::string(".5"),
        std::string("1."), std::string("1e"), std::string("1e+"), std::string("0x1"),
        std::string("1_000"), std::string("--1"), std::string("1.e3"), std::string("1,5"),
        std::string("٣"),
        // strings
        std::string("'a'"), std::string("\"a"), std::string("a\""), std::string("\"\\x41\""),
        std::string("\"\\a\""), std::string("\"\\'\""), std::string("\"\\u12\""),
        std::string("\"\\u{41}\""), std::string("\"\\\""), std::string("\"a\nb\""),
        std::string("\"a\tb\""), std::string("\"a\0b\"", 5), std::string("`a`"), std::string("“a”"),
        // not UTF-8 (RFC 8259 8.1), unpaired surrogates (RFC 7493 2.1)
        std::string("\"\xff\""), std::string("\"a\xc0\xaf\""), std::string("\"\xed\xa0\x80\""),
        std::string("\"\xf5\x80\x80\x80\""), std::string("\"\xc3\""), std::string(R"("\uD83D")"),
        std::string(R"("\uDE00")"), std::string(R"("\uD83D\u0041")"),
        // names twice (RFC 7493 2.3), however they are spelled
        std::string(R"({"a":1,"a":1})"), std::string(R"({"a":1,"b":2,"\u0061":3})"),
        std::string(R"([{"x":{"":1,"":2}}])"), Nested('[', ']', kDeepest + 1),
        std::string(100000, '[')}) {
    EXPECT_EQ(Reason(CheckJson(text)), "JSON_INVALID") << text;
  }
}

TEST(CheckJsonTest, EveryBeginningOfADocumentIsRefused) {
  const std::string text = R"({"title":"Ế \u0041","list":[1.5e3,true,null],"o":{"a":-1}})";
  ASSERT_TRUE(CheckJson(text).ok());
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(CheckJson(text.substr(0, size)).ok()) << text.substr(0, size);
  }
}

TEST(CheckJsonTest, SaysWhereAndRepeatsNothing) {
  const std::string message(Message(CheckJson("{\"a\":1,\n \"secret\":1,\n \"secret\":2}")));
  EXPECT_NE(message.find("line 3"), std::string::npos) << message;
  EXPECT_NE(message.find("same name twice"), std::string::npos) << message;
  EXPECT_EQ(message.find("secret"), std::string::npos) << message;
}

}  // namespace
}  // namespace motcua::json
