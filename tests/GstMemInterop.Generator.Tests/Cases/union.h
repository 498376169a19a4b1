typedef union _TinyValue { int v_int; double v_double; void *v_pointer; } TinyValue;
typedef struct _TinyHolder {
  int kind;
  union {
    struct { int code; } abi;
    void *reserved[4];
  } ABI;
  TinyValue value;
} TinyHolder;
