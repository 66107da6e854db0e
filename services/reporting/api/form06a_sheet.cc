#include "api/form06a_sheet.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <unistd.h>
#include <xlsxwriter.h>

#include <sys/mman.h>
#include <sys/types.h>

#include "motcua/base/error.h"

namespace motcua::reporting {
namespace {

constexpr lxw_col_t kColumns = 13;
constexpr lxw_row_t kHeadRow = 4;

struct Heading {
  lxw_row_t row;
  lxw_col_t first;
  lxw_col_t last;
  const char* text;
};
// Rows below kHeadRow: groups over their columns, then the columns themselves.
constexpr std::array<Heading, 14> kHeadings = {{
    {0, 2, 5, "Số hồ sơ nhận giải quyết"},
    {0, 6, 9, "Số hồ sơ đã giải quyết"},
    {0, 10, 12, "Số hồ sơ đang giải quyết"},
    {1, 2, 2, "Tổng số"},
    {1, 3, 3, "Trong kỳ: trực tuyến"},
    {1, 4, 4, "Trong kỳ: trực tiếp, dịch vụ bưu chính"},
    {1, 5, 5, "Từ kỳ trước"},
    {1, 6, 6, "Tổng số"},
    {1, 7, 7, "Trước hạn"},
    {1, 8, 8, "Đúng hạn (gồm trả lại, rút)"},
    {1, 9, 9, "Quá hạn"},
    {1, 10, 10, "Tổng số"},
    {1, 11, 11, "Trong hạn"},
    {1, 12, 12, "Quá hạn"},
}};
constexpr std::array<const char*, kColumns> kNumbers = {
    "(1)", "(2)",  "(3)=(4)+(5)+(6)", "(4)",  "(5)", "(6)", "(7)=(8)+(9)+(10)", "(8)",
    "(9)", "(10)", "(11)=(12)+(13)",  "(12)", "(13)"};

/// An in-memory file with a name, because the library opens files by name only.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("form06a", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (descriptor_ >= 0) {
      close(descriptor_);
    }
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  bool ok() const { return descriptor_ >= 0; }
  std::string name() const { return "/proc/self/fd/" + std::to_string(descriptor_); }
  absl::StatusOr<std::string> Read() const;

 private:
  const int descriptor_;
};

absl::Status Failed() {
  return Error(absl::StatusCode::kInternal, "SHEET_FAILED", "the spreadsheet could not be written");
}

absl::StatusOr<std::string> MemoryFile::Read() const {
  const off_t size = lseek(descriptor_, 0, SEEK_END);
  if (size <= 0) {
    return Failed();
  }
  std::string content(static_cast<std::size_t>(size), '\0');
  std::size_t done = 0;
  while (done < content.size()) {
    const ssize_t got =
        pread(descriptor_, content.data() + done, content.size() - done, static_cast<off_t>(done));
    if (got <= 0) {
      return Failed();
    }
    done += static_cast<std::size_t>(got);
  }
  return content;
}

struct Formats {
  lxw_format* title;
  lxw_format* plain;
  lxw_format* head;
  lxw_format* text;
  lxw_format* number;
  lxw_format* total_text;
  lxw_format* total_number;
};

lxw_format* Bordered(lxw_workbook* book, bool bold) {
  lxw_format* const format = workbook_add_format(book);
  format_set_border(format, LXW_BORDER_THIN);
  if (bold) {
    format_set_bold(format);
  }
  return format;
}

Formats MakeFormats(lxw_workbook* book) {
  Formats formats{};
  formats.title = workbook_add_format(book);
  format_set_bold(formats.title);
  format_set_align(formats.title, LXW_ALIGN_CENTER);
  formats.plain = workbook_add_format(book);
  format_set_align(formats.plain, LXW_ALIGN_CENTER);
  formats.head = Bordered(book, true);
  format_set_text_wrap(formats.head);
  format_set_align(formats.head, LXW_ALIGN_CENTER);
  format_set_align(formats.head, LXW_ALIGN_VERTICAL_CENTER);
  formats.text = Bordered(book, false);
  format_set_text_wrap(formats.text);
  formats.number = Bordered(book, false);
  format_set_num_format(formats.number, "#,##0");
  formats.total_text = Bordered(book, true);
  formats.total_number = Bordered(book, true);
  format_set_num_format(formats.total_number, "#,##0");
  return formats;
}

void WriteHead(lxw_worksheet* sheet, const Form06a& form, const Formats& formats) {
  const std::string period = "Kỳ báo cáo: từ ngày " + calendar::FormatVietnamese(form.period.from) +
                             " đến ngày " + calendar::FormatVietnamese(form.period.to);
  worksheet_write_string(sheet, 0, 0, "Biểu số II.06a/VPCP/KSTT", nullptr);
  worksheet_merge_range(sheet, 1, 0, 1, kColumns - 1,
                        "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", formats.title);
  worksheet_merge_range(sheet, 2, 0, 2, kColumns - 1, period.c_str(), formats.plain);
  worksheet_write_string(sheet, 3, kColumns - 2, "Đơn vị tính: hồ sơ", nullptr);
  const char* const group = form.grouping == Grouping::kAgency ? "Đơn vị" : "Lĩnh vực";
  worksheet_merge_range(sheet, kHeadRow, 0, kHeadRow + 1, 0, "STT", formats.head);
  worksheet_merge_range(sheet, kHeadRow, 1, kHeadRow + 1, 1, group, formats.head);
  for (const Heading& heading : kHeadings) {
    const lxw_row_t row = kHeadRow + heading.row;
    if (heading.first == heading.last) {
      worksheet_write_string(sheet, row, heading.first, heading.text, formats.head);
    } else {
      worksheet_merge_range(sheet, row, heading.first, row, heading.last, heading.text,
                            formats.head);
    }
  }
  for (lxw_col_t column = 0; column < kColumns; ++column) {
    worksheet_write_string(sheet, kHeadRow + 2, column, kNumbers[column], formats.head);
  }
}

void WriteNumbers(lxw_worksheet* sheet, lxw_row_t at, const Form06aRow& row, lxw_format* format) {
  lxw_col_t column = 2;
  for (const std::int64_t value :
       {row.received_total, row.received_online, row.received_direct_post, row.carried_over,
        row.resolved_total, row.resolved_early, row.resolved_on_time, row.resolved_overdue,
        row.open_total, row.open_in_limit, row.open_overdue}) {
    worksheet_write_number(sheet, at, column++, static_cast<double>(value), format);
  }
}

void WriteForm(lxw_workbook* book, const Form06a& form) {
  lxw_worksheet* const sheet = workbook_add_worksheet(book, "II.06a");
  const Formats formats = MakeFormats(book);
  worksheet_set_column(sheet, 0, 0, 6, nullptr);
  worksheet_set_column(sheet, 1, 1, 44, nullptr);
  worksheet_set_column(sheet, 2, kColumns - 1, 13, nullptr);
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, 9);  // A4
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_repeat_rows(sheet, kHeadRow, kHeadRow + 2);
  WriteHead(sheet, form, formats);
  lxw_row_t at = kHeadRow + 3;
  int number = 0;
  for (const Form06aRow& row : form.rows) {
    const std::string& name = row.name_vi.empty() ? row.code : row.name_vi;
    worksheet_write_number(sheet, at, 0, ++number, formats.number);
    worksheet_write_string(sheet, at, 1, name.empty() ? "Chưa rõ" : name.c_str(), formats.text);
    WriteNumbers(sheet, at++, row, formats.number);
  }
  worksheet_write_blank(sheet, at, 0, formats.total_text);
  worksheet_write_string(sheet, at, 1, "TỔNG SỐ", formats.total_text);
  WriteNumbers(sheet, at, form.total, formats.total_number);
}

}  // namespace

std::string SheetName(const Form06a& form) {
  return std::string("II.06a_") + (form.grouping == Grouping::kField ? "linh-vuc_" : "") +
         calendar::FormatDate(form.period.from) + "_" + calendar::FormatDate(form.period.to) +
         ".xlsx";
}

absl::StatusOr<std::string> MakeSheet(const Form06a& form) {
  const MemoryFile file;
  if (!file.ok()) {
    return Failed();
  }
  lxw_workbook* const book = workbook_new(file.name().c_str());
  if (book == nullptr) {
    return Failed();
  }
  std::string title = "II.06a/VPCP/KSTT";
  std::string company = "MotCua";
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.company = company.data();
  properties.created = std::chrono::system_clock::to_time_t(
      calendar::ToInstant(calendar::LocalTime(form.period.to)));
  workbook_set_properties(book, &properties);
  WriteForm(book, form);
  return workbook_close(book) == LXW_NO_ERROR ? file.Read() : Failed();
}

}  // namespace motcua::reporting
