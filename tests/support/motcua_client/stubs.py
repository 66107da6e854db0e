"""Messages and gRPC stubs, made from proto/ by protoc at the first import of a process.

    from motcua_client import stubs
    stubs.module("motcua/intake/v1/intake_service")        # ..._pb2
    stubs.services("motcua/intake/v1/intake_service")      # ..._pb2_grpc
"""

import atexit
import functools
import importlib
import pathlib
import shutil
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[3]
PROTO = TOP / "proto"


@functools.lru_cache(maxsize=None)
def _generate():
    """Everything under proto/ as Python in a directory that ends with the process."""
    out = pathlib.Path(tempfile.mkdtemp(prefix="motcua-stubs-"))
    atexit.register(shutil.rmtree, out, ignore_errors=True)
    roots = [PROTO, PROTO / "third_party"]
    files = [path for path in sorted(PROTO.rglob("*.proto"))]
    names = [str(path.relative_to(roots[1] if roots[1] in path.parents else roots[0])) for path in files]
    plugin = shutil.which("grpc_python_plugin") or "/usr/bin/grpc_python_plugin"
    subprocess.run(["protoc", f"--plugin=protoc-gen-grpc_python={plugin}", f"--python_out={out}",
                    f"--grpc_python_out={out}", *(f"-I{root}" for root in roots), *names], check=True)
    sys.path.insert(0, str(out))
    # Debian's python3-protobuf owns the package `google`; ours (google.rpc) joins it.
    import google  # pylint: disable=import-outside-toplevel
    google.__path__ = [*google.__path__, str(out / "google")]
    return out


def module(path):
    """The messages of proto/<path>.proto."""
    _generate()
    return importlib.import_module(path.replace("/", ".") + "_pb2")


def services(path):
    """The gRPC stubs of proto/<path>.proto."""
    _generate()
    return importlib.import_module(path.replace("/", ".") + "_pb2_grpc")
