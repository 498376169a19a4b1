using System.Runtime.InteropServices;

namespace GstMemInterop.Tests.Memory;

public class MappingTests
{
    [Fact]
    public void What_is_written_through_one_mapping_is_read_through_the_next()
    {
        using GstMemory memory = GstMemory.Allocate(100);
        using (WriteMapping map = memory.MapWrite())
        {
            Assert.Equal(100, map.Span.Length);
            Assert.Equal((nuint)100, map.Length);
            Assert.True(map.MaxLength >= 100);
            Assert.False(map.Merged);
            Assert.False(map.Copied);
            for (int i = 0; i < 100; i++)
            {
                map.Span[i] = (byte)i;
            }
        }

        using ReadMapping read = memory.MapRead();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (byte)i), read.Span.ToArray());
    }

    [Fact]
    public void A_copy_of_a_mapping_ends_it_once_and_is_dead_afterwards()
    {
        using GstMemory memory = GstMemory.Allocate(8);
        WriteMapping first = memory.MapWrite();
        WriteMapping copy = first;
        Assert.Equal(1, memory.OpenMappings);

        first.Dispose();
        Assert.Equal(0, memory.OpenMappings);
        Assert.False(copy.IsOpen);
        Assert.True(Throws<ObjectDisposedException>(copy, static m => _ = m.Span.Length));
        Assert.True(Throws<ObjectDisposedException>(copy, static m => _ = m.Length));

        using WriteMapping second = memory.MapWrite();
        copy.Dispose();
        first.Dispose();
        Assert.True(second.IsOpen);
        Assert.Equal(1, memory.OpenMappings);
        Assert.Equal(1, memory.ReferenceCount);
    }

    [Fact]
    public void A_default_mapping_does_nothing_and_says_so()
    {
        WriteMapping none = default;
        none.Dispose();
        Assert.False(none.IsOpen);
        Assert.True(Throws<ObjectDisposedException>(none, static m => _ = m.Span.Length));
    }

    [Fact]
    public void Mappings_may_end_in_any_order()
    {
        using GstMemory a = GstMemory.Allocate(1);
        using GstMemory b = GstMemory.Allocate(1);
        using GstMemory c = GstMemory.Allocate(1);
        for (int round = 0; round < 50; round++)
        {
            WriteMapping ma = a.MapWrite();
            WriteMapping mb = b.MapWrite();
            WriteMapping mc = c.MapWrite();
            (round % 3 == 0 ? mb : mc).Dispose();
            ma.Dispose();
            WriteMapping again = a.MapWrite();
            mb.Dispose();
            mc.Dispose();
            Assert.True(again.IsOpen);
            again.Span[0] = 1;
            again.Dispose();
        }

        Assert.Equal(0, a.OpenMappings + b.OpenMappings + c.OpenMappings);
    }

    [Fact]
    public void Many_mappings_can_be_open_at_once()
    {
        List<GstMemory> memories = [.. Enumerable.Range(0, 40).Select(_ => GstMemory.Allocate(4))];
        Nest(memories, 0);
        Assert.All(memories, static m => Assert.Equal(0, m.OpenMappings));
        memories.ForEach(static m => m.Dispose());

        static void Nest(List<GstMemory> memories, int depth)
        {
            if (depth == memories.Count)
            {
                return;
            }

            using WriteMapping map = memories[depth].MapWrite();
            map.Span[0] = (byte)depth;
            Nest(memories, depth + 1);
            Assert.Equal((byte)depth, map.Span[0]);
        }
    }

    [Fact]
    public void Two_writable_spans_over_the_same_bytes_cannot_be_had()
    {
        using GstMemory memory = GstMemory.Allocate(4);
        using GstMemory twin = memory.Retain();
        using WriteMapping map = memory.MapWrite();

        GstMapException refused = Assert.Throws<GstMapException>(() => { using WriteMapping second = twin.MapWrite(); });
        Assert.Equal(GstMapFailure.AlreadyMapped, refused.Failure);
        Assert.Contains("Dispose that mapping", refused.Message, StringComparison.Ordinal);
        Assert.False(twin.TryMapWrite(out WriteMapping none));
        Assert.False(none.IsOpen);
        Assert.Equal(1, memory.OpenMappings);
    }

    [Fact]
    public void A_read_mapping_may_be_nested_in_a_write_mapping_but_not_the_other_way_round()
    {
        using GstMemory memory = GstMemory.Allocate(4);
        using (WriteMapping outer = memory.MapWrite())
        {
            using ReadMapping inner = memory.MapRead();
            outer.Span[2] = 7;
            Assert.Equal(7, inner.Span[2]);
        }

        using (ReadMapping outer = memory.MapRead())
        {
            using ReadMapping inner = memory.MapRead();
            Assert.Equal(GstMapFailure.AlreadyMapped, Assert.Throws<GstMapException>(() => { using WriteMapping no = memory.MapWrite(); }).Failure);
        }

        Assert.Equal(0, memory.OpenMappings);
    }

    [Fact]
    public void Nested_maps_are_refused_long_before_they_spill_into_the_share_count()
    {
        using GstMemory memory = GstMemory.Allocate(4);
        Assert.Equal(192, Nest(memory, 0)); // C counts to 255 and over; the rest is for threads that ask at the same moment
        Assert.Equal(0, memory.OpenMappings);
        Assert.Equal(0, memory.ShareCount);

        static int Nest(GstMemory memory, int depth)
        {
            if (!memory.TryMapRead(out ReadMapping map))
            {
                return depth;
            }

            using (map)
            {
                return Nest(memory, depth + 1);
            }
        }
    }

    [Fact]
    public void A_share_is_read_only_and_a_shared_memory_is_not_written()
    {
        using GstMemory memory = GstMemory.CopyOf("abcdefgh"u8);
        using GstMemory one = memory.Share(1, 3);
        using GstMemory two = memory.Share(4, 4);

        Assert.True(one.IsReadOnly);
        Assert.Equal(GstMapFailure.ReadOnlyMemory, Assert.Throws<GstMapException>(() => { using WriteMapping no = one.MapWrite(); }).Failure);
        GstMapException shared = Assert.Throws<GstMapException>(() => { using WriteMapping no = memory.MapWrite(); });
        Assert.Equal(GstMapFailure.MemoryShared, shared.Failure);
        Assert.Contains("shared by 2", shared.Message, StringComparison.Ordinal);
        using ReadMapping map = one.MapRead();
        Assert.Equal("bcd"u8.ToArray(), map.Span.ToArray());
    }

    [Fact]
    public void Typed_access_checks_size_and_alignment()
    {
        using GstMemory memory = GstMemory.Allocate(16, new AllocationParams { Alignment = 64 });
        using (WriteMapping map = memory.MapWrite())
        {
            map.As<int>()[3] = 0x01020304;
            Assert.Equal(0x01020304, MemoryMarshal.Read<int>(map.Slice(12, 4)));
            Assert.Equal(2, map.As<double>().Length);
        }

        memory.Resize(1, 8);
        using ReadMapping odd = memory.MapRead();
        Assert.True(Throws<InvalidOperationException>(odd, static m => _ = m.As<int>().Length));
        Assert.Equal(8, odd.As<byte>().Length);
        memory.Resize(-1, 7);
        using ReadMapping seven = memory.MapRead();
        Assert.True(Throws<InvalidOperationException>(seven, static m => _ = m.As<short>().Length));
    }

    [Fact]
    public void Slices_are_checked_and_a_mapping_above_2_GiB_is_read_in_slices()
    {
        nuint size = 3u * 1024 * 1024 * 1024;
        using GstMemory memory = GstMemory.Allocate(size);
        using WriteMapping map = memory.MapWrite();
        Assert.Equal(size, map.Length);
        Assert.True(Throws<InvalidOperationException>(map, static m => _ = m.Span.Length));
        map.Slice(size - 1, 1)[0] = 42;
        Assert.Equal(42, map.Slice(size - 2, 2)[1]);
        Assert.Equal(0, map.Slice(size, 0).Length);
        Assert.True(Throws<ArgumentOutOfRangeException>(map, static m => _ = m.Slice(3u * 1024 * 1024 * 1024, 1).Length));
        Assert.True(Throws<ArgumentOutOfRangeException>(map, static m => _ = m.Slice(nuint.MaxValue, 2).Length));
        Assert.True(Throws<ArgumentOutOfRangeException>(map, static m => _ = m.Slice(0, -1).Length));
    }

    [Fact]
    public void An_impossible_size_is_an_exception_and_not_the_end_of_the_process()
    {
        Assert.Throws<OutOfMemoryException>(() => GstMemory.Allocate(unchecked((nuint)(1UL << 60))));
        Assert.Throws<OutOfMemoryException>(() => GstBuffer.Allocate(unchecked((nuint)(1UL << 60))));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstMemory.Allocate(nuint.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstMemory.Allocate(4, new AllocationParams { Alignment = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstMemory.Allocate(4, new AllocationParams { Prefix = (nuint)nint.MaxValue }));
    }

    [Fact]
    public void Ranges_have_one_rule()
    {
        using GstMemory memory = GstMemory.CopyOf("12345678"u8);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Share(9, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Share(0, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Share(nuint.MaxValue, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Copy(4, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Resize(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Resize(nint.MinValue, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Resize(0, nuint.MaxValue - 4));
        using GstMemory empty = memory.Share(8, 0);
        using ReadMapping none = empty.MapRead();
        Assert.Equal(0, none.Span.Length);
    }

    private delegate void Use<T>(T mapping) where T : allows ref struct;

    private static bool Throws<TException>(WriteMapping mapping, Use<WriteMapping> use) where TException : Exception
    {
        try
        {
            use(mapping);
            return false;
        }
        catch (TException)
        {
            return true;
        }
    }

    private static bool Throws<TException>(ReadMapping mapping, Use<ReadMapping> use) where TException : Exception
    {
        try
        {
            use(mapping);
            return false;
        }
        catch (TException)
        {
            return true;
        }
    }
}
