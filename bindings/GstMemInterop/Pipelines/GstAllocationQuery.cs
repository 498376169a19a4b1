using System.Diagnostics;

namespace GstMemInterop;

/// <summary>
/// Borrows an ALLOCATION query: an element asks those downstream where its buffers shall come from and which metas they may carry.
/// Whoever answers adds proposals; the element usually takes the first allocator and the first pool. Stands on <c>GstQuery</c>.
/// </summary>
/// <remarks>
/// Get one from <see cref="PadProbeData.AllocationQuery"/>; it is valid as long as that. Put the probe on a sink pad. With
/// <see cref="GstPadProbeType.Push"/> the handler runs before the element behind the pad: what it adds comes first, and
/// returning <see cref="GstPadProbeReturn.Handled"/> answers in that element's place. With <see cref="GstPadProbeType.Pull"/> it
/// runs afterwards and sees, and may change, what the element answered; elements that do not answer leave no such call.
/// </remarks>
/// <example>
/// <code>
/// using PadProbe probe = sinkPad.AddProbe(GstPadProbeType.QueryDownstream | GstPadProbeType.Push, (ref PadProbeData data) =>
/// {
///     if (!data.AllocationQuery.IsNull)
///     {
///         data.AllocationQuery.AddAllocator(allocator);
///     }
///
///     return GstPadProbeReturn.Ok;
/// });
/// </code>
/// </example>
[DebuggerDisplay("{AllocatorCount} allocators, {PoolCount} pools, {MetaCount} metas")]
public readonly unsafe ref partial struct GstAllocationQuery
{
    private readonly Native.GstQuery* _query;

    internal GstAllocationQuery(Native.GstQuery* query) => _query = query;

    /// <summary>Borrows the query behind a pointer that somebody else keeps alive for the whole scope.</summary>
    /// <param name="pointer">A valid <c>GstQuery*</c> of type ALLOCATION.</param>
    /// <exception cref="ArgumentException">The pointer is null, or the query is of another type.</exception>
    public static GstAllocationQuery Borrow(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer("GstQuery");
        }

        Native.GstQuery* query = (Native.GstQuery*)pointer;
        return query->type == Native.GstQueryType.GST_QUERY_ALLOCATION
            ? new GstAllocationQuery(query)
            : throw new ArgumentException($"The query is of type {(GstQueryType)query->type}, not ALLOCATION.", nameof(pointer));
    }

    /// <summary>Whether this is a default value that borrows nothing: another query passes, or none.</summary>
    public bool IsNull => _query is null;

    /// <summary>The native pointer; no reference is added.</summary>
    public nint DangerousHandle => (nint)_query;

    /// <summary>Whether proposals may be added and changed: nobody else references the query (<c>gst_mini_object_is_writable</c>).</summary>
    public bool IsWritable => Native.LibGst.gst_mini_object_is_writable((Native.GstMiniObject*)Query) != 0;

    /// <summary>What the buffers will hold (<c>gst_query_parse_allocation</c>); <see langword="null"/> when the element does not say.</summary>
    /// <value>Each read gives an owning object of its own: dispose it.</value>
    public GstCaps? Caps
    {
        get
        {
            Native.GstCaps* caps;
            Native.LibGst.gst_query_parse_allocation(Query, &caps, null);
            return caps is null ? null : GstCaps.Retain((nint)caps);
        }
    }

    /// <summary>Whether the element has no pool of its own and wants one (<c>gst_query_parse_allocation</c>).</summary>
    public bool NeedsPool
    {
        get
        {
            int need;
            Native.LibGst.gst_query_parse_allocation(Query, null, &need);
            return need != 0;
        }
    }

    /// <summary>How many allocators are proposed (<c>gst_query_get_n_allocation_params</c>).</summary>
    public int AllocatorCount => (int)Native.LibGst.gst_query_get_n_allocation_params(Query);

    /// <summary>How many pools are proposed (<c>gst_query_get_n_allocation_pools</c>).</summary>
    public int PoolCount => (int)Native.LibGst.gst_query_get_n_allocation_pools(Query);

    /// <summary>How many metas are welcome (<c>gst_query_get_n_allocation_metas</c>).</summary>
    public int MetaCount => (int)Native.LibGst.gst_query_get_n_allocation_metas(Query);

    private Native.GstQuery* Query
    {
        get
        {
            if (_query is null)
            {
                Throw.DefaultBorrow(nameof(GstAllocationQuery));
            }

            return _query;
        }
    }

    private Native.GstQuery* Writable => IsWritable
        ? _query
        : throw new InvalidOperationException("The query cannot be changed: somebody else references it too. Answer it where it passes, in a probe.");

    private static void CheckIndex(string what, int index, int count)
    {
        if ((uint)index >= (uint)count)
        {
            Throw.IndexOutOfRange(what, index, count);
        }
    }
}
