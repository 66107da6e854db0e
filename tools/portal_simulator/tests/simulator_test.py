"""Tests of the portal simulator: what it accepts, what it refuses, how it fails."""

import http.client
import json
import os
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import faults  # noqa: E402
import messages  # noqa: E402
import simulator  # noqa: E402

UNIT = "000.00.01.H19"


def a_dossier(**changes):
    message = {
        "MaHoSo": "H19.90-250312-0001", "MaTTHC": "1.000001", "TenTTHC": "Thủ tục", "MaLinhVuc": "G05",
        "TenLinhVuc": "Hộ tịch", "KenhThucHien": "1", "ChuHoSo": "Nguyễn Văn A", "SoGiayToChuHoSo": "012345678901",
        "LoaiDoiTuong": "1", "Email": "", "SoDienThoai": "", "TrichYeuHoSo": "Trích yếu",
        "NgayNopHoSo": "20250312091500", "NgayTiepNhan": "20250312091500", "NgayHenTra": "20250317091500",
        "TrangThaiHoSo": "2", "DonViXuLy": "H19.50", "NoiNopHoSo": "2", "HoSoCoThanhPhanSoHoa": "0",
        "TaiKhoanDuocXacThucVoiVNeID": "0", "DuocThanhToanTrucTuyen": "0"}
    message.update(changes)
    return {name: value for name, value in message.items() if value is not None}


def a_progress(**changes):
    message = {"MaHoSo": "H19.90-250312-0001", "NguoiXuLy": "CB001", "ChucDanh": "", "PhongBanXuLy": "H19.50",
               "ThoiDiemXuLy": "20250312091500", "NoiDungXuLy": "Tiếp nhận", "TrangThai": "2", "NgayBatDau": "",
               "NgayKetThucTheoQuyDinh": ""}
    message.update(changes)
    return {name: value for name, value in message.items() if value is not None}


class Running:
    def __init__(self, *arguments):
        self.server, self.simulator = simulator.start(simulator.parse(["--failure-rate", "0", *arguments]))
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()
        self.session = ""

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.simulator.store.close()

    def post(self, path, document):
        connection = http.client.HTTPConnection(*self.server.server_address[:2], timeout=5)
        try:
            connection.request("POST", path, json.dumps(document), {"Content-Type": "application/json"})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def get(self, path):
        connection = http.client.HTTPConnection(*self.server.server_address[:2], timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def log_in(self):
        _, body = self.post("/login", {"username": "motcua", "password": "motcua"})
        self.session = json.loads(body)["session"]

    def call(self, service, **fields):
        status, body = self.post("/service", {"session": self.session, "madonvi": UNIT, "service": service, **fields})
        assert status == 200
        return json.loads(body)

    def put(self, message, updating="False"):
        return self.call("DongBoHoSoMC", isUpdating=updating, data=[message])

    def add(self, message):
        return self.call("CapNhatTienDoHoSoMC", data=[message])


class MessageTest(unittest.TestCase):
    def test_a_complete_message_has_no_fault(self):
        self.assertEqual(messages.dossier_fault(a_dossier()), "")
        self.assertEqual(messages.progress_fault(a_progress()), "")

    def test_every_needed_field_is_missed(self):
        for name in messages.FILLED + messages.PRESENT:
            self.assertIn(name, messages.dossier_fault(a_dossier(**{name: None})), name)
        for name in messages.PROGRESS_FILLED:
            self.assertIn(name, messages.progress_fault(a_progress(**{name: None})), name)

    def test_wrong_values_are_refused(self):
        for changes in ({"TrichYeuHoSo": "x" * 1001}, {"TrangThaiHoSo": "11"}, {"KenhThucHien": "0"},
                        {"NgayNopHoSo": "2025-03-12"}, {"NgayNopHoSo": "20250230000000"}, {"LoaiDoiTuong": 1},
                        {"TenLinhVuc": ""}, {"Khac": "1"}, {"NgayTiepNhan": ""},
                        {"TrangThaiHoSo": "9"}, {"TrangThaiHoSo": "10"}, {"TrangThaiHoSo": "3"},
                        {"TaiLieuNop": {}}, {"TaiLieuNop": [{"Ten": "x"}]},
                        {"TaiLieuNop": [{"TenTepDinhKem": "x" * 4001}]}):
            self.assertNotEqual(messages.dossier_fault(a_dossier(**changes)), "", changes)
        for changes in ({"NguoiXuLy": "x" * 51}, {"TrangThai": "0"}, {"ThoiDiemXuLy": "20250312"}, {"MaSuKien": "1"}):
            self.assertNotEqual(messages.progress_fault(a_progress(**changes)), "", changes)

    def test_limits_count_characters(self):
        self.assertEqual(messages.dossier_fault(a_dossier(TrichYeuHoSo="ế" * 1000)), "")

    def test_before_receipt_dates_may_be_empty(self):
        self.assertEqual(messages.dossier_fault(a_dossier(TrangThaiHoSo="1", NgayTiepNhan="", NgayHenTra="")), "")


class PortalTest(unittest.TestCase):
    def setUp(self):
        self.portal = Running()
        self.addCleanup(self.portal.close)
        self.portal.log_in()

    def code(self, answer):
        return answer["error_code"]

    def test_log_in(self):
        _, body = self.portal.post("/login", {"username": "motcua", "password": "wrong"})
        self.assertEqual(json.loads(body)["error_code"], 1)
        self.portal.session = "stale"
        self.assertEqual(self.code(self.portal.put(a_dossier())), 401)
        self.portal.log_in()
        self.assertEqual(self.code(self.portal.put(a_dossier())), 0)
        self.portal.post("/simulator/expire-sessions", {})
        self.assertEqual(self.code(self.portal.put(a_dossier(), "True")), 401)

    def test_a_dossier_and_its_progress_are_found_again(self):
        self.assertEqual(self.portal.call("TraCuuHoSo", mahoso="H19.90-250312-0001")["result"], [])
        self.assertEqual(self.code(self.portal.put(a_dossier())), 0)
        self.assertEqual(self.code(self.portal.add(a_progress())), 0)
        self.assertEqual(self.code(self.portal.put(a_dossier(TrangThaiHoSo="4"), "True")), 0)
        self.assertEqual(self.code(self.portal.add(a_progress(TrangThai="4"))), 0)
        held = self.portal.call("TraCuuHoSo", mahoso="H19.90-250312-0001")["result"][0]
        self.assertEqual(held["TrangThaiHoSo"], "4")
        self.assertEqual([entry["TrangThai"] for entry in held["DanhSachTienDo"]], ["2", "4"])
        line = json.loads(self.portal.get("/simulator/dossiers"))
        self.assertEqual((line["state"], [entry["state"] for entry in line["progress"]]), (4, [2, 4]))

    def test_insert_and_update_are_told_apart(self):
        self.assertEqual(self.code(self.portal.put(a_dossier(), "True")), 4)
        self.assertEqual(self.code(self.portal.put(a_dossier(), "true")), 2)
        self.assertEqual(self.code(self.portal.put(a_dossier())), 0)
        answer = self.portal.put(a_dossier())
        self.assertEqual(self.code(answer), 3)
        self.assertIn("đã tồn tại", answer["message"])

    def test_the_order_of_progress_is_kept(self):
        self.assertEqual(self.code(self.portal.add(a_progress())), 4)  # before the dossier
        self.portal.put(a_dossier())
        self.assertEqual(self.code(self.portal.add(a_progress(TrangThai="4"))), 5)  # not the dossier's state
        self.assertEqual(self.code(self.portal.add(a_progress())), 0)
        self.assertEqual(self.code(self.portal.add(a_progress(ThoiDiemXuLy="20250312091459"))), 5)
        self.portal.put(a_dossier(TrangThaiHoSo="7"), "True")
        self.assertEqual(self.code(self.portal.add(a_progress(TrangThai="7"))), 0)
        self.portal.put(a_dossier(TrangThaiHoSo="4"), "True")
        self.assertEqual(self.code(self.portal.add(a_progress(TrangThai="4"))), 5)  # it has ended

    def test_a_batch_is_taken_whole_or_not_at_all(self):
        batch = [a_dossier(MaHoSo="A"), a_dossier(MaHoSo="B", TenTTHC="")]
        self.assertEqual(self.code(self.portal.call("DongBoHoSoMC", isUpdating="False", data=batch)), 2)
        self.assertEqual(json.loads(self.portal.get("/simulator/counts"))["dossiers"], 0)
        eleven = [a_dossier(MaHoSo=str(n)) for n in range(11)]
        self.assertEqual(self.code(self.portal.call("DongBoHoSoMC", isUpdating="False", data=eleven)), 2)
        self.assertEqual(self.code(self.portal.call("DongBoHoSoMC", isUpdating="False", data=eleven[:10])), 0)

    def test_wrong_requests_are_refused(self):
        self.assertEqual(self.code(self.portal.call("LayThuTuc")), 2)
        _, body = self.portal.post("/service", [])
        self.assertEqual(json.loads(body)["error_code"], 2)
        _, body = self.portal.post("/service", {"session": self.portal.session, "madonvi": "x", "service": "TraCuuHoSo"})
        self.assertEqual(json.loads(body)["error_code"], 2)


class FaultTest(unittest.TestCase):
    def test_the_same_seed_fails_the_same_way(self):
        draws = [[source.draw() for _ in range(2000)] for source in (faults.Faults(7, 0.01), faults.Faults(7, 0.01))]
        self.assertEqual(draws[0], draws[1])
        self.assertGreater(draws[0].count("before"), 0)
        self.assertGreater(draws[0].count("after"), 0)
        self.assertLess(len(draws[0]) - draws[0].count(None), 60)

    def test_modes(self):
        portal = Running()
        self.addCleanup(portal.close)
        portal.log_in()
        portal.post("/simulator/mode", {"mode": "down"})
        with self.assertRaises((http.client.HTTPException, OSError)):
            portal.put(a_dossier())
        portal.post("/simulator/mode", {"mode": "html"})
        status, body = portal.post("/service", {})
        self.assertEqual((status, body), (200, simulator.HTML))
        portal.post("/simulator/mode", {"mode": "wrong_shape"})
        self.assertIsInstance(json.loads(portal.post("/service", {})[1]), list)
        self.assertEqual(portal.post("/simulator/mode", {"mode": "asleep"})[0], 400)
        portal.post("/simulator/mode", {"mode": "stall"})
        stalled = threading.Thread(target=self.assertRaises,
                                   args=((http.client.HTTPException, OSError), portal.put, a_dossier()))
        stalled.start()
        stalled.join(0.3)
        self.assertTrue(stalled.is_alive())
        portal.post("/simulator/mode", {"mode": "up"})
        stalled.join(5)
        self.assertFalse(stalled.is_alive())
        self.assertEqual(json.loads(portal.get("/simulator/counts"))["dossiers"], 0)  # nothing of all this was stored
        self.assertEqual(portal.put(a_dossier())["error_code"], 0)

    def test_an_answer_lost_after_storing(self):
        portal = Running()
        self.addCleanup(portal.close)
        portal.log_in()
        portal.simulator.faults.draw = lambda: "after"
        with self.assertRaises((http.client.HTTPException, OSError)):
            portal.put(a_dossier())
        portal.simulator.faults.draw = lambda: "before"
        self.assertEqual(portal.post("/service", {})[0], 500)
        self.assertEqual(json.loads(portal.get("/simulator/counts"))["dossiers"], 1)

    def test_the_store_outlives_the_program(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "portal.db")
            first = Running("--store", path)
            first.log_in()
            first.put(a_dossier())
            first.add(a_progress())
            first.close()
            second = Running("--store", path)
            self.addCleanup(second.close)
            self.assertEqual(len(json.loads(second.get("/simulator/dossiers"))["progress"]), 1)
            second.post("/simulator/forget-progress", {"code": "H19.90-250312-0001", "keep": 0})
            self.assertEqual(json.loads(second.get("/simulator/dossiers"))["progress"], [])


if __name__ == "__main__":
    unittest.main()
