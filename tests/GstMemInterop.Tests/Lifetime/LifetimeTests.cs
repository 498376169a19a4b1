using System.Runtime.CompilerServices;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Lifetime;

public class LifetimeTests
{
    [Fact]
    public void Dispose_on_one_thread_while_another_calls_gives_ObjectDisposed_at_worst()
    {
        for (int round = 0; round < 300; round++)
        {
            GstBuffer buffer = GstBuffer.CopyOf("abcdefgh"u8);
            using Barrier start = new(3);
            Exception? unexpected = null;
            Thread[] workers =
            [
                new(() => Hammer(() => _ = buffer.Size)),
                new(() => Hammer(() =>
                {
                    using ReadMapping map = buffer.MapRead();
                    if (map.Span[0] != (byte)'a')
                    {
                        throw new InvalidDataException("read freed memory");
                    }
                })),
            ];
            Array.ForEach(workers, static w => w.Start());
            start.SignalAndWait(TestContext.Current.CancellationToken);
            Thread.SpinWait(round * 20);
            buffer.Dispose();
            Array.ForEach(workers, static w => w.Join());
            Assert.Null(unexpected);

            void Hammer(Action use)
            {
                start.SignalAndWait();
                try
                {
                    while (true)
                    {
                        use();
                    }
                }
                catch (ObjectDisposedException)
                {
                    // what a race may end in
                }
                catch (Exception exception)
                {
                    unexpected = exception;
                }
            }
        }
    }

    [Fact]
    public void A_buffer_mapped_on_one_thread_and_disposed_on_another_lives_until_the_mapping_ends()
    {
        for (int round = 0; round < 200; round++)
        {
            GstMemory memory = GstMemory.CopyOf("abc"u8);
            using GstMemory witness = memory.Retain();
            using (WriteMapping map = memory.MapWrite())
            {
                Thread other = new(memory.Dispose);
                other.Start();
                other.Join();
                map.Span[0] = (byte)'A';
                Assert.Equal(2, witness.ReferenceCount);
            }

            Assert.Equal(1, witness.ReferenceCount);
            Assert.Equal(0, witness.OpenMappings);
        }
    }

    [Fact]
    public void Two_threads_never_hold_writable_spans_of_the_same_bytes()
    {
        using GstMemory memory = GstMemory.Allocate(64);
        int inside = 0;
        int overlaps = 0;
        int mapped = 0;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                if (memory.TryMapWrite(out WriteMapping map))
                {
                    overlaps += Interlocked.Increment(ref inside) > 1 ? 1 : 0;
                    mapped++;
                    map.Span[i % 64]++;
                    Interlocked.Decrement(ref inside);
                    map.Dispose();
                }
            }
        }))];
        Array.ForEach(threads, static t => t.Start());
        Array.ForEach(threads, static t => t.Join());
        Assert.Equal(0, overlaps);
        Assert.True(mapped > 1000);
        Assert.Equal(0, memory.OpenMappings);
    }

    [Fact]
    public void Two_threads_may_read_one_buffer_of_several_memories()
    {
        for (int round = 0; round < 300; round++)
        {
            using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
            buffer.AppendMemory(GstMemory.CopyOf("def"u8));
            buffer.AppendMemory(GstMemory.CopyOf("ghi"u8));
            int wrong = 0;
            using Barrier start = new(2);
            Thread[] readers = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() =>
            {
                start.SignalAndWait();
                using ReadMapping map = buffer.MapRead();
                wrong += map.Span.SequenceEqual("abcdefghi"u8) ? 0 : 1;
            }))];
            Array.ForEach(readers, static t => t.Start());
            Array.ForEach(readers, static t => t.Join());
            Assert.Equal(0, wrong);
            Assert.Equal(3, buffer.MemoryCount);
        }
    }

    [Fact]
    public void What_a_thread_forgot_to_unmap_is_unmapped_after_the_thread_is_gone()
    {
        using GstMemory witness = Forget();
        for (int i = 0; i < 20 && witness.OpenMappings != 0; i++)
        {
            GstFixture.Settle();
        }

        Assert.Equal(0, witness.OpenMappings);
        Assert.Equal(1, witness.ReferenceCount);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static GstMemory Forget()
        {
            GstMemory? witness = null;
            Thread thread = new(() =>
            {
                GstMemory memory = GstMemory.Allocate(16);
                witness = memory.Retain();
                memory.MapWrite();
            });
            thread.Start();
            thread.Join();
            return witness!;
        }
    }

    [Fact]
    public void What_nobody_disposed_is_released_by_the_finalizer()
    {
        using GstMemory witness = Forget();
        for (int i = 0; i < 20 && witness.ReferenceCount != 1; i++)
        {
            GstFixture.Settle();
        }

        Assert.Equal(1, witness.ReferenceCount);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static GstMemory Forget()
        {
            GstMemory memory = GstMemory.Allocate(16);
            memory.Retain();
            return memory;
        }
    }

    [Fact]
    public async Task An_owned_mapping_crosses_threads_and_awaits()
    {
        GstBuffer buffer = GstBuffer.CopyOf("abcdef"u8);
        OwnedMapping mapping = buffer.MapWriteOwned();
        Assert.False(buffer.TryMapWrite(out _));
        buffer.Dispose();
        await Task.Run(() => mapping.Memory.Span[0] = (byte)'A', TestContext.Current.CancellationToken);
        await using (MemoryStream stream = new())
        {
            await stream.WriteAsync(mapping.Memory, TestContext.Current.CancellationToken);
            Assert.Equal("Abcdef"u8.ToArray(), stream.ToArray());
        }

        using (mapping.Memory.Pin())
        {
            ((IDisposable)mapping).Dispose();
        }

        Assert.Throws<ObjectDisposedException>(() => mapping.Memory.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => { mapping.Pin(); });
        ((IDisposable)mapping).Dispose();

        using GstMemory memory = GstMemory.CopyOf("xyz"u8);
        using (OwnedReadMapping read = memory.MapReadOwned())
        {
            Assert.Equal("xyz"u8.ToArray(), read.Memory.ToArray());
            Assert.Equal(1, memory.OpenMappings);
        }

        Assert.Equal(0, memory.OpenMappings);
        Assert.Equal(1, memory.ReferenceCount);
    }

    [Fact]
    public void Mapping_and_disposing_allocates_nothing()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abcdef"u8);
        using GstMemory memory = GstMemory.Allocate(16);
        Use(buffer, memory, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use(buffer, memory, 1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Use(GstBuffer buffer, GstMemory memory, int times)
        {
            for (int i = 0; i < times; i++)
            {
                using WriteMapping a = buffer.MapWrite();
                using WriteMapping b = memory.MapWrite();
                a.Span[0] = b.Span[0];
                _ = buffer.Size + memory.Size;
            }
        }
    }
}
