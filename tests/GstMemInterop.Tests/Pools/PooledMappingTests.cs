using System.Diagnostics.CodeAnalysis;

namespace GstMemInterop.Tests.Pools;

/// <summary>A span that is out keeps its bytes: a buffer that was disposed goes back to its pool when the last mapping of it has ended.</summary>
[SuppressMessage("Usage", "xUnit1051", Justification = "The wait that cannot be cancelled is what is tested.")]
public class PooledMappingTests
{
    public static TheoryData<string> Openings() => ["owned write", "owned read", "sequence", "stream", "editing stream", "duplicate"];

    [Theory]
    [MemberData(nameof(Openings))]
    public void What_is_open_on_a_buffer_keeps_it_out_of_the_pool(string opening)
    {
        using GstBufferPool pool = OneBuffer();
        GstBuffer buffer = pool.Acquire();
        IDisposable open = opening switch
        {
            "owned write" => buffer.MapWriteOwned(),
            "owned read" => buffer.MapReadOwned(),
            "sequence" => buffer.MapSequence(),
            "stream" => buffer.OpenRead(),
            "editing stream" => buffer.OpenReadWrite(),
            _ => buffer.Retain(),
        };
        buffer.Dispose();
        AssertEmpty(pool);
        open.Dispose();
        AssertReturned(pool);
    }

    [Theory]
    [InlineData("buffer")]
    [InlineData("borrow")]
    [InlineData("borrowed memory")]
    [InlineData("range")]
    public void A_write_mapping_keeps_the_buffer_out_of_the_pool(string of)
    {
        using GstBufferPool pool = OneBuffer();
        GstBuffer buffer = pool.Acquire();
        WriteMapping map = of switch
        {
            "buffer" => buffer.MapWrite(),
            "borrow" => buffer.Borrow().MapWrite(),
            "range" => buffer.MapWrite(0, 1),
            _ => buffer.PeekMemory(0).MapWrite(),
        };
        buffer.Dispose();
        AssertEmpty(pool);
        map.Span.Fill(7);
        map.Dispose();
        AssertReturned(pool);
    }

    [Theory]
    [InlineData("buffer")]
    [InlineData("borrow")]
    [InlineData("borrowed memory")]
    public void A_read_mapping_keeps_the_buffer_out_of_the_pool(string of)
    {
        using GstBufferPool pool = OneBuffer();
        GstBuffer buffer = pool.Acquire();
        ReadMapping map = of switch
        {
            "buffer" => buffer.MapRead(),
            "borrow" => buffer.Borrow().MapRead(),
            _ => buffer.PeekMemory(0).MapRead(),
        };
        buffer.Dispose();
        AssertEmpty(pool);
        Assert.Equal(64, map.Span.Length);
        map.Dispose();
        AssertReturned(pool);
    }

    [Fact]
    public void Giving_back_with_Release_waits_for_the_mapping_too()
    {
        using GstBufferPool pool = OneBuffer();
        GstBuffer buffer = pool.Acquire();
        ReadMapping map = buffer.MapRead();
        pool.Release(buffer);
        AssertEmpty(pool);
        map.Dispose();
        AssertReturned(pool);
    }

    [Fact]
    public void A_thread_that_disposes_while_another_maps_does_not_recycle_under_it()
    {
        using GstBufferPool pool = OneBuffer();
        for (int i = 0; i < 200; i++)
        {
            GstBuffer buffer = pool.Acquire();
            using Barrier together = new(2);
            Thread other = new(() =>
            {
                together.SignalAndWait();
                buffer.Dispose();
            });
            other.Start();
            try
            {
                together.SignalAndWait();
                using WriteMapping map = buffer.MapWrite();
                AssertEmpty(pool);
                map.Span.Fill(1);
            }
            catch (ObjectDisposedException)
            {
            }

            other.Join();
            AssertReturned(pool);
        }
    }

    /// <summary>A memory of one's own is no hold on the buffer, in C neither: the pool may lend the buffer again, but not one writable span beside the other.</summary>
    [Fact]
    public void A_mapping_of_a_memory_of_ones_own_excludes_the_next_writer()
    {
        using GstBufferPool pool = OneBuffer();
        GstBuffer buffer = pool.Acquire();
        using GstMemory memory = buffer.GetMemory(0);
        OwnedMapping map = memory.MapWriteOwned();
        buffer.Dispose();
        using GstBuffer next = pool.Acquire();
        map.GetSpan().Fill(1);
        Assert.False(next.TryMapWrite(out _));
        Assert.Equal(GstMapFailure.AlreadyMapped, Assert.Throws<GstMapException>(() => { next.MapWrite(); }).Failure);
        ((IDisposable)map).Dispose();
        next.MapWrite().Dispose();
    }

    private static GstBufferPool OneBuffer() => GstBufferPoolTests.Active(new() { Size = 64, MaxBuffers = 1 });

    private static void AssertEmpty(GstBufferPool pool) => Assert.False(pool.TryAcquire(out _));

    private static void AssertReturned(GstBufferPool pool)
    {
        Assert.True(pool.TryAcquire(out GstBuffer? again));
        using (again)
        {
            using WriteMapping map = again.MapWrite();
            Assert.False(map.Copied);
        }
    }
}
