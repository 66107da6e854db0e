"""The portal's services (domain 2.2): log-in, TraCuuHoSo, DongBoHoSoMC, CapNhatTienDoHoSoMC. Each takes and returns the
JSON documents as Python values. Thread-safe."""

import secrets
import threading
import time

import messages

OK = {"error_code": 0, "message": "Đồng bộ thành công"}
SESSION_EXPIRED = {"error_code": 401, "message": "Phiên làm việc không hợp lệ hoặc đã hết hạn"}
BATCH_LIMIT = 10


def refusal(code, text):
    return {"error_code": code, "message": text}


class Sessions:
    def __init__(self, lifetime_seconds):
        self._lifetime = lifetime_seconds
        self._lock = threading.Lock()
        self._ends = {}

    def open(self):
        session = secrets.token_hex(16)
        with self._lock:
            self._ends[session] = time.monotonic() + self._lifetime
        return session

    def is_open(self, session):
        with self._lock:
            return isinstance(session, str) and self._ends.get(session, 0) > time.monotonic()

    def expire_all(self):
        with self._lock:
            self._ends.clear()


class Portal:
    def __init__(self, store, user, password, unit_code, session_seconds=1800):
        self._store = store
        self._user = user
        self._password = password
        self._unit_code = unit_code
        self.sessions = Sessions(session_seconds)
        # One change per dossier at a time, so that the checked state is the one written.
        self._lock = threading.Lock()
        self._services = {"TraCuuHoSo": self._look_up, "DongBoHoSoMC": self._synchronise,
                          "CapNhatTienDoHoSoMC": self._add_progress}

    def log_in(self, request):
        if request.get("username") != self._user or request.get("password") != self._password:
            return refusal(1, "Sai tên đăng nhập hoặc mật khẩu")
        return {"error_code": 0, "message": "thành công", "session": self.sessions.open()}

    def call(self, request):
        if not self.sessions.is_open(request.get("session")):
            return SESSION_EXPIRED
        if request.get("madonvi") != self._unit_code:
            return refusal(2, "madonvi không hợp lệ")
        service = self._services.get(request.get("service"))
        if service is None:
            return refusal(2, "service không hợp lệ")
        with self._lock:
            return service(request)

    def _look_up(self, request):
        code = request.get("mahoso")
        if not isinstance(code, str) or not code:
            return refusal(2, "thiếu mahoso")
        message, progress = self._store.find(code)
        if message is None:
            return {"error_code": 0, "message": "thành công", "result": []}
        held = {"MaHoSo": code, "TrangThaiHoSo": message["TrangThaiHoSo"], "DanhSachTienDo": progress}
        return {"error_code": 0, "message": "thành công", "result": [held]}

    def _synchronise(self, request):
        updating = {"True": True, "False": False}.get(request.get("isUpdating"))
        if updating is None:
            return refusal(2, "isUpdating phải là True hoặc False")
        data = request.get("data")
        if not isinstance(data, list) or not 1 <= len(data) <= BATCH_LIMIT:
            return refusal(2, f"data phải có 1 đến {BATCH_LIMIT} hồ sơ")
        # All or nothing: the answer has one code for the whole batch.
        for message in data:
            fault = messages.dossier_fault(message)
            if fault:
                return refusal(2, fault)
            code = message["MaHoSo"]
            held, _ = self._store.find(code)
            if held is not None and not updating:
                return refusal(3, f"Hồ sơ {code} đã tồn tại")
            if held is None and updating:
                return refusal(4, f"Hồ sơ {code} không tồn tại")
        for message in data:
            self._store.put(message["MaHoSo"], message, updating)
        return OK

    def _add_progress(self, request):
        data = request.get("data")
        if not isinstance(data, list) or len(data) != 1:
            return refusal(2, "data phải có 1 tiến độ")
        message = data[0]
        fault = messages.progress_fault(message)
        if fault:
            return refusal(2, fault)
        held, progress = self._store.find(message["MaHoSo"])
        if held is None:
            return refusal(4, f"Hồ sơ {message['MaHoSo']} không tồn tại")
        if held["TrangThaiHoSo"] != message["TrangThai"]:
            return refusal(5, "TrangThai khác trạng thái của hồ sơ")
        if progress:
            last = progress[-1]
            if message["ThoiDiemXuLy"] < last["ThoiDiemXuLy"]:
                return refusal(5, "ThoiDiemXuLy trước tiến độ đã có")
            if last["TrangThai"] in messages.FINAL_STATES and message["TrangThai"] != last["TrangThai"]:
                return refusal(5, "Hồ sơ đã kết thúc")
        self._store.add_progress(message["MaHoSo"], message)
        return OK
