namespace GstMemInterop;

/// <summary>How an allocator shapes a block: alignment, and bytes kept free before and behind the visible ones. Stands on <c>GstAllocationParams</c>.</summary>
/// <remarks>GStreamer aligns the start of the block, not the first visible byte: for aligned data choose a <see cref="Prefix"/> that is a multiple of <see cref="Alignment"/>.</remarks>
public readonly record struct AllocationParams
{
    /// <summary>Flags for the new memory, for example <see cref="GstMemoryFlags.ZeroPrefixed"/> (<c>GstAllocationParams.flags</c>).</summary>
    public GstMemoryFlags Flags { get; init; }

    /// <summary>Alignment of the block in bytes, a power of two; 0 for the allocator's default. <c>GstAllocationParams.align</c> is this minus one.</summary>
    public nuint Alignment { get; init; }

    /// <summary>Bytes kept before the visible ones, for headers prepended later (<c>GstAllocationParams.prefix</c>).</summary>
    public nuint Prefix { get; init; }

    /// <summary>Bytes kept behind the visible ones, for readers that run over (<c>GstAllocationParams.padding</c>).</summary>
    public nuint Padding { get; init; }

    internal Native.GstAllocationParams ToNative()
    {
        Native.GstAllocationParams native = default;
        native.flags = (Native.GstMemoryFlags)Flags;
        native.align = Throw.AlignmentMask(Alignment);
        native.prefix = Prefix;
        native.padding = Padding;
        return native;
    }

    internal static AllocationParams FromNative(in Native.GstAllocationParams native) => new()
    {
        Flags = (GstMemoryFlags)native.flags,
        Alignment = native.align + 1,
        Prefix = native.prefix,
        Padding = native.padding,
    };

    /// <summary>Refuses what C would wrap around on: the sum of all parts must fit the address space.</summary>
    internal void Validate(nuint size) => Room.RequireFits(size, Prefix, Padding, Throw.AlignmentMask(Alignment), "a block");

    /// <summary>Refuses what C would wrap around on, and what cannot be had: GLib would end the process.</summary>
    internal void RequireRoom(nuint size, string what) => Room.Require(size, Prefix, Padding, Throw.AlignmentMask(Alignment), what);
}
