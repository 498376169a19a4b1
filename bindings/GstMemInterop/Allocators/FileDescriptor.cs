using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GstMemInterop;

/// <summary>What allocators ask of a file descriptor.</summary>
internal static unsafe class FileDescriptor
{
    /// <summary>The number behind a handle, which the caller keeps open meanwhile.</summary>
    internal static int Of(SafeHandle handle) => (int)handle.DangerousGetHandle();

    /// <summary>A second descriptor for the same open file, closed in programs that this process starts where the system can.</summary>
    internal static SafeFileHandle Duplicate(SafeHandle handle)
    {
        bool added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            int copy = OperatingSystem.IsLinux() ? LibC.fcntl(Of(handle), LibC.F_DUPFD_CLOEXEC, 0) : LibC.dup(Of(handle));
            return copy >= 0
                ? new SafeFileHandle(copy, ownsHandle: true)
                : throw new IOException($"The file descriptor {Of(handle)} could not be duplicated: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
        finally
        {
            if (added)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>
    /// Proves that a descriptor has the bytes that are to be mapped: what the system maps without having them (a page behind the end of
    /// a file, the queue of a TCP socket) ends the process when it is read.
    /// </summary>
    /// <param name="handle">An open descriptor.</param>
    /// <param name="offset">First byte to map.</param>
    /// <param name="size">Bytes to map.</param>
    /// <returns>Whether the system said so itself; of a device only its driver knows, when it is mapped.</returns>
    /// <exception cref="ArgumentException">It is neither a file, nor memory, nor a device; or the handle is invalid.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The file has fewer bytes.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed.</exception>
    internal static bool RequireBytes(SafeHandle handle, nuint offset, nuint size)
    {
        bool added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            if (handle.IsInvalid)
            {
                throw new ArgumentException("The handle is invalid: it holds no open file descriptor.", nameof(handle));
            }

            switch (KindOf(Of(handle), out nuint length))
            {
                case Kind.Device:
                    return false;
                case Kind.Sized:
                    Throw.IfOutside(offset, size, length);
                    return true;
                default:
                    throw new ArgumentException($"The file descriptor {Of(handle)} is a socket, a pipe, a directory or the like: nobody can map it. Give a file, shared memory (memfd_create), a DMA-BUF or a device.", nameof(handle));
            }
        }
        finally
        {
            if (added)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>Proves that the processor can map a descriptor for reading, by doing so. Nothing is read.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    internal static void RequireMappable(SafeHandle handle, nuint size)
    {
        void* trial = LibC.mmap(null, size, LibC.PROT_READ, LibC.MAP_SHARED, Of(handle), 0);
        if (trial == LibC.MAP_FAILED)
        {
            throw new IOException($"The system does not map {size} bytes of the file descriptor {Of(handle)}: {Marshal.GetLastPInvokeErrorMessage()}. It must be open for reading.");
        }

        _ = LibC.munmap(trial, size);
    }

    /// <summary>What a descriptor is open for, and how many bytes that has.</summary>
    private static Kind KindOf(int descriptor, out nuint length)
    {
        const int Type = 0xF000;
        const int CharacterDevice = 0x2000;
        const int BlockDevice = 0x6000;
        const int Regular = 0x8000;
        const int Anonymous = 0; // a DMA-BUF, for example
        length = 0;
        if (!OperatingSystem.IsLinux() || !TryStat(descriptor, out LibC.StatX found))
        {
            return KindByLength(descriptor, out length);
        }

        switch (found.Mode & Type)
        {
            case Regular when found.Size > 0:
                length = found.Size > nuint.MaxValue ? nuint.MaxValue : (nuint)found.Size;
                return Kind.Sized;
            case CharacterDevice:
                return Kind.Device;
            case Regular or BlockDevice:
                length = EndOf(descriptor);
                return Kind.Sized;
            case Anonymous:
                length = EndOf(descriptor);
                return length > 0 ? Kind.Sized : Kind.Unmappable;
            default:
                return Kind.Unmappable;
        }
    }

    private static bool TryStat(int descriptor, out LibC.StatX found)
    {
        byte none = 0;
        fixed (LibC.StatX* result = &found)
        {
            try
            {
                if (LibC.statx(descriptor, &none, LibC.AT_EMPTY_PATH, LibC.STATX_TYPE | LibC.STATX_SIZE, result) == 0)
                {
                    return true;
                }

                return Marshal.GetLastPInvokeError() != LibC.EBADF
                    ? false // an old system, or one that lets few calls through
                    : throw new ArgumentException($"The number {descriptor} is no open file descriptor.", nameof(descriptor));
            }
            catch (EntryPointNotFoundException)
            {
                return false;
            }
        }
    }

    /// <summary>Where the system does not tell what a descriptor is: one that has a length can be mapped, and of others a device may.</summary>
    private static Kind KindByLength(int descriptor, out nuint length)
    {
        using SafeFileHandle file = new((nint)descriptor, ownsHandle: false);
        try
        {
            length = (nuint)RandomAccess.GetLength(file);
            return Kind.Sized;
        }
        catch (NotSupportedException)
        {
            length = EndOf(descriptor);
            return length > 0 ? Kind.Sized : Kind.Device;
        }
    }

    /// <summary>A DMA-BUF has no size in its file's record, nor has a disk; both know how far it is to their end.</summary>
    private static nuint EndOf(int descriptor)
    {
        nint place = LibC.lseek(descriptor, 0, LibC.SEEK_CUR);
        nint end = LibC.lseek(descriptor, 0, LibC.SEEK_END);
        _ = LibC.lseek(descriptor, nint.Max(place, 0), LibC.SEEK_SET);
        return end > 0 ? (nuint)end : 0;
    }

    private enum Kind
    {
        /// <summary>It has a length, and not a byte more.</summary>
        Sized,

        /// <summary>Its driver says what can be mapped, when it is mapped.</summary>
        Device,

        /// <summary>There is nothing to map.</summary>
        Unmappable,
    }
}
