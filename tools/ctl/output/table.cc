#include "output/table.h"

#include <algorithm>
#include <ostream>

#include "motcua/base/check.h"

#include "output/text.h"

namespace motcua::ctl {
namespace {

constexpr char kGap[] = "  ";

std::string Padding(std::size_t width, const std::string& text) {
  return std::string(width - DisplayWidth(text), ' ');
}

}  // namespace

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::Add(std::vector<std::string> cells) {
  MOTCUA_CHECK(cells.size() == columns_.size());
  for (std::string& cell : cells) {
    cell = cell.empty() ? "-" : Printable(cell);
  }
  rows_.push_back(std::move(cells));
}

void Table::Print(std::ostream& out) const {
  if (rows_.empty()) {
    out << "(không có dòng nào / nothing to show)\n";
    return;
  }
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    widths.push_back(DisplayWidth(columns_[i].heading));
    for (const auto& row : rows_) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
    }
  }
  const auto print = [&](const auto& cell_of) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string& cell = cell_of(i);
      const bool last = i + 1 == columns_.size();
      if (columns_[i].align == Align::kRight) {
        out << Padding(widths[i], cell) << cell;
      } else {
        out << cell << (last ? "" : Padding(widths[i], cell));
      }
      out << (last ? "\n" : kGap);
    }
  };
  print([&](std::size_t i) -> const std::string& { return columns_[i].heading; });
  std::vector<std::string> rules;
  for (const std::size_t width : widths) {
    rules.emplace_back(width, '-');
  }
  print([&](std::size_t i) -> const std::string& { return rules[i]; });
  for (const auto& row : rows_) {
    print([&](std::size_t i) -> const std::string& { return row[i]; });
  }
}

void PrintFields(const std::vector<std::pair<std::string, std::string>>& fields,
                 std::ostream& out) {
  std::size_t width = 0;
  for (const auto& [label, value] : fields) {
    width = std::max(width, value.empty() ? 0 : DisplayWidth(label));
  }
  for (const auto& [label, value] : fields) {
    if (!value.empty()) {
      out << label << Padding(width, label) << kGap << Printable(value) << '\n';
    }
  }
}

}  // namespace motcua::ctl
