typedef unsigned int guint;
typedef unsigned short guint16;
struct _TinyBits {
  guint first : 15;
  guint second : 1;
  guint third : 16;
  void *data;
  guint16 small : 3;
  guint16 rest : 13;
};
typedef struct _TinyBits TinyBits;
