using GstMemInterop.Native;

namespace GstMemInterop;

public sealed unsafe partial class GstCaps
{
    /// <summary>Creates caps of one structure (<c>gst_caps_new_simple</c>).</summary>
    /// <param name="mediaType">For example <c>video/x-raw</c>.</param>
    /// <param name="fields">Names and values, for example <c>("format", "NV12"), ("width", new GstIntRange(16, 4096))</c>; the rules are those of <see cref="GstStructure.this[string]"/>. A .NET array is a list of choices.</param>
    /// <exception cref="ArgumentException">A name is none, or a value is nothing that caps can hold: only what has a text form of its own can be compared.</exception>
    public static GstCaps Create(string mediaType, params ReadOnlySpan<(string Field, object Value)> fields) => Create(mediaType, null, fields);

    /// <summary>Creates caps of one structure, in memory of a kind (<c>gst_caps_new_simple</c>, <c>gst_caps_set_features</c>).</summary>
    /// <param name="mediaType">For example <c>video/x-raw</c>.</param>
    /// <param name="features">For example <c>new GstCapsFeatures("memory:DMABuf")</c>; <see langword="null"/> for ordinary memory.</param>
    /// <param name="fields">Names and values; the rules are those of <see cref="GstStructure.this[string]"/>. A .NET array is a list of choices.</param>
    /// <exception cref="ArgumentException">A name is none, or a value is nothing that caps can hold: only what has a text form of its own can be compared.</exception>
    public static GstCaps Create(string mediaType, GstCapsFeatures? features, params ReadOnlySpan<(string Field, object Value)> fields)
    {
        using GstStructure structure = GstStructure.Create(mediaType, fields);
        return Joined(null, structure, features);
    }

    /// <summary>Creates caps of any number of structures, the preferred first (<c>gst_caps_new_full</c>).</summary>
    /// <param name="structures">What the caps allow; they are copied.</param>
    /// <exception cref="ArgumentException">A value in them is nothing that caps can hold.</exception>
    public static GstCaps Create(params ReadOnlySpan<GstStructure> structures)
    {
        GstCaps caps = CreateEmpty();
        foreach (GstStructure structure in structures)
        {
            using GstCaps before = caps;
            caps = before.Append(structure);
        }

        return caps;
    }

    /// <summary>How many structures there are, each of them a choice (<c>gst_caps_get_size</c>); 0 for empty and ANY caps.</summary>
    public int Count { get { using HandleLease lease = new(_handle); return (int)LibGst.gst_caps_get_size((Native.GstCaps*)lease.Pointer); } }

    /// <summary>One of the structures, borrowed (<c>gst_caps_get_structure</c>). The borrow knows its owner: after <see cref="Dispose"/> its members throw.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such structure.</exception>
    public GstStructureRef this[int index]
    {
        get
        {
            using HandleLease lease = new(_handle);
            return new GstStructureRef(LibGst.gst_caps_get_structure(At(lease, index), (uint)index), _handle);
        }
    }

    /// <summary>The features of one of the structures, for example <c>memory:DMABuf</c> (<c>gst_caps_get_features</c>).</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such structure.</exception>
    public GstCapsFeatures GetFeatures(int index = 0)
    {
        using HandleLease lease = new(_handle);
        Native.GstCapsFeatures* features = LibGst.gst_caps_get_features(At(lease, index), (uint)index);
        return features is null ? GstCapsFeatures.SystemMemory : GstCapsFeatures.Read(features);
    }

    /// <summary>Caps that allow one structure more, behind these (<c>gst_caps_append_structure_full</c>).</summary>
    /// <param name="structure">Copied.</param>
    /// <param name="features">For example <c>new GstCapsFeatures("memory:DMABuf")</c>; <see langword="null"/> for ordinary memory.</param>
    /// <returns>New caps; these stay as they are. ANY stays ANY.</returns>
    /// <exception cref="ArgumentException">A value in the structure is nothing that caps can hold.</exception>
    public GstCaps Append(GstStructure structure, GstCapsFeatures? features = null)
    {
        ArgumentNullException.ThrowIfNull(structure);
        return Joined(this, structure, features);
    }

    /// <summary>Caps that allow what others allow too, behind these (<c>gst_caps_append</c>).</summary>
    /// <param name="other">Copied.</param>
    /// <returns>New caps; these stay as they are.</returns>
    public GstCaps Append(GstCaps other)
    {
        ArgumentNullException.ThrowIfNull(other);
        using HandleLease mine = new(_handle);
        using HandleLease theirs = new(other._handle);
        Native.GstCaps* joined = LibGst.gst_caps_copy((Native.GstCaps*)mine.Pointer);
        LibGst.gst_caps_append(joined, LibGst.gst_caps_copy((Native.GstCaps*)theirs.Pointer));
        return new GstCaps((nint)joined);
    }

    private static GstCaps Joined(GstCaps? first, GstStructure structure, GstCapsFeatures? features)
    {
        using HandleLease lease = structure.Lease();
        Nesting.RequireShallowForCaps((Native.GstStructure*)lease.Pointer);
        CapsFields.Require((Native.GstStructure*)lease.Pointer);
        using HandleLease firstLease = first is null ? default : first.Lease();
        Native.GstCaps* joined = first is null ? LibGst.gst_caps_new_empty() : LibGst.gst_caps_copy((Native.GstCaps*)firstLease.Pointer);
        LibGst.gst_caps_append_structure_full(joined, LibGst.gst_structure_copy((Native.GstStructure*)lease.Pointer), features is null ? null : features.ToNative());
        return new GstCaps((nint)joined);
    }

    private static Native.GstCaps* At(in HandleLease lease, int index)
    {
        Native.GstCaps* caps = (Native.GstCaps*)lease.Pointer;
        int count = (int)LibGst.gst_caps_get_size(caps);
        if ((uint)index >= (uint)count)
        {
            Throw.IndexOutOfRange("structures of the caps", index, count);
        }

        return caps;
    }
}
