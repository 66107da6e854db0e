"""An officer (or an operator) at the gRPC services."""

import concurrent.futures
import threading
import time
import uuid

import grpc

from motcua_client import errors, history, stubs

ATTEMPTS = 60
PAUSE = 0.25
TIMEOUT = 10.0
# The outcome is unknown: it is safe to try again with the same key.
TRY_AGAIN = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.RESOURCE_EXHAUSTED,
             grpc.StatusCode.CANCELLED)
READS = ("Get", "List", "Explain", "Count", "Export", "Reconcile")
CHANNEL_OPTIONS = (("grpc.initial_reconnect_backoff_ms", 100), ("grpc.min_reconnect_backoff_ms", 100),
                   ("grpc.max_reconnect_backoff_ms", 1000), ("grpc.max_receive_message_length", 16 << 20))

SERVICES = {
    "intake": ("motcua/intake/v1/intake_service", "IntakeService"),
    "catalogue": ("motcua/intake/v1/catalogue_service", "CatalogueService"),
    "processing": ("motcua/processing/v1/processing_service", "ProcessingService"),
    "rules": ("motcua/processing/v1/rules_service", "RulesService"),
    "operations": ("motcua/operations/v1/operations_service", "OperationsService"),
    "history": ("motcua/operations/v1/operations_service", "EventHistoryService"),
    "simulation": ("motcua/operations/v1/operations_service", "SimulationService"),
    "status": ("motcua/gateway/v1/status_service", "StatusService"),
    "notification": ("motcua/notification/v1/notification_service", "NotificationService"),
    "feedback": ("motcua/feedback/v1/feedback_service", "FeedbackService"),
    "reporting": ("motcua/reporting/v1/reporting_service", "ReportingService"),
    "portalsync": ("motcua/portalsync/v1/portalsync_service", "PortalSyncService"),
}


class Service:
    """One gRPC service on several replicas: uses the next replica after UNAVAILABLE, with the same key for retries.

    Every RPC is a method: `service.AcceptDossier(request, key="...")`. Refusals raise errors.Refused. Thread-safe.
    """

    def __init__(self, name, targets, caller="officer", log=None, attempts=ATTEMPTS, timeout=TIMEOUT):
        path, service = SERVICES[name]
        self._messages = stubs.module(path)
        self._descriptor = self._messages.DESCRIPTOR.services_by_name[service]
        stub = getattr(stubs.services(path), f"{service}Stub")
        self.targets = targets.split(",") if isinstance(targets, str) else list(targets)
        self._channels = [grpc.insecure_channel(target, CHANNEL_OPTIONS) for target in self.targets]
        self._stubs = [stub(channel) for channel in self._channels]
        self._caller = caller
        self._log = log or history.History()
        self._attempts = attempts
        self._timeout = timeout
        self._turn = 0
        self._lock = threading.Lock()

    def __getattr__(self, rpc):
        if rpc.startswith("_") or rpc not in self._descriptor.methods_by_name:
            raise AttributeError(rpc)
        return lambda request, key=None, client=None: self._call(rpc, request, key, client)

    def close(self):
        for channel in self._channels:
            channel.close()

    def on_every_replica(self, rpc, request):
        """The answers of all replicas, called in parallel; an unreachable replica is an Unknown."""
        with concurrent.futures.ThreadPoolExecutor(len(self._stubs)) as hands:
            return list(hands.map(lambda index: self._call(rpc, request, None, None, only=index),
                                  range(len(self._stubs))))

    def _call(self, rpc, request, key, client, only=None):
        client = client or self._caller
        is_command = not rpc.startswith(READS)
        key = key or (str(uuid.uuid4()) if is_command else "")
        metadata = [("motcua-caller", client)]
        if key:
            metadata.append(("idempotency-key", key))
        start = time.time()
        last = None
        with self._lock:
            self._turn += 1
            turn = self._turn
        for attempt in range(self._attempts):
            stub = self._stubs[(turn + attempt) % len(self._stubs) if only is None else only]
            try:
                answer = getattr(stub, rpc)(request, timeout=self._timeout, metadata=metadata)
            except grpc.RpcError as error:
                if error.code() in TRY_AGAIN:
                    last = error
                    time.sleep(PAUSE)
                    continue
                refusal = refusal_of(error)
                if is_command:
                    self._note(client, rpc, key, start, history.REFUSED, request, reason=refusal.reason)
                raise refusal from None
            if is_command:
                self._note(client, rpc, key, start, history.OK, request, answer)
            return answer
        if is_command:
            self._note(client, rpc, key, start, history.UNKNOWN, request)
        raise errors.Unknown(f"{rpc}: {last.code().name if last else ''} {last.details() if last else ''}")

    def _note(self, client, rpc, key, start, outcome, request, answer=None, reason=""):
        dossier = getattr(answer, "dossier", None)
        code = getattr(dossier, "code", "") or getattr(getattr(request, "command", None), "dossier", "")
        version = None
        if dossier is not None:
            intake = getattr(dossier, "intake_sequence", 0)
            version = [intake, dossier.sequence] if intake else [dossier.sequence, 0]
        self._log.add(client=client, operation=rpc, key=key, start=start, outcome=outcome, code=code,
                      version=version, revision=getattr(dossier, "revision", None), reason=reason)


def refusal_of(error):
    """A Refused from what gRPC raised."""
    for name, value in error.trailing_metadata() or ():
        if name == "grpc-status-details-bin":
            status = stubs.module("google/rpc/status").Status()
            status.ParseFromString(value)
            return errors.from_status(status)
    return errors.Refused(error.code().name, "", error.details() or "")
