using System.Diagnostics;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// Borrows a query, the one in a probe for example: what is asked, and the answer. Each <c>Parse</c> method reads one type of query
/// and refuses the others, and each <c>Set</c> method answers one: return <see cref="GstPadProbeReturn.Handled"/> from the
/// probe's handler then. Stands on <c>GstQuery</c>.
/// </summary>
/// <remarks>The compiler keeps a borrow on the stack; it is valid as long as the scope that lent it.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public readonly unsafe ref partial struct GstQueryRef
{
    private readonly Native.GstQuery* _query;
    private readonly NativeHandle? _owner;
    private readonly BufferLender _lender;

    internal GstQueryRef(Native.GstQuery* pointer, NativeHandle? owner = null, BufferLender lender = default)
    {
        _query = pointer;
        _owner = owner;
        _lender = lender;
    }

    /// <summary>Borrows the query behind a pointer that somebody else keeps alive for the whole scope.</summary>
    /// <param name="pointer">A valid <c>GstQuery*</c>.</param>
    /// <returns>The borrow. No reference is taken.</returns>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstQueryRef Borrow(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstQuery));
        }

        GStreamer.EnsureInitialized();
        return new GstQueryRef((Native.GstQuery*)pointer);
    }

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _query is null;

    /// <summary>The native pointer; no reference is added.</summary>
    public nint DangerousHandle => (nint)_query;

    /// <summary>What is asked (<c>GST_QUERY_TYPE</c>).</summary>
    public GstQueryType Type { get { using HandleLease lease = Enter(); return (GstQueryType)_query->type; } }

    /// <summary>Whether it can be answered: nobody else references it (<c>gst_mini_object_is_writable</c>).</summary>
    public bool IsWritable { get { using HandleLease lease = Enter(); return LibGst.gst_mini_object_is_writable(&_query->mini_object) != 0; } }

    /// <summary>The name of the query's structure (<c>gst_query_get_structure</c>, <c>gst_structure_get_name</c>), which tells custom queries apart; <see langword="null"/> when it has none.</summary>
    public string? StructureName
    {
        get
        {
            using HandleLease lease = Enter();
            Native.GstStructure* structure = LibGst.gst_query_get_structure(_query);
            return structure is null ? null : NativeText.Read(LibGst.gst_structure_get_name(structure));
        }
    }

    /// <summary>Question and answer as GStreamer prints them (<c>gst_structure_to_string</c>); <see langword="null"/> when there is no content.</summary>
    public string? StructureText
    {
        get
        {
            using HandleLease lease = Enter();
            Native.GstStructure* structure = LibGst.gst_query_get_structure(_query);
            return structure is null ? null : NativeText.Take(LibGst.gst_structure_to_string(structure));
        }
    }

    /// <summary>A copy of question and answer (<c>gst_query_get_structure</c>, <c>gst_structure_copy</c>), the caller's to dispose; <see langword="null"/> when there is no content.</summary>
    public GstStructure? GetStructure()
    {
        using HandleLease lease = Enter();
        Native.GstStructure* structure = LibGst.gst_query_get_structure(_query);
        return structure is null ? null : GstStructure.CopyOf((nint)structure);
    }

    /// <summary>A field of the query's structure (<c>gst_structure_get_value</c>); <see langword="null"/> when there is none. Types without a .NET counterpart come as GStreamer's text.</summary>
    /// <param name="field">The field's name.</param>
    public object? this[string field]
    {
        get
        {
            ArgumentException.ThrowIfNullOrEmpty(field);
            using HandleLease lease = Enter();
            using NativeText text = new(field);
            Native.GstStructure* structure = LibGst.gst_query_get_structure(_query);
            GValue* value = structure is null ? null : LibGst.gst_structure_get_value(structure, text.Pointer);
            return value is null ? null : NativeValue.Read(value);
        }
    }

    /// <summary>The answer to a POSITION query (<c>gst_query_parse_position</c>).</summary>
    /// <exception cref="InvalidOperationException">It is a query of another type.</exception>
    public GstStreamPosition ParsePosition()
    {
        using HandleLease lease = Enter(GstQueryType.Position);
        Native.GstFormat format;
        long position;
        LibGst.gst_query_parse_position(_query, &format, &position);
        return new GstStreamPosition((GstFormat)format, Known(position));
    }

    /// <summary>The answer to a DURATION query (<c>gst_query_parse_duration</c>).</summary>
    /// <exception cref="InvalidOperationException">It is a query of another type.</exception>
    public GstStreamPosition ParseDuration()
    {
        using HandleLease lease = Enter(GstQueryType.Duration);
        Native.GstFormat format;
        long duration;
        LibGst.gst_query_parse_duration(_query, &format, &duration);
        return new GstStreamPosition((GstFormat)format, Known(duration));
    }

    /// <summary>The answer to a LATENCY query (<c>gst_query_parse_latency</c>).</summary>
    /// <exception cref="InvalidOperationException">It is a query of another type.</exception>
    public GstLatency ParseLatency()
    {
        using HandleLease lease = Enter(GstQueryType.Latency);
        int live;
        ulong least, most;
        LibGst.gst_query_parse_latency(_query, &live, &least, &most);
        return new GstLatency(live != 0, new(least), new(most));
    }

    /// <summary>The answer to a SEEKING query (<c>gst_query_parse_seeking</c>).</summary>
    /// <exception cref="InvalidOperationException">It is a query of another type.</exception>
    public GstSeekingRange ParseSeeking()
    {
        using HandleLease lease = Enter(GstQueryType.Seeking);
        Native.GstFormat format;
        int seekable;
        long start, end;
        LibGst.gst_query_parse_seeking(_query, &format, &seekable, &start, &end);
        return new GstSeekingRange((GstFormat)format, seekable != 0, Known(start), Known(end));
    }

    /// <summary>The answer to a SEGMENT query (<c>gst_query_parse_segment</c>).</summary>
    /// <exception cref="InvalidOperationException">It is a query of another type.</exception>
    public GstPlayedRange ParseSegment()
    {
        using HandleLease lease = Enter(GstQueryType.Segment);
        double rate;
        Native.GstFormat format;
        long start, stop;
        LibGst.gst_query_parse_segment(_query, &rate, &format, &start, &stop);
        return new GstPlayedRange(rate, (GstFormat)format, Known(start), Known(stop));
    }

    /// <summary>The answer to a FORMATS query (<c>gst_query_parse_n_formats</c>, <c>gst_query_parse_nth_format</c>).</summary>
    /// <exception cref="InvalidOperationException">It is a query of another type.</exception>
    public IReadOnlyList<GstFormat> ParseFormats()
    {
        using HandleLease lease = Enter(GstQueryType.Formats);
        uint count;
        LibGst.gst_query_parse_n_formats(_query, &count);
        List<GstFormat> formats = [];
        for (uint i = 0; i < count; i++)
        {
            Native.GstFormat format;
            LibGst.gst_query_parse_nth_format(_query, i, &format);
            formats.Add((GstFormat)format);
        }

        return formats;
    }

    /// <summary>What a CAPS query is limited to (<c>gst_query_parse_caps</c>), the caller's to dispose; <see langword="null"/> for everything.</summary>
    /// <exception cref="InvalidOperationException">It is a query of another type.</exception>
    public GstCaps? ParseCapsFilter()
    {
        using HandleLease lease = Enter(GstQueryType.Caps);
        Native.GstCaps* filter;
        LibGst.gst_query_parse_caps(_query, &filter);
        return filter is null ? null : GstCaps.Retain((nint)filter);
    }

    /// <summary>The answer to a CAPS query (<c>gst_query_parse_caps_result</c>), the caller's to dispose; <see langword="null"/> before there is one.</summary>
    /// <exception cref="InvalidOperationException">It is a query of another type.</exception>
    public GstCaps? ParseCapsResult()
    {
        using HandleLease lease = Enter(GstQueryType.Caps);
        Native.GstCaps* result;
        LibGst.gst_query_parse_caps_result(_query, &result);
        return result is null ? null : GstCaps.Retain((nint)result);
    }

    /// <summary>What an ACCEPT-CAPS query asks about (<c>gst_query_parse_accept_caps</c>), the caller's to dispose.</summary>
    /// <exception cref="InvalidOperationException">It is a query of another type.</exception>
    public GstCaps ParseAcceptCaps()
    {
        using HandleLease lease = Enter(GstQueryType.AcceptCaps);
        Native.GstCaps* caps;
        LibGst.gst_query_parse_accept_caps(_query, &caps);
        return GstCaps.Retain((nint)caps);
    }

    /// <summary>The answer to an ACCEPT-CAPS query (<c>gst_query_parse_accept_caps_result</c>).</summary>
    /// <exception cref="InvalidOperationException">It is a query of another type.</exception>
    public bool ParseAcceptCapsResult()
    {
        using HandleLease lease = Enter(GstQueryType.AcceptCaps);
        int result;
        LibGst.gst_query_parse_accept_caps_result(_query, &result);
        return result != 0;
    }

    /// <summary>Type and content, for logs (<c>gst_structure_to_string</c>).</summary>
    public override string ToString() => IsNull ? "GstQuery (none)" : $"{Type}: {StructureText}";

    private static long? Known(long value) => value < 0 ? null : value;

    private HandleLease Enter(GstQueryType type)
    {
        HandleLease lease = Enter();
        GstQueryType other = (GstQueryType)_query->type;
        if (other != type)
        {
            lease.Dispose();
            throw new InvalidOperationException($"The query is of type {other}, not {type}. Ask Type first.");
        }

        return lease;
    }

    private HandleLease Enter()
    {
        if (_query is null)
        {
            Throw.DefaultBorrow(nameof(GstQueryRef));
        }

        HandleLease lease = new(_owner);
        if (!_lender.StillLends)
        {
            lease.Dispose();
            throw new InvalidOperationException("The probe no longer holds this query: the handler returned.");
        }

        return lease;
    }
}
