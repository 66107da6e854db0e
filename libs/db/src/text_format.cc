#include "text_format.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "motcua/base/check.h"

namespace motcua::db {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

// Takes a number off the front of a text and, when given, the character that must follow it.
template <typename Number>
Number TakeNumber(std::string_view& text, char follows) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  MOTCUA_CHECK(error == std::errc());
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (follows != '\0') {
    MOTCUA_CHECK(!text.empty() && text.front() == follows);
    text.remove_prefix(1);
  }
  return number;
}

// The fraction of a second, up to six digits: "25" of ".25" is 250000.
microseconds TakeFraction(std::string_view& text) {
  std::int64_t value = 0;
  int digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    value = value * 10 + (text.front() - '0');
    ++digits;
    text.remove_prefix(1);
  }
  MOTCUA_CHECK(digits >= 1 && digits <= 6);
  for (; digits < 6; ++digits) {
    value *= 10;
  }
  return microseconds(value);
}

unsigned HexDigit(char c) {
  if (c >= '0' && c <= '9') {
    return static_cast<unsigned>(c - '0');
  }
  MOTCUA_CHECK(c >= 'a' && c <= 'f');
  return static_cast<unsigned>(c - 'a') + 10;
}

}  // namespace

std::string FormatTimestamp(Instant value) {
  if (value == Instant::max()) {
    return "infinity";
  }
  if (value == Instant::min()) {
    return "-infinity";
  }
  const sys_days day = std::chrono::floor<days>(value);
  const year_month_day date(day);
  const std::chrono::hh_mm_ss<microseconds> time(value - day);
  std::array<char, 64> text{};
  const int size =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02ld:%02ld:%02ld.%06ld+00",
                    static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                    static_cast<unsigned>(date.day()), time.hours().count(), time.minutes().count(),
                    time.seconds().count(), time.subseconds().count());
  return {text.data(), static_cast<std::size_t>(size)};
}

Instant ParseTimestamp(std::string_view text) {
  if (text == "infinity") {
    return Instant::max();
  }
  if (text == "-infinity") {
    return Instant::min();
  }
  const std::chrono::year year(TakeNumber<int>(text, '-'));
  const std::chrono::month month(TakeNumber<unsigned>(text, '-'));
  const std::chrono::day day(TakeNumber<unsigned>(text, ' '));
  const hours hour(TakeNumber<int>(text, ':'));
  const minutes minute(TakeNumber<int>(text, ':'));
  const seconds second(TakeNumber<int>(text, '\0'));
  microseconds fraction{0};
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    fraction = TakeFraction(text);
  }
  MOTCUA_CHECK(text == "+00");
  return sys_days(year_month_day(year, month, day)) + hour + minute + second + fraction;
}

std::int64_t ParseInteger(std::string_view text) {
  const auto number = TakeNumber<std::int64_t>(text, '\0');
  MOTCUA_CHECK(text.empty());
  return number;
}

std::string ParseBytea(std::string_view text) {
  MOTCUA_CHECK(text.substr(0, 2) == "\\x" && text.size() % 2 == 0);
  std::string bytes;
  bytes.reserve(text.size() / 2 - 1);
  for (std::size_t i = 2; i < text.size(); i += 2) {
    bytes += static_cast<char>(HexDigit(text[i]) * 16 + HexDigit(text[i + 1]));
  }
  return bytes;
}

std::string FormatArray(const std::vector<std::string>& values) {
  std::string literal = "{";
  for (const std::string& value : values) {
    literal += literal.size() > 1 ? ",\"" : "\"";
    for (const char c : value) {
      if (c == '"' || c == '\\') {
        literal += '\\';
      }
      literal += c;
    }
    literal += '"';
  }
  return literal + "}";
}

}  // namespace motcua::db
