using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace GstMemInterop;

/// <summary>
/// Memory that other processes can map too: each block is an anonymous file in memory (<c>memfd_create</c>), and both sides
/// see each other's writes at once, without a copy. Linux only.
/// </summary>
/// <remarks>
/// <para>
/// Pass a memory on by its file (<see cref="TryGetRange"/>): through a Unix socket, by inheritance, or as
/// <c>/proc/&lt;process&gt;/fd/&lt;number&gt;</c> to a process of the same user. The other side makes a memory of it with
/// <see cref="Open"/>, or maps it by any other means. The bytes live until the last of them is closed and unmapped.
/// </para>
/// <para>
/// A block's file can neither grow nor shrink (it is sealed), so that nobody can pull bytes away from under a mapping. Blocks
/// cost system calls and page faults: keep them, in a pool or a ring, rather than allocate one for each frame. Nobody but the
/// two processes orders their reads and writes.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using SharedMemoryAllocator shared = new();
/// using GstMemory memory = shared.Allocate(frameSize);
/// shared.TryGetRange(memory.Borrow(), out SharedMemoryRange range);   // range.File to the other process …
/// using GstMemory same = shared.Open(received, 0, frameSize);         // … where this is the same bytes
/// </code>
/// </example>
public sealed unsafe class SharedMemoryAllocator : CustomAllocator
{
    private readonly string _name;

    /// <summary>Makes the allocator.</summary>
    /// <param name="name">What the files are called in <c>/proc/&lt;process&gt;/fd</c>, for people who look there.</param>
    /// <exception cref="ArgumentException">The name is empty, longer than 60 characters, or holds a zero character.</exception>
    /// <exception cref="PlatformNotSupportedException">The system has no <c>memfd_create</c>.</exception>
    public SharedMemoryAllocator(string name = "gstreamer-frame") : base(Checked(name)) => _name = name;

    /// <summary>Whether this system has what it takes (<c>memfd_create</c>: Linux).</summary>
    [SupportedOSPlatformGuard("linux")]
    public static bool IsSupported => OperatingSystem.IsLinux() || OperatingSystem.IsAndroid();

    /// <summary>The file behind a memory of this allocator, and where in it the visible bytes are.</summary>
    /// <param name="memory">Any memory; a share gives its own part.</param>
    /// <param name="range">The file, lent for as long as the memory lives; a default value when the memory is of another allocator. Stands on <c>GstMemory.allocator</c>.</param>
    /// <returns>Whether the memory is of this allocator.</returns>
    public bool TryGetRange(GstMemoryRef memory, out SharedMemoryRange range)
    {
        if (!TryGetBlock(memory, out MemoryBlock block))
        {
            range = default;
            return false;
        }

        MappedFile mapped = (MappedFile)block.State!;
        range = new SharedMemoryRange(mapped.File, mapped.Offset + memory.Offset, memory.Size);
        return true;
    }

    /// <summary>Maps bytes of a file, such as one received from another process, as a memory of this allocator (<c>mmap</c>).</summary>
    /// <param name="file">The file. It stays the caller's: the memory has a descriptor of its own.</param>
    /// <param name="offset">First visible byte, counted in bytes from the start of the file.</param>
    /// <param name="size">Visible bytes.</param>
    /// <param name="access"><see cref="FileAccess.Read"/> for a memory that cannot be written (<c>GST_MEMORY_FLAG_READONLY</c>).</param>
    /// <remarks>
    /// Files of this class cannot be cut short. Of any other, the other side can: a read beyond the file's new end then ends
    /// this process.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The file has fewer bytes, or none are asked for, or the access is for writing only.</exception>
    /// <exception cref="ArgumentException">The handle is invalid, or is a socket, a pipe or a directory.</exception>
    /// <exception cref="IOException">The system refused to map it.</exception>
    /// <exception cref="ObjectDisposedException">The file or this allocator was disposed.</exception>
    public GstMemory Open(SafeFileHandle file, nuint offset, nuint size, FileAccess access = FileAccess.ReadWrite)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfZero(size);
        if (access is not (FileAccess.Read or FileAccess.ReadWrite))
        {
            throw new ArgumentOutOfRangeException(nameof(access), access, $"A memory cannot be mapped with access {access}: choose Read or ReadWrite.");
        }

        _ = FileDescriptor.RequireBytes(file, offset, size);
        ObjectDisposedException.ThrowIf(IsDisposed, this);

        // A mapping begins at a page: what lies before the visible bytes becomes the memory's prefix.
        nuint prefix = offset % (nuint)Environment.SystemPageSize;
        MappedFile mapped = new(FileDescriptor.Duplicate(file), offset - prefix, prefix + size, access);
        GstMemoryFlags flags = access == FileAccess.Read ? GstMemoryFlags.ReadOnly : 0;
        return CreateMemory(MemoryBlock.FromPointer(mapped.Address, mapped.Size, mapped), prefix, size, flags);
    }

    /// <inheritdoc/>
    protected internal override nuint BlockAlignment => (nuint)Environment.SystemPageSize;

    /// <inheritdoc/>
    protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation)
    {
        size = Math.Max(size, 1); // no bytes at all cannot be mapped
        SafeFileHandle file = new(LibC.memfd_create(_name, LibC.MFD_CLOEXEC | LibC.MFD_ALLOW_SEALING), ownsHandle: true);
        if (file.IsInvalid || LibC.ftruncate(file, (nint)size) != 0)
        {
            string reason = Marshal.GetLastPInvokeErrorMessage();
            file.Dispose();
            throw new IOException($"No shared memory of {size} bytes: {reason}. See 'ulimit -n' for files, /dev/shm for space.");
        }

        _ = LibC.fcntl((int)file.DangerousGetHandle(), LibC.F_ADD_SEALS, LibC.F_SEAL_SHRINK | LibC.F_SEAL_GROW | LibC.F_SEAL_SEAL);
        MappedFile mapped = new(file, 0, size, FileAccess.ReadWrite);
        return MemoryBlock.FromPointer(mapped.Address, size, mapped);
    }

    /// <inheritdoc/>
    protected override void Free(in MemoryBlock block) => ((MappedFile)block.State!).Dispose();

    private static string Checked(string name)
    {
        NativeName.Check(name, "a file in memory");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, 60, nameof(name));
        return IsSupported
            ? "SharedMemory"
            : throw new PlatformNotSupportedException("SharedMemoryAllocator needs memfd_create, which only Linux has. Elsewhere open a System.IO.MemoryMappedFiles.MemoryMappedFile and lend its view with GstMemory.Wrap(address, size, released).");
    }

    /// <summary>Bytes of a file, mapped, and the file: both are let go together.</summary>
    private sealed class MappedFile : IDisposable
    {
        internal MappedFile(SafeFileHandle file, nuint offset, nuint size, FileAccess access)
        {
            (File, Offset, Size) = (file, offset, size);
            int protection = access == FileAccess.Read ? LibC.PROT_READ : LibC.PROT_READ | LibC.PROT_WRITE;
            void* mapped = LibC.mmap(null, size, protection, LibC.MAP_SHARED, (int)file.DangerousGetHandle(), (nint)offset);
            if (mapped == LibC.MAP_FAILED)
            {
                string reason = Marshal.GetLastPInvokeErrorMessage();
                file.Dispose();
                throw new IOException($"{size} bytes at offset {offset} of the file could not be mapped for {access}: {reason}.");
            }

            Address = (nint)mapped;
        }

        internal SafeFileHandle File { get; }

        internal nuint Offset { get; }

        internal nuint Size { get; }

        internal nint Address { get; }

        public void Dispose()
        {
            _ = LibC.munmap((void*)Address, Size);
            File.Dispose();
        }
    }
}
