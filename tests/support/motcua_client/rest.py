"""A portal and a citizen at the gateway's REST edge."""

import http.client
import json
import threading
import time
import uuid
import zlib
from urllib.parse import quote, urlsplit

from motcua_client import errors, history, stubs

ATTEMPTS = 40
PAUSE = 0.25
BUSY = (429, 502, 503, 504)


class Answer:
    """Status, body and headers of one HTTP answer."""

    def __init__(self, response, body):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = body

    def json(self):
        return json.loads(self.body)


class RestClient:
    """One client of all gateways: keep-alive, uses the next gateway after a broken connection, with the same key for
    retries. Thread-safe; each thread has its own connections."""

    def __init__(self, urls, token="", name="portal", log=None, attempts=ATTEMPTS):
        self.urls = [url.strip() for url in (urls.split(",") if isinstance(urls, str) else urls)]
        self.name = name
        self._token = token
        self._log = log or history.History()
        self._attempts = attempts
        self._local = threading.local()

    # Calls of portals.

    def upload(self, content, media_type="application/pdf", file_name="giay-to.pdf", key=None):
        headers = {"Content-Type": media_type, "File-Name": file_name}
        return self._command("POST", "/v1/papers", content, key, "UploadPaper", headers)

    def file(self, content, key=None):
        """`content`: a motcua.intake.v1.DossierContent. Returns the FiledBody as a dictionary."""
        return self._command("POST", "/v1/dossiers", self._body({"content": to_dict(content)}), key, "FileDossier")

    def send_supplement(self, code, secret, parts, key=None):
        return self._command("POST", f"/v1/dossiers/{quote(code)}:sendSupplement",
                             self._body({"parts": [to_dict(part) for part in parts]}), key, "SendSupplement",
                             {"Lookup-Secret": secret}, code)

    def withdraw(self, code, secret, reason, key=None):
        return self._command("POST", f"/v1/dossiers/{quote(code)}:withdraw", self._body({"reason": reason}), key,
                             "WithdrawDossier", {"Lookup-Secret": secret}, code)

    def confirm_payment(self, code, amount_vnd, reference, request_id="", key=None):
        body = {"amount_vnd": str(amount_vnd), "payment_reference": reference}
        if request_id:
            body["request_id"] = request_id
        return self._command("POST", f"/v1/dossiers/{quote(code)}:confirmPayment", self._body(body), key,
                             "ConfirmPayment", {}, code)

    def send_petition(self, key=None, **fields):
        """`fields` of the petition as JSON. Returns {"code": ..., "lookup_secret": ...}."""
        return self._command("POST", "/v1/petitions", self._body(fields), key, "SendPetition")

    def supplement_petition(self, code, secret, text, key=None):
        return self._command("POST", f"/v1/petitions/{quote(code)}:supplement", self._body({"text": text}), key,
                             "SupplementPetition", {"Lookup-Secret": secret}, code)

    def rate(self, code, secret, score, key=None):
        return self._command("POST", f"/v1/dossiers/{quote(code)}:rate", self._body({"score": score}), key,
                             "RateDossier", {"Lookup-Secret": secret}, code)

    # Public calls.

    def petition_status(self, code, secret=""):
        headers = {"Lookup-Secret": secret} if secret else {}
        return self._retry("GET", f"/v1/petitions/{quote(code, safe='')}", None, headers).json()

    def status(self, code, secret="", not_before=""):
        """(PublicStatus as a dictionary or None for 304, ETag)."""
        headers = {}
        if secret:
            headers["Lookup-Secret"] = secret
        if not_before:
            headers["If-None-Match"] = not_before
        start = time.time()
        try:
            answer = self._retry("GET", f"/v1/dossiers/{quote(code, safe='')}/status", None, headers)
        except errors.Refused as refusal:
            self._note("GetStatus", "", start, history.REFUSED, code=code, reason=refusal.reason)
            raise
        except errors.Unknown:
            self._note("GetStatus", "", start, history.UNKNOWN, code=code)
            raise
        tag = answer.headers.get("etag", "")
        self._note("GetStatus", "", start, history.OK, code=code, version=version_of(tag))
        return (None if answer.status == 304 else answer.json()), tag

    def send(self, method, path, body=None, headers=None):
        """One request to the first gateway that answers, with any answer."""
        return self._once(self.urls[0], method, path, body, headers or {})

    # How.

    @staticmethod
    def _body(document):
        return json.dumps(document, ensure_ascii=False).encode()

    def _command(self, method, path, body, key, operation, headers=None, code=""):
        key = key or str(uuid.uuid4())
        headers = {"Content-Type": "application/json", **(headers or {}), "Authorization": f"Bearer {self._token}",
                   "Idempotency-Key": key}
        start = time.time()
        try:
            document = self._retry(method, path, body, headers).json()
        except errors.Refused as refusal:
            self._note(operation, key, start, history.REFUSED, code=code, reason=refusal.reason)
            raise
        except errors.Unknown:
            self._note(operation, key, start, history.UNKNOWN, code=code)
            raise
        code = code or document.get("receipt", {}).get("code", "")
        self._note(operation, key, start, history.OK, code=code)
        return document

    def _note(self, operation, key, start, outcome, **more):
        self._log.add(client=self.name, operation=operation, key=key, start=start, outcome=outcome, **more)

    def _retry(self, method, path, body, headers):
        last = None
        for attempt in range(self._attempts):
            url = self.urls[(zlib.crc32(self.name.encode()) + attempt) % len(self.urls)]
            try:
                answer = self._once(url, method, path, body, headers)
            except (OSError, http.client.HTTPException) as error:
                last = error
                time.sleep(PAUSE)
                continue
            if answer.status in BUSY:
                last = refusal_of(answer)
                time.sleep(PAUSE)
                continue
            if answer.status >= 400:
                raise refusal_of(answer)
            return answer
        raise errors.Unknown(f"{method} {path}: {last}")

    def _once(self, url, method, path, body, headers):
        connections = self._local.__dict__.setdefault("connections", {})
        connection = connections.get(url)
        if connection is None:
            parts = urlsplit(url)
            connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=15)
            connections[url] = connection
        try:
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            return Answer(response, response.read())
        except Exception:
            connection.close()
            del connections[url]
            raise


def refusal_of(answer):
    """The content of an error body; also accepts a body that is not one."""
    gateway = stubs.module("motcua/gateway/v1/rest")
    from google.protobuf import json_format  # pylint: disable=import-outside-toplevel
    stubs.module("google/rpc/error_details")  # so that the details can be read
    body = gateway.ErrorBody()
    try:
        json_format.Parse(answer.body, body)
    except json_format.ParseError:
        return errors.Refused("UNKNOWN", "", f"HTTP {answer.status}: {answer.body[:200]!r}",
                              http_status=answer.status)
    return errors.from_status(body.error, answer.status)


def to_dict(message):
    """A message as the JSON of the edge."""
    from google.protobuf import json_format  # pylint: disable=import-outside-toplevel
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


def version_of(tag):
    """[intake, processing] of an entity tag."""
    parts = tag.strip('"').split(".")
    return [int(part) for part in parts] if len(parts) == 2 else None
