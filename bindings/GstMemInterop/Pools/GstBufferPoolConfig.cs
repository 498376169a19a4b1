using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace GstMemInterop;

/// <summary>
/// What a pool's buffers are like and how many there are: a <c>GstStructure</c> with the fields of <c>gst_buffer_pool_config_set_params</c>
/// and its siblings. Fields that this library does not know stay in it.
/// </summary>
/// <remarks>
/// <see cref="GstBufferPool.SetConfig"/> consumes it: it is disposed then. Values may be set in any order; whether they fit together
/// is checked when the pool gets them. For one thread at a time; a race breaks no memory.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed unsafe partial class GstBufferPoolConfig : IDisposable
{
    private readonly Lock _gate = new();
    private readonly bool _isBorrowed;
    private readonly long _ledgerId;
    private Native.GstStructure* _structure;

    /// <summary>A new configuration: no caps, no bytes, no limits, the default allocator (<c>gst_structure_new_empty</c>).</summary>
    public GstBufferPoolConfig() : this(New(), isBorrowed: false) { }

    private GstBufferPoolConfig(Native.GstStructure* structure, bool isBorrowed)
    {
        _structure = structure;
        _isBorrowed = isBorrowed;
        _ledgerId = isBorrowed ? 0 : LiveHandles.Opened(nameof(GstBufferPoolConfig), (nint)structure);
    }

    /// <summary>Frees the structure that nobody disposed.</summary>
    ~GstBufferPoolConfig() => Free();

    /// <summary>Takes over a structure that the caller owns (transfer full), for example from <c>gst_buffer_pool_get_config</c>.</summary>
    /// <param name="pointer">A valid <c>GstStructure*</c>.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstBufferPoolConfig Adopt(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer("GstStructure");
        }

        GStreamer.EnsureInitialized();
        return new GstBufferPoolConfig((Native.GstStructure*)pointer, isBorrowed: false);
    }

    /// <summary>Lends a structure of C's to an override; disposing the result ends that.</summary>
    internal static GstBufferPoolConfig Borrow(Native.GstStructure* structure) => new(structure, isBorrowed: true);

    /// <summary>Whether this would do where something was asked for: the same caps, at least that size, at least that many buffers (<c>gst_buffer_pool_config_validate_params</c>).</summary>
    /// <param name="caps">What the buffers must hold.</param>
    /// <param name="size">Bytes that a buffer must have.</param>
    /// <param name="minBuffers">How many buffers there must be.</param>
    /// <param name="maxBuffers">How many there may be; C does not look at it.</param>
    /// <remarks>For what <see cref="GstBufferPool.GetConfig"/> gives after <see cref="GstBufferPool.TrySetConfig"/> answered no.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or too large for C.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given to a pool.</exception>
    public bool Satisfies(GstCaps? caps, nuint size, int minBuffers, int maxBuffers = 0)
    {
        uint bytes = Number(size, nameof(size));
        uint least = Count(minBuffers, nameof(minBuffers));
        uint most = Count(maxBuffers, nameof(maxBuffers));
        using HandleLease wanted = caps is null ? default : caps.Lease();
        lock (_gate)
        {
            Native.GstCaps* own;
            _ = Native.LibGst.gst_buffer_pool_config_get_params(Open(), &own, null, null, null);
            return own is null || wanted.Pointer == 0
                ? own is null && wanted.Pointer == 0 && Parameters.Size >= bytes && Parameters.MinBuffers >= least // C compares no caps with nothing
                : Native.LibGst.gst_buffer_pool_config_validate_params(_structure, (Native.GstCaps*)wanted.Pointer, bytes, least, most) != 0;
        }
    }

    /// <summary>A second configuration with the same fields (<c>gst_structure_copy</c>).</summary>
    /// <exception cref="ObjectDisposedException">It was disposed or given to a pool.</exception>
    public GstBufferPoolConfig Copy()
    {
        lock (_gate)
        {
            return new GstBufferPoolConfig(Native.LibGst.gst_structure_copy(Open()), isBorrowed: false);
        }
    }

    /// <summary>The native <c>GstStructure</c>, for fields that this type does not offer; 0 when it was disposed or given to a pool.</summary>
    public nint DangerousHandle => (nint)_structure;

    /// <summary>GStreamer's text form (<c>gst_structure_to_string</c>).</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            return _structure is null ? "GstBufferPoolConfig (disposed)" : NativeText.Take(Native.LibGst.gst_structure_to_string(_structure)) ?? "";
        }
    }

    /// <summary>Frees the structure (<c>gst_structure_free</c>), unless a pool has it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Free();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Does with a pool what GStreamer's own pools do with a configuration.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed or given to a pool.</exception>
    internal bool ApplyTo(Native.GstBufferPool* pool, Native.GstBufferPoolClass* functions)
    {
        lock (_gate)
        {
            return functions->set_config(pool, Open()) != 0;
        }
    }

    /// <summary>Gives the structure to C, after its numbers were found to fit together and there is room; one that is lent is copied.</summary>
    internal Native.GstStructure* Detach()
    {
        lock (_gate)
        {
            RequireRoom();
            (_, uint least, uint most) = Parameters;
            if (most != 0 && least > most)
            {
                throw new InvalidOperationException($"MinBuffers is {least} and MaxBuffers {most}: at most must not be fewer than at least. 0 for MaxBuffers sets no limit.");
            }

            Native.GstStructure* structure = Open();
            if (_isBorrowed)
            {
                return Native.LibGst.gst_structure_copy(structure);
            }

            _structure = null;
            LiveHandles.Closed(_ledgerId);
            return structure;
        }
    }

    private static Native.GstStructure* New()
    {
        GStreamer.EnsureInitialized();
        fixed (byte* name = "GstBufferPoolConfig\0"u8)
        {
            Native.GstStructure* structure = Native.LibGst.gst_structure_new_empty(name);
            Native.GstAllocationParams allocation = default;
            Native.LibGst.gst_buffer_pool_config_set_params(structure, null, 0, 0, 0);
            Native.LibGst.gst_buffer_pool_config_set_allocator(structure, null, &allocation);
            return structure;
        }
    }

    private Native.GstStructure* Open() => _structure is not null
        ? _structure
        : throw new ObjectDisposedException(nameof(GstBufferPoolConfig), "This configuration was disposed, or given to a pool. GetConfig() gives the pool's.");

    private void Free()
    {
        if (_structure is not null && !_isBorrowed)
        {
            Native.LibGst.gst_structure_free(_structure);
            LiveHandles.Closed(_ledgerId);
        }

        _structure = null;
    }
}
