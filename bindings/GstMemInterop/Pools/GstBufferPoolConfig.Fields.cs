using System.Diagnostics.CodeAnalysis;

namespace GstMemInterop;

// The fields of the structure.
public sealed unsafe partial class GstBufferPoolConfig
{
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
}
