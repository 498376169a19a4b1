using System.Buffers;
using System.Runtime.CompilerServices;

namespace GstMemInterop.Bytes.Tests;

public class NativeChunkLeaseTests
{
    [Fact]
    public void While_a_lease_is_out_the_chunk_neither_moves_nor_changes_its_length()
    {
        using NativeChunk chunk = new("abc"u8);
        using (SpanLease lease = chunk.Lease())
        {
            Action[] changes =
            [
                () => chunk.Resize(100), () => chunk.Resize(1), () => chunk.Add(1), () => chunk.RemoveAt(0), () => chunk.Clear(),
                () => chunk.TrimExcess(), () => chunk.Capacity = 999, () => chunk.GetSpan(), () => chunk[0..1] = [1, 2],
            ];
            Assert.All(changes, change =>
            {
                InvalidOperationException refused = Assert.Throws<InvalidOperationException>(change);
                Assert.Contains("lease", refused.Message, StringComparison.Ordinal);
            });
            lease.Span[1] = (byte)'X';
            chunk[2] = (byte)'Y';
            chunk[0..1] = [(byte)'W'];
            Assert.Equal("WXY"u8.ToArray(), lease.Span.ToArray());
            Assert.Equal(1, chunk.OpenLeases);
        }

        chunk.Resize(100);
        Assert.Equal(0, chunk.OpenLeases);
    }

    [Fact]
    public void Copies_of_a_lease_end_it_once()
    {
        using NativeChunk chunk = new("abc"u8);
        SpanLease first = chunk.Lease();
        SpanLease copy = first;
        SpanLease other = chunk.Lease();
        first.Dispose();
        copy.Dispose();
        first.Dispose();
        Assert.Equal(1, chunk.OpenLeases);
        bool threw = false;
        try
        {
            _ = copy.Span;
        }
        catch (ObjectDisposedException)
        {
            threw = true;
        }

        Assert.True(threw);
        // The slot is used again; the old copies must not end the new lease.
        SpanLease reused = chunk.Lease();
        copy.Dispose();
        Assert.Equal(2, chunk.OpenLeases);
        Assert.Equal(3, reused.Span.Length);
        other.Dispose();
        reused.Dispose();
        Assert.Equal(0, chunk.OpenLeases);
        default(SpanLease).Dispose();
    }

    [Fact]
    public void Leasing_allocates_nothing()
    {
        using NativeChunk chunk = new(100);
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run()
        {
            for (int i = 0; i < 10; i++)
            {
                using SpanLease a = chunk.Lease();
                using ReadOnlySpanLease b = chunk.LeaseReadOnly();
                a.Span[0] = b.Span[1];
                chunk[5] = chunk[6];
            }
        }
    }

    [Fact]
    public void A_disposed_chunk_keeps_its_block_until_the_last_lease_has_ended()
    {
        NativeChunk chunk = new(1 << 20);
        SpanLease lease = chunk.Lease();
        MemoryHandle pin = chunk.Pin(5);
        chunk.Dispose();
        lease.Span.Fill(7);
        unsafe
        {
            Assert.Equal(7, *(byte*)pin.Pointer);
        }

        lease.Dispose();
        unsafe
        {
            Assert.Equal(7, *(byte*)pin.Pointer);
        }

        pin.Dispose();
        pin.Dispose();
        Assert.Equal(0, chunk.OpenLeases);
    }

    [Fact]
    public void Memory_can_be_leased_and_returned()
    {
        using NativeChunk chunk = new("abc"u8);
        IMemoryOwner<byte> owner = chunk.LeaseMemory();
        Memory<byte> memory = owner.Memory;
        Assert.Throws<InvalidOperationException>(() => chunk.Add(1));
        MemoryHandle pin = memory.Pin();
        owner.Dispose();
        owner.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        Assert.Throws<InvalidOperationException>(() => chunk.Add(1));
        MemoryHandle copy = pin;
        pin.Dispose();
        copy.Dispose();
        chunk.Add(1);
        Assert.Equal(4, chunk.Length);
    }

    [Fact]
    public void The_memory_of_the_owner_holds_the_chunk_until_it_is_returned()
    {
        NativeChunk chunk = new("abc"u8);
        Memory<byte> memory = chunk.Memory;
        Assert.Equal(memory, Assert.IsAssignableFrom<IMemoryOwner<byte>>(chunk).Memory);
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => chunk.Resize(9));
        Assert.Contains(nameof(NativeChunk.ReturnMemory), refused.Message, StringComparison.Ordinal);
        chunk.ReturnMemory();
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        chunk.Resize(9);
        memory = chunk.Memory;
        Assert.Equal(9, memory.Length);
        chunk.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => memory.Pin());
    }

    [Fact]
    public void A_writer_span_blocks_other_changes_until_it_is_given_back()
    {
        using NativeChunk chunk = new("abc"u8);
        chunk.GetSpan(10);
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => chunk.Resize(1));
        Assert.Contains("Advance", refused.Message, StringComparison.Ordinal);
        chunk.GetSpan(1000);
        chunk.GetMemory(10_000);
        chunk.Advance(0);
        chunk.Resize(1);
        Memory<byte> memory = chunk.GetMemory(4);
        chunk.Advance(1);
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
    }

    [Fact]
    public async Task Leases_may_end_on_another_thread_while_the_chunk_is_used()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using NativeChunk chunk = new(100);
        for (int round = 0; round < 200; round++)
        {
            IMemoryOwner<byte>[] owners = [.. Enumerable.Range(0, 8).Select(_ => chunk.LeaseMemory())];
            await Task.WhenAll(owners.Select(o => Task.Run(
                () =>
                {
                    o.Memory.Span[0]++;
                    o.Memory.Pin().Dispose();
                    o.Dispose();
                }, cancellation)));
            Assert.Equal(0, chunk.OpenLeases);
            chunk.Resize(100 + round);
        }
    }

    [Fact]
    public void A_chunk_nobody_uses_is_freed_by_the_collector()
    {
        WeakReference weak = Abandon();
        for (int i = 0; i < 10 && weak.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(weak.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Abandon() => new(new NativeChunk(1 << 20));
    }

    [Fact]
    public void Many_large_chunks_do_not_pile_up()
    {
        long before = Environment.WorkingSet;
        for (int i = 0; i < 2000; i++)
        {
            NativeChunk chunk = new(4 << 20);
            chunk.Fill(1);
            chunk.Pin().Dispose();
            if (i % 3 != 0)
            {
                chunk.Dispose();
            }
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 1L << 30);
    }

    [Fact]
    public void A_pin_keeps_the_block_of_an_abandoned_chunk()
    {
        MemoryHandle pin = PinAbandoned();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        unsafe
        {
            Assert.Equal(42, *(byte*)pin.Pointer);
        }

        pin.Dispose();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static MemoryHandle PinAbandoned() => new NativeChunk([42]).Pin();
    }

    [Fact]
    public void Disposal_leases_and_pins_on_many_threads_free_a_block_once_and_never_under_a_holder()
    {
        for (int round = 0; round < 300; round++)
        {
            int released = 0;
            MemoryView view = new(1 << 20, 64, MemoryAccess.ReadWrite, release: _ => Interlocked.Increment(ref released));
            int disposeAt = round % 7;
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = CancellationToken.None }, i =>
            {
                try
                {
                    if (i == disposeAt)
                    {
                        view.Dispose();
                        return;
                    }

                    using SpanLease lease = view.Lease();
                    SpanLease copy = lease;
                    Assert.Equal(0, Volatile.Read(ref released));
                    using IMemoryOwner<byte> memory = view.LeaseMemory();
                    MemoryHandle pin = memory.Memory.Pin();
                    MemoryHandle pinCopy = pin;
                    lease.Dispose();
                    copy.Dispose();
                    memory.Dispose();
                    Assert.Equal(0, Volatile.Read(ref released));
                    pin.Dispose();
                    pinCopy.Dispose();
                }
                catch (ObjectDisposedException)
                {
                }
            });
            view.Dispose();
            Assert.Equal(1, released);
        }
    }
}
