"""`calls.WindowsCalls` over the real Windows. Thinks nothing: what can be tested elsewhere is elsewhere."""

from __future__ import annotations

import ctypes
import mmap
import sys
from collections.abc import Callable, Sequence
from ctypes import byref, c_uint32, c_void_p, c_wchar_p
from typing import Any

from nanowizard.drives.windows.calls import DeviceSeen, DiskInterface
from nanowizard.drives.windows.errors import ERROR_HANDLE_EOF
from nanowizard.drives.windows.structs import Overlapped

assert sys.platform == "win32"

from nanowizard.drives.windows import devices as manager  # noqa: E402 - the rest is there on Windows only
from nanowizard.drives.windows import names, registry  # noqa: E402
from nanowizard.drives.windows.dll import INVALID_HANDLE, failed, function, library  # noqa: E402

_OPEN_EXISTING = 3
# Where unbuffered transfers may begin in memory: no disk has larger sectors than a page.
_MEMORY_ALIGNMENT = 4096

_kernel = library("kernel32")
_create_file = function(
    _kernel, "CreateFileW", c_void_p, c_wchar_p, c_uint32, c_uint32, c_void_p, c_uint32, c_uint32, c_void_p
)
_close_handle = function(_kernel, "CloseHandle", c_uint32, c_void_p)
_flush_buffers = function(_kernel, "FlushFileBuffers", c_uint32, c_void_p)
_read_file = function(_kernel, "ReadFile", c_uint32, c_void_p, c_void_p, c_uint32, c_void_p, c_void_p)
_write_file = function(_kernel, "WriteFile", c_uint32, c_void_p, c_void_p, c_uint32, c_void_p, c_void_p)
_device_io_control = function(
    _kernel, "DeviceIoControl", c_uint32, c_void_p, c_uint32, c_void_p, c_uint32, c_void_p, c_uint32, c_void_p, c_void_p
)
_is_admin = function(library("shell32"), "IsUserAnAdmin", c_uint32)


class WindowsKernel:
    def disks(self) -> Sequence[DiskInterface]:
        return names.disks()

    def volumes(self) -> Sequence[str]:
        return names.volumes()

    def mount_points(self, volume: str) -> Sequence[str]:
        return names.mount_points(volume)

    def label_and_filesystem(self, volume: str) -> tuple[str, str]:
        return names.label_and_filesystem(volume)

    def used_bytes(self, volume: str) -> int:
        return names.used_bytes(volume)

    def volume_of(self, path: str) -> str:
        return names.volume_of(path)

    def system_paths(self) -> Sequence[str]:
        return names.system_paths()

    def system_devices(self) -> Sequence[str]:
        return names.system_devices()

    def is_elevated(self) -> bool:
        return bool(_is_admin())

    def devices(self) -> Sequence[DeviceSeen]:
        return manager.devices()

    def rescan(self) -> None:
        manager.rescan()

    def setting(self, key: str, value: str) -> object:
        return registry.value_of(key, value)

    def open(self, path: str, access: int, share: int, flags: int = 0) -> int:
        handle = _create_file(path, access, share, None, _OPEN_EXISTING, flags, None)
        if handle is None or handle == INVALID_HANDLE:
            raise failed("CreateFile")
        return int(handle)

    def control(self, handle: int, code: int, data: bytes = b"", answer_bytes: int = 0) -> bytes:
        out = ctypes.create_string_buffer(answer_bytes) if answer_bytes else None
        length = c_uint32()
        if not _device_io_control(handle, code, data or None, len(data), out, answer_bytes, byref(length), None):
            raise failed(f"DeviceIoControl {code:#x}")
        return out.raw[: min(length.value, answer_bytes)] if out else b""

    def read(self, handle: int, offset: int, into: memoryview) -> int:
        if _is_aligned(into):
            return _transfer(_read_file, handle, offset, into)
        with mmap.mmap(-1, len(into)) as block, memoryview(block) as view:
            done = _transfer(_read_file, handle, offset, view)
            into[:done] = view[:done]
        return done

    def write(self, handle: int, offset: int, data: memoryview) -> int:
        if _is_aligned(data):
            return _transfer(_write_file, handle, offset, data)
        with mmap.mmap(-1, len(data)) as block, memoryview(block) as view:
            view[:] = data
            return _transfer(_write_file, handle, offset, view)

    def flush(self, handle: int) -> None:
        if not _flush_buffers(handle):
            raise failed("FlushFileBuffers")

    def close(self, handle: int) -> None:
        _close_handle(handle)


def _is_aligned(data: memoryview) -> bool:
    """False for what has to be copied first: read-only memory gives no address here, and the disk wants an even one."""
    if data.readonly or not data.contiguous:
        return False
    return ctypes.addressof(ctypes.c_char.from_buffer(data)) % _MEMORY_ALIGNMENT == 0


def _transfer(call: Callable[..., Any], handle: int, offset: int, data: memoryview) -> int:
    """On a synchronous handle the call returns when it is done, and `Overlapped` only says where (fileapi.h)."""
    where = Overlapped(Offset=offset & 0xFFFFFFFF, OffsetHigh=offset >> 32)
    memory, length = ctypes.c_char.from_buffer(data), c_uint32()
    if not call(handle, byref(memory), len(data), byref(length), byref(where)):
        error = failed(getattr(call, "__name__", "transfer"))
        if error.winerror != ERROR_HANDLE_EOF:
            raise error
    return length.value
