// The text forms of a table of options: --help, --print-config, the README's table.

#include <algorithm>
#include <string>

#include "motcua/config/options.h"

#include "entry.h"

namespace motcua::config {
namespace {

constexpr char kUsage[] =
    "  --help                   trang này / this page\n"
    "  --version                phiên bản / the version\n"
    "  --check-config           kiểm tra cấu hình: 0 đúng, 78 sai / check the configuration\n"
    "  --print-config           in cấu hình đang dùng, che bí mật / print it, secrets masked\n"
    "  --print-config=markdown  in bảng tùy chọn / print the table of options\n";

std::string Cell(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|') {
      cell += '\\';
    }
    cell += c;
  }
  return cell;
}

std::string Code(std::string_view text) {
  return text.empty() ? std::string() : "`" + Cell(text) + "`";
}

}  // namespace

std::string OptionTable::Help() const {
  std::string help = "motcua-" + program_.service + ": " + program_.summary_vi + "\n" +
                     program_.summary_en + "\n\n" + kUsage +
                     "\nBiến môi trường / Environment variables:\n";
  for (const Entry& entry : entries_) {
    help += "\n  " + entry.variable + "  (" + entry.type;
    if (!entry.range.empty()) {
      help += ": " + entry.range;
    }
    help += entry.required               ? "; bắt buộc / required"
            : entry.default_text.empty() ? ""
                                         : "; mặc định / default " + entry.default_text;
    help += ")\n      " + entry.text + "\n";
  }
  return help;
}

std::string OptionTable::Print() const {
  std::string out;
  for (const Line& line : Effective()) {
    out += line.variable + "=" + line.value + "\n";
  }
  return out;
}

std::string OptionTable::Markdown() const {
  std::string out =
      "| Variable | Type | Default | Allowed | Meaning |\n"
      "| --- | --- | --- | --- | --- |\n";
  for (const Entry& entry : entries_) {
    out += "| " + Code(entry.variable) + " | " + entry.type + " | " +
           (entry.required ? std::string("required") : Code(entry.default_text)) + " | " +
           Cell(entry.range) + " | " + Cell(entry.text) + " |\n";
  }
  return out;
}

}  // namespace motcua::config
