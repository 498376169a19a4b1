typedef struct _TinyOpaque TinyOpaque;
TinyOpaque *tiny_opaque_new (void);
void tiny_opaque_free (TinyOpaque **slot);
