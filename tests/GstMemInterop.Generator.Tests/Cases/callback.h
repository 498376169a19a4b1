typedef void *gpointer;
typedef int gboolean;
typedef struct _TinyObject TinyObject;
typedef gboolean (*TinyFilter) (TinyObject *object, const char *name, gpointer user_data);
struct _TinyObject {
  TinyFilter filter;
  TinyObject *(*copy) (const TinyObject *object);
  void (*done) (void);
};
gboolean tiny_visit (TinyObject *object, TinyFilter filter, gpointer user_data, void (*destroy) (gpointer data));
