"""libcsr from Python, through its second door: every operation by its name, values as Python has them.

No dependency beyond the standard library. The library is looked for in $CSR_LIBRARY, then by its SONAME.

    with csr.Desk("shop.db") as desk, desk.session() as counter:
        jana = counter.call("customer.add", name="Jana")["id"]
        for ticket in counter.rows("ticket.list", order="customer", customer=jana):
            print(ticket["number"], ticket["subject"])
"""
import ctypes
import json
import os

_NTS = ctypes.c_size_t(-1).value


class _Error(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("status", ctypes.c_int32),
        ("backend_code", ctypes.c_int32),
        ("sqlstate", ctypes.c_char * 8),
        ("field", ctypes.c_char * 64),
        ("message", ctypes.c_char * 256),
    ]


class _OpenParams(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("host", ctypes.c_void_p),
        ("backend", ctypes.c_void_p),
        ("options", ctypes.c_void_p),
        ("option_count", ctypes.c_size_t),
    ]


class _SessionParams(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("reserved", ctypes.c_int32),
        ("agent", ctypes.c_uint8 * 16),
    ]


OPEN_EXISTING = 1
OPEN_READ_ONLY = 2


class Error(Exception):
    """What the library refused: code (its name), field and message; retryable tells whether to try again."""

    def __init__(self, lib, raw):
        self.code = lib.csr_status_name(raw.status).decode()
        self.field = raw.field.decode()
        self.message = raw.message.decode()
        self.retryable = bool(lib.csr_status_is_retryable(raw.status))
        super().__init__(f"{self.code}: {self.message}")


def _load():
    lib = ctypes.CDLL(os.environ.get("CSR_LIBRARY", "libcsr.so.0"))
    handle, error = ctypes.c_void_p, ctypes.POINTER(_Error)
    text, size = ctypes.c_char_p, ctypes.c_size_t
    out = ctypes.POINTER(ctypes.c_void_p)
    for name, result, arguments in [
        ("csr_status_name", text, [ctypes.c_int32]),
        ("csr_status_is_retryable", ctypes.c_int32, [ctypes.c_int32]),
        ("csr_version_text", text, []),
        ("csr_buf_text", handle, [handle]),
        ("csr_buf_size", size, [handle]),
        ("csr_buf_free", None, [handle]),
        ("csr_desk_open", ctypes.c_int32, [text, ctypes.POINTER(_OpenParams), out, error]),
        ("csr_desk_close", None, [handle]),
        ("csr_session_open", ctypes.c_int32, [handle, ctypes.POINTER(_SessionParams), out, error]),
        ("csr_session_close", None, [handle]),
        ("csr_session_begin", ctypes.c_int32, [handle, error]),
        ("csr_session_commit", ctypes.c_int32, [handle, error]),
        ("csr_session_rollback", ctypes.c_int32, [handle, error]),
        ("csr_session_set_timeout", ctypes.c_int32, [handle, ctypes.c_int64, error]),
        ("csr_session_cancel", None, [handle]),
        ("csr_call", ctypes.c_int32, [handle, text, size, text, size, out, error]),
        ("csr_describe", ctypes.c_int32, [text, size, out, error]),
    ]:
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    return lib


_lib = _load()


def _raw_error():
    return _Error(struct_size=ctypes.sizeof(_Error))


def _check(status, raw):
    if status != 0:
        raise Error(_lib, raw)


def _take(buf):
    """The text of a buffer, which is freed. Read by its length: a text may hold a NUL."""
    try:
        return ctypes.string_at(_lib.csr_buf_text(buf), _lib.csr_buf_size(buf)).decode()
    finally:
        _lib.csr_buf_free(buf)


def version():
    return _lib.csr_version_text().decode()


def describe(operation=None):
    """The operations (and records) of the library, or one operation."""
    buf, raw = ctypes.c_void_p(), _raw_error()
    name = None if operation is None else operation.encode()
    _check(_lib.csr_describe(name, _NTS if name else 0, ctypes.byref(buf), ctypes.byref(raw)), raw)
    return json.loads(_take(buf))


class Session:
    """One actor at work; one thread at a time. A context manager."""

    def __init__(self, desk, agent=None):
        params = _SessionParams(struct_size=ctypes.sizeof(_SessionParams))
        if agent is not None:
            params.agent[:] = bytes.fromhex(agent.replace("-", ""))
        self._handle, raw = ctypes.c_void_p(), _raw_error()
        _check(_lib.csr_session_open(desk, ctypes.byref(params), ctypes.byref(self._handle), ctypes.byref(raw)), raw)

    def call(self, operation, **params):
        """Run an operation; what it answers as a dict."""
        buf, raw = ctypes.c_void_p(), _raw_error()
        text, name = json.dumps(params).encode(), operation.encode()
        status = _lib.csr_call(self._handle, name, len(name), text, len(text), ctypes.byref(buf), ctypes.byref(raw))
        _check(status, raw)
        return json.loads(_take(buf))

    def rows(self, operation, **params):
        """All rows of a list, page after page."""
        while True:
            page = self.call(operation, **params)
            yield from page["rows"]
            if page["next"] is None:
                return
            params["after"] = page["next"]

    def _transaction(self, function):
        raw = _raw_error()
        _check(function(self._handle, ctypes.byref(raw)), raw)

    def begin(self):
        self._transaction(_lib.csr_session_begin)

    def commit(self):
        self._transaction(_lib.csr_session_commit)

    def rollback(self):
        self._transaction(_lib.csr_session_rollback)

    def set_timeout(self, seconds):
        """How long each call may take from now on, in seconds; None = as long as it takes. Then it raises Error "timeout"."""
        raw, limit = _raw_error(), 0 if seconds is None else max(1, round(seconds * 1_000_000))
        if seconds is not None and seconds <= 0:
            raise ValueError("a time limit is above 0")
        _check(_lib.csr_session_set_timeout(self._handle, limit, ctypes.byref(raw)), raw)

    def cancel(self):
        """End the call that is running, from any thread: it raises Error "cancelled". Nothing happens when none is."""
        _lib.csr_session_cancel(self._handle)

    def close(self):
        handle, self._handle = self._handle, ctypes.c_void_p()
        _lib.csr_session_close(handle)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()


class Desk:
    """One organisation's service desk; any thread. A context manager."""

    def __init__(self, uri, flags=0):
        params = _OpenParams(struct_size=ctypes.sizeof(_OpenParams), flags=flags)
        self._handle, raw = ctypes.c_void_p(), _raw_error()
        _check(_lib.csr_desk_open(os.fsencode(uri), ctypes.byref(params), ctypes.byref(self._handle),
                                  ctypes.byref(raw)), raw)

    def session(self, agent=None):
        return Session(self._handle, agent)

    def close(self):
        handle, self._handle = self._handle, ctypes.c_void_p()
        _lib.csr_desk_close(handle)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()
