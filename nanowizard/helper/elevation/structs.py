"""Structures and numbers of Windows for a process that is started as administrator, and for the pipes to it.

Fixed widths, as in `drives.windows.structs`, so that tests/data/windows/layout.txt can be compared with on any system.
"""

from __future__ import annotations

from ctypes import Structure, c_int32, c_uint32, c_void_p, c_wchar_p

# winbase.h
PIPE_ACCESS_INBOUND = 1
PIPE_ACCESS_OUTBOUND = 2
PIPE_REJECT_REMOTE_CLIENTS = 8
FILE_FLAG_FIRST_PIPE_INSTANCE = 0x00080000
FILE_FLAG_OVERLAPPED = 0x40000000
# A server that is not ours learns nothing of who we are, and cannot act as us.
SECURITY_SQOS_PRESENT = 0x00100000
SECURITY_ANONYMOUS = 0

# shellapi.h, winuser.h
SEE_MASK_NOCLOSEPROCESS = 0x40
SEE_MASK_NOASYNC = 0x100
SEE_MASK_FLAG_NO_UI = 0x400
SW_HIDE = 0

# winerror.h
ERROR_CANCELLED = 1223
ERROR_PIPE_BUSY = 231


class SecurityAttributes(Structure):
    """SECURITY_ATTRIBUTES"""

    _fields_ = (("nLength", c_uint32), ("lpSecurityDescriptor", c_void_p), ("bInheritHandle", c_int32))


class ShellExecuteInfo(Structure):
    """SHELLEXECUTEINFOW"""

    _fields_ = (
        ("cbSize", c_uint32),
        ("fMask", c_uint32),
        ("hwnd", c_void_p),
        ("lpVerb", c_wchar_p),
        ("lpFile", c_wchar_p),
        ("lpParameters", c_wchar_p),
        ("lpDirectory", c_wchar_p),
        ("nShow", c_int32),
        ("hInstApp", c_void_p),
        ("lpIDList", c_void_p),
        ("lpClass", c_wchar_p),
        ("hkeyClass", c_void_p),
        ("dwHotKey", c_uint32),
        ("hIcon", c_void_p),
        ("hProcess", c_void_p),
    )
