using System.Diagnostics;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>Owns one reference to a query: a question to an element or a pad, which holds the answer afterwards. Read it from its <see cref="Borrow()"/>. Stands on <c>GstQuery</c>.</summary>
/// <remarks>One thread at a time. <c>Dispose</c> from any thread; the finalizer releases too and needs no main loop.</remarks>
/// <example>
/// <code>
/// using GstQuery query = GstQuery.NewSeeking(GstFormat.Time);
/// if (pipeline.Query(query) &amp;&amp; query.Borrow().ParseSeeking().IsSeekable)
/// {
///     pipeline.Seek(GstClockTime.FromSeconds(10));
/// }
/// </code>
/// </example>
[DebuggerDisplay("GstQuery 0x{DangerousHandle,h}")]
public sealed unsafe class GstQuery : IDisposable
{
    private readonly MiniObjectHandle _handle;
    private int _asking;

    private GstQuery(Native.GstQuery* made) => _handle = new MiniObjectHandle((nint)made, nameof(GstQuery));

    /// <summary>Takes over a reference that the caller owns (transfer full).</summary>
    /// <param name="pointer">A valid <c>GstQuery*</c>.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstQuery Adopt(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstQuery));
        }

        GStreamer.EnsureInitialized();
        return new GstQuery((Native.GstQuery*)pointer);
    }

    /// <summary>Asks where in the stream one is (<c>gst_query_new_position</c>).</summary>
    /// <param name="format">The unit of the answer.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such format.</exception>
    public static GstQuery NewPosition(GstFormat format) => Made(LibGst.gst_query_new_position(Known(format)));

    /// <summary>Asks how long the stream is (<c>gst_query_new_duration</c>).</summary>
    /// <param name="format">The unit of the answer.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such format.</exception>
    public static GstQuery NewDuration(GstFormat format) => Made(LibGst.gst_query_new_duration(Known(format)));

    /// <summary>Asks how much later than it comes data is shown (<c>gst_query_new_latency</c>).</summary>
    public static GstQuery NewLatency()
    {
        GStreamer.EnsureInitialized();
        return Made(LibGst.gst_query_new_latency());
    }

    /// <summary>Asks where one can go (<c>gst_query_new_seeking</c>).</summary>
    /// <param name="format">The unit of the answer.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such format.</exception>
    public static GstQuery NewSeeking(GstFormat format) => Made(LibGst.gst_query_new_seeking(Known(format)));

    /// <summary>Asks what part of the stream is played (<c>gst_query_new_segment</c>).</summary>
    /// <param name="format">The unit of the answer.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such format.</exception>
    public static GstQuery NewSegment(GstFormat format) => Made(LibGst.gst_query_new_segment(Known(format)));

    /// <summary>Asks for the units in which an element counts (<c>gst_query_new_formats</c>).</summary>
    public static GstQuery NewFormats()
    {
        GStreamer.EnsureInitialized();
        return Made(LibGst.gst_query_new_formats());
    }

    /// <summary>Asks what can pass (<c>gst_query_new_caps</c>).</summary>
    /// <param name="filter">Only formats among these; <see langword="null"/> for all.</param>
    public static GstQuery NewCaps(GstCaps? filter = null)
    {
        GStreamer.EnsureInitialized();
        using HandleLease lease = filter is null ? default : filter.Lease();
        return Made(LibGst.gst_query_new_caps((Native.GstCaps*)lease.Pointer));
    }

    /// <summary>Asks whether a format is taken (<c>gst_query_new_accept_caps</c>).</summary>
    /// <param name="caps">One format.</param>
    /// <exception cref="ArgumentException">The caps name more than one format.</exception>
    public static GstQuery NewAcceptCaps(GstCaps caps)
    {
        ArgumentNullException.ThrowIfNull(caps);
        using HandleLease lease = caps.Lease();
        return caps.IsFixed
            ? Made(LibGst.gst_query_new_accept_caps((Native.GstCaps*)lease.Pointer))
            : throw new ArgumentException($"'{caps}' names more than one format. Ask for the caps (NewCaps) where you do not know the format yet.", nameof(caps));
    }

    /// <summary>A question of the application's own, for its own elements and probes (<c>gst_query_new_custom</c> with <c>GST_QUERY_CUSTOM</c>).</summary>
    /// <param name="structure">Name and fields; copied.</param>
    public static GstQuery NewCustom(GstStructure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        return Made(LibGst.gst_query_new_custom(Native.GstQueryType.GST_QUERY_CUSTOM, structure.CopyForC()));
    }

    /// <summary>A question of the application's own, for its own elements and probes (<c>gst_query_new_custom</c> with <c>GST_QUERY_CUSTOM</c>).</summary>
    /// <param name="structure">Name and fields, as GStreamer's text: <c>my-question, number=(int)5</c>.</param>
    /// <exception cref="FormatException">The text is not a structure.</exception>
    public static GstQuery NewCustom(string structure)
    {
        using GstStructure content = GstStructure.Parse(structure);
        return NewCustom(content);
    }

    /// <summary>The native pointer; no reference is added. Valid while this object is not disposed.</summary>
    public nint DangerousHandle => _handle.DangerousPointer;

    /// <summary>Whether this object was disposed.</summary>
    public bool IsDisposed => _handle.IsClosing;

    /// <summary>What is asked (<c>GST_QUERY_TYPE</c>).</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public GstQueryType Type => Borrow().Type;

    /// <summary>Borrows this query, to read the answer. The borrow knows its owner: after <see cref="Dispose"/> its members throw.</summary>
    public GstQueryRef Borrow() => new((Native.GstQuery*)_handle.DangerousPointer, _handle);

    /// <summary>Type and content, for logs (<c>gst_structure_to_string</c>).</summary>
    public override string ToString() => _handle.IsClosing ? "GstQuery (disposed)" : Borrow().ToString();

    /// <summary>Releases the reference (<c>gst_mini_object_unref</c>).</summary>
    public void Dispose() => _handle.Dispose();

    /// <summary>Has C answer it. Elements write into it, so it is with one at a time, and nobody else may hold it.</summary>
    /// <exception cref="InvalidOperationException">It is being asked already, or others hold it.</exception>
    internal bool Ask(nint asked, delegate*<nint, Native.GstQuery*, int> ask)
    {
        using HandleLease lease = new(_handle);
        if (Interlocked.Exchange(ref _asking, 1) != 0)
        {
            throw new InvalidOperationException("This query is being answered already, by another thread or around this call. Make one for each question.");
        }

        try
        {
            return LibGst.gst_mini_object_is_writable(lease.MiniObject) != 0
                ? ask(asked, (Native.GstQuery*)lease.Pointer) != 0
                : throw new InvalidOperationException("Others hold this query too, so nobody can write an answer into it. Make one of your own.");
        }
        finally
        {
            Volatile.Write(ref _asking, 0);
        }
    }

    private static GstQuery Made(Native.GstQuery* made) => new(made);

    private static Native.GstFormat Known(GstFormat format)
    {
        GStreamer.EnsureInitialized();
        return format is > GstFormat.Undefined and <= GstFormat.Percent
            ? (Native.GstFormat)format
            : throw new ArgumentOutOfRangeException(nameof(format), format, $"{format} is no format to count in. Choose Time, Bytes, Buffers, Default or Percent.");
    }
}
