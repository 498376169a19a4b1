using System.Buffers;
using System.Runtime.CompilerServices;

namespace GstMemInterop.Tests.Allocators;

public class CustomAllocatorTests
{
    /// <summary>The allocator of the documentation: managed bytes, no unsafe line.</summary>
    private sealed class RentedMemory() : CustomAllocator("RentedMemory")
    {
        protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation) =>
            MemoryBlock.Pin(MemoryPool<byte>.Shared.Rent(checked((int)size)));

        protected override void Free(in MemoryBlock block) => ((IDisposable)block.State!).Dispose();
    }

    [Fact]
    public void A_safe_allocator_of_ten_lines_works()
    {
        using RentedMemory allocator = new();
        using GstMemory memory = allocator.Allocate(100);
        using (WriteMapping map = memory.MapWrite())
        {
            map.Span.Fill(7);
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            Assert.Equal(-1, map.Span.IndexOfAnyExcept((byte)7));
        }

        using (GstAllocator same = memory.Allocator)
        {
            Assert.Equal(allocator.DangerousHandle, same.DangerousHandle);
        }

        Assert.Equal("RentedMemory", memory.MemoryType);
        Assert.Equal(100u, memory.Size);
        Assert.True(allocator.TryGetBlock(memory.Borrow(), out MemoryBlock block));
        Assert.IsType<IMemoryOwner<byte>>(block.State, exactMatch: false);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(64, 0, 0)]
    [InlineData(4096, 10, 20)]
    [InlineData(16, 33, 7)]
    public void Prefix_padding_and_alignment_are_the_librarys_work(int alignment, int prefix, int padding)
    {
        using HeapAllocator allocator = new();
        AllocationParams allocation = new()
        {
            Alignment = (nuint)alignment, Prefix = (nuint)prefix, Padding = (nuint)padding, Flags = GstMemoryFlags.ZeroPrefixed | GstMemoryFlags.ZeroPadded,
        };
        using GstMemory memory = allocator.Allocate(1000, allocation);
        Assert.Equal(1000u, memory.Size);
        Assert.Equal((nuint)prefix, memory.Offset);
        Assert.Equal((nuint)(1000 + prefix + padding), memory.MaxSize);
        memory.Resize(-prefix, memory.MaxSize);
        using ReadMapping map = memory.MapRead();
        Assert.Equal(-1, map.Span[..prefix].IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, map.Span[(prefix + 1000)..].IndexOfAnyExcept((byte)0));
        unsafe
        {
            fixed (byte* start = map.Span)
            {
                Assert.Equal(0u, (nuint)start & ((nuint)Math.Max(alignment, 8) - 1));
            }
        }
    }

    [Fact]
    public void Shares_keep_the_block_and_the_last_one_frees_it()
    {
        using HeapAllocator allocator = new();
        GstMemory memory = allocator.Allocate(100);
        using (WriteMapping map = memory.MapWrite())
        {
            for (int i = 0; i < 100; i++)
            {
                map.Span[i] = (byte)i;
            }
        }

        GstMemory first = memory.Share(10, 20);
        GstMemory second = first.Share(5, 15);
        Assert.True(first.IsReadOnly);
        Assert.Equal(15u, second.Offset);
        memory.Dispose();
        first.Dispose();
        Assert.Equal(1, allocator.Live);
        using (ReadMapping map = second.MapRead())
        {
            Assert.Equal(15, map.Span[0]);
        }

        second.Dispose();
        Assert.Equal(0, allocator.Live);
    }

    [Fact]
    public void Neighbouring_shares_join_without_a_copy()
    {
        using HeapAllocator allocator = new();
        using GstBuffer whole = GstBuffer.Of(allocator.Allocate(100));
        using GstBuffer joined = whole.CopyRegion(GstBufferCopyFlags.Memory, 0, 50);
        joined.Append(whole.CopyRegion(GstBufferCopyFlags.Memory, 50, 50));
        Assert.Equal(2, joined.MemoryCount);
        using ReadMapping map = joined.MapRead();
        Assert.False(map.Copied);
        Assert.Equal(1, allocator.Total);
    }

    [Fact]
    public void A_copy_comes_from_the_same_allocator()
    {
        using HeapAllocator allocator = new();
        using GstMemory memory = allocator.Allocate(64);
        memory.MapWrite().Dispose();
        using GstMemory copy = memory.Copy(10, 20);
        Assert.Equal("HeapMemory", copy.MemoryType);
        Assert.Equal(2, allocator.Live);
    }

    [Fact]
    public void The_allocator_may_be_disposed_before_its_memories()
    {
        HeapAllocator allocator = new();
        GstMemory memory = allocator.Allocate(64);
        allocator.Dispose();
        Collect();
        using (WriteMapping map = memory.MapWrite())
        {
            map.Span.Clear();
        }

        using GstMemory copy = memory.Copy();
        Assert.Equal(2, allocator.Live);
        memory.Dispose();
        copy.Dispose();
        Assert.Equal(0, allocator.Live);
    }

    [Fact]
    public void A_forgotten_allocator_lives_as_long_as_its_memories_and_no_longer()
    {
        (WeakReference weak, GstMemory memory) = Forget();
        for (int i = 0; i < 5; i++)
        {
            Collect();
            Assert.True(weak.IsAlive);
        }

        using (WriteMapping map = memory.MapWrite())
        {
            map.Span.Fill(1);
        }

        memory.Dispose();
        for (int i = 0; i < 20 && weak.IsAlive; i++)
        {
            Collect();
        }

        Assert.False(weak.IsAlive);
    }

    [Fact]
    public void A_class_is_registered_once_for_any_number_of_instances()
    {
        using HeapAllocator first = new("A");
        using HeapAllocator second = new("B");
        Assert.Equal("A", first.MemoryType);
        Assert.Equal("B", second.MemoryType);
        using GstMemory a = first.Allocate(1);
        using GstMemory b = second.Allocate(1);
        Assert.Equal(1, first.Live);
        Assert.Equal(1, second.Live);
        Assert.False(first.TryGetBlock(b.Borrow(), out _));
    }

    [Fact]
    public void A_default_allocator_serves_everything_and_is_put_back()
    {
        using GstAllocator before = GstAllocator.Default;
        using HeapAllocator allocator = new();
        using (allocator.SetDefault())
        {
            using GstBuffer buffer = GstBuffer.Allocate(100);
            Assert.Equal("HeapMemory", buffer.PeekMemory(0).MemoryType);
        }

        using GstAllocator after = GstAllocator.Default;
        Assert.Equal(before.DangerousHandle, after.DangerousHandle);
        Assert.Equal(0, allocator.Live);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Allocator, GstMemory Memory) Forget()
    {
        HeapAllocator allocator = new();
        return (new WeakReference(allocator), allocator.Allocate(64));
    }
}
