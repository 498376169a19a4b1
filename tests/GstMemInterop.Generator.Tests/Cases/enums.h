typedef enum { TINY_FLAG_NONE = 0, TINY_FLAG_READONLY = 1 << 1, TINY_FLAG_HIGH = 1u << 31, TINY_FLAG_ALL = 0xffffffff } TinyFlags;
typedef enum { TINY_SIGNED_ONE = 1, TINY_SIGNED_LAST = (int) 0x80000000 } TinySignedFlags;
typedef enum { TINY_FLOW_OK = 0, TINY_FLOW_NOT_LINKED = -1, TINY_FLOW_CUSTOM_ERROR_1 = -101 } TinyFlow;
typedef enum { TINY_FORMAT_I420 = 2, TINY_FORMAT_RGBx, TINY_FORMAT_Y444_10BE = 40 } TinyFormat;
