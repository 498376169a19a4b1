typedef struct _TinyOpaque TinyOpaque;
int tiny_count (TinyOpaque *list);
TinyOpaque *tiny_take (TinyOpaque *list, TinyOpaque *item, void *ref);
