/* A stand-in for the target's own header. No bound struct holds a time_t. */
#ifndef GMI_TIME_H
#define GMI_TIME_H
typedef long time_t;
struct tm;
#endif
