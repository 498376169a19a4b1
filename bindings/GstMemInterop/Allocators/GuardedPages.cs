using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>The pages that a block lies on, with inaccessible ones on either side. For a wide alignment more of those are set aside, which costs addresses only.</summary>
internal sealed unsafe class GuardedPages
{
    /// <summary>Blocks whose addresses are not given out again yet, so that a use after free faults; bounded in number and in addresses.</summary>
    private const int MostClosed = 32;

    private const nuint MostClosedBytes = 64 << 20;

    private static readonly ConcurrentQueue<GuardedPages> s_closed = new();

    private readonly byte* _reserved;
    private readonly nuint _reservedBytes;

    /// <param name="size">The block in bytes; may be 0: then two guards lie side by side.</param>
    /// <param name="alignment">Where the block begins, a power of two.</param>
    /// <param name="side">Which end of the block touches its guard to the byte, as far as the alignment lets it.</param>
    internal GuardedPages(nuint size, nuint alignment, GuardSide side)
    {
        nuint slack = alignment > PageSize ? alignment : 0;
        nuint most = RoundUp(size) + slack;
        _reservedBytes = most + (2 * PageSize);
        _reserved = OperatingSystem.IsWindows() ? ReserveOnWindows() : Reserve();
        nuint first = (nuint)_reserved + PageSize;
        nuint start = side == GuardSide.After ? (first + most - size) & ~(alignment - 1) : (first + alignment - 1) & ~(alignment - 1);
        Start = (byte*)start;
        First = (byte*)(start & ~(PageSize - 1));
        End = (byte*)RoundUp(start + size);
        if (!Open())
        {
            string reason = Marshal.GetLastPInvokeErrorMessage();
            Unreserve();
            Refuse(reason);
        }
    }

    internal static nuint PageSize { get; } = (nuint)Environment.SystemPageSize;

    /// <summary>The first byte of the block.</summary>
    internal byte* Start { get; }

    /// <summary>The first byte that may be used: where the block's first page begins.</summary>
    internal byte* First { get; }

    /// <summary>The first byte behind the block's last page.</summary>
    internal byte* End { get; }

    /// <summary>Gives the pages back: whoever still uses them faults. The addresses follow when some other blocks were freed too.</summary>
    internal void Release()
    {
        if (_reservedBytes > MostClosedBytes || !Close())
        {
            Unreserve();
            return;
        }

        s_closed.Enqueue(this);
        if (s_closed.Count > MostClosed && s_closed.TryDequeue(out GuardedPages? oldest))
        {
            oldest.Unreserve();
        }
    }

    private void Unreserve()
    {
        if (OperatingSystem.IsWindows())
        {
            _ = Kernel32.VirtualFree(_reserved, 0, Kernel32.MEM_RELEASE);
        }
        else
        {
            _ = LibC.munmap(_reserved, _reservedBytes);
        }
    }

    private static nuint RoundUp(nuint bytes) => (bytes + PageSize - 1) & ~(PageSize - 1);

    private byte* Reserve()
    {
        void* reserved = LibC.mmap(null, _reservedBytes, LibC.PROT_NONE, LibC.MAP_PRIVATE | LibC.MAP_ANONYMOUS, -1, 0);
        if (reserved == LibC.MAP_FAILED)
        {
            Refuse(Marshal.GetLastPInvokeErrorMessage());
        }

        return (byte*)reserved;
    }

    private byte* ReserveOnWindows()
    {
        void* reserved = Kernel32.VirtualAlloc(null, _reservedBytes, Kernel32.MEM_RESERVE, Kernel32.PAGE_NOACCESS);
        if (reserved is null)
        {
            Refuse(Marshal.GetLastPInvokeErrorMessage());
        }

        return (byte*)reserved;
    }

    /// <summary>Makes the block's own pages usable; all others stay guards.</summary>
    private bool Open()
    {
        nuint bytes = (nuint)(End - First);
        return bytes == 0 || (OperatingSystem.IsWindows()
            ? Kernel32.VirtualAlloc(First, bytes, Kernel32.MEM_COMMIT, Kernel32.PAGE_READWRITE) is not null
            : LibC.mprotect(First, bytes, LibC.PROT_READ | LibC.PROT_WRITE) == 0);
    }

    /// <summary>Gives the memory of the block's pages back and makes them guards too.</summary>
    private bool Close()
    {
        nuint bytes = (nuint)(End - First);
        return bytes == 0 || (OperatingSystem.IsWindows()
            ? Kernel32.VirtualFree(First, bytes, Kernel32.MEM_DECOMMIT) != 0
            : LibC.mmap(First, bytes, LibC.PROT_NONE, LibC.MAP_PRIVATE | LibC.MAP_ANONYMOUS | LibC.MAP_FIXED, -1, 0) != LibC.MAP_FAILED);
    }

    [DoesNotReturn]
    [SuppressMessage("Usage", "CA2201", Justification = "An allocation did fail; this is the type that callers catch for it.")]
    private void Refuse(string reason) =>
        throw new OutOfMemoryException($"No guarded pages in {_reservedBytes} bytes of addresses: {reason}. Each block takes three mappings of the process; Linux allows 65,530 (vm.max_map_count).");
}
