namespace GstMemInterop;

/// <summary>Owns one reference to caps: which formats a pad can carry or carries. Stands on <c>GstCaps</c>.</summary>
/// <remarks>Not changed by this type, so safe from any thread.</remarks>
public sealed unsafe partial class GstCaps : IDisposable, IEquatable<GstCaps>
{
    private readonly MiniObjectHandle _handle;

    private GstCaps(nint pointer) => _handle = new MiniObjectHandle(pointer, nameof(GstCaps));

    /// <summary>Reads caps from their text form (<c>gst_caps_from_string</c>).</summary>
    /// <param name="text">For example <c>video/x-raw,format=GRAY8,width=640,height=480</c>.</param>
    /// <exception cref="FormatException">The text is not caps; the message says where. Refused is also what C does not survive: ranges that run backwards, bytes that are none, lists that mix types or hold lists, nesting deeper than 32 levels.</exception>
    public static GstCaps Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        GStreamer.EnsureInitialized();
        StructureText.CheckCaps(text);
        using NativeText native = new(QuotedText.AsCWritesIt(text));
        nint caps = (nint)Native.LibGst.gst_caps_from_string(native.Pointer);
        return caps != 0 ? new GstCaps(caps) : throw new FormatException($"'{text}' is not caps. They look like 'video/x-raw,format=GRAY8,width=640,height=480'.");
    }

    /// <summary>Takes over a reference that the caller owns (transfer full).</summary>
    /// <param name="pointer">A valid <c>GstCaps*</c>.</param>
    public static GstCaps Adopt(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstCaps));
        }

        GStreamer.EnsureInitialized();
        return new GstCaps(pointer);
    }

    /// <summary>Adds a reference to somebody else's caps (<c>gst_mini_object_ref</c>).</summary>
    /// <param name="pointer">A valid <c>GstCaps*</c>.</param>
    public static GstCaps Retain(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstCaps));
        }

        GStreamer.EnsureInitialized();
        Native.LibGst.gst_mini_object_ref((Native.GstMiniObject*)pointer);
        return new GstCaps(pointer);
    }

    internal bool IsDisposed => _handle.IsClosing;

    /// <summary>The native pointer; no reference is added.</summary>
    public nint DangerousHandle => _handle.DangerousPointer;

    /// <summary>Whether the caps name exactly one format (<c>gst_caps_is_fixed</c>).</summary>
    public bool IsFixed { get { using HandleLease lease = new(_handle); return Native.LibGst.gst_caps_is_fixed((Native.GstCaps*)lease.Pointer) != 0; } }

    /// <summary>The media type of the first structure, for example <c>video/x-raw</c> (<c>gst_structure_get_name</c>); <see langword="null"/> for empty or ANY caps.</summary>
    public string? MediaType
    {
        get
        {
            using HandleLease lease = new(_handle);
            Native.GstCaps* caps = (Native.GstCaps*)lease.Pointer;
            return Native.LibGst.gst_caps_get_size(caps) == 0 ? null : NativeText.Read(Native.LibGst.gst_structure_get_name(Native.LibGst.gst_caps_get_structure(caps, 0)));
        }
    }

    /// <summary>A field of the first structure (<c>gst_structure_get_value</c>); <see langword="null"/> when there is none. The .NET type is that of <see cref="GstStructure.this[string]"/>; what is disposable is the caller's to dispose.</summary>
    /// <param name="field">For example <c>width</c>.</param>
    public object? this[string field]
    {
        get
        {
            ArgumentException.ThrowIfNullOrEmpty(field);
            using HandleLease lease = new(_handle);
            Native.GstCaps* caps = (Native.GstCaps*)lease.Pointer;
            if (Native.LibGst.gst_caps_get_size(caps) == 0)
            {
                return null;
            }

            using NativeText text = new(field);
            Native.GValue* value = Native.LibGst.gst_structure_get_value(Native.LibGst.gst_caps_get_structure(caps, 0), text.Pointer);
            return value is null ? null : NativeValue.Read(value);
        }
    }

    /// <summary>Whether both name the same formats (<c>gst_caps_is_equal</c>); those with lists of numbers and ranges, when they are written in the same way.</summary>
    /// <param name="other">The caps to compare with.</param>
    public bool Equals(GstCaps? other)
    {
        if (other is null)
        {
            return false;
        }

        using HandleLease mine = new(_handle);
        using HandleLease theirs = new(other._handle);
        if (ToString() == other.ToString())
        {
            return true;
        }

        // Nothing that C could compare.
        if (Incomparable.IsIn((Native.GstCaps*)mine.Pointer) || Incomparable.IsIn((Native.GstCaps*)theirs.Pointer))
        {
            return false;
        }

        return Native.LibGst.gst_caps_is_equal((Native.GstCaps*)mine.Pointer, (Native.GstCaps*)theirs.Pointer) != 0;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GstCaps);

    /// <summary>By media type: equal caps may be written in different ways.</summary>
    public override int GetHashCode() => (MediaType ?? "").GetHashCode(StringComparison.Ordinal);

    /// <summary>GStreamer's text form (<c>gst_caps_serialize</c>, before 1.20 <c>gst_caps_to_string</c>).</summary>
    public override string ToString()
    {
        if (_handle.IsClosing)
        {
            return "GstCaps (disposed)";
        }

        using HandleLease lease = new(_handle);
        return WrittenText.Of((Native.GstCaps*)lease.Pointer);
    }

    /// <summary>Releases the reference (<c>gst_mini_object_unref</c>).</summary>
    public void Dispose() => _handle.Dispose();

    internal HandleLease Lease() => new(_handle);
}
