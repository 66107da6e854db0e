#include <iostream>
#include <string>

#include <boost/json.hpp>

#include "motcua/base/error.h"
#include "motcua/sms/segments.h"
#include "motcua/sms/unaccented.h"
#include "motcua/text/text.h"

// What the libraries say of texts: JSON strings in, one to a line; a JSON object out for each.
// For people_texts_test.py, which counts the same independently.

namespace {

boost::json::object Describe(std::string_view text) {
  boost::json::object answer;
  answer["characters"] = motcua::text::CountCharacters(text);
  answer["blank"] = motcua::text::IsBlank(text);
  answer["reason"] =
      motcua::Reason(motcua::text::Check(text, {.field = "text", .most = 100, .lines = true}));
  const auto phone = motcua::sms::RemoveAccents(text);
  const auto accented = motcua::sms::CountSegments(text);
  if (!phone.ok() || !accented.ok()) {
    answer["error"] = std::string(phone.status().message()) + accented.status().ToString();
    return answer;
  }
  const auto plain = motcua::sms::CountSegments(phone->text);
  answer["phone"] = phone->text;
  answer["replaced"] = phone->replaced;
  answer["plain_encoding"] = plain.ok() ? motcua::sms::ToString(plain->encoding) : "error";
  answer["encoding"] = motcua::sms::ToString(accented->encoding);
  answer["units"] = accented->units;
  answer["parts"] = accented->parts;
  return answer;
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << boost::json::serialize(Describe(boost::json::parse(line).as_string())) << '\n';
  }
}
