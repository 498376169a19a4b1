using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GstMemInterop.Native;
using static GstMemInterop.Tests.Conformance.UpstreamBlocks;

namespace GstMemInterop.Tests.Conformance;

/// <summary>GStreamer's own <c>tests/check/gst/gstbuffer.c</c>, case by case, through the public face.</summary>
public unsafe class GstBufferTests
{
    private const GstBufferCopyFlags All = GstBufferCopyFlags.Flags | GstBufferCopyFlags.Timestamps | GstBufferCopyFlags.Meta | GstBufferCopyFlags.Memory;

    [Fact]
    public void test_span()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("data"u8);
        Assert.Throws<ArgumentNullException>(() => buffer.Append(null!));
        Assert.Throws<ArgumentException>(() => buffer.Append(buffer));
        using GstBuffer first = buffer.CopyRegion(GstBufferCopyFlags.None, 0, 2);
        using GstBuffer second = buffer.CopyRegion(GstBufferCopyFlags.None, 2, 2);
        foreach ((GstBuffer left, GstBuffer right, byte[] expected) in ((GstBuffer, GstBuffer, byte[])[])[(first, second, "data"u8.ToArray()), (second, first, "tada"u8.ToArray())])
        {
            using GstBuffer span = left.Copy();
            using GstBuffer given = right.Copy();
            span.Append(given);
            Assert.True(given.IsDisposed);
            Assert.Equal((nuint)4, span.Size);
            Assert.True(span.ContentEquals(expected));
            Assert.Equal((1, 1, 1, 1), (buffer.ReferenceCount, left.ReferenceCount, right.ReferenceCount, span.ReferenceCount));
        }
    }

    [Fact]
    public void test_subbuffer()
    {
        using GstBuffer buffer = GstBuffer.Allocate(4);
        using (WriteMapping map = buffer.MapWrite())
        {
            Assert.Equal((nuint)4, map.Length);
            Assert.True(map.MaxLength >= 4);
            map.Span.Clear();
        }

        using (ReadMapping info = buffer.MapRead())
        {
            buffer.Pts = new GstClockTime(1);
            buffer.Duration = new GstClockTime(2);
            buffer.Offset = 3;
            buffer.OffsetEnd = 4;

            using (GstBuffer sub = buffer.CopyRegion(All, 1, 2))
            {
                using ReadMapping part = sub.MapRead();
                Assert.Equal((nuint)2, part.Length);
                Assert.Equal(info.Slice(1, 2).ToArray(), part.Span.ToArray());
                Assert.Equal(1, sub.ReferenceCount);
                Assert.Equal(GstClockTime.None, sub.Pts);
                Assert.Equal(GstClockTime.None, sub.Duration);
                Assert.Null(sub.Offset);
                Assert.Null(sub.OffsetEnd);
            }

            using (GstBuffer none = buffer.CopyRegion(All, 1, 0))
            {
                using ReadMapping part = none.MapRead();
                Assert.Equal((nuint)0, part.Length);
                Assert.Equal(1, none.ReferenceCount);
            }

            using (GstBuffer one = buffer.CopyRegion(All, 0, 1))
            {
                Assert.Equal((nuint)1, one.Size);
                Assert.Equal(1ul, one.Pts.Nanoseconds);
                Assert.Equal(3ul, one.Offset);
                Assert.Equal(GstClockTime.None, one.Duration);
                Assert.Null(one.OffsetEnd);
            }

            using (GstBuffer all = buffer.CopyRegion(All, 0, 4))
            {
                Assert.Equal((nuint)4, all.Size);
                Assert.Equal(1ul, all.Pts.Nanoseconds);
                Assert.Equal(2ul, all.Duration.Nanoseconds);
                Assert.Equal(3ul, all.Offset);
                Assert.Equal(4ul, all.OffsetEnd);
            }
        }
    }

    [Fact]
    public void test_make_writable()
    {
        using (GstBuffer readOnly = BufferOf(ReadOnly(Alphabet)))
        {
            Assert.Equal(1, readOnly.ReferenceCount);
            using WriteMapping map = readOnly.MapWrite();
            Assert.True(map.Copied);
            map.Span[4] = (byte)'a';
        }

        using GstBuffer buffer = GstBuffer.Allocate(32);
        nint original = buffer.DangerousHandle;
        Assert.False(buffer.MakeWritable());
        Assert.Equal(original, buffer.DangerousHandle);
        using GstBuffer second = buffer.Retain();
        Assert.True(second.MakeWritable());
        Assert.NotEqual(original, second.DangerousHandle);
    }

    [Fact]
    public void test_subbuffer_make_writable()
    {
        using GstBuffer buffer = BufferOf(ReadOnly(Alphabet));
        using GstBuffer sub = buffer.CopyRegion(All, 0, 8);
        using WriteMapping map = sub.MapWrite();
        Assert.NotEqual(0, Address(map.Span));
        map.Span[4] = (byte)'a';
    }

    [Fact]
    public void test_metadata_writable()
    {
        using GstBuffer buffer = GstBuffer.Create();
        buffer.Flags |= GstBufferFlags.Discont | GstBufferFlags.DeltaUnit;
        Assert.True(buffer.IsWritable);
        GstBuffer copy = buffer.Retain();
        Assert.Equal(2, buffer.ReferenceCount);
        Assert.False(buffer.IsWritable);
        Assert.True(copy.MakeWritable());
        Assert.True(copy.IsWritable);
        Assert.Equal(GstBufferFlags.Discont | GstBufferFlags.DeltaUnit, copy.Flags);
        copy.Flags = 0;
        Assert.Equal(GstBufferFlags.Discont | GstBufferFlags.DeltaUnit, buffer.Flags);
        copy.Dispose();
        Assert.True(buffer.IsWritable);
        Assert.Equal(1, buffer.ReferenceCount);
    }

    [Fact]
    public void test_memcmp()
    {
        using GstBuffer buffer = GstBuffer.CopyOf([0, 0]);
        byte[] zeros = [0, 0, 0];
        Assert.Equal(0, buffer.Compare(0, zeros.AsSpan(0, 2)));
        Assert.Equal(0, buffer.Compare(0, zeros.AsSpan(0, 1)));
        Assert.Equal(0, buffer.Compare(1, zeros.AsSpan(0, 1)));
        Longer(buffer, zeros);

        buffer.Set(0, 0x20, 2);
        Assert.NotEqual(0, buffer.Compare(0, zeros.AsSpan(0, 2)));
        Assert.NotEqual(0, buffer.Compare(0, zeros.AsSpan(0, 1)));
        Assert.NotEqual(0, buffer.Compare(1, zeros.AsSpan(0, 1)));
        Longer(buffer, zeros);

        // Where C answers "different" because the buffer is too short, ours says that the range is wrong.
        static void Longer(GstBuffer buffer, byte[] zeros)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Compare(0, zeros));
            Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Compare(2, zeros.AsSpan(0, 1)));
            Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Compare(4, zeros.AsSpan(0, 1)));
        }
    }

    [Fact]
    public void test_copy()
    {
        using (GstBuffer buffer = GstBuffer.Allocate(4))
        using (GstBuffer copy = buffer.Copy())
        {
            Assert.Equal(1, buffer.ReferenceCount);
            Assert.Equal(1, copy.ReferenceCount);
            Assert.NotEqual(buffer.DangerousHandle, copy.DangerousHandle);
            using ReadMapping original = buffer.MapRead();
            using ReadMapping copied = copy.MapRead();
            Assert.Equal(Address(original.Span), Address(copied.Span));
            Assert.Equal(original.Length, copied.Length);
        }

        using (GstBuffer empty = GstBuffer.Allocate(0))
        using (GstBuffer copy = empty.Copy())
        {
            using ReadMapping original = empty.MapRead();
            using ReadMapping copied = copy.MapRead();
            Assert.Equal(0, Address(original.Span));
            Assert.Equal(0, Address(copied.Span));
        }

        byte[] zeros = new byte[1024];
        using (GstBuffer buffer = GstBuffer.CopyOf(zeros))
        using (GstBuffer copy = buffer.Copy())
        {
            Assert.True(copy.IsWritable);
            copy.Set(0, 0x80, 1024);
            Differ(buffer, copy, zeros);
        }

        using (GstBuffer buffer = GstBuffer.CopyOf(zeros))
        {
            // Mapped for writing the memory cannot be shared: the copy is deep at once.
            using WriteMapping map = buffer.MapWrite();
            using GstBuffer copy = buffer.Copy();
            Assert.True(copy.IsWritable);
            copy.Set(0, 0x80, 1024);
            Differ(buffer, copy, zeros);
        }

        using (GstBuffer buffer = GstBuffer.CopyOf(zeros))
        using (GstBuffer copy = buffer.Retain())
        {
            Assert.True(copy.MakeWritable());
            copy.Set(0, 0x80, 1024);
            Differ(buffer, copy, zeros);
        }

        using (GstBuffer buffer = GstBuffer.CopyOf(zeros))
        {
            using WriteMapping map = buffer.MapWrite();
            using GstBuffer copy = buffer.Retain();
            Assert.True(copy.MakeWritable());
            copy.Set(0, 0x80, 1024);
            Differ(buffer, copy, zeros);
        }

        static void Differ(GstBuffer buffer, GstBuffer copy, byte[] zeros)
        {
            Assert.True(buffer.ContentEquals(zeros));
            Assert.NotEqual(0, copy.Compare(0, zeros));
            Assert.False(copy.ContentEquals(buffer.Borrow()));
        }
    }

    [Fact]
    public void test_copy_deep()
    {
        using GstBuffer buffer = GstBuffer.Allocate(4);
        using GstBuffer copy = buffer.CopyDeep();
        Assert.Equal(1, buffer.ReferenceCount);
        Assert.Equal(1, copy.ReferenceCount);
        Assert.NotEqual(buffer.DangerousHandle, copy.DangerousHandle);
        using ReadMapping original = buffer.MapRead();
        using ReadMapping copied = copy.MapRead();
        Assert.NotEqual(Address(original.Span), Address(copied.Span));
        Assert.Equal(original.Length, copied.Length);
    }

    [Fact]
    public void test_try_new_and_alloc()
    {
        using (GstBuffer empty = GstBuffer.Allocate(0))
        {
            using ReadMapping map = empty.MapRead();
            Assert.Equal((nuint)0, map.Length);
            Assert.Equal(0, Address(map.Span));
        }

        using GstBuffer buffer = GstBuffer.Allocate(640 * 480 * 4);
        using WriteMapping all = buffer.MapWrite();
        Assert.Equal(640 * 480 * 4, all.Span.Length);
        Assert.NotEqual(0, Address(all.Span));
        all.Span[(640 * 479 * 4) + (639 * 4) + 3] = 0xFF;
    }

    [Fact]
    public void test_size()
    {
        using GstBuffer buffer = GstBuffer.Allocate(100);
        nuint max = buffer.MaxSize;
        Assert.True(max >= 100);
        Assert.Equal(new Sizes(100, 0, max), SizesOf(buffer));

        using (GstMemory memory = buffer.GetMemory(0))
        {
            memory.Resize(10, 70);
        }

        Assert.Equal(new Sizes(70, 10, max), SizesOf(buffer));

        GstMemory second = Resized(20, 60);
        nuint slack = second.MaxSize - 20;
        buffer.AppendMemory(second);
        Assert.Equal(new Sizes(130, 10, 80 + slack), SizesOf(buffer));

        GstMemory third = Resized(0, 0);
        nuint empty = third.MaxSize;
        buffer.AppendMemory(third);
        Assert.Equal(new Sizes(130, 10, 80 + slack + empty), SizesOf(buffer));

        GstMemory fourth = Resized(0, 0);
        nuint before = fourth.MaxSize;
        buffer.PrependMemory(fourth);
        Assert.Equal(new Sizes(130, 10 + before, 80 + slack + empty + before), SizesOf(buffer));
    }

    [Fact]
    public void test_resize()
    {
        using GstBuffer buffer = GstBuffer.Allocate(100);
        ResizeAsUpstream(() => SizesOf(buffer), buffer.Resize);
    }

    [Fact]
    public void test_map()
    {
        using GstBuffer buffer = BufferOf(GstMemory.Allocate(50), GstMemory.Allocate(50));
        Assert.Equal((nuint)100, buffer.Size);
        Assert.Equal(2, buffer.MemoryCount);
        using (GstBuffer second = buffer.Retain())
        {
            using (ReadMapping map = buffer.MapRead())
            {
                Assert.Equal((nuint)100, map.Length);
                Assert.True(map.Merged);
                Assert.Equal(2, buffer.MemoryCount);
            }

            Assert.Equal(2, buffer.MemoryCount);
            Assert.Equal(GstMapFailure.BufferNotWritable, Assert.Throws<GstMapException>(() => { using WriteMapping map = buffer.MapWrite(); }).Failure);
        }

        using (ReadMapping map = buffer.MapRead())
        {
            Assert.Equal(2, buffer.MemoryCount); // C has 1: it replaces for READ too
        }

        using (WriteMapping map = buffer.MapWrite())
        {
            Assert.Equal(1, buffer.MemoryCount);
        }

        nint memory = buffer.PeekMemory(0).DangerousHandle;
        using (WriteMapping outer = buffer.MapWrite())
        {
            // C nests a second WRITE map on the same memory; two writable spans over the same bytes do not exist here.
            Assert.Equal(GstMapFailure.AlreadyMapped, Assert.Throws<GstMapException>(() => { using WriteMapping map = buffer.MapWrite(); }).Failure);

            // C copies for a READ map inside a WRITE map and loses the outer writes; ours maps READWRITE, so READ nests.
            outer.Span[0] = 0xEE;
            using ReadMapping inner = buffer.MapRead();
            Assert.False(inner.Copied);
            Assert.Equal(Address(outer.Span), Address(inner.Span));
            Assert.Equal((byte)0xEE, inner.Span[0]);
        }

        Assert.Equal(memory, buffer.PeekMemory(0).DangerousHandle);
    }

    [Fact]
    public void test_map_range()
    {
        using GstBuffer buffer = BufferOf(GstMemory.Allocate(50), GstMemory.Allocate(50), GstMemory.Allocate(50));
        Assert.Equal((nuint)150, buffer.Size);
        Assert.Equal(3, buffer.MemoryCount);
        using (GstBuffer second = buffer.Retain())
        {
            using (ReadMapping map = buffer.MapRead(1, 2))
            {
                Assert.Equal((nuint)100, map.Length);
            }

            Assert.Equal(3, buffer.MemoryCount);
            Assert.Throws<GstMapException>(() => { using WriteMapping map = buffer.MapWrite(1, 2); });
        }

        using (ReadMapping map = buffer.MapRead(1, 2))
        {
            Assert.Equal((nuint)100, map.Length);
            Assert.Equal(3, buffer.MemoryCount); // C has 2: it replaces for READ too
        }

        using (WriteMapping map = buffer.MapWrite(1, 2))
        {
            Assert.Equal((nuint)100, map.Length);
            Assert.Equal(2, buffer.MemoryCount);
        }

        using (WriteMapping map = buffer.MapWrite())
        {
            Assert.Equal((nuint)150, map.Length);
            Assert.Equal(1, buffer.MemoryCount);
        }
    }

    [Fact]
    public void test_find()
    {
        using GstBuffer buffer = FindBuffer();
        Assert.Equal((nuint)25, buffer.Size);
        Assert.Equal(4, buffer.MemoryCount);
        Assert.Equal((1, 1, (nuint)0), buffer.FindMemories(0, 5));
        Assert.Equal((1, 1, (nuint)0), buffer.FindMemories(0, 10));
        Assert.Equal((1, 1, (nuint)5), buffer.FindMemories(5, 4));
        Assert.Equal((1, 1, (nuint)5), buffer.FindMemories(5, 5));
        Assert.Equal((1, 2, (nuint)5), buffer.FindMemories(5, 6));
        Assert.Equal((2, 1, (nuint)0), buffer.FindMemories(10, 6));
        Assert.Equal((2, 1, (nuint)0), buffer.FindMemories(10, 15));
        Assert.Equal((2, 1, (nuint)1), buffer.FindMemories(11, 14));
        Assert.Equal((1, 2, (nuint)0), buffer.FindMemories(0, 25));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.FindMemories(11, 15));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.FindMemories(0, 26));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.FindMemories(25, 1));

        // C takes -1 for "to the end" and then counts the empty memory behind too; ours has no -1, and the bytes need two memories.
        Assert.Equal((1, 2, (nuint)1), buffer.FindMemories(1, 24));
        Assert.Equal((2, 1, (nuint)14), buffer.FindMemories(24, 1));
    }

    [Fact]
    public void test_fill()
    {
        using GstBuffer buffer = FindBuffer();
        byte[] data = [.. Enumerable.Range(0, 1000).Select(static i => (byte)i)];

        // C fills what fits and answers how much; ours fills all or says that the range is wrong.
        buffer.Fill(0, []);
        buffer.Fill(20, []);
        buffer.Fill(25, []);
        foreach (int size in (int[])[1, 11, 15, 25])
        {
            buffer.Set(0, 0xFF, 25);
            buffer.Fill(0, data.AsSpan(0, size));
            Assert.True(buffer.ContentEquals([.. data.AsSpan(0, size), .. Enumerable.Repeat((byte)0xFF, 25 - size)]));
        }

        buffer.Fill(1, data.AsSpan(0, 24));
        buffer.Fill(10, data.AsSpan(0, 15));
        buffer.Fill(11, data.AsSpan(0, 14));
        foreach ((nuint offset, int size) in ((nuint, int)[])[(0, 26), (1, 25), (1, 26), (10, 100), (11, 100), (25, 100), (26, 0)])
        {
            byte[] before = buffer.ToArray();
            Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Fill(offset, data.AsSpan(0, size)));
            Assert.Equal(before, buffer.ToArray());
        }

        buffer.Fill(0, data.AsSpan(10, 25));
        byte[] read = new byte[25];
        buffer.Extract(0, read);
        Assert.Equal(data[10..35], read);
        Assert.Equal(4, buffer.MemoryCount);
    }

    [Fact]
    public void test_writable_memory()
    {
        using GstBuffer buffer = GstBuffer.Allocate(10);
        Assert.True(buffer.PeekMemory(0).IsWritable);
        using (GstBuffer second = buffer.Retain())
        {
            Assert.False(buffer.PeekMemory(0).IsWritable);
            Assert.False(buffer.PeekMemory(0).TryMapWrite(out _));
        }

        Assert.True(buffer.PeekMemory(0).IsWritable);
    }

    [Fact]
    public void test_wrapped_bytes()
    {
        fixed (byte* bytes = Alphabet)
        {
            GBytes* shared = LibGLib.g_bytes_new(bytes, (nuint)Alphabet.Length);
            using GstBuffer buffer = GstBuffer.Adopt((nint)LibGst.gst_buffer_new_wrapped_bytes(shared));
            Assert.Equal(1, buffer.MemoryCount);
            Assert.True(buffer.PeekMemory(0).IsReadOnly);
            Assert.False(buffer.PeekMemory(0).TryMapWrite(out _));
            Assert.True(buffer.ContentEquals(Alphabet));
            LibGLib.g_bytes_unref(shared);
        }
    }

    [Fact]
    public void test_new_memdup()
    {
        using GstBuffer buffer = GstBuffer.CopyOf(Alphabet);
        Assert.Equal((nuint)27, buffer.Size);
        Assert.Equal(0, buffer.Compare(0, Alphabet));
        Assert.True(buffer.IsWritable);
        Assert.True(buffer.AreMemoriesWritable(0, 1));
        buffer.Set(0, 0, 27);
        Assert.NotEqual(0, buffer.Compare(0, Alphabet));
    }

    [Fact]
    public void test_auto_unmap()
    {
        using GstBuffer buffer = GstBuffer.CopyOf(Alphabet);
        using GstMemory memory = buffer.GetMemory(0);
        Assert.Equal(2, memory.ReferenceCount);
        {
            using ReadMapping map = buffer.MapRead();
            Assert.Equal(2, memory.ReferenceCount); // the lease keeps the buffer, and the buffer its memory
            Assert.Equal(1, memory.OpenMappings);
        }

        Assert.Equal(2, memory.ReferenceCount);
        Assert.Equal(0, memory.OpenMappings);
    }

    [Fact]
    public void test_set_and_cmp()
    {
        byte* block = (byte*)NativeMemory.AllocZeroed(1024);
        try
        {
            using GstBuffer buffer = BufferOf(
                Window(block, 256, 0, 256),
                Window(block + 256, 512, 128, 256),
                Window(block + 768, 256, 0, 128));
            Assert.Equal((nuint)640, buffer.Size);
            buffer.Set(256, 0x77, 256);
            buffer.Set(0, 0x11, 64);
            buffer.Set(224, 0x22, 64);
            buffer.Set(480, 0x33, 64);

            // C sets what fits (32 of 64); ours refuses the range and leaves the bytes alone.
            Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Set(608, 0x44, 64));
            Assert.Equal(0, buffer.Compare(608, new byte[32]));
            buffer.Set(608, 0x44, 32);

            Assert.Equal(0, buffer.Compare(0, Runs((0x11, 64), (0, 32))));
            Assert.Equal(0, buffer.Compare(192, Runs((0, 32), (0x22, 64), (0x77, 32))));
            Assert.Equal(0, buffer.Compare(448, Runs((0x77, 32), (0x33, 64), (0, 32))));
            Assert.Equal(0, buffer.Compare(576, Runs((0, 32), (0x44, 32))));
            Assert.Equal(3, buffer.MemoryCount);
            Assert.Equal("BB155A387903C569611F3D3E74F114F545819213", Convert.ToHexString(Sha1(block)));
        }
        finally
        {
            NativeMemory.Free(block);
        }

        static byte[] Runs(params (byte Value, int Count)[] runs) => [.. runs.SelectMany(static r => Enumerable.Repeat(r.Value, r.Count))];

#pragma warning disable CA5350 // Not for security: the upstream test states this digest.
        static byte[] Sha1(byte* block) => SHA1.HashData(new ReadOnlySpan<byte>(block, 1024));
#pragma warning restore CA5350
    }

    /// <summary>Four memories of 0, 10, 15 and 0 bytes.</summary>
    private static GstBuffer FindBuffer() => BufferOf(Resized(0, 0), GstMemory.Allocate(10), GstMemory.Allocate(15), Resized(0, 0));
}
