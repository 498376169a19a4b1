using GstMemInterop.Native;

namespace GstMemInterop;

public sealed unsafe partial class GstCaps
{
    /// <summary>Caps that everything fits (<c>gst_caps_new_any</c>).</summary>
    public static GstCaps CreateAny()
    {
        GStreamer.EnsureInitialized();
        return new GstCaps((nint)LibGst.gst_caps_new_any());
    }

    /// <summary>Caps that nothing fits (<c>gst_caps_new_empty</c>).</summary>
    public static GstCaps CreateEmpty()
    {
        GStreamer.EnsureInitialized();
        return new GstCaps((nint)LibGst.gst_caps_new_empty());
    }

    /// <summary>Whether everything fits (<c>gst_caps_is_any</c>).</summary>
    public bool IsAny { get { using HandleLease lease = new(_handle); return LibGst.gst_caps_is_any((Native.GstCaps*)lease.Pointer) != 0; } }

    /// <summary>Whether nothing fits (<c>gst_caps_is_empty</c>).</summary>
    public bool IsEmpty { get { using HandleLease lease = new(_handle); return LibGst.gst_caps_is_empty((Native.GstCaps*)lease.Pointer) != 0; } }

    /// <summary>Whether some format fits both (<c>gst_caps_can_intersect</c>).</summary>
    /// <param name="other">The caps to meet with.</param>
    public bool CanIntersect(GstCaps other)
    {
        ArgumentNullException.ThrowIfNull(other);
        using HandleLease mine = new(_handle);
        using HandleLease theirs = new(other._handle);
        return !IsEmpty && !other.IsEmpty && LibGst.gst_caps_can_intersect((Native.GstCaps*)mine.Pointer, (Native.GstCaps*)theirs.Pointer) != 0;
    }

    /// <summary>The formats that fit both, in the order of these (<c>gst_caps_intersect_full</c>); empty when there are none.</summary>
    /// <param name="other">The caps to meet with.</param>
    public GstCaps Intersect(GstCaps other)
    {
        ArgumentNullException.ThrowIfNull(other);
        using HandleLease mine = new(_handle);
        using HandleLease theirs = new(other._handle);
        return new GstCaps((nint)LibGst.gst_caps_intersect_full((Native.GstCaps*)mine.Pointer, (Native.GstCaps*)theirs.Pointer, GstCapsIntersectMode.GST_CAPS_INTERSECT_FIRST));
    }

    /// <summary>Whether every format of these fits the others too (<c>gst_caps_is_subset</c>).</summary>
    /// <param name="other">The wider caps.</param>
    public bool IsSubsetOf(GstCaps other)
    {
        ArgumentNullException.ThrowIfNull(other);
        using HandleLease mine = new(_handle);
        using HandleLease theirs = new(other._handle);
        return LibGst.gst_caps_is_subset((Native.GstCaps*)mine.Pointer, (Native.GstCaps*)theirs.Pointer) != 0;
    }

    /// <summary>One exact format out of these (<c>gst_caps_fixate</c>): the first structure, with the first of each list and the least of each range.</summary>
    /// <exception cref="InvalidOperationException">There is none to choose: they are ANY or empty, or have a list that is.</exception>
    public GstCaps Fixate()
    {
        using HandleLease lease = new(_handle);
        Native.GstCaps* caps = (Native.GstCaps*)lease.Pointer;
        if (LibGst.gst_caps_is_any(caps) != 0 || LibGst.gst_caps_is_empty(caps) != 0)
        {
            throw new InvalidOperationException($"No format can be chosen out of {ToString()} caps.");
        }

        LibGst.gst_mini_object_ref(&caps->mini_object); // fixate takes one
        GstCaps chosen = new((nint)LibGst.gst_caps_fixate(caps));
        if (!chosen.IsFixed)
        {
            chosen.Dispose();
            throw new InvalidOperationException($"No format can be chosen out of {ToString()}: a list in it is empty.");
        }

        return chosen;
    }
}
