using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>Whole pages with an inaccessible page on either side.</summary>
internal sealed unsafe class GuardedPages
{
    private readonly byte* _reserved;

    /// <param name="bytes">A whole number of pages; may be 0: then two guards lie side by side.</param>
    internal GuardedPages(nuint bytes)
    {
        Bytes = bytes;
        _reserved = OperatingSystem.IsWindows() ? ReserveOnWindows(bytes) : Reserve(bytes);
    }

    internal static nuint PageSize { get; } = (nuint)Environment.SystemPageSize;

    internal nuint Bytes { get; }

    /// <summary>The first byte that may be used.</summary>
    internal byte* First => _reserved + PageSize;

    private nuint Reserved => Bytes + (2 * PageSize);

    /// <summary>Gives pages and guards back: whoever still uses them faults.</summary>
    internal void Release()
    {
        if (OperatingSystem.IsWindows())
        {
            _ = Kernel32.VirtualFree(_reserved, 0, Kernel32.MEM_RELEASE);
        }
        else
        {
            _ = LibC.munmap(_reserved, Reserved);
        }
    }

    private byte* Reserve(nuint bytes)
    {
        void* reserved = LibC.mmap(null, Reserved, LibC.PROT_NONE, LibC.MAP_PRIVATE | LibC.MAP_ANONYMOUS, -1, 0);
        if (reserved == LibC.MAP_FAILED)
        {
            Refuse(bytes);
        }

        if (bytes != 0 && LibC.mprotect((byte*)reserved + PageSize, bytes, LibC.PROT_READ | LibC.PROT_WRITE) != 0)
        {
            string reason = Marshal.GetLastPInvokeErrorMessage();
            _ = LibC.munmap(reserved, Reserved);
            Refuse(bytes, reason);
        }

        return (byte*)reserved;
    }

    private byte* ReserveOnWindows(nuint bytes)
    {
        void* reserved = Kernel32.VirtualAlloc(null, Reserved, Kernel32.MEM_RESERVE, Kernel32.PAGE_NOACCESS);
        if (reserved is null)
        {
            Refuse(bytes);
        }

        if (bytes != 0 && Kernel32.VirtualAlloc((byte*)reserved + PageSize, bytes, Kernel32.MEM_COMMIT, Kernel32.PAGE_READWRITE) is null)
        {
            string reason = Marshal.GetLastPInvokeErrorMessage();
            _ = Kernel32.VirtualFree(reserved, 0, Kernel32.MEM_RELEASE);
            Refuse(bytes, reason);
        }

        return (byte*)reserved;
    }

    [DoesNotReturn]
    [SuppressMessage("Usage", "CA2201", Justification = "An allocation did fail; this is the type that callers catch for it.")]
    private static void Refuse(nuint bytes, string? reason = null) =>
        throw new OutOfMemoryException($"No guarded pages for {bytes} bytes: {reason ?? Marshal.GetLastPInvokeErrorMessage()}. Each block takes three mappings of the process; Linux allows 65,530 (vm.max_map_count).");
}
