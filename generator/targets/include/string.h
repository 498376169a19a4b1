/* A stand-in for the target's own header: what GLib's inline functions call. */
#ifndef GMI_STRING_H
#define GMI_STRING_H
#include <stddef.h>
size_t strlen (const char *text);
int strcmp (const char *a, const char *b);
int strncmp (const char *a, const char *b, size_t size);
char *strchr (const char *text, int character);
char *strstr (const char *text, const char *part);
void *memcpy (void *to, const void *from, size_t size);
void *memmove (void *to, const void *from, size_t size);
void *memset (void *to, int value, size_t size);
int memcmp (const void *a, const void *b, size_t size);
#endif
