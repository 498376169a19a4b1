namespace GstMemInterop.Native;

/// <summary>The C macros and inline functions that no library exports, and nothing else.</summary>
public static unsafe class Macros
{
    /// <summary>The reference count right now; another thread may change it at once.</summary>
    public static int GST_MINI_OBJECT_REFCOUNT_VALUE(void* obj) => Volatile.Read(ref ((GstMiniObject*)obj)->refcount);

    /// <summary>The GType that the object was made with.</summary>
    public static nuint GST_MINI_OBJECT_TYPE(void* obj) => ((GstMiniObject*)obj)->type;

    /// <summary>The object's own flags.</summary>
    public static uint GST_MINI_OBJECT_FLAGS(void* obj) => ((GstMiniObject*)obj)->flags;

    /// <summary>Whether all of <paramref name="flag"/> are set.</summary>
    public static bool GST_MINI_OBJECT_FLAG_IS_SET(void* obj, uint flag) => (((GstMiniObject*)obj)->flags & flag) == flag;

    /// <summary>Whether the object takes part in GStreamer's access locks.</summary>
    public static bool GST_MINI_OBJECT_IS_LOCKABLE(void* obj) =>
        GST_MINI_OBJECT_FLAG_IS_SET(obj, (uint)GstMiniObjectFlags.GST_MINI_OBJECT_FLAG_LOCKABLE);

    /// <summary>Whether all of <paramref name="flag"/> are set on a memory.</summary>
    public static bool GST_MEMORY_FLAG_IS_SET(GstMemory* mem, GstMemoryFlags flag) => GST_MINI_OBJECT_FLAG_IS_SET(mem, (uint)flag);

    /// <summary>The memory may never be mapped for writing.</summary>
    public static bool GST_MEMORY_IS_READONLY(GstMemory* mem) => GST_MEMORY_FLAG_IS_SET(mem, GstMemoryFlags.GST_MEMORY_FLAG_READONLY);

    /// <summary>The memory may not be shared: sub-memories are copies.</summary>
    public static bool GST_MEMORY_IS_NO_SHARE(GstMemory* mem) => GST_MEMORY_FLAG_IS_SET(mem, GstMemoryFlags.GST_MEMORY_FLAG_NO_SHARE);

    /// <summary>The memory cannot be mapped at all.</summary>
    public static bool GST_MEMORY_IS_NOT_MAPPABLE(GstMemory* mem) =>
        GST_MEMORY_FLAG_IS_SET(mem, GstMemoryFlags.GST_MEMORY_FLAG_NOT_MAPPABLE);

    /// <summary>A memory is locked through its mini object.</summary>
    public static int gst_memory_lock(GstMemory* mem, GstLockFlags flags) => LibGst.gst_mini_object_lock((GstMiniObject*)mem, flags);

    /// <summary>A memory is unlocked through its mini object.</summary>
    public static void gst_memory_unlock(GstMemory* mem, GstLockFlags flags) => LibGst.gst_mini_object_unlock((GstMiniObject*)mem, flags);

    /// <summary>The kind of a message.</summary>
    public static GstMessageType GST_MESSAGE_TYPE(GstMessage* message) => message->type;

    /// <summary>The kind of an event.</summary>
    public static GstEventType GST_EVENT_TYPE(GstEvent* evt) => evt->type;

    /// <summary>The kind of a query.</summary>
    public static GstQueryType GST_QUERY_TYPE(GstQuery* query) => query->type;

    /// <summary>The element's current state, read without its lock.</summary>
    public static GstState GST_STATE(GstElement* element) => element->current_state;

    /// <summary>The GType of a GObject instance's class.</summary>
    public static nuint G_TYPE_FROM_INSTANCE(void* instance) => ((GTypeInstance*)instance)->g_class->g_type;

    /// <summary>The GType of a class.</summary>
    public static nuint G_TYPE_FROM_CLASS(void* klass) => ((GTypeClass*)klass)->g_type;

    /// <summary>The GType that a value was initialised with; zero before.</summary>
    public static nuint G_VALUE_TYPE(GValue* value) => value->g_type;

    /// <summary>A GObject's reference count right now.</summary>
    public static uint G_OBJECT_REFCOUNT_VALUE(void* obj) => Volatile.Read(ref ((GObject*)obj)->ref_count);
}
