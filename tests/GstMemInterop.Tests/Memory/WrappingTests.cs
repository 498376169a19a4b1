using System.Buffers;
using System.Runtime.InteropServices;
using GstMemInterop.Bytes;

namespace GstMemInterop.Tests.Memory;

public class WrappingTests
{
    [Fact]
    public void A_wrapped_array_stays_where_it_is_through_compacting_collections()
    {
        List<GstMemory> memories = [];
        for (int i = 0; i < 256; i++)
        {
            memories.Add(Filled((byte)i));
            _ = new byte[1000]; // garbage in between, for the collector to close up
        }

        for (int i = 0; i < 3; i++)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        }

        for (int i = 0; i < 256; i++)
        {
            using ReadMapping map = memories[i].MapRead();
            Assert.Equal(-1, map.Span.IndexOfAnyExcept((byte)i));
        }

        memories.ForEach(static m => m.Dispose());
    }

    [Fact]
    public void Whoever_writes_to_the_memory_writes_to_the_array()
    {
        byte[] array = new byte[16];
        using GstBuffer buffer = GstBuffer.Wrap(array);
        using (WriteMapping map = buffer.MapWrite())
        {
            Assert.False(map.Copied);
            map.Span[3] = 42;
        }

        Assert.Equal(42, array[3]);
    }

    [Fact]
    public unsafe void Size_offset_and_maxsize_are_not_mixed_up()
    {
        byte* block = (byte*)NativeMemory.AllocZeroed(100);
        block[10] = 1;
        block[29] = 2;
        int released = 0;
        using (GstMemory memory = GstMemory.Wrap((nint)block, maxSize: 100, offset: 10, size: 20, () => released++))
        {
            Assert.Equal(100u, memory.MaxSize);
            Assert.Equal(10u, memory.Offset);
            Assert.Equal(20u, memory.Size);
            using ReadMapping map = memory.MapRead();
            Assert.Equal(1, map.Span[0]);
            Assert.Equal(2, map.Span[19]);
        }

        Assert.Equal(1, released);
        NativeMemory.Free(block);
        Assert.Throws<ArgumentOutOfRangeException>(() => GstMemory.Wrap(1, 100, 90, 11, null));
        Assert.Throws<ArgumentException>(() => GstMemory.Wrap(0, 1, null));
    }

    [Fact]
    public void The_release_runs_once_after_the_last_share_on_whatever_thread_that_is()
    {
        int released = 0;
        int thread = 0;
        GstMemory memory = GstMemory.Wrap(new byte[100].AsMemory(), () =>
        {
            released++;
            thread = Environment.CurrentManagedThreadId;
        });
        GstMemory share = memory.Share(10, 10);
        memory.Dispose();
        Assert.Equal(0, released);
        Thread other = new(share.Dispose);
        other.Start();
        other.Join();
        Assert.Equal(1, released);
        Assert.Equal(other.ManagedThreadId, thread);
    }

    [Fact]
    public void Read_only_bytes_are_never_written()
    {
        ReadOnlyMemory<byte> bytes = new byte[] { 1, 2, 3 };
        using GstBuffer buffer = GstBuffer.Wrap(bytes);
        using (GstMemory memory = GstMemory.Wrap(bytes))
        {
            Assert.True(memory.IsReadOnly);
            Assert.False(memory.TryMapWrite(out _));
        }

        using (WriteMapping map = buffer.MapWrite())
        {
            Assert.True(map.Copied);
            map.Span[0] = 9;
        }

        Assert.Equal(1, bytes.Span[0]);
    }

    [Fact]
    public void An_owner_is_disposed_and_a_rented_array_goes_back_once()
    {
        CountingPool pool = new();
        GstBuffer rented = GstBuffer.WrapRented(pool.Rent(100), 60, pool);
        Assert.Equal(60u, rented.Size);
        using GstBuffer copy = rented.Copy(); // shares the memory
        rented.Dispose();
        Assert.Equal(0, pool.Returned);
        copy.Dispose();
        Assert.Equal(1, pool.Returned);

        CountingOwner owner = new();
        GstMemory.Wrap(owner).Dispose();
        Assert.Equal(1, owner.Disposed);
        Assert.Throws<ArgumentOutOfRangeException>(() => GstMemory.WrapRented(new byte[10], 11));
    }

    [Fact]
    public void A_chunk_keeps_its_length_while_it_is_lent()
    {
        using NativeChunk chunk = new([1, 2, 3, 4]);
        GstBuffer buffer = GstBuffer.Wrap(chunk);
        Assert.Throws<InvalidOperationException>(() => chunk.Add(5));
        using (WriteMapping map = buffer.MapWrite())
        {
            map.Span[0] = 9;
        }

        buffer.Dispose();
        chunk.Add(5);
        Assert.Equal([9, 2, 3, 4, 5], chunk.ToArray());
    }

    [Fact]
    public void No_bytes_can_be_wrapped_too()
    {
        using GstMemory array = GstMemory.Wrap(Array.Empty<byte>());
        using GstMemory memory = GstMemory.Wrap(Memory<byte>.Empty);
        using GstMemory native = GstMemory.Wrap(0, 0, null);
        Assert.Equal(0u, array.Size + memory.Size + native.Size);
        using ReadMapping map = memory.MapRead();
        Assert.True(map.Span.IsEmpty);
    }

    [Fact]
    public void An_exception_of_the_release_is_reported()
    {
        List<Exception> failures = [];
        void OnFailed(object? sender, CallbackFailedEventArgs e) => failures.Add(e.Exception);
        GStreamer.CallbackFailed += OnFailed;
        GstMemory.Wrap(new byte[1].AsMemory(), static () => throw new InvalidOperationException("release")).Dispose();
        GStreamer.CallbackFailed -= OnFailed;
        Assert.Equal("release", Assert.Single(failures).Message);
    }

    [Fact]
    public void What_was_wrapped_comes_back()
    {
        byte[] array = [1, 2, 3];
        GstMemory memory = GstMemory.Wrap(array);
        Assert.True(memory.TryUnwrap(out byte[]? back));
        Assert.Same(array, back);
        Assert.True(memory.IsDisposed);

        CountingOwner owner = new();
        GstBuffer buffer = GstBuffer.Wrap(owner);
        Assert.True(buffer.TryUnwrap(out IMemoryOwner<byte>? same));
        Assert.Same(owner, same);
        Assert.Equal(0, owner.Disposed);

        bool released = false;
        Assert.True(GstMemory.Wrap(array.AsMemory(1), () => released = true).TryUnwrap(out Memory<byte> part));
        Assert.Equal([2, 3], part.ToArray());
        Assert.False(released);

        CountingPool pool = new();
        Assert.True(GstMemory.WrapRented(pool.Rent(10), 5, pool).TryUnwrap(out byte[]? rented));
        Assert.Equal(10, rented.Length);
        Assert.Equal(0, pool.Returned);

        using NativeChunk chunk = new([1]);
        Assert.True(GstBuffer.Wrap(chunk).TryUnwrap(out NativeChunk? sameChunk));
        Assert.Same(chunk, sameChunk);
        chunk.Add(2);
    }

    [Fact]
    public void Bytes_that_something_else_uses_do_not_come_back()
    {
        using GstMemory memory = GstMemory.Wrap(new byte[100]);
        using (memory.Retain())
        {
            Refused(memory, "another reference");
        }

        using (memory.MapRead())
        {
            Refused(memory, "a mapping");
        }

        using (memory.Share(0, 10))
        {
            Refused(memory, "a share");
        }

        Assert.False(memory.TryUnwrap(out NativeChunk? _), "another type");
        using (GstMemory foreign = GstMemory.Allocate(10))
        {
            Refused(foreign, "not wrapped");
        }

        using GstMemory child = memory.Share(0, 10);
        Refused(child, "a share itself");
        child.Dispose();
        Assert.True(memory.TryUnwrap(out byte[]? _));
    }

    [Fact]
    public void Buffers_give_back_only_what_they_alone_hold()
    {
        using GstBuffer buffer = GstBuffer.Wrap(new byte[100]);
        using (buffer.Retain())
        {
            Refused(buffer, "another reference");
        }

        using (buffer.Copy())
        {
            Refused(buffer, "a copy that shares the memory");
        }

        using (buffer.MapWrite())
        {
            Refused(buffer, "a mapping");
        }

        using (buffer.PeekMemory(0).Retain())
        {
            Refused(buffer, "a reference to the memory");
        }

        buffer.AppendMemory(GstMemory.Wrap(new byte[1]));
        Refused(buffer, "two memories");
        buffer.RemoveMemory(1);
        using (GstBuffer empty = GstBuffer.Create())
        {
            Refused(empty, "no memory");
        }

        Assert.True(buffer.TryUnwrap(out byte[]? _));
    }

    [Fact]
    public void An_unwrap_that_races_with_maps_never_takes_mapped_bytes()
    {
        for (int round = 0; round < 200; round++)
        {
            byte[] array = new byte[64];
            using GstMemory memory = GstMemory.Wrap(array);
            using Barrier start = new(2);
            Thread mapper = new(() =>
            {
                start.SignalAndWait(TestContext.Current.CancellationToken);
                for (int i = 0; i < 50; i++)
                {
                    try
                    {
                        using WriteMapping map = memory.MapWrite();
                        map.Span.Fill(1);
                        map.Span.Clear();
                    }
                    catch (ObjectDisposedException)
                    {
                        return;
                    }
                }
            });
            mapper.Start();
            start.SignalAndWait(TestContext.Current.CancellationToken);
            byte[]? back;
            while (!memory.TryUnwrap(out back))
            {
                Thread.Yield();
            }

            back.AsSpan().Fill(7);
            mapper.Join();
            Assert.Equal(-1, back.AsSpan().IndexOfAnyExcept((byte)7));
        }
    }

    private static GstMemory Filled(byte value)
    {
        byte[] array = new byte[256];
        array.AsSpan().Fill(value);
        return GstMemory.Wrap(array);
    }

    private static void Refused(GstMemory memory, string why)
    {
        Assert.False(memory.TryUnwrap(out byte[]? owner), why);
        Assert.Null(owner);
        Assert.False(memory.IsDisposed);
    }

    private static void Refused(GstBuffer buffer, string why)
    {
        Assert.False(buffer.TryUnwrap(out byte[]? owner), why);
        Assert.Null(owner);
        Assert.False(buffer.IsDisposed);
    }

    private sealed class CountingPool : ArrayPool<byte>
    {
        internal int Returned { get; private set; }

        public override byte[] Rent(int minimumLength) => new byte[minimumLength];

        public override void Return(byte[] array, bool clearArray = false) => Returned++;
    }

    private sealed class CountingOwner : IMemoryOwner<byte>
    {
        internal int Disposed { get; private set; }

        public Memory<byte> Memory { get; } = new byte[10];

        public void Dispose() => Disposed++;
    }
}
