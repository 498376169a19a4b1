using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>
/// Keeps elements that run and that no handle of ours refers to any more, until nobody else holds them either: then they are
/// stopped before they go. Who is the last cannot be asked, since between the answer and the release another may let go; so
/// GObject says it (a toggle reference), at the very release that left ours alone.
/// </summary>
internal static unsafe class LastReferences
{
    private static readonly Dictionary<nint, Entry> s_entries = [];
    private static nint s_number;

    /// <param name="pointer">A reference that is given away, of an element that runs.</param>
    /// <param name="nativeType">What it refers to, for the log.</param>
    /// <param name="forgotten">Whether nobody disposed it.</param>
    internal static void Add(nint pointer, string nativeType, bool forgotten)
    {
        nint number = 0;
        lock (s_entries)
        {
            if (!s_entries.ContainsKey(pointer))
            {
                number = ++s_number; // an address may be used again, a number is not
                s_entries.Add(pointer, new Entry(number, nativeType, forgotten));
            }
        }

        if (number != 0)
        {
            Native.LibGObject.g_object_add_toggle_ref((Native.GObject*)pointer, &OnToggle, (void*)number);
        }

        Native.LibGst.gst_object_unref((void*)pointer);
    }

    /// <summary>
    /// Ours is the only reference, or was a moment ago: another thread may have settled it since, so the element is not touched
    /// here. Whoever let go may hold any lock, and be a thread that stopping waits for.
    /// </summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnToggle(void* number, Native.GObject* element, int isLast)
    {
        try
        {
            if (isLast != 0 && Find((nint)element, (nint)number) is { IsAsked: false } entry)
            {
                entry.IsAsked = true;
                StateThreads.Run(() => Settle((nint)element, (nint)number));
            }
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "last reference of an element");
        }
    }

    /// <summary>Stops and releases an element that nobody else holds; who does hold it will be seen letting go.</summary>
    private static void Settle(nint pointer, nint number)
    {
        Entry entry;
        lock (s_entries)
        {
            if (Find(pointer, number) is not { } found)
            {
                return;
            }

            entry = found;
            entry.IsAsked = false;
            Native.LibGst.gst_object_ref((void*)pointer); // an entry that is there keeps it alive
        }

        if (Volatile.Read(ref ((Native.GstElement*)pointer)->@object.@object.ref_count) == 2) // this one and the entry's
        {
            if (!ElementHandle.IsAtRest(pointer))
            {
                if (entry.Forgotten)
                {
                    ElementHandle.ReportForgotten((Native.GstElement*)pointer, entry.NativeType);
                }

                ElementHandle.Stop(pointer);
            }

            bool isOurs;
            lock (s_entries)
            {
                isOurs = Find(pointer, number) == entry && s_entries.Remove(pointer);
            }

            if (isOurs)
            {
                Native.LibGObject.g_object_remove_toggle_ref((Native.GObject*)pointer, &OnToggle, (void*)number);
            }
        }

        Native.LibGst.gst_object_unref((void*)pointer);
    }

    private static Entry? Find(nint pointer, nint number)
    {
        lock (s_entries)
        {
            return s_entries.TryGetValue(pointer, out Entry? entry) && entry.Number == number ? entry : null;
        }
    }

    private sealed class Entry(nint number, string nativeType, bool forgotten)
    {
        internal nint Number => number;

        internal string NativeType => nativeType;

        internal bool Forgotten => forgotten;

        /// <summary>Whether a look at it is on its way.</summary>
        internal volatile bool IsAsked;
    }
}
