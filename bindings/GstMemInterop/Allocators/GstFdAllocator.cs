using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GstMemInterop;

/// <summary>
/// Makes memories of file descriptors, which are mapped when the memory is: files, shared memory, devices. Stands on
/// <c>GstFdAllocator</c> (<c>libgstallocators-1.0</c>).
/// </summary>
/// <remarks>Unix only. Members are safe from any thread.</remarks>
public unsafe class GstFdAllocator : GstAllocator
{
    private const GstFdMemoryFlags KnownFlags = GstFdMemoryFlags.KeepMapped | GstFdMemoryFlags.MapPrivate;

    private static readonly Version s_changesProtection = new(1, 20);

    private static readonly uint s_lent = Native.LibGLib.g_quark_from_static_string(NativeText.Intern("GstMemInterop.LentDescriptor"));

    /// <summary>Makes the allocator (<c>gst_fd_allocator_new</c>).</summary>
    /// <exception cref="GstLoadException">The library libgstallocators-1.0 is missing.</exception>
    public GstFdAllocator() : this(static () => (nint)Native.LibGstAllocators.gst_fd_allocator_new()) { }

    private protected GstFdAllocator(Func<nint> create) : base(_ => Create(create)) { }

    /// <summary>Makes a memory of a file descriptor, all bytes visible (<c>gst_fd_allocator_alloc</c>). It is mapped when the memory is.</summary>
    /// <param name="descriptor">An open file, shared memory, a DMA-BUF or a device.</param>
    /// <param name="size">How many bytes, from the start of the file on. For fewer visible ones use <see cref="GstMemory.Resize"/> afterwards.</param>
    /// <param name="ownership">Who closes it.</param>
    /// <param name="flags"><see cref="GstFdMemoryFlags.KeepMapped"/> to map once for the memory's life; <see cref="GstFdMemoryFlags.MapPrivate"/> for writes that stay in this process.</param>
    /// <returns>The memory.</returns>
    /// <remarks>
    /// What the descriptor is and how many bytes it has is asked when it is given. Nobody can guard what happens to the file
    /// later: it must not be cut short while the memory lives (a read beyond its new end ends the process, as does a write to a
    /// file with holes on a full disk), and a device must have the bytes that its driver lets map. Shared memory that cannot be
    /// cut short comes from <see cref="SharedMemoryAllocator"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The file has fewer bytes (files of <c>/proc</c> have none), or none are asked for, or a flag is not one of the two.</exception>
    /// <exception cref="ArgumentException">The handle is invalid, or is a socket, a pipe or a directory, which nobody can map.</exception>
    /// <exception cref="IOException">The system refuses to map it, for example because it is open for writing only.</exception>
    /// <exception cref="ObjectDisposedException">The handle or this allocator was disposed.</exception>
    /// <exception cref="PlatformNotSupportedException">GStreamer cannot map descriptors on this system.</exception>
    public GstMemory Allocate(SafeHandle descriptor, nuint size, FdOwnership ownership, GstFdMemoryFlags flags = 0)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentOutOfRangeException.ThrowIfZero(size);
        if (ownership is not (FdOwnership.Transfer or FdOwnership.Lend or FdOwnership.Duplicate))
        {
            throw new ArgumentOutOfRangeException(nameof(ownership), ownership, $"There is no ownership {ownership}: choose Transfer, Lend or Duplicate.");
        }

        if ((flags & ~KnownFlags) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(flags), flags, $"The flags {flags} hold more than KeepMapped and MapPrivate. For DontClose say FdOwnership.Lend.");
        }

        bool added = false;
        try
        {
            descriptor.DangerousAddRef(ref added);
            if (FileDescriptor.RequireBytes(descriptor, 0, size) && IsForTheProcessor)
            {
                FileDescriptor.RequireMappable(descriptor, size);
            }

            return ownership switch
            {
                FdOwnership.Lend => Lend(descriptor, size, flags),
                FdOwnership.Duplicate => Transfer(FileDescriptor.Duplicate(descriptor), size, flags),
                _ => Transfer(descriptor, size, flags),
            };
        }
        finally
        {
            if (added)
            {
                descriptor.DangerousRelease();
            }
        }
    }

    /// <summary>The file descriptor behind a memory of any allocator of this kind (<c>gst_is_fd_memory</c>, <c>gst_fd_memory_get_fd</c>).</summary>
    /// <param name="memory">Any memory.</param>
    /// <param name="descriptor">The descriptor, lent: disposing it closes nothing, and it must not be used after the memory is gone.</param>
    /// <returns>Whether the memory has one.</returns>
    public static bool TryGetDescriptor(GstMemoryRef memory, [MaybeNullWhen(false)] out SafeFileHandle descriptor)
    {
        using HandleLease lease = memory.Enter();

        // Without the library nobody can have made such a memory.
        bool has = Native.NativeLibraries.TryLoad(Native.NativeLibraries.GstAllocators, out _, out _)
            && Native.LibGstAllocators.gst_is_fd_memory(memory.Pointer) != 0;
        descriptor = has ? new SafeFileHandle(Native.LibGstAllocators.gst_fd_memory_get_fd(memory.Pointer), ownsHandle: false) : null;
        return has;
    }

    /// <summary>Whether a memory is of no use that the processor cannot map.</summary>
    private protected virtual bool IsForTheProcessor => true;

    /// <summary>Makes the native memory; the allocator and the descriptor are alive.</summary>
    private protected virtual Native.GstMemory* AllocateNative(Native.GstAllocator* allocator, int descriptor, nuint size, Native.GstFdMemoryFlags flags) =>
        Native.LibGstAllocators.gst_fd_allocator_alloc(allocator, descriptor, size, flags);

    private GstMemory Transfer(SafeHandle descriptor, nuint size, GstFdMemoryFlags flags)
    {
        GstMemory memory = Allocate(descriptor, size, (Native.GstFdMemoryFlags)flags);
        descriptor.SetHandleAsInvalid();
        return memory;
    }

    private GstMemory Lend(SafeHandle descriptor, nuint size, GstFdMemoryFlags flags)
    {
        GstMemory memory = Allocate(descriptor, size, (Native.GstFdMemoryFlags)(flags | GstFdMemoryFlags.DontClose));
        bool added = false;
        descriptor.DangerousAddRef(ref added);
        void* cookie = (void*)GCHandle.ToIntPtr(GCHandle.Alloc(descriptor));
        using HandleLease lease = new(memory.Handle);
        Native.LibGst.gst_mini_object_set_qdata(lease.MiniObject, s_lent, cookie, &OnMemoryGone);
        return memory;
    }

    private GstMemory Allocate(SafeHandle descriptor, nuint size, Native.GstFdMemoryFlags flags)
    {
        using HandleLease lease = Lease();
        Native.GstMemory* memory = AllocateNative((Native.GstAllocator*)lease.Pointer, FileDescriptor.Of(descriptor), size, flags);
        if (memory is null)
        {
            throw new PlatformNotSupportedException($"GStreamer made no memory of the file descriptor {FileDescriptor.Of(descriptor)}: it maps descriptors on Unix systems only.");
        }

        if ((flags & Native.GstFdMemoryFlags.GST_FD_MEMORY_FLAG_KEEP_MAPPED) != 0 && GStreamer.Version < s_changesProtection)
        {
            MapOnceForBoth(memory);
        }

        return GstMemory.Adopt((nint)memory);
    }

    /// <summary>
    /// Before 1.20 a memory that stays mapped keeps the protection of its first mapping: read first, it could never be
    /// written. A descriptor that is open for reading only refuses this one, and nothing has happened.
    /// </summary>
    private static void MapOnceForBoth(Native.GstMemory* memory)
    {
        Native.GstMapInfo map;
        if (Native.LibGst.gst_memory_map(memory, &map, Native.GstMapFlags.GST_MAP_READ | Native.GstMapFlags.GST_MAP_WRITE) != 0)
        {
            Native.LibGst.gst_memory_unmap(memory, &map);
        }
    }

    private static nint Create(Func<nint> create)
    {
        GStreamer.RequireLibrary(Native.NativeLibraries.GstAllocators);
        return create();
    }

    /// <summary>The memory is gone, so nobody maps the descriptor any more.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMemoryGone(void* cookie)
    {
        GCHandle handle = GCHandle.FromIntPtr((nint)cookie);
        SafeHandle descriptor = (SafeHandle)handle.Target!;
        handle.Free();
        try
        {
            descriptor.DangerousRelease();
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "release of a lent file descriptor");
        }
    }
}
