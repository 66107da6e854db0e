#pragma once

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace motcua::ctl {

/// A table for people: Vietnamese headings, columns as wide as their widest cell in characters.
///
///   Table table({{"Mã hồ sơ"}, {"Số việc", Table::Align::kRight}});
///   table.Add({"H19.901-250312-0001", "3"});
///   table.Print(out);
class Table {
 public:
  enum class Align { kLeft, kRight };
  struct Column {
    std::string heading;
    Align align = Align::kLeft;
  };

  explicit Table(std::vector<Column> columns);
  /// One cell per column. An empty cell is printed as `-`.
  void Add(std::vector<std::string> cells);
  /// Prints headings, a rule and the rows; without rows, one line that says so.
  void Print(std::ostream& out) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// `label  value` lines with the labels aligned; pairs with an empty value are left out.
void PrintFields(const std::vector<std::pair<std::string, std::string>>& fields, std::ostream& out);

}  // namespace motcua::ctl
