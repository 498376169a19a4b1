typedef struct {
  int tag;
  union { int number; float real; };
  struct { char a; long long b; };
} TinyNameless;
