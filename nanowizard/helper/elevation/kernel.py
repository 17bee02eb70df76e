"""`calls` over the real Windows: named pipes, and processes that are started with the verb "runas"."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import time
from collections.abc import Callable, Iterator
from ctypes import byref, c_uint32, c_void_p, c_wchar_p, sizeof
from typing import Any

import psutil

from nanowizard.drives.windows.errors import CallFailed
from nanowizard.drives.windows.structs import Overlapped
from nanowizard.helper.elevation import structs as win

assert sys.platform == "win32"

import msvcrt  # noqa: E402 - the rest is there on Windows only

from nanowizard.drives.windows.dll import INVALID_HANDLE, failed, function, library  # noqa: E402

_PIPE_BYTES = 64 * 1024
_OPEN_EXISTING = 3
_TOKEN_QUERY, _TOKEN_USER = 8, 1
_SDDL_REVISION_1 = 1
_COINIT_APARTMENTTHREADED, _COINIT_DISABLE_OLE1DDE = 2, 4
_INFINITE, _WAIT_OBJECT_0 = 0xFFFFFFFF, 0
_EXIT_KILLED = 1

_ERROR_BROKEN_PIPE, _ERROR_NO_DATA, _ERROR_PIPE_NOT_CONNECTED = 109, 232, 233
_ERROR_PIPE_CONNECTED, _ERROR_OPERATION_ABORTED, _ERROR_IO_PENDING = 535, 995, 997
_ENDED = frozenset({_ERROR_BROKEN_PIPE, _ERROR_NO_DATA, _ERROR_PIPE_NOT_CONNECTED, _ERROR_OPERATION_ABORTED})

_kernel, _security, _shell = library("kernel32"), library("advapi32"), library("shell32")
_com, _user = library("ole32"), library("user32")
_is_admin = function(_shell, "IsUserAnAdmin", c_uint32)
_shell_execute = function(_shell, "ShellExecuteExW", c_uint32, c_void_p)
_initialize_com = function(_com, "CoInitializeEx", c_uint32, c_void_p, c_uint32)
_uninitialize_com = function(_com, "CoUninitialize", None)
_foreground_window = function(_user, "GetForegroundWindow", c_void_p)
_window_process = function(_user, "GetWindowThreadProcessId", c_uint32, c_void_p, c_void_p)
_current_process = function(_kernel, "GetCurrentProcess", c_void_p)
_open_token = function(_security, "OpenProcessToken", c_uint32, c_void_p, c_uint32, c_void_p)
_token = function(_security, "GetTokenInformation", c_uint32, c_void_p, c_uint32, c_void_p, c_uint32, c_void_p)
_sid_text = function(_security, "ConvertSidToStringSidW", c_uint32, c_void_p, c_void_p)
_descriptor = function(
    _security, "ConvertStringSecurityDescriptorToSecurityDescriptorW", c_uint32, c_wchar_p, c_uint32, c_void_p, c_void_p
)
_local_free = function(_kernel, "LocalFree", c_void_p, c_void_p)
_create_pipe = function(
    _kernel, "CreateNamedPipeW", c_void_p, c_wchar_p, c_uint32, c_uint32, c_uint32, c_uint32, c_uint32, c_uint32,
    c_void_p,
)  # fmt: skip
_connect_pipe = function(_kernel, "ConnectNamedPipe", c_uint32, c_void_p, c_void_p)
_disconnect_pipe = function(_kernel, "DisconnectNamedPipe", c_uint32, c_void_p)
_wait_pipe = function(_kernel, "WaitNamedPipeW", c_uint32, c_wchar_p, c_uint32)
_client_process = function(_kernel, "GetNamedPipeClientProcessId", c_uint32, c_void_p, c_void_p)
_server_process = function(_kernel, "GetNamedPipeServerProcessId", c_uint32, c_void_p, c_void_p)
_create_file = function(
    _kernel, "CreateFileW", c_void_p, c_wchar_p, c_uint32, c_uint32, c_void_p, c_uint32, c_uint32, c_void_p
)
_read_file = function(_kernel, "ReadFile", c_uint32, c_void_p, c_void_p, c_uint32, c_void_p, c_void_p)
_write_file = function(_kernel, "WriteFile", c_uint32, c_void_p, c_void_p, c_uint32, c_void_p, c_void_p)
_overlapped_result = function(_kernel, "GetOverlappedResult", c_uint32, c_void_p, c_void_p, c_void_p, c_uint32)
_cancel_io = function(_kernel, "CancelIoEx", c_uint32, c_void_p, c_void_p)
_create_event = function(_kernel, "CreateEventW", c_void_p, c_void_p, c_uint32, c_uint32, c_wchar_p)
_wait = function(_kernel, "WaitForSingleObject", c_uint32, c_void_p, c_uint32)
_process_id = function(_kernel, "GetProcessId", c_uint32, c_void_p)
_exit_code = function(_kernel, "GetExitCodeProcess", c_uint32, c_void_p, c_void_p)
_terminate = function(_kernel, "TerminateProcess", c_uint32, c_void_p, c_uint32)
_close_handle = function(_kernel, "CloseHandle", c_uint32, c_void_p)


class WindowsElevation:
    """Implements `ElevationCalls`."""

    def is_elevated(self) -> bool:
        return bool(_is_admin())

    def user_sid(self) -> str:
        token = c_void_p()
        _check(_open_token(_current_process(), _TOKEN_QUERY, byref(token)), "OpenProcessToken")
        try:
            user, length = ctypes.create_string_buffer(256), c_uint32()
            _check(_token(token, _TOKEN_USER, user, len(user), byref(length)), "GetTokenInformation")
        finally:
            _close_handle(token)
        text = c_wchar_p()
        # TOKEN_USER begins with the address of the SID, which follows in the same buffer.
        _check(_sid_text(c_void_p.from_buffer(user), byref(text)), "ConvertSidToStringSid")
        try:
            return text.value or ""
        finally:
            _local_free(text)

    def create_pipe(self, path: str, access: int, mode: int, security: str) -> int:
        descriptor = c_void_p()
        _check(_descriptor(security, _SDDL_REVISION_1, byref(descriptor), None), "ConvertStringSecurityDescriptor")
        try:
            attributes = win.SecurityAttributes(sizeof(win.SecurityAttributes), descriptor, 0)
            pipe = _create_pipe(path, access, mode, 1, _PIPE_BYTES, _PIPE_BYTES, 0, byref(attributes))
        finally:
            _local_free(descriptor)
        return _handle(pipe, "CreateNamedPipe")

    def connect(self, pipe: int, wait_s: float) -> bool:
        with _overlapped() as where:
            # There already, and perhaps gone again: what was said can still be read.
            if _connect_pipe(pipe, byref(where)) or ctypes.get_last_error() in (_ERROR_PIPE_CONNECTED, _ERROR_NO_DATA):
                return True
            if ctypes.get_last_error() != _ERROR_IO_PENDING:
                raise failed("ConnectNamedPipe")
            if _wait(where.hEvent, _milliseconds(wait_s)) != _WAIT_OBJECT_0:
                _cancel_io(pipe, byref(where))
            length = c_uint32()
            # Also after the cancel: somebody may have come at that very moment.
            return bool(_overlapped_result(pipe, byref(where), byref(length), 1))

    def disconnect(self, pipe: int) -> None:
        _disconnect_pipe(pipe)

    def client_of(self, pipe: int) -> int:
        return _number(_client_process, pipe, "GetNamedPipeClientProcessId")

    def start_as_administrator(self, program: str, arguments: str, folder: str) -> int:
        found = win.ShellExecuteInfo(
            cbSize=sizeof(win.ShellExecuteInfo),
            fMask=win.SEE_MASK_NOCLOSEPROCESS | win.SEE_MASK_NOASYNC | win.SEE_MASK_FLAG_NO_UI,
            hwnd=_our_window(),
            lpVerb="runas",
            lpFile=program,
            lpParameters=arguments,
            lpDirectory=folder,
            nShow=win.SW_HIDE,
        )
        _initialize_com(None, _COINIT_APARTMENTTHREADED | _COINIT_DISABLE_OLE1DDE)
        try:
            _check(_shell_execute(byref(found)), "ShellExecuteEx")
        finally:
            _uninitialize_com()
        return _handle(found.hProcess, "ShellExecuteEx")

    def process_id(self, process: int) -> int:
        return int(_check(_process_id(process), "GetProcessId"))

    def parent_of(self, process_id: int) -> int | None:
        try:
            return int(psutil.Process(process_id).ppid())
        except psutil.Error:
            return None

    def exit_status(self, process: int, wait_s: float | None) -> int | None:
        if _wait(process, _INFINITE if wait_s is None else _milliseconds(wait_s)) != _WAIT_OBJECT_0:
            return None
        return _number(_exit_code, process, "GetExitCodeProcess")

    def terminate(self, process: int) -> None:
        _check(_terminate(process, _EXIT_KILLED), "TerminateProcess")

    def read(self, pipe: int, into: memoryview) -> int:
        memory = ctypes.c_char.from_buffer(into)
        try:
            return _transfer(_read_file, pipe, byref(memory), len(into))
        except CallFailed as ended:
            if ended.winerror in _ENDED:
                return 0
            raise

    def write(self, pipe: int, data: bytes) -> int:
        return _transfer(_write_file, pipe, data, len(data))

    def close(self, handle: int) -> None:
        _close_handle(handle)


class WindowsPipeClient:
    """Implements `PipeClientCalls`."""

    def open_pipe(self, path: str, access: int, flags: int, wait_s: float) -> int:
        end = time.monotonic() + wait_s
        while True:
            pipe = _create_file(path, access, 0, None, _OPEN_EXISTING, flags, None)
            if pipe not in (None, INVALID_HANDLE):
                return int(pipe)
            refused = failed("CreateFile")
            if refused.winerror != win.ERROR_PIPE_BUSY or time.monotonic() > end:
                raise refused
            _wait_pipe(path, max(1, _milliseconds(end - time.monotonic())))

    def server_of(self, pipe: int) -> int:
        return _number(_server_process, pipe, "GetNamedPipeServerProcessId")

    def descriptor(self, pipe: int, flags: int) -> int:
        return msvcrt.open_osfhandle(pipe, flags)

    def close(self, handle: int) -> None:
        _close_handle(handle)


def _our_window() -> int | None:
    """The window that the person looks at, if it is ours: without one Windows may ask behind all others."""
    window, owner = _foreground_window(), c_uint32()
    _window_process(window, byref(owner))
    return window if owner.value == os.getpid() else None


@contextlib.contextmanager
def _overlapped() -> Iterator[Overlapped]:
    event = _handle(_create_event(None, 1, 0, None), "CreateEvent")
    try:
        yield Overlapped(hEvent=event)
    finally:
        _close_handle(event)


def _transfer(call: Callable[..., Any], pipe: int, memory: object, length: int) -> int:
    """On an overlapped handle: what waits here can be ended from another thread, by `disconnect`."""
    done = c_uint32()
    with _overlapped() as where:
        if not call(pipe, memory, length, None, byref(where)) and ctypes.get_last_error() != _ERROR_IO_PENDING:
            raise failed(getattr(call, "__name__", "transfer"))
        _check(_overlapped_result(pipe, byref(where), byref(done), 1), getattr(call, "__name__", "transfer"))
    return done.value


def _number(call: Callable[..., Any], handle: int, name: str) -> int:
    found = c_uint32()
    _check(call(handle, byref(found)), name)
    return found.value


def _handle(found: int | None, name: str) -> int:
    if found in (None, 0, INVALID_HANDLE):
        raise failed(name)
    return int(found or 0)


def _check(answer: Any, name: str) -> Any:
    if not answer:
        raise failed(name)
    return answer


def _milliseconds(seconds: float) -> int:
    return max(0, round(seconds * 1000))
