using System.Runtime.InteropServices;

namespace GstMemInterop.Bytes.Tests.Infrastructure;

/// <summary>
/// Bytes between two pages that may not be touched: a read or write of one byte too many, on either side, ends the process
/// instead of passing unseen.
/// </summary>
internal sealed unsafe partial class BoundedMemory : IDisposable
{
    private const int NoAccess = 0;
    private const int ReadWrite = 3;
    private const int PrivateAnonymousLinux = 0x22;
    private const int PrivateAnonymousMac = 0x1002;
    private readonly nint _block;
    private readonly nuint _total;
    private readonly byte* _start;
    private readonly int _size;

    public BoundedMemory(int atLeast)
    {
        int page = Environment.SystemPageSize;
        _size = (atLeast + page - 1) / page * page;
        _total = (nuint)(_size + (2 * page));
        if (OperatingSystem.IsWindows())
        {
            _block = VirtualAlloc(0, _total, 0x3000, 1);
            Assert.NotEqual(0, _block);
            Assert.NotEqual(0, VirtualProtect(_block + page, (nuint)_size, 4, out _));
        }
        else
        {
            _block = Map(0, _total, NoAccess, OperatingSystem.IsMacOS() ? PrivateAnonymousMac : PrivateAnonymousLinux, -1, 0);
            Assert.NotEqual(-1, _block);
            Assert.Equal(0, Protect(_block + page, (nuint)_size, ReadWrite));
        }

        _start = (byte*)_block + page;
    }

    public Span<byte> All => new(_start, _size);

    public nint Address => (nint)_start;

    /// <summary>Bytes whose last one is followed, after <paramref name="gap"/> bytes, by a page that may not be touched.</summary>
    public Span<byte> AtEnd(int length, int gap = 0) => new(_start + _size - gap - length, length);

    /// <summary>Bytes whose first one has, before <paramref name="gap"/> bytes, a page that may not be touched.</summary>
    public Span<byte> AtStart(int length, int gap = 0) => new(_start + gap, length);

    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            _ = VirtualFree(_block, 0, 0x8000);
        }
        else
        {
            _ = Unmap(_block, _total);
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);

    [LibraryImport("kernel32")]
    private static partial nint VirtualAlloc(nint address, nuint size, uint type, uint protection);

    [LibraryImport("kernel32")]
    private static partial int VirtualProtect(nint address, nuint size, uint protection, out uint old);

    [LibraryImport("kernel32")]
    private static partial int VirtualFree(nint address, nuint size, uint type);
}
