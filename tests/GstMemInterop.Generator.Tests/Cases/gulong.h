typedef unsigned long gulong;
typedef long glong;
typedef unsigned long gsize;
typedef unsigned int TinyKind;
typedef struct _TinyInfo { TinyKind kind; gulong id; void *data; glong change; gsize size; } TinyInfo;
gulong tiny_add (TinyInfo *info, gulong id, glong change);
