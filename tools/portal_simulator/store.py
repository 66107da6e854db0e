"""The portal's data: dossiers and their progress in order of arrival, in one SQLite file. Thread-safe."""

import json
import sqlite3
import threading


class Store:
    def __init__(self, path):
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("CREATE TABLE IF NOT EXISTS dossiers (code TEXT PRIMARY KEY, message TEXT NOT NULL)")
        self._db.execute("CREATE TABLE IF NOT EXISTS progress (id INTEGER PRIMARY KEY, code TEXT NOT NULL,"
                         " message TEXT NOT NULL)")
        self._db.execute("CREATE INDEX IF NOT EXISTS progress_code ON progress (code, id)")

    def find(self, code):
        """The dossier's message and its progress, or (None, [])."""
        with self._lock:
            row = self._db.execute("SELECT message FROM dossiers WHERE code = ?", (code,)).fetchone()
            if row is None:
                return None, []
            rows = self._db.execute("SELECT message FROM progress WHERE code = ? ORDER BY id", (code,)).fetchall()
        return json.loads(row[0]), [json.loads(entry) for (entry,) in rows]

    def put(self, code, message, updating):
        """False when a new dossier already exists, or a dossier to update does not."""
        text = json.dumps(message, ensure_ascii=False)
        with self._lock:
            if updating:
                done = self._db.execute("UPDATE dossiers SET message = ? WHERE code = ?", (text, code))
            else:
                done = self._db.execute("INSERT OR IGNORE INTO dossiers VALUES (?, ?)", (code, text))
            return done.rowcount == 1

    def add_progress(self, code, message):
        text = json.dumps(message, ensure_ascii=False)
        with self._lock:
            self._db.execute("INSERT INTO progress (code, message) VALUES (?, ?)", (code, text))

    def forget(self, code, keep):
        """Drops the progress of a dossier after the first `keep` entries, like a portal restored from a backup."""
        with self._lock:
            self._db.execute("DELETE FROM progress WHERE code = ? AND id NOT IN (SELECT id FROM progress WHERE code = ?"
                             " ORDER BY id LIMIT ?)", (code, code, keep))

    def counts(self):
        with self._lock:
            dossiers = self._db.execute("SELECT count(*) FROM dossiers").fetchone()[0]
            progress = self._db.execute("SELECT count(*) FROM progress").fetchone()[0]
        return {"dossiers": dossiers, "progress": progress}

    def codes(self):
        with self._lock:
            return [code for (code,) in self._db.execute("SELECT code FROM dossiers ORDER BY code")]

    def close(self):
        with self._lock:
            self._db.close()
