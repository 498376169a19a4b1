namespace GstMemInterop;

/// <summary>An allocator that is proposed in an ALLOCATION query (<c>gst_query_add_allocation_param</c>).</summary>
/// <param name="Allocator">The allocator (<c>GstAllocator</c>); <see langword="null"/> when only the shape of the memory matters. What a query gives out is an owning object: dispose it.</param>
/// <param name="Allocation">How its memory shall be shaped (<c>GstAllocationParams</c>).</param>
public readonly record struct GstProposedAllocator(GstAllocator? Allocator, AllocationParams Allocation = default);

/// <summary>A pool that is proposed in an ALLOCATION query (<c>gst_query_add_allocation_pool</c>).</summary>
/// <param name="Pool">The pool (<c>GstBufferPool</c>); <see langword="null"/> when only numbers are wished for. What a query gives out is an owning object: dispose it.</param>
/// <param name="Size">Bytes in each buffer; at most <see cref="uint.MaxValue"/> (<c>size</c> of <c>gst_query_add_allocation_pool</c>).</param>
/// <param name="MinBuffers">How many buffers there must be (<c>min_buffers</c> of <c>gst_query_add_allocation_pool</c>).</param>
/// <param name="MaxBuffers">How many there may be; 0 for any number (<c>max_buffers</c> of <c>gst_query_add_allocation_pool</c>).</param>
public readonly record struct GstProposedPool(GstBufferPool? Pool, nuint Size, int MinBuffers = 0, int MaxBuffers = 0)
{
    internal (uint Size, uint MinBuffers, uint MaxBuffers) Checked()
    {
        if (Size > uint.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(Size), Size, $"A pool counts the bytes of a buffer in 32 bits: {uint.MaxValue} at most.");
        }

        if (Pool is { IsActive: true })
        {
            using GstBufferPoolConfig config = Pool.GetConfig();
            using GstCaps? caps = config.Caps;
            if (caps is null)
            {
                throw new InvalidOperationException("The pool is active and has no caps: whoever takes the proposal compares its own with them, and GStreamer does not survive null. Set Caps in its configuration, or propose it before it is activated.");
            }
        }

        ArgumentOutOfRangeException.ThrowIfNegative(MinBuffers);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxBuffers);
        if (MaxBuffers != 0 && MinBuffers > MaxBuffers)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxBuffers), MaxBuffers, $"At most {MaxBuffers} buffers are fewer than at least {MinBuffers}. 0 sets no limit.");
        }

        UInt128 least = (UInt128)Size * (uint)MinBuffers; // whoever takes the proposal allocates as much at once
        Room.Require(least > Room.Most ? nuint.MaxValue : (nuint)least, $"the {MinBuffers} buffers that a pool of this proposal begins with");
        return ((uint)Size, (uint)MinBuffers, (uint)MaxBuffers);
    }
}

public readonly unsafe ref partial struct GstAllocationQuery
{
    /// <summary>Proposes an allocator (<c>gst_query_add_allocation_param</c>), behind those that are there.</summary>
    /// <param name="allocator">Not given away; <see langword="null"/> when only the shape matters.</param>
    /// <param name="allocation">How the memory shall be shaped.</param>
    /// <exception cref="ArgumentOutOfRangeException">The alignment is not a power of two, or the parts exceed the address space.</exception>
    /// <exception cref="OutOfMemoryException">There is no room for prefix, padding and alignment; a C# allocator answers that itself.</exception>
    /// <exception cref="InvalidOperationException">The query cannot be changed.</exception>
    public void AddAllocator(GstAllocator? allocator, in AllocationParams allocation = default)
    {
        using HandleLease lease = allocator is null ? default : allocator.Lease();
        Native.GstAllocationParams native = Proven(allocator, allocation);
        Native.LibGst.gst_query_add_allocation_param(Writable, (Native.GstAllocator*)lease.Pointer, &native);
        GC.KeepAlive(allocator);
    }

    /// <summary>A proposed allocator (<c>gst_query_parse_nth_allocation_param</c>).</summary>
    /// <param name="index">0 to <see cref="AllocatorCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such proposal.</exception>
    public GstProposedAllocator GetAllocator(int index)
    {
        CheckIndex("proposed allocators", index, AllocatorCount);
        Native.GstAllocator* allocator;
        Native.GstAllocationParams allocation;
        Native.LibGst.gst_query_parse_nth_allocation_param(_query, (uint)index, &allocator, &allocation);
        return new(allocator is null ? null : GstAllocator.Adopt((nint)allocator), AllocationParams.FromNative(allocation));
    }

    /// <summary>Replaces a proposed allocator (<c>gst_query_set_nth_allocation_param</c>).</summary>
    /// <param name="index">0 to <see cref="AllocatorCount"/> - 1.</param>
    /// <param name="proposal">Its allocator is not given away.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such proposal, the alignment is not a power of two, or the parts exceed the address space.</exception>
    /// <exception cref="OutOfMemoryException">There is no room for prefix, padding and alignment; a C# allocator answers that itself.</exception>
    /// <exception cref="InvalidOperationException">The query cannot be changed.</exception>
    public void SetAllocator(int index, GstProposedAllocator proposal)
    {
        CheckIndex("proposed allocators", index, AllocatorCount);
        using HandleLease lease = proposal.Allocator is null ? default : proposal.Allocator.Lease();
        Native.GstAllocationParams native = Proven(proposal.Allocator, proposal.Allocation);
        Native.LibGst.gst_query_set_nth_allocation_param(Writable, (uint)index, (Native.GstAllocator*)lease.Pointer, &native);
        GC.KeepAlive(proposal.Allocator);
    }

    /// <summary>Withdraws a proposed allocator (<c>gst_query_remove_nth_allocation_param</c>).</summary>
    /// <param name="index">0 to <see cref="AllocatorCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such proposal.</exception>
    /// <exception cref="InvalidOperationException">The query cannot be changed.</exception>
    public void RemoveAllocator(int index)
    {
        CheckIndex("proposed allocators", index, AllocatorCount);
        Native.LibGst.gst_query_remove_nth_allocation_param(Writable, (uint)index);
    }

    /// <summary>Proposes a pool (<c>gst_query_add_allocation_pool</c>), behind those that are there.</summary>
    /// <param name="pool">Not given away, and best not configured yet: the element that takes it does that. <see langword="null"/> when only numbers are wished for.</param>
    /// <param name="size">Bytes in each buffer.</param>
    /// <param name="minBuffers">How many buffers there must be.</param>
    /// <param name="maxBuffers">How many there may be; 0 for any number.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or too large, or there are fewer buffers at most than at least.</exception>
    /// <exception cref="OutOfMemoryException">There is no room for the least number of buffers.</exception>
    /// <exception cref="InvalidOperationException">The query cannot be changed.</exception>
    public void AddPool(GstBufferPool? pool, nuint size, int minBuffers = 0, int maxBuffers = 0)
    {
        (uint bytes, uint least, uint most) = new GstProposedPool(pool, size, minBuffers, maxBuffers).Checked();
        using HandleLease lease = pool is null ? default : pool.Lease();
        Native.LibGst.gst_query_add_allocation_pool(Writable, (Native.GstBufferPool*)lease.Pointer, bytes, least, most);
        GC.KeepAlive(pool);
    }

    /// <summary>A proposed pool (<c>gst_query_parse_nth_allocation_pool</c>).</summary>
    /// <param name="index">0 to <see cref="PoolCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such proposal.</exception>
    public GstProposedPool GetPool(int index)
    {
        CheckIndex("proposed pools", index, PoolCount);
        Native.GstBufferPool* pool;
        uint size, least, most;
        Native.LibGst.gst_query_parse_nth_allocation_pool(_query, (uint)index, &pool, &size, &least, &most);
        return new(pool is null ? null : GstBufferPool.Adopt((nint)pool), size, (int)least, (int)most);
    }

    /// <summary>Replaces a proposed pool (<c>gst_query_set_nth_allocation_pool</c>).</summary>
    /// <param name="index">0 to <see cref="PoolCount"/> - 1.</param>
    /// <param name="proposal">Its pool is not given away.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such proposal, or its numbers are impossible.</exception>
    /// <exception cref="OutOfMemoryException">There is no room for the least number of buffers.</exception>
    /// <exception cref="InvalidOperationException">The query cannot be changed.</exception>
    public void SetPool(int index, GstProposedPool proposal)
    {
        CheckIndex("proposed pools", index, PoolCount);
        (uint bytes, uint least, uint most) = proposal.Checked();
        using HandleLease lease = proposal.Pool is null ? default : proposal.Pool.Lease();
        Native.LibGst.gst_query_set_nth_allocation_pool(Writable, (uint)index, (Native.GstBufferPool*)lease.Pointer, bytes, least, most);
        GC.KeepAlive(proposal.Pool);
    }

    /// <summary>Withdraws a proposed pool (<c>gst_query_remove_nth_allocation_pool</c>).</summary>
    /// <param name="index">0 to <see cref="PoolCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such proposal.</exception>
    /// <exception cref="InvalidOperationException">The query cannot be changed.</exception>
    public void RemovePool(int index)
    {
        CheckIndex("proposed pools", index, PoolCount);
        Native.LibGst.gst_query_remove_nth_allocation_pool(Writable, (uint)index);
    }

    /// <summary>Welcomes a meta on the buffers (<c>gst_query_add_allocation_meta</c>): with <see cref="GstMetaApi.Video"/>, for example, an element may choose strides of its own.</summary>
    /// <param name="api">What the meta is about.</param>
    /// <param name="parameters">More about it in GStreamer's text form, for example <c>limits,width=64</c>; or <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The api is a default value.</exception>
    /// <exception cref="FormatException">The parameters are not a structure of plain fields.</exception>
    /// <exception cref="InvalidOperationException">The query cannot be changed.</exception>
    public void AddMeta(GstMetaApi api, string? parameters = null)
    {
        if (api.IsNull)
        {
            throw new ArgumentException("A default GstMetaApi names no meta.", nameof(api));
        }

        Native.GstQuery* query = Writable;
        Native.GstStructure* structure = GstSampleInfo.Parse(parameters);
        Native.LibGst.gst_query_add_allocation_meta(query, api.Type, structure); // which copies it
        if (structure is not null)
        {
            Native.LibGst.gst_structure_free(structure);
        }
    }

    /// <summary>A meta that is welcome (<c>gst_query_parse_nth_allocation_meta</c>).</summary>
    /// <param name="index">0 to <see cref="MetaCount"/> - 1.</param>
    /// <param name="parameters">More about it in GStreamer's text form; <see langword="null"/> when there is none.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such meta.</exception>
    public GstMetaApi GetMeta(int index, out string? parameters)
    {
        CheckIndex("metas", index, MetaCount);
        Native.GstStructure* structure = null;
        nuint api = Native.LibGst.gst_query_parse_nth_allocation_meta(_query, (uint)index, &structure);
        parameters = structure is null ? null : NativeText.Take(Native.LibGst.gst_structure_to_string(structure));
        return new GstMetaApi(api);
    }

    /// <summary>Whether a meta is welcome (<c>gst_query_find_allocation_meta</c>).</summary>
    /// <param name="api">What the meta is about.</param>
    public bool HasMeta(GstMetaApi api) => !api.IsNull && Native.LibGst.gst_query_find_allocation_meta(Query, api.Type, null) != 0;

    /// <summary>Takes the welcome of a meta back (<c>gst_query_remove_nth_allocation_meta</c>).</summary>
    /// <param name="index">0 to <see cref="MetaCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such meta.</exception>
    /// <exception cref="InvalidOperationException">The query cannot be changed.</exception>
    public void RemoveMeta(int index)
    {
        CheckIndex("metas", index, MetaCount);
        Native.LibGst.gst_query_remove_nth_allocation_meta(Writable, (uint)index);
    }

    /// <summary>Whoever takes the proposal adds these numbers to a size and allocates, without looking.</summary>
    private static Native.GstAllocationParams Proven(GstAllocator? allocator, in AllocationParams allocation)
    {
        allocation.Validate(0);
        if (allocator is not CustomAllocator)
        {
            allocation.RequireRoom(0, "what the query proposes");
        }

        return allocation.ToNative();
    }
}
