/* GLib's per-machine header, for any target: widths come from the compiler instead of from a configure run.
 * Only what GLib's and GStreamer's public headers need in order to be laid out. */
#ifndef __GLIBCONFIG_H__
#define __GLIBCONFIG_H__

#include <glib/gmacros.h>
#include <limits.h>
#include <float.h>

#define G_MINFLOAT FLT_MIN
#define G_MAXFLOAT FLT_MAX
#define G_MINDOUBLE DBL_MIN
#define G_MAXDOUBLE DBL_MAX
#define G_MINSHORT SHRT_MIN
#define G_MAXSHORT SHRT_MAX
#define G_MAXUSHORT USHRT_MAX
#define G_MININT INT_MIN
#define G_MAXINT INT_MAX
#define G_MAXUINT UINT_MAX
#define G_MINLONG LONG_MIN
#define G_MAXLONG LONG_MAX
#define G_MAXULONG ULONG_MAX

typedef signed char gint8;
typedef unsigned char guint8;
typedef signed short gint16;
typedef unsigned short guint16;
typedef signed int gint32;
typedef unsigned int guint32;
typedef __INT64_TYPE__ gint64;
typedef __UINT64_TYPE__ guint64;
typedef __PTRDIFF_TYPE__ gssize;
typedef __SIZE_TYPE__ gsize;
typedef __INTPTR_TYPE__ gintptr;
typedef __UINTPTR_TYPE__ guintptr;
typedef gint64 goffset;
typedef int GPid;

#define G_HAVE_GINT64 1
#define G_GINT64_CONSTANT(val) (val##LL)
#define G_GUINT64_CONSTANT(val) (val##ULL)
#define G_GINT16_FORMAT "hi"
#define G_GUINT16_FORMAT "hu"
#define G_GINT32_FORMAT "i"
#define G_GUINT32_FORMAT "u"
#define G_GINT64_FORMAT "lli"
#define G_GUINT64_FORMAT "llu"
#define G_GSIZE_FORMAT "zu"
#define G_GSSIZE_FORMAT "zi"
#define G_GINT64_MODIFIER "ll"

#define GLIB_SIZEOF_VOID_P __SIZEOF_POINTER__
#define GLIB_SIZEOF_LONG __SIZEOF_LONG__
#define GLIB_SIZEOF_SIZE_T __SIZEOF_SIZE_T__
#define GLIB_SIZEOF_SSIZE_T __SIZEOF_SIZE_T__
#define G_MAXSIZE ((gsize) -1)
#define G_MAXSSIZE ((gssize) (G_MAXSIZE / 2))
#define G_MINSSIZE (-G_MAXSSIZE - 1)
#define G_MINOFFSET G_MININT64
#define G_MAXOFFSET G_MAXINT64

#define GPOINTER_TO_INT(p) ((gint) (gintptr) (p))
#define GPOINTER_TO_UINT(p) ((guint) (guintptr) (p))
#define GINT_TO_POINTER(i) ((gpointer) (gintptr) (i))
#define GUINT_TO_POINTER(u) ((gpointer) (guintptr) (u))

/* The version is that of the headers beside this file's users: 2.74 offers all that they test for. */
#define GLIB_MAJOR_VERSION 2
#define GLIB_MINOR_VERSION 74
#define GLIB_MICRO_VERSION 6

#ifdef _WIN32
#define G_OS_WIN32
#define G_PLATFORM_WIN32
#define G_THREADS_IMPL_WIN32
#define G_DIR_SEPARATOR '\\'
#define G_DIR_SEPARATOR_S "\\"
#define G_SEARCHPATH_SEPARATOR ';'
#define G_SEARCHPATH_SEPARATOR_S ";"
#else
#define G_OS_UNIX
#define G_THREADS_IMPL_POSIX
#define G_DIR_SEPARATOR '/'
#define G_DIR_SEPARATOR_S "/"
#define G_SEARCHPATH_SEPARATOR ':'
#define G_SEARCHPATH_SEPARATOR_S ":"
#endif

#define G_VA_COPY va_copy
#define G_HAVE_ISO_VARARGS 1
#define G_HAVE_GROWING_STACK 0
#define G_HAVE_GNUC_VISIBILITY 1
#define G_GNUC_INTERNAL
#define G_THREADS_ENABLED
#define G_ATOMIC_LOCK_FREE
#define G_BYTE_ORDER G_LITTLE_ENDIAN

#define GINT16_TO_LE(val) ((gint16) (val))
#define GUINT16_TO_LE(val) ((guint16) (val))
#define GUINT16_TO_BE(val) (GUINT16_SWAP_LE_BE (val))
#define GINT32_TO_LE(val) ((gint32) (val))
#define GUINT32_TO_LE(val) ((guint32) (val))
#define GUINT32_TO_BE(val) (GUINT32_SWAP_LE_BE (val))
#define GUINT64_TO_LE(val) ((guint64) (val))
#define GUINT64_TO_BE(val) (GUINT64_SWAP_LE_BE (val))

#define GLIB_SYSDEF_POLLIN = 1
#define GLIB_SYSDEF_POLLOUT = 4
#define GLIB_SYSDEF_POLLPRI = 2
#define GLIB_SYSDEF_POLLHUP = 16
#define GLIB_SYSDEF_POLLERR = 8
#define GLIB_SYSDEF_POLLNVAL = 32
#define G_MODULE_SUFFIX "so"
#define G_PID_FORMAT "i"

#endif
