"""Names that look Vietnamese and mean nothing."""

SYLLABLES = ["An", "Bình", "Châu", "Dương", "Đông", "Giang", "Hà", "Hòa", "Khánh", "Lâm", "Long", "Mỹ", "Nam", "Ngọc",
             "Phong", "Phú", "Quang", "Sơn", "Tân", "Thanh", "Thạnh", "Thủy", "Tiên", "Trung", "Vân", "Vĩnh", "Xuân",
             "Yên"]
FIELDS = ["An toàn thực phẩm", "Chứng thực", "Đất đai", "Đường bộ", "Giáo dục", "Hộ tịch", "Khoáng sản", "Lao động",
          "Thủy sản", "Văn hóa", "Xây dựng", "Y tế"]
ACTS = ["Cấp", "Cấp lại", "Đăng ký", "Điều chỉnh", "Gia hạn", "Thu hồi", "Xác nhận"]
OBJECTS = ["giấy phép", "giấy chứng nhận", "giấy xác nhận", "chứng chỉ hành nghề", "phù hiệu", "quyết định hỗ trợ"]
PAPERS = ["Bản cam kết", "Bản thuyết minh", "Bản vẽ", "Danh sách", "Giấy ủy quyền", "Hợp đồng", "Sơ đồ vị trí",
          "Văn bằng"]
DATABASES = ["Cơ sở dữ liệu mẫu một", "Cơ sở dữ liệu mẫu hai"]


def places(chance):
    """Place names without end, none twice."""
    seen = set()
    while True:
        name = f"{chance.choice(SYLLABLES)} {chance.choice(SYLLABLES)}"
        if name not in seen:
            seen.add(name)
            yield name
