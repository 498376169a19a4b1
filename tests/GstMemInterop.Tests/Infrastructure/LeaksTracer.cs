using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop.Tests.Infrastructure;

/// <summary>Asks GStreamer's own <c>leaks</c> tracer what is alive, through its action signal <c>get-live-objects</c>.</summary>
internal static unsafe class LeaksTracer
{
    /// <summary>Older releases have the tracer, and nothing to find it by.</summary>
    internal static bool CanBeAsked => GStreamer.Version >= new Version(1, 18);

    internal static bool IsActive
    {
        get
        {
            using Found tracer = Find();
            return tracer.Pointer is not null;
        }
    }

    /// <summary>
    /// Waits until nothing is being freed: threads of the pool still drop messages when a test has ended, and threads of
    /// pipelines their tasks. Nothing tells of the latter; they need microseconds.
    /// </summary>
    internal static void WaitForQuiet()
    {
        SpinWait.SpinUntil(static () => LiveHandles.Count == 0, TimeSpan.FromSeconds(10));
        Thread.Sleep(500);
    }

    /// <summary>
    /// One text per live object; plugins' own singletons (marked MAY_BE_LEAKED) are not counted. It also lists what another thread
    /// is freeing: ask only when nothing else runs.
    /// </summary>
    internal static IReadOnlyList<string> LiveObjects()
    {
        if (!CanBeAsked)
        {
            return [];
        }

        using Found tracer = Find();
        if (tracer.Pointer is null)
        {
            throw new InvalidOperationException("The leaks tracer is not active.");
        }

        GValue instance = default;
        LibGObject.g_value_init(&instance, ((GTypeInstance*)tracer.Pointer)->g_class->g_type);
        LibGObject.g_value_set_object(&instance, tracer.Pointer);
        GValue result = default;
        LibGObject.g_value_init(&result, LibGst.gst_structure_get_type());
        uint signal;
        fixed (byte* name = "get-live-objects\0"u8)
        {
            signal = LibGObject.g_signal_lookup(name, ((GTypeInstance*)tracer.Pointer)->g_class->g_type);
        }

        if (signal == 0)
        {
            throw new InvalidOperationException("The leaks tracer has no signal get-live-objects.");
        }

        LibGObject.g_signal_emitv(&instance, signal, 0, &result);
        LibGObject.g_value_unset(&instance);

        // The result is not unset: the tracer put the objects in without a reference of their own, and unsetting takes one from each.
        return Read((Native.GstStructure*)LibGObject.g_value_get_boxed(&result));
    }

    private static List<string> Read(Native.GstStructure* info)
    {
        List<string> alive = [];
        fixed (byte* field = "live-objects-list\0"u8)
        {
            GValue* list = LibGst.gst_structure_get_value(info, field);
            for (uint i = 0; i < LibGst.gst_value_list_get_size(list); i++)
            {
                byte* text = LibGst.gst_value_serialize(LibGst.gst_value_list_get_value(list, i));
                Native.GstStructure* entry = (Native.GstStructure*)LibGObject.g_value_get_boxed(LibGst.gst_value_list_get_value(list, i));
                fixed (byte* objectField = "object\0"u8)
                {
                    GValue* value = LibGst.gst_structure_get_value(entry, objectField);
                    string type = Marshal.PtrToStringUTF8((nint)LibGObject.g_type_name(value->g_type)) ?? "?";
                    alive.Add($"{type}: {Marshal.PtrToStringUTF8((nint)text)}");
                }

                LibGLib.g_free(text);
            }
        }

        return alive;
    }

    private static Found Find()
    {
        GList* tracers = LibGst.gst_tracing_get_active_tracers();
        GObject* found = null;
        for (GList* item = tracers; item is not null; item = item->next)
        {
            GObject* tracer = (GObject*)item->data;
            if (Marshal.PtrToStringUTF8((nint)LibGObject.g_type_name(tracer->g_type_instance.g_class->g_type)) == "GstLeaksTracer")
            {
                found = tracer;
            }
            else
            {
                LibGst.gst_object_unref(tracer);
            }
        }

        LibGLib.g_list_free(tracers);
        return new Found(found);
    }

    private readonly ref struct Found(GObject* pointer)
    {
        internal GObject* Pointer { get; } = pointer;

        public void Dispose()
        {
            if (Pointer is not null)
            {
                LibGst.gst_object_unref(Pointer);
            }
        }
    }
}

internal static unsafe class NativeEnvironment
{
    /// <summary>What C's getenv sees, which is not what .NET's Environment sees.</summary>
    internal static string? Get(string name)
    {
        nint text = Marshal.StringToCoTaskMemUTF8(name);
        try
        {
            return Marshal.PtrToStringUTF8((nint)LibGLib.g_getenv((byte*)text));
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }
    }
}
