using GstMemInterop.Tests.Conformance;

namespace GstMemInterop.Tests.Memory;

/// <summary>From any memory to one that can be written: nothing leaks, and nothing is lost when it fails.</summary>
public class WritableMemoryTests
{
    public static TheoryData<Obstacle> Obstacles => [.. Enum.GetValues<Obstacle>()];

    [Fact]
    public void Memory_that_can_be_written_is_not_copied()
    {
        using GstMemory memory = GstMemory.CopyOf("abc"u8);
        nint before = memory.DangerousHandle;
        Assert.False(memory.MakeWritable());
        using (WriteMapping map = memory.MakeMappedWrite())
        {
            Assert.False(map.Copied);
            map.Span[0] = (byte)'A';
        }

        using (ReadMapping map = memory.MakeMappedRead())
        {
            Assert.False(map.Copied);
            Assert.Equal("Abc"u8, map.Span);
        }

        Assert.Equal(before, memory.DangerousHandle);
    }

    [Theory]
    [MemberData(nameof(Obstacles))]
    public void MakeWritable_copies_whatever_stands_in_the_way(Obstacle obstacle)
    {
        using Obstructed obstructed = new(obstacle);
        nint before = obstructed.Memory.DangerousHandle;
        Assert.False(obstructed.Memory.TryMapWrite(out _));
        Assert.True(obstructed.Memory.MakeWritable());
        Assert.NotEqual(before, obstructed.Memory.DangerousHandle);
        using (WriteMapping map = obstructed.Memory.MapWrite())
        {
            Assert.Equal("abcdef"u8, map.Span);
            map.Span[0] = (byte)'A';
        }

        Assert.Equal("abcdef"u8.ToArray(), obstructed.Original.ToArray());
        Assert.False(obstructed.Memory.MakeWritable());
    }

    [Theory]
    [MemberData(nameof(Obstacles))]
    public void MakeMappedWrite_ends_with_a_writable_mapping_and_says_that_it_copied(Obstacle obstacle)
    {
        using Obstructed obstructed = new(obstacle);
        long copies = MapCounters.Copies;
        using (WriteMapping map = obstructed.Memory.MakeMappedWrite())
        {
            Assert.True(map.Copied);
            Assert.Equal("abcdef"u8, map.Span);
            map.Span[0] = (byte)'A';
            Assert.Equal(1, obstructed.Memory.OpenMappings);
        }

        Assert.True(MapCounters.Copies > copies);
        Assert.Equal("Abcdef"u8.ToArray(), obstructed.Memory.ToArray());
        Assert.Equal("abcdef"u8.ToArray(), obstructed.Original.ToArray());
        Assert.Equal(1, obstructed.Memory.ReferenceCount);
    }

    [Fact]
    public void MakeMappedRead_maps_what_can_be_read_without_a_copy()
    {
        using GstMemory memory = UpstreamBlocks.ReadOnly("abc"u8);
        using ReadMapping map = memory.MakeMappedRead();
        Assert.False(map.Copied);
        Assert.Equal("abc"u8, map.Span);
    }

    [Fact]
    public void The_mapping_of_the_copy_outlives_the_memory_object()
    {
        GstMemory memory = UpstreamBlocks.ReadOnly("abc"u8);
        WriteMapping map = memory.MakeMappedWrite();
        memory.Dispose();
        map.Span[2] = (byte)'C';
        Assert.Equal("abC"u8, map.Span);
        map.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { using WriteMapping none = memory.MakeMappedWrite(); });
        Assert.Throws<ObjectDisposedException>(() => memory.MakeWritable());
    }

    [Fact]
    public void An_open_mapping_stays_on_the_old_memory_when_a_copy_takes_its_place()
    {
        using GstMemory memory = GstMemory.CopyOf("abc"u8);
        using WriteMapping old = memory.MapWrite();
        Assert.True(memory.MakeWritable());
        using WriteMapping map = memory.MapWrite();
        old.Span[0] = (byte)'1';
        map.Span[0] = (byte)'2';
        Assert.Equal("1bc"u8, old.Span);
        Assert.Equal("2bc"u8, map.Span);
    }

    [Fact]
    public void What_cannot_be_copied_stays_as_it_was()
    {
        using GstMemory memory = OpaqueAllocator.AllocateByName(100);
        using GstMemory second = memory.Retain();
        nint before = memory.DangerousHandle;
        Assert.Equal(GstMapFailure.AllocatorRefused, Assert.Throws<GstMapException>(() => { using WriteMapping map = memory.MakeMappedWrite(); }).Failure);
        Assert.Equal(GstMapFailure.AllocatorRefused, Assert.Throws<GstMapException>(() => { using ReadMapping map = memory.MakeMappedRead(); }).Failure);
        Assert.False(memory.MakeWritable());
        Assert.Equal(before, memory.DangerousHandle);
        Assert.Equal(2, memory.ReferenceCount);
        Assert.Equal(0, memory.OpenMappings);
    }

    [Fact]
    public void Editing_memory_of_a_buffer_of_our_own_edits_the_buffer()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        using GstMemory memory = buffer.GetMemory(0);
        Assert.False(memory.MakeWritable());
        memory.Fill(1, "B"u8);
        Assert.True(buffer.ContentEquals("aBc"u8));
    }

    [Fact]
    public void Nothing_is_written_under_a_live_share()
    {
        using GstMemory memory = GstMemory.CopyOf("abcdef"u8);
        using (GstMemory share = memory.Share(1, 2))
        {
            Assert.False(memory.IsWritable);
            GstMapException refused = Assert.Throws<GstMapException>(() => { using WriteMapping map = memory.MapWrite(); });
            Assert.Equal(GstMapFailure.MemoryShared, refused.Failure);
            Assert.Contains("shared by 1", refused.Message, StringComparison.Ordinal);
            Assert.Throws<GstMapException>(() => memory.MapWriteOwned());
            Assert.False(memory.TryMapWrite(out _));
            Assert.False(share.TryMapWrite(out _));
            Assert.False(memory.Borrow().TryMapWrite(out _));
            Assert.False(GstMemoryRef.Borrow(memory.DangerousHandle).TryMapWrite(out _));
            using ReadMapping readable = memory.MapRead();
            Assert.Equal("abcdef"u8, readable.Span);
        }

        Assert.True(memory.IsWritable);
        using (memory.MapWrite())
        {
            Assert.Equal(GstMapFailure.AlreadyMapped, Assert.Throws<GstMapException>(() => memory.Share(0, 1)).Failure);
            Assert.Equal(GstMapFailure.AlreadyMapped, Assert.Throws<GstMapException>(() => memory.ShareBlock(0, 1)).Failure);
        }
    }

    [Fact]
    public void A_share_knows_its_parent_and_a_share_of_a_share_too()
    {
        using GstMemory memory = GstMemory.CopyOf("abcdef"u8);
        Assert.Null(memory.GetParent());
        using GstMemory share = memory.Share(1, 4);
        using GstMemory inner = share.Share(1, 2);
        using GstMemory? parent = inner.GetParent();
        Assert.Equal(memory.DangerousHandle, parent!.DangerousHandle);
        using GstBuffer buffer = GstBuffer.Create();
        buffer.AppendMemory(memory.Share(0, 1));
        using GstMemory? ofPeeked = buffer.PeekMemory(0).GetParent();
        Assert.Equal(memory.DangerousHandle, ofPeeked!.DangerousHandle);
    }

    public enum Obstacle
    {
        ReadOnly,
        Shared,
        SharedOnce,
        Mapped,
        BufferHeldTwice,
    }

    /// <summary>A memory of six bytes that cannot be mapped for writing, and a second handle on it.</summary>
    private sealed class Obstructed : IDisposable
    {
        private readonly List<IDisposable> _inTheWay = [];

        internal Obstructed(Obstacle obstacle)
        {
            Memory = obstacle == Obstacle.ReadOnly ? UpstreamBlocks.ReadOnly("abcdef"u8) : GstMemory.CopyOf("abcdef"u8);
            Original = Memory.Retain();
            switch (obstacle)
            {
                case Obstacle.Shared:
                    _inTheWay.Add(Memory.Share(0, 3));
                    _inTheWay.Add(Memory.Share(3, 3));
                    break;
                case Obstacle.SharedOnce:
                    _inTheWay.Add(Memory.Share(0, 3));
                    break;
                case Obstacle.Mapped:
                    _inTheWay.Add(Original.MapReadOwned());
                    break;
                case Obstacle.BufferHeldTwice:
                    GstBuffer buffer = GstBuffer.Create();
                    buffer.AppendMemory(Memory.Retain());
                    _inTheWay.Add(buffer);
                    _inTheWay.Add(buffer.Retain());
                    break;
            }
        }

        internal GstMemory Memory { get; }

        internal GstMemory Original { get; }

        public void Dispose()
        {
            _inTheWay.ForEach(static o => o.Dispose());
            Memory.Dispose();
            Original.Dispose();
        }
    }
}
