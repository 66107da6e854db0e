#include "errors/messages_vi.h"

#include <algorithm>
#include <array>

namespace motcua::gateway {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;

// Sorted by reason: looked up by binary search, and checked by a test.
constexpr std::array kMessages = {
    Entry{"ACTOR_INVALID", "Thông tin người thực hiện không hợp lệ."},
    Entry{"ADDRESS_TOO_LONG", "Địa chỉ quá dài."},
    Entry{"AGENCY_CLOSED", "Cơ quan này không còn hoặc chưa hoạt động."},
    Entry{"AGENCY_NOT_COMPETENT", "Cơ quan này không có thẩm quyền giải quyết thủ tục đã chọn."},
    Entry{"AGENCY_UNKNOWN", "Không có cơ quan với mã này."},
    Entry{"ALREADY_RATED", "Hồ sơ này đã được đánh giá. Mỗi hồ sơ chỉ đánh giá một lần."},
    Entry{"AMOUNT_DIFFERS", "Số tiền không khớp với số phải nộp."},
    Entry{"AMOUNT_INVALID", "Số tiền không hợp lệ."},
    Entry{"APPLICANT_KIND_INVALID", "Loại đối tượng nộp hồ sơ không hợp lệ."},
    Entry{"APPLICANT_NAME_INVALID", "Họ tên người nộp hồ sơ còn thiếu hoặc không hợp lệ."},
    Entry{"BODY_TOO_LARGE", "Nội dung gửi lên quá lớn."},
    Entry{"CALENDAR_UNKNOWN", "Hệ thống chưa có lịch làm việc để tính ngày hẹn."},
    Entry{"CANNOT_RECEIVE", "Cơ quan này không tiếp nhận hồ sơ."},
    Entry{"CENTRE_UNKNOWN", "Hệ thống chưa có nơi tiếp nhận phản ánh, kiến nghị."},
    Entry{"CHANNEL_INVALID", "Hình thức nộp hồ sơ không hợp lệ."},
    Entry{"CHANNEL_NOT_ALLOWED", "Thủ tục này không nhận hồ sơ theo hình thức đã chọn."},
    Entry{"CODE_IMPOSSIBLE", "Mã hồ sơ không đúng. Xin kiểm tra mã in trên giấy tiếp nhận."},
    Entry{"COMMIT_UNKNOWN",
          "Chưa rõ yêu cầu đã được ghi nhận hay chưa. Xin gửi lại với cùng khóa."},
    Entry{"CONTENT_MISSING", "Thiếu nội dung hồ sơ."},
    Entry{"COUNT_INVALID", "Số lượng giấy tờ không hợp lệ."},
    Entry{"CREDENTIALS_INVALID", "Thông tin xác thực của cổng không đúng."},
    Entry{"CREDENTIALS_MISSING", "Thiếu thông tin xác thực của cổng."},
    Entry{"DATABASE_DOWN", "Hệ thống tạm thời gián đoạn. Xin thử lại sau ít phút."},
    Entry{"DATE_INVALID", "Ngày tháng không hợp lệ."},
    Entry{"DEADLINE_PASSED", "Hệ thống trả lời chậm. Xin thử lại."},
    Entry{"DOSSIER_ACCEPTED", "Hồ sơ đã được tiếp nhận và đang do cơ quan giải quyết xử lý."},
    Entry{"DOSSIER_MISSING", "Thiếu mã hồ sơ."},
    Entry{"DOSSIER_UNKNOWN", "Không tìm thấy hồ sơ. Xin kiểm tra mã in trên giấy tiếp nhận."},
    Entry{"EMAIL_INVALID", "Địa chỉ thư điện tử không đúng."},
    Entry{"FEEDBACK_NOT_CONFIGURED", "Dịch vụ phản ánh, đánh giá chưa được bật ở tỉnh này."},
    Entry{"FEE_NOT_DUE", "Hồ sơ này không có khoản phí phải nộp."},
    Entry{"FEE_UNPAID", "Chưa nộp phí, lệ phí."},
    Entry{"IDEMPOTENCY_KEY_INVALID", "Khóa chống gửi trùng không hợp lệ."},
    Entry{"IDEMPOTENCY_KEY_MISSING", "Thiếu khóa chống gửi trùng (Idempotency-Key)."},
    Entry{"IDEMPOTENCY_KEY_REUSED", "Khóa này đã dùng cho một yêu cầu có nội dung khác."},
    Entry{"IDENTITY_NUMBER_INVALID", "Số định danh không đúng."},
    Entry{"INTERNAL", "Hệ thống gặp lỗi. Chúng tôi đã ghi nhận, xin thử lại sau."},
    Entry{"ITEMS_MISSING", "Chưa nêu nội dung cần bổ sung."},
    Entry{"ITEM_INVALID", "Nội dung cần bổ sung không hợp lệ."},
    Entry{"JSON_INVALID", "Nội dung gửi lên không đúng định dạng JSON của dịch vụ này."},
    Entry{"LIMIT_NOT_PASSED", "Chưa hết thời hạn của người nộp hồ sơ."},
    Entry{"MEDIA_TYPE_UNSUPPORTED", "Nội dung gửi phải là application/json."},
    Entry{"METHOD_NOT_ALLOWED", "Địa chỉ này không nhận phương thức đã dùng."},
    Entry{"NOT_ACCEPTED_YET", "Hồ sơ chưa được tiếp nhận."},
    Entry{"NOT_FOUND", "Không có địa chỉ này."},
    Entry{"NOT_HANDED_OVER", "Hồ sơ chưa trả kết quả nên chưa đánh giá được."},
    Entry{"NOT_YOUR_DOSSIER", "Hồ sơ thuộc cơ quan tiếp nhận khác."},
    Entry{"NOT_YOUR_TASK", "Việc này thuộc cơ quan khác."},
    Entry{"OVERLOADED", "Hệ thống đang quá tải. Xin thử lại sau giây lát."},
    Entry{"PAGE_SIZE", "Số dòng mỗi trang không hợp lệ."},
    Entry{"PAGE_TOKEN_INVALID", "Mã trang không hợp lệ."},
    Entry{"PAPER_CONTENT_MISMATCH", "Nội dung tệp không đúng loại đã khai (PDF, JPEG hoặc PNG)."},
    Entry{"PAPER_EMPTY", "Tệp giấy tờ không có nội dung."},
    Entry{"PAPER_NAME_INVALID", "Tên tệp giấy tờ không hợp lệ."},
    Entry{"PAPER_TOO_LARGE", "Tệp giấy tờ quá lớn (tối đa 512 KiB)."},
    Entry{"PAPER_TYPE_UNKNOWN", "Chỉ nhận tệp PDF, JPEG hoặc PNG."},
    Entry{"PAPER_UNKNOWN", "Không tìm thấy tệp giấy tờ đã dẫn."},
    Entry{"PART_DUPLICATE", "Một thành phần hồ sơ được khai hai lần."},
    Entry{"PART_MISSING", "Thiếu thành phần hồ sơ bắt buộc."},
    Entry{"PART_UNKNOWN", "Thủ tục không có thành phần hồ sơ này."},
    Entry{"PAYER_UNKNOWN", "Đối tượng nộp phí không có trong biểu phí của thủ tục."},
    Entry{"PAYMENT_REFERENCE_INVALID", "Số biên lai hoặc mã giao dịch không hợp lệ."},
    Entry{"PETITION_UNKNOWN", "Không tìm thấy phản ánh, kiến nghị. Xin kiểm tra lại mã."},
    Entry{"PHONE_INVALID", "Số điện thoại không đúng."},
    Entry{"PROCEDURE_NOT_ONLINE", "Thủ tục này chưa nhận hồ sơ trực tuyến."},
    Entry{"PROCEDURE_UNKNOWN", "Không có thủ tục hành chính với mã này đang có hiệu lực."},
    Entry{"REASON_MISSING", "Phải nêu rõ lý do."},
    Entry{"REASON_TOO_LONG", "Lý do quá dài."},
    Entry{"REQUEST_AMBIGUOUS", "Có nhiều yêu cầu đang mở; xin nêu rõ yêu cầu nào."},
    Entry{"REQUEST_CLOSED", "Yêu cầu này đã được trả lời."},
    Entry{"REQUEST_INVALID", "Yêu cầu gửi lên không đúng."},
    Entry{"REQUEST_UNKNOWN", "Hồ sơ không có yêu cầu này."},
    Entry{"REVISION_MISSING", "Phải cho biết phiên bản hồ sơ đã xem."},
    Entry{"RULES_UNKNOWN", "Hệ thống chưa có quy định về thời hạn trả lời phản ánh, kiến nghị."},
    Entry{"RULES_UNREADABLE", "Quy định lưu trong hệ thống không đọc được; xin báo quản trị viên."},
    Entry{"RULE_SET_UNKNOWN", "Chưa có bộ quy định áp dụng cho ngày này."},
    Entry{"SCORE_INVALID", "Điểm đánh giá là từ 1 (rất không hài lòng) đến 5 (rất hài lòng)."},
    Entry{"SECRET_MISSING", "Thiếu mã tra cứu bí mật in trên giấy tiếp nhận."},
    Entry{"SECRET_WRONG", "Mã tra cứu bí mật không đúng."},
    Entry{"SENDER_CONTACT_MISSING",
          "Xin cho biết số điện thoại, thư điện tử hoặc địa chỉ để trả lời."},
    Entry{"SENDER_NAME_MISSING", "Thiếu họ tên người gửi."},
    Entry{"STALE_REVISION", "Hồ sơ vừa được người khác thay đổi. Xin xem lại rồi làm tiếp."},
    Entry{"STATE_NOT_OPEN", "Trạng thái này không có trong danh sách chờ."},
    Entry{"STATUS_BUSY", "Đang có nhiều lượt tra cứu. Xin thử lại sau giây lát."},
    Entry{"STOPPING", "Hệ thống đang khởi động lại. Xin thử lại sau giây lát."},
    Entry{"SUBJECT_TOO_LONG", "Trích yếu quá dài (tối đa 1000 ký tự)."},
    Entry{"SUPPLEMENT_ALREADY_REQUESTED", "Chỉ được yêu cầu bổ sung một lần."},
    Entry{"SUPPLEMENT_ALREADY_SENT", "Giấy tờ bổ sung đã được gửi và đang được kiểm tra."},
    Entry{"SUPPLEMENT_EMPTY", "Chưa có giấy tờ bổ sung nào được gửi kèm."},
    Entry{"TEXT_INVALID", "Văn bản chứa ký tự không hợp lệ."},
    Entry{"TEXT_MISSING", "Nội dung này là bắt buộc."},
    Entry{"TEXT_TOO_LONG", "Nội dung quá dài."},
    Entry{"TIME_OUT_OF_RANGE", "Thời gian nằm ngoài phạm vi cho phép."},
    Entry{"TOO_MANY_CONNECTIONS", "Hệ thống đang quá tải. Xin thử lại sau giây lát."},
    Entry{"TOO_MANY_PAPERS", "Quá nhiều tệp giấy tờ."},
    Entry{"TOO_MANY_REQUESTS", "Quá nhiều lượt trong một phút. Xin thử lại sau."},
    Entry{"TOO_MANY_TRIES", "Nhập sai mã bí mật quá nhiều lần. Xin thử lại sau một giờ."},
    Entry{"UNAVAILABLE", "Hệ thống tạm thời gián đoạn. Xin thử lại sau ít phút."},
    Entry{"VARIANT_UNKNOWN", "Trường hợp đã chọn không có trong thủ tục."},
    Entry{"WORKFLOW_NOT_APPROVED", "Thủ tục chưa có quy trình nội bộ được phê duyệt."},
    Entry{"WRONG_STATE", "Hồ sơ không ở trạng thái cho phép việc này."},
};

}  // namespace

std::string_view VietnameseMessage(std::string_view reason, std::string_view otherwise) {
  for (const std::string_view wanted : {reason, otherwise}) {
    const auto* const found = std::ranges::lower_bound(kMessages, wanted, {}, &Entry::first);
    if (found != kMessages.end() && found->first == wanted) {
      return found->second;
    }
  }
  return "Yêu cầu không thực hiện được. Xin kiểm tra lại thông tin đã gửi.";
}

std::span<const std::pair<std::string_view, std::string_view>> VietnameseMessages() {
  return kMessages;
}

}  // namespace motcua::gateway
