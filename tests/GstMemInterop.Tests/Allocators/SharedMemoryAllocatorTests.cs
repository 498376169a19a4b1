using System.Globalization;
using GstMemInterop.Tests.Gate;
using Microsoft.Win32.SafeHandles;

namespace GstMemInterop.Tests.Allocators;

public class SharedMemoryAllocatorTests
{
    [Fact]
    public async Task Two_processes_see_each_others_writes()
    {
        using SharedMemoryAllocator allocator = new();
        using GstMemory whole = allocator.Allocate(20_000);
        whole.MapWrite().Dispose();
        whole.Resize(5000, 10_000); // not at a page, so that the offset matters
        Assert.True(allocator.TryGetRange(whole.Borrow(), out SharedMemoryRange range));
        Assert.Equal((5000u, 10_000u), (range.Offset, range.Size));
        using OwnedMapping map = whole.MapWriteOwned();
        map.Memory.Span.Fill(7);
        map.Memory.Span[..3].Clear();

        Task<Outcome> child = Task.Run(() => ChildProcess.Run("shared", PathOf(range.File), Text(range.Offset), Text(range.Size)), TestContext.Current.CancellationToken);
        Assert.True(await SeesAsync(map, 0, 1, child), "The child's first write did not arrive.");
        map.Memory.Span[1] = 41;
        (await child).Succeeded().Says("found -1 10000");
        Assert.Equal(42, map.Memory.Span[2]);
    }

    [Fact]
    public void A_share_gives_its_own_part_of_the_file()
    {
        using SharedMemoryAllocator allocator = new();
        using GstMemory memory = allocator.Allocate(10_000, new AllocationParams { Prefix = 100, Padding = 50, Alignment = 256 });
        using GstMemory share = memory.Share(1000, 2000);
        Assert.True(allocator.TryGetRange(share.Borrow(), out SharedMemoryRange range));
        Assert.Equal((1100u, 2000u), (range.Offset, range.Size));
        using GstMemory same = allocator.Open(range.File, range.Offset, range.Size);
        using (WriteMapping map = same.MapWrite())
        {
            map.Span.Fill(9);
        }

        using ReadMapping seen = share.MapRead();
        Assert.Equal(2000, seen.Span.Length);
        Assert.Equal(-1, seen.Span.IndexOfAnyExcept((byte)9));
    }

    [Fact]
    public void The_bytes_outlive_the_memory_that_made_them()
    {
        using SharedMemoryAllocator allocator = new("outlives");
        GstMemory first = allocator.Allocate(100);
        using (WriteMapping map = first.MapWrite())
        {
            map.Span.Fill(3);
        }

        Assert.True(allocator.TryGetRange(first.Borrow(), out SharedMemoryRange range));
        Assert.Contains("outlives", File.ResolveLinkTarget(PathOf(range.File), returnFinalTarget: false)!.Name, StringComparison.Ordinal);
        using GstMemory second = allocator.Open(range.File, 0, 100);
        first.Dispose();
        Assert.True(range.File.IsClosed);
        using ReadMapping read = second.MapRead();
        Assert.Equal(-1, read.Span.IndexOfAnyExcept((byte)3));
    }

    [Fact]
    public void A_file_opened_for_reading_cannot_be_written()
    {
        using SharedMemoryAllocator allocator = new();
        using GstMemory memory = allocator.Allocate(100);
        Assert.True(allocator.TryGetRange(memory.Borrow(), out SharedMemoryRange range));
        using GstMemory view = allocator.Open(range.File, 0, 100, FileAccess.Read);
        Assert.True(view.IsReadOnly);
        Assert.Throws<GstMapException>(() => view.MapWrite().Dispose());
        view.MapRead().Dispose();
    }

    [Fact]
    public void Nobody_can_cut_the_file_short()
    {
        using SharedMemoryAllocator allocator = new();
        using GstMemory memory = allocator.Allocate(100);
        Assert.True(allocator.TryGetRange(memory.Borrow(), out SharedMemoryRange range));
        Assert.ThrowsAny<Exception>(() => RandomAccess.SetLength(range.File, 10));
        Assert.Equal(100, RandomAccess.GetLength(range.File));
    }

    [Fact]
    public void Bad_ranges_and_handles_are_refused()
    {
        using SharedMemoryAllocator allocator = new();
        using GstMemory memory = allocator.Allocate(100);
        Assert.True(allocator.TryGetRange(memory.Borrow(), out SharedMemoryRange range));
        Assert.Throws<ArgumentOutOfRangeException>(() => allocator.Open(range.File, 50, 51));
        Assert.Throws<ArgumentOutOfRangeException>(() => allocator.Open(range.File, 101, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => allocator.Open(range.File, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => allocator.Open(range.File, 0, 10, FileAccess.Write));
        using GstMemory system = GstMemory.Allocate(10);
        Assert.False(allocator.TryGetRange(system.Borrow(), out _));
        SafeFileHandle closed = File.OpenHandle(typeof(SharedMemoryAllocatorTests).Assembly.Location);
        using SafeFileHandle readOnly = File.OpenHandle(typeof(SharedMemoryAllocatorTests).Assembly.Location);
        closed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => allocator.Open(closed, 0, 10));
        Assert.Throws<IOException>(() => allocator.Open(readOnly, 0, 10));
    }

    [Fact]
    public void A_block_of_no_bytes_works()
    {
        using SharedMemoryAllocator allocator = new();
        using GstMemory memory = allocator.Allocate(0);
        using WriteMapping map = memory.MapWrite();
        Assert.Equal(0u, map.Length);
    }

    private static async Task<bool> SeesAsync(OwnedMapping map, int index, byte value, Task child)
    {
        while (map.Memory.Span[index] != value && !child.IsCompleted)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        return map.Memory.Span[index] == value;
    }

    private static string PathOf(SafeFileHandle file) => string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{file.DangerousGetHandle()}");

    private static string Text(nuint number) => number.ToString(CultureInfo.InvariantCulture);
}
