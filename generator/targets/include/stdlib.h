/* A stand-in for the target's own header. */
#ifndef GMI_STDLIB_H
#define GMI_STDLIB_H
#include <stddef.h>
void abort (void);
void free (void *block);
void *malloc (size_t size);
#endif
