using System.Globalization;
using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace GstMemInterop.Tests.Allocators;

/// <summary>Memories of file descriptors: GStreamer's own cases (libs/allocators.c), and who closes what.</summary>
public class GstFdAllocatorTests
{
    [Fact]
    public void Conformance_dmabuf()
    {
        using GstDmaBufAllocator allocator = new();
        Assert.Equal("dmabuf", allocator.MemoryType);
        using SafeFileHandle file = TemporaryFile(new byte[4096]);
        using GstMemory memory = allocator.Allocate(file, 4096, FdOwnership.Transfer);
        Assert.True(GstDmaBufAllocator.TryGetDescriptor(memory.Borrow(), out _));
        using WriteMapping map = memory.MapWrite();
        Assert.Equal((4096u, 4096u), (map.Length, map.MaxLength));
        map.Span[4095] = 1;
    }

    [Theory]
    [InlineData(FdOwnership.Transfer)]
    [InlineData(FdOwnership.Lend)]
    [InlineData(FdOwnership.Duplicate)]
    public void Conformance_fdmem(FdOwnership ownership)
    {
        using GstFdAllocator allocator = new();
        using SafeFileHandle file = TemporaryFile("0123456789"u8);
        using GstMemory memory = allocator.Allocate(file, 10, ownership, GstFdMemoryFlags.KeepMapped);
        using (ReadMapping map = memory.MapRead())
        {
            Assert.Equal((byte)'5', map.Span[5]);
        }

        using (WriteMapping map = memory.MapWrite())
        {
            map.Span[5] = (byte)'X';
        }

        using (ReadMapping map = memory.MapRead())
        {
            Assert.Equal((byte)'X', map.Span[5]);
        }

        Assert.True(GstFdAllocator.TryGetDescriptor(memory.Borrow(), out SafeFileHandle? lent));
        byte[] inFile = new byte[10];
        Assert.Equal(10, RandomAccess.Read(lent, inFile, 0));
        Assert.Equal("01234X6789"u8, inFile);
    }

    [Fact]
    public void Conformance_shm()
    {
        if (!GstShmAllocator.IsSupported)
        {
            Assert.Contains("1.24", Assert.Throws<NotSupportedException>(static () => GstShmAllocator.Get()).Message, StringComparison.Ordinal);
            return;
        }

        using GstAllocator allocator = GstShmAllocator.Get();
        using GstMemory small = allocator.Allocate(100);
        using GstMemory large = allocator.Allocate(5000);

        // Whole pages since 1.29; before, what was asked for.
        nuint page = GStreamer.Version >= new Version(1, 29) ? (nuint)Environment.SystemPageSize : 1;
        Assert.True(small.MaxSize >= nuint.Max(100, page));
        Assert.True(large.MaxSize >= nuint.Max(5000, 2 * page));
        Assert.True(GstFdAllocator.TryGetDescriptor(small.Borrow(), out _));
    }

    [Fact]
    public void A_descriptor_that_was_transferred_is_closed_once()
    {
        using GstFdAllocator allocator = new();
        SafeFileHandle file = TemporaryFile(new byte[100]);
        int number = (int)file.DangerousGetHandle();
        GstMemory memory = allocator.Allocate(file, 100, FdOwnership.Transfer);
        Assert.True(file.IsClosed);
        Assert.True(IsOpen(number));
        memory.Dispose();
        Assert.False(IsOpen(number));

        // The number is given out again; whoever closed it twice would close this file.
        using SafeFileHandle other = TemporaryFile(new byte[5]);
        Assert.Equal(number, (int)other.DangerousGetHandle());
        file.Dispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(5, RandomAccess.GetLength(other));
    }

    [Fact]
    public void A_descriptor_that_was_lent_stays_open_until_the_memory_and_its_shares_are_gone()
    {
        using GstFdAllocator allocator = new();
        SafeFileHandle file = TemporaryFile("abc"u8);
        int number = (int)file.DangerousGetHandle();
        GstMemory memory = allocator.Allocate(file, 3, FdOwnership.Lend);
        file.Dispose();
        GstMemory share = memory.Share(1, 2);
        memory.Dispose();
        Assert.True(IsOpen(number));
        using (ReadMapping map = share.MapRead())
        {
            Assert.Equal((byte)'b', map.Span[0]);
        }

        share.Dispose();
        Assert.False(IsOpen(number));
    }

    [Fact]
    public void A_lent_descriptor_is_the_callers_again_when_the_memory_is_gone()
    {
        using GstFdAllocator allocator = new();
        using SafeFileHandle file = TemporaryFile("abc"u8);
        allocator.Allocate(file, 3, FdOwnership.Lend).Dispose();
        Assert.Equal(3, RandomAccess.GetLength(file));
    }

    [Fact]
    public void A_duplicate_is_the_memorys_own()
    {
        using GstFdAllocator allocator = new();
        SafeFileHandle file = TemporaryFile("abc"u8);
        int number = (int)file.DangerousGetHandle();
        GstMemory memory = allocator.Allocate(file, 3, FdOwnership.Duplicate);
        Assert.True(GstFdAllocator.TryGetDescriptor(memory.Borrow(), out SafeFileHandle? own));
        int copy = (int)own.DangerousGetHandle();
        own.Dispose(); // lent: closes nothing
        Assert.NotEqual(number, copy);
        file.Dispose();
        Assert.False(IsOpen(number));
        memory.MapRead().Dispose();
        memory.Dispose();
        Assert.False(IsOpen(copy));
    }

    [Fact]
    public void Private_writes_stay_in_this_process()
    {
        using GstFdAllocator allocator = new();
        using SafeFileHandle file = TemporaryFile("abc"u8);
        using GstMemory memory = allocator.Allocate(file, 3, FdOwnership.Lend, GstFdMemoryFlags.MapPrivate | GstFdMemoryFlags.KeepMapped);
        using (WriteMapping map = memory.MapWrite())
        {
            map.Span[0] = (byte)'X';
        }

        byte[] inFile = new byte[3];
        RandomAccess.Read(file, inFile, 0);
        Assert.Equal("abc"u8, inFile);
    }

    [Fact]
    public void Only_memories_of_descriptors_have_one()
    {
        using GstMemory system = GstMemory.Allocate(10);
        Assert.False(GstFdAllocator.TryGetDescriptor(system.Borrow(), out _));
        Assert.False(GstDmaBufAllocator.TryGetDescriptor(system.Borrow(), out _));
        using GstFdAllocator allocator = new();
        using SafeFileHandle file = TemporaryFile("abc"u8);
        using GstMemory plain = allocator.Allocate(file, 3, FdOwnership.Lend);
        Assert.True(GstFdAllocator.TryGetDescriptor(plain.Borrow(), out _));
        Assert.False(GstDmaBufAllocator.TryGetDescriptor(plain.Borrow(), out _));
    }

    [Fact]
    public void A_descriptor_that_no_one_can_map_is_refused()
    {
        using GstFdAllocator allocator = new();
        using AnonymousPipeServerStream pipe = new();
        Assert.Contains("pipe", Assert.Throws<ArgumentException>(() => allocator.Allocate(pipe.SafePipeHandle, 100, FdOwnership.Duplicate)).Message, StringComparison.Ordinal);
        Assert.False(pipe.SafePipeHandle.IsClosed);
    }

    [Fact]
    public void What_cannot_be_mapped_is_refused_before_C_is_asked()
    {
        using GstFdAllocator allocator = new();
        using SafeFileHandle file = TemporaryFile("abc"u8);
        using SafeFileHandle none = new(-1, ownsHandle: true);
        Assert.Contains("3", Assert.Throws<ArgumentOutOfRangeException>(() => allocator.Allocate(file, 4, FdOwnership.Transfer)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => allocator.Allocate(file, 0, FdOwnership.Transfer));
        Assert.Throws<ArgumentOutOfRangeException>(() => allocator.Allocate(file, 3, (FdOwnership)7));
        Assert.Throws<ArgumentOutOfRangeException>(() => allocator.Allocate(file, 3, FdOwnership.Transfer, GstFdMemoryFlags.DontClose));
        Assert.Throws<ArgumentException>(() => allocator.Allocate(none, 3, FdOwnership.Transfer));
        Assert.Throws<InvalidOperationException>(() => allocator.Allocate(100)); // by size alone there is no descriptor
        Assert.False(file.IsClosed);
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => allocator.Allocate(file, 3, FdOwnership.Lend));
        GstFdAllocator gone = new();
        gone.Dispose();
        using SafeFileHandle another = TemporaryFile("abc"u8);
        Assert.Throws<ObjectDisposedException>(() => gone.Allocate(another, 3, FdOwnership.Transfer));
        Assert.False(another.IsClosed);
    }

    private static SafeFileHandle TemporaryFile(ReadOnlySpan<byte> content)
    {
        string path = Path.GetTempFileName();
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        File.Delete(path);
        RandomAccess.Write(file, content, 0);
        return file;
    }

    private static bool IsOpen(int descriptor) => Directory.Exists("/proc/self/fd") && Path.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{descriptor}"));
}
