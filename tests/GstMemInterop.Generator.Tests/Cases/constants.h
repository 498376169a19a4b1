typedef unsigned long long guint64;
typedef unsigned long gsize;
typedef gsize TinyType;
typedef enum { TINY_MAP_READ = 1, TINY_MAP_WRITE = 2 } TinyMap;
#define TINY_PADDING 4
#define TINY_MAP_READWRITE ((TinyMap) (TINY_MAP_READ | TINY_MAP_WRITE))
#define TINY_TIME_NONE ((guint64) -1)
#define TINY_TYPE_INT ((TinyType) (6 << 2))
#define TINY_NAME "Tiny" "Memory"
#define TINY_VERSION 22
#define TINY_LONG 7L
