"""What the National Portal accepts (domain 2.3 and 2.4): fields, lengths, values. Pure functions; each returns the
portal's message for the first fault, or an empty text."""

import datetime

STATES = {str(number) for number in range(1, 11)}
RECEIVED_STATES = {"2", "4", "8", "9", "10"}
# No step leads from these to another state.
FINAL_STATES = {"3", "7", "10"}
GENERAL_LIMIT = 4000

# Required and never empty.
FILLED = ["MaHoSo", "MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "KenhThucHien", "LoaiDoiTuong", "TrichYeuHoSo",
          "NgayNopHoSo", "TrangThaiHoSo", "DonViXuLy", "NoiNopHoSo", "HoSoCoThanhPhanSoHoa",
          "TaiKhoanDuocXacThucVoiVNeID", "DuocThanhToanTrucTuyen"]
# Required, empty when unknown.
PRESENT = ["Email", "SoDienThoai", "NgayTiepNhan", "NgayHenTra"]
OPTIONAL = ["ChuHoSo", "SoGiayToChuHoSo", "MaDoiTuong", "ThongTinKhac", "GhiChu", "Fax", "NgayKetThucXuLy", "NgayTra",
            "ThongTinTra", "NgayTuChoi", "HinhThuc"]
DATES = ["NgayNopHoSo", "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi"]
VALUES = {
    "KenhThucHien": {"1", "2", "3"},
    "LoaiDoiTuong": {"1", "2", "3", "4"},
    "TrangThaiHoSo": STATES,
    "NoiNopHoSo": {"1", "2"},
    "HoSoCoThanhPhanSoHoa": {"0", "1"},
    "TaiKhoanDuocXacThucVoiVNeID": {"0", "1"},
    "DuocThanhToanTrucTuyen": {"0", "1", "2", "3"},
    "HinhThuc": {"", "0", "1"},
}
LIMITS = {"TrichYeuHoSo": 1000}
LISTS = {
    "DinhDanhCHS": ["LoaiDinhDanh", "SoDinhDanh"],
    "TaiLieuNop": ["TepDinhKemId", "TenTepDinhKem", "IsDeleted", "MaThanhPhanHoSo", "DuongDanTaiTepTin", "DuocSoHoa",
                   "DuocTaiSuDung", "DuocLayTuKhoDMQG", "MaKetQuaThayThe"],
    "DanhSachLePhi": ["TenPhiLePhi", "MaPhiLePhi", "HinhThucThu", "Gia", "LoaiPhiLePhi"],
    "DanhSachTepDinhKemKhac": ["TenGiayTo", "SoLuong", "LoaiGiayTo"],
    "DanhSachGiayToKetQua": ["TenGiayTo", "MaThanhPhanHoSo", "GiayToId", "DuongDanTepTinKetQua", "MaGiayToKetQua"],
    "DSKetNoiCSDL": ["MaCSDL"],
}
PROGRESS = ["MaHoSo", "NguoiXuLy", "ChucDanh", "PhongBanXuLy", "ThoiDiemXuLy", "NoiDungXuLy", "TrangThai", "NgayBatDau",
            "NgayKetThucTheoQuyDinh"]
PROGRESS_FILLED = ["MaHoSo", "ThoiDiemXuLy", "NoiDungXuLy", "TrangThai"]
PROGRESS_DATES = ["ThoiDiemXuLy", "NgayBatDau", "NgayKetThucTheoQuyDinh"]


def is_date(text):
    """yyyyMMddHHmmss of a valid day."""
    if len(text) != 14 or not text.isascii() or not text.isdigit():
        return False
    try:
        datetime.datetime.strptime(text, "%Y%m%d%H%M%S")
        return True
    except ValueError:
        return False


def texts_fault(message, limits):
    for name, value in message.items():
        if not isinstance(value, str):
            return f"{name} phải là chuỗi"
        if len(value) > limits.get(name, GENERAL_LIMIT):
            return f"{name} vượt quá {limits.get(name, GENERAL_LIMIT)} ký tự"
    return ""


def list_fault(name, entries, fields):
    if not isinstance(entries, list):
        return f"{name} phải là danh sách"
    for entry in entries:
        if not isinstance(entry, dict):
            return f"{name} có phần tử không hợp lệ"
        unknown = [field for field in entry if field not in fields]
        if unknown:
            return f"{name}.{unknown[0]} không có trong đặc tả"
        fault = texts_fault(entry, {"TenTepDinhKem": 4000, "TenGiayTo": 2000})
        if fault:
            return f"{name}.{fault}"
    return ""


def dossier_fault(message):
    if not isinstance(message, dict):
        return "data có phần tử không hợp lệ"
    for name in FILLED + PRESENT:
        if name not in message:
            return f"thiếu {name}"
    known = set(FILLED + PRESENT + OPTIONAL)
    for name in message:
        if name not in known and name not in LISTS:
            return f"{name} không có trong đặc tả"
    fault = texts_fault({name: value for name, value in message.items() if name not in LISTS}, LIMITS)
    if fault:
        return fault
    for name in FILLED:
        if not message[name]:
            return f"{name} không được để trống"
    for name, allowed in VALUES.items():
        if name in message and message[name] not in allowed:
            return f"{name} có giá trị không hợp lệ"
    for name in DATES:
        if message.get(name) and not is_date(message[name]):
            return f"{name} không đúng định dạng yyyyMMddHHmmss"
    for name, fields in LISTS.items():
        if name in message:
            fault = list_fault(name, message[name], fields)
            if fault:
                return fault
    return dates_fault(message)


def dates_fault(message):
    """The dates required by a state."""
    state = message["TrangThaiHoSo"]
    needed = []
    if state in RECEIVED_STATES:
        needed.append("NgayTiepNhan")
    needed += {"3": ["NgayTuChoi"], "9": ["NgayKetThucXuLy"], "10": ["NgayKetThucXuLy", "NgayTra"]}.get(state, [])
    for name in needed:
        if not message.get(name):
            return f"{name} bắt buộc ở trạng thái {state}"
    if message["NgayTiepNhan"] and message["NgayTiepNhan"] < message["NgayNopHoSo"]:
        return "NgayTiepNhan trước NgayNopHoSo"
    return ""


def progress_fault(message):
    if not isinstance(message, dict):
        return "data có phần tử không hợp lệ"
    for name in message:
        if name not in PROGRESS:
            return f"{name} không có trong đặc tả"
    fault = texts_fault(message, {"NguoiXuLy": 50})
    if fault:
        return fault
    for name in PROGRESS_FILLED:
        if not message.get(name):
            return f"thiếu {name}"
    if message["TrangThai"] not in STATES:
        return "TrangThai có giá trị không hợp lệ"
    for name in PROGRESS_DATES:
        if message.get(name) and not is_date(message[name]):
            return f"{name} không đúng định dạng yyyyMMddHHmmss"
    return ""
