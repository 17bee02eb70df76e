/* What layout.txt is compiled against: Windows' own headers, and what MinGW's winioctl.h lacks
   (winioctl.h of the Windows SDK 10.0.22621). The test makes one _Static_assert of every line of layout.txt. */
#include <stddef.h>
#include <windows.h>
#include <shellapi.h>
#include <winioctl.h>

#ifndef IOCTL_DISK_GET_DISK_ATTRIBUTES
#define IOCTL_DISK_GET_DISK_ATTRIBUTES CTL_CODE(IOCTL_DISK_BASE, 0x003c, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_DISK_SET_DISK_ATTRIBUTES \
    CTL_CODE(IOCTL_DISK_BASE, 0x003d, METHOD_BUFFERED, FILE_READ_ACCESS | FILE_WRITE_ACCESS)
#define DISK_ATTRIBUTE_OFFLINE 0x1
#define DISK_ATTRIBUTE_READ_ONLY 0x2

typedef struct {
    DWORD Version;
    DWORD Reserved1;
    DWORDLONG Attributes;
} GET_DISK_ATTRIBUTES;

typedef struct {
    DWORD Version;
    BOOLEAN Persist;
    BYTE Reserved1[3];
    DWORDLONG Attributes;
    DWORDLONG AttributesMask;
    DWORD Reserved2[4];
} SET_DISK_ATTRIBUTES;
#endif

#ifndef DEVICE_DSM_FLAG_TRIM_NOT_FS_ALLOCATED
#define DEVICE_DSM_FLAG_TRIM_NOT_FS_ALLOCATED 0x80000000
#endif
