using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GstMemInterop;

/// <summary>What allocators ask of a file descriptor.</summary>
internal static class FileDescriptor
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

    /// <summary>How many bytes can be mapped; <see langword="null"/> where the system does not tell, as for some devices.</summary>
    internal static nuint? LengthOf(int descriptor)
    {
        using SafeFileHandle file = new(descriptor, ownsHandle: false);
        try
        {
            return (nuint)RandomAccess.GetLength(file);
        }
        catch (NotSupportedException)
        {
            // A DMA-BUF has no size in its file's record, and knows but one seek: to its end.
            nint length = LibC.lseek(descriptor, 0, LibC.SEEK_END);
            _ = LibC.lseek(descriptor, 0, LibC.SEEK_SET);
            return length > 0 ? (nuint)length : null;
        }
    }
}
