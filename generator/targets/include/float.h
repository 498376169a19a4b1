/* A stand-in for the target's own header. */
#ifndef GMI_FLOAT_H
#define GMI_FLOAT_H
#define FLT_MIN __FLT_MIN__
#define FLT_MAX __FLT_MAX__
#define DBL_MIN __DBL_MIN__
#define DBL_MAX __DBL_MAX__
#endif
