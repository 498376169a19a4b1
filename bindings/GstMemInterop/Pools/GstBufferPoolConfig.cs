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

    /// <summary>What the buffers will hold (<c>gst_buffer_pool_config_set_params</c>, <c>gst_buffer_pool_config_get_params</c>); <see langword="null"/> for anything.</summary>
    /// <value>Fixed caps. Each read gives an owning object of its own: dispose it. What is written is not given away.</value>
    /// <exception cref="ArgumentException">The caps name more than one format.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given to a pool.</exception>
    public GstCaps? Caps
    {
        get
        {
            lock (_gate)
            {
                Native.GstCaps* caps;
                _ = Native.LibGst.gst_buffer_pool_config_get_params(Open(), &caps, null, null, null);
                return caps is null ? null : GstCaps.Retain((nint)caps);
            }
        }

        set
        {
            if (value is { IsFixed: false })
            {
                throw new ArgumentException($"'{value}' names more than one format. A pool makes buffers for one: use fixed caps.", nameof(value));
            }

            using HandleLease caps = value is null ? default : value.Lease();
            Native.GValue content = default;
            Native.LibGObject.g_value_init(&content, Native.LibGst.gst_caps_get_type());
            Native.LibGObject.g_value_set_boxed(&content, (void*)caps.Pointer);
            Set("caps\0"u8, &content);
        }
    }

    /// <summary>Bytes in each buffer (<c>gst_buffer_pool_config_set_params</c>, <c>gst_buffer_pool_config_get_params</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="uint.MaxValue"/>, which C cannot count.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given to a pool.</exception>
    public nuint Size
    {
        get => Parameters.Size;
        set => SetNumber("size\0"u8, Number(value, nameof(Size)));
    }

    /// <summary>How many buffers are made when the pool is activated (<c>gst_buffer_pool_config_set_params</c>, <c>gst_buffer_pool_config_get_params</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given to a pool.</exception>
    public int MinBuffers
    {
        get => (int)Parameters.MinBuffers;
        set => SetNumber("min-buffers\0"u8, Count(value, nameof(MinBuffers)));
    }

    /// <summary>How many buffers may exist at most; 0 for any number (<c>gst_buffer_pool_config_set_params</c>, <c>gst_buffer_pool_config_get_params</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given to a pool.</exception>
    public int MaxBuffers
    {
        get => (int)Parameters.MaxBuffers;
        set => SetNumber("max-buffers\0"u8, Count(value, nameof(MaxBuffers)));
    }

    /// <summary>Where the memory of the buffers comes from (<c>gst_buffer_pool_config_set_allocator</c>, <c>gst_buffer_pool_config_get_allocator</c>); <see langword="null"/> for the default allocator.</summary>
    /// <value>Each read gives an owning object of its own: dispose it. What is written is not given away.</value>
    /// <exception cref="ObjectDisposedException">It was disposed or given to a pool.</exception>
    public GstAllocator? Allocator
    {
        get
        {
            lock (_gate)
            {
                Native.GstAllocator* allocator = Source(out _);
                return allocator is null ? null : GstAllocator.Retain((nint)allocator);
            }
        }

        set
        {
            using HandleLease allocator = value is null ? default : value.Lease();
            lock (_gate)
            {
                _ = Source(out Native.GstAllocationParams allocation);
                Native.LibGst.gst_buffer_pool_config_set_allocator(_structure, (Native.GstAllocator*)allocator.Pointer, &allocation);
            }
        }
    }

    /// <summary>How the memory of the buffers is shaped (<c>gst_buffer_pool_config_set_allocator</c>, <c>gst_buffer_pool_config_get_allocator</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The alignment is not a power of two, or the parts exceed the address space.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given to a pool.</exception>
    public AllocationParams Allocation
    {
        get
        {
            lock (_gate)
            {
                _ = Source(out Native.GstAllocationParams allocation);
                return AllocationParams.FromNative(allocation);
            }
        }

        set
        {
            value.Validate(0);
            Native.GstAllocationParams allocation = value.ToNative();
            lock (_gate)
            {
                Native.LibGst.gst_buffer_pool_config_set_allocator(_structure, Source(out _), &allocation);
            }
        }
    }

    /// <summary>What is asked for beyond plain buffers (<c>gst_buffer_pool_config_n_options</c>, <c>gst_buffer_pool_config_get_option</c>).</summary>
    /// <exception cref="ObjectDisposedException">It was disposed or given to a pool.</exception>
    public IReadOnlyList<string> Options
    {
        get
        {
            lock (_gate)
            {
                List<string> options = [];
                uint count = Native.LibGst.gst_buffer_pool_config_n_options(Open());
                for (uint i = 0; i < count; i++)
                {
                    options.Add(NativeText.Read(Native.LibGst.gst_buffer_pool_config_get_option(_structure, i)) ?? "");
                }

                return options;
            }
        }
    }

    /// <summary>Asks for something beyond plain buffers (<c>gst_buffer_pool_config_add_option</c>). Adding what is there already changes nothing.</summary>
    /// <param name="option">One of <see cref="GstBufferPoolOption"/>, or another that the pool knows.</param>
    /// <exception cref="ObjectDisposedException">It was disposed or given to a pool.</exception>
    public void AddOption(string option)
    {
        NativeName.Check(option, "an option");
        using NativeText text = new(option);
        lock (_gate)
        {
            Native.LibGst.gst_buffer_pool_config_add_option(Open(), text.Pointer);
        }
    }

    /// <summary>Whether something is asked for (<c>gst_buffer_pool_config_has_option</c>).</summary>
    /// <param name="option">One of <see cref="GstBufferPoolOption"/>, or any other.</param>
    /// <exception cref="ObjectDisposedException">It was disposed or given to a pool.</exception>
    public bool HasOption(string option)
    {
        ArgumentException.ThrowIfNullOrEmpty(option);
        using NativeText text = new(option);
        lock (_gate)
        {
            return Native.LibGst.gst_buffer_pool_config_has_option(Open(), text.Pointer) != 0;
        }
    }

    /// <summary>Padding and aligned rows of video frames (<c>gst_buffer_pool_config_set_video_alignment</c>, <c>gst_buffer_pool_config_get_video_alignment</c>); <see langword="null"/> when none is asked for.</summary>
    /// <value>Writing also asks for <see cref="GstBufferPoolOption.VideoMeta"/> and <see cref="GstBufferPoolOption.VideoAlignment"/>, without which pools do not look at it.</value>
    /// <exception cref="ArgumentOutOfRangeException">A value is negative, or the alignment is not a power of two.</exception>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given to a pool.</exception>
    [DisallowNull]
    public GstVideoAlignment? VideoAlignment
    {
        get
        {
            GStreamer.RequireLibrary(Native.NativeLibraries.GstVideo);
            lock (_gate)
            {
                Native.GstVideoAlignment alignment;
                return Native.LibGstVideo.gst_buffer_pool_config_get_video_alignment(Open(), &alignment) != 0 ? GstVideoAlignment.FromNative(alignment) : null;
            }
        }

        set
        {
            GStreamer.RequireLibrary(Native.NativeLibraries.GstVideo);
            Native.GstVideoAlignment alignment = value?.ToNative() ?? throw new ArgumentNullException(nameof(value));
            AddOption(GstBufferPoolOption.VideoMeta);
            AddOption(GstBufferPoolOption.VideoAlignment);
            lock (_gate)
            {
                Native.LibGstVideo.gst_buffer_pool_config_set_video_alignment(Open(), &alignment);
            }
        }
    }

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

    private (uint Size, uint MinBuffers, uint MaxBuffers) Parameters
    {
        get
        {
            lock (_gate)
            {
                uint size = 0, least = 0, most = 0;
                _ = Native.LibGst.gst_buffer_pool_config_get_params(Open(), null, &size, &least, &most);
                return (size, least, most);
            }
        }
    }

    /// <summary>Where the memory comes from, borrowed, and how it is shaped. With the gate held.</summary>
    private Native.GstAllocator* Source(out Native.GstAllocationParams allocation)
    {
        Native.GstAllocator* allocator;
        fixed (Native.GstAllocationParams* shape = &allocation)
        {
            _ = Native.LibGst.gst_buffer_pool_config_get_allocator(Open(), &allocator, shape);
        }

        return allocator;
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

    private static uint Number(nuint value, string name) => value <= uint.MaxValue
        ? (uint)value
        : throw new ArgumentOutOfRangeException(name, value, $"A pool counts the bytes of a buffer in 32 bits: {uint.MaxValue} at most.");

    private static uint Count(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        return (uint)value;
    }

    private void SetNumber(ReadOnlySpan<byte> name, uint value)
    {
        Native.GValue content = default;
        Native.LibGObject.g_value_init(&content, Native.GstConstants.G_TYPE_UINT);
        Native.LibGObject.g_value_set_uint(&content, value);
        Set(name, &content);
    }

    /// <summary>Sets one field; the value's content is released. One by one, so that the order of assignments does not matter.</summary>
    private void Set(ReadOnlySpan<byte> name, Native.GValue* content)
    {
        try
        {
            lock (_gate)
            {
                fixed (byte* text = name)
                {
                    Native.LibGst.gst_structure_set_value(Open(), text, content);
                }
            }
        }
        finally
        {
            Native.LibGObject.g_value_unset(content);
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
