typedef void *gpointer;
typedef void (*TinyNotify) (gpointer data);
typedef struct _TinyArrays {
  int one[4];
  short two[2][3];
  gpointer pointers[4];
  TinyNotify callbacks[2];
  union { int i; float f; } values[2];
  char event;
} TinyArrays;
int tiny_sum (const int values[4], const char *const *names);
