/* A stand-in for the target's own header: GLib's deprecated thread declarations name these, nothing bound holds them. */
typedef long pthread_mutex_t;
typedef long pthread_t;
