using GstMemInterop.Native;
using static GstMemInterop.Tests.Conformance.UpstreamBlocks;

namespace GstMemInterop.Tests.Conformance;

/// <summary>GStreamer's own <c>tests/check/gst/gstmemory.c</c>, case by case, through the public face.</summary>
public unsafe class GstMemoryTests
{
    [Fact]
    public void test_submemory()
    {
        using GstMemory memory = GstMemory.Allocate(4);
        using (WriteMapping map = memory.MapWrite())
        {
            Assert.Equal((nuint)4, map.Length);
            Assert.True(map.MaxLength >= 4);
            map.Span.Clear();
        }

        using (ReadMapping info = memory.MapRead())
        {
            using (GstMemory sub = memory.Share(1, 2))
            {
                using ReadMapping part = sub.MapRead();
                Assert.Equal((nuint)2, part.Length);
                Assert.Equal(Address(info.Span) + 1, Address(part.Span));
                Assert.Equal(1, sub.ReferenceCount);
            }

            using (GstMemory none = memory.Share(1, 0))
            {
                using ReadMapping part = none.MapRead();
                Assert.Equal((nuint)0, part.Length);
                Assert.Equal(1, none.ReferenceCount);
            }

            using (GstMemory one = memory.Share(0, 1))
            {
                Assert.Equal((nuint)1, one.Size);
            }

            using (GstMemory all = memory.Share(0, 4))
            {
                Assert.Equal((nuint)4, all.Size);
            }
        }

        using (memory.MapWrite())
        {
            Assert.Equal(GstMapFailure.AlreadyMapped, Assert.Throws<GstMapException>(() => memory.Share(0, 4)).Failure);
        }
    }

    [Fact]
    public void test_submemory_writable()
    {
        using GstMemory memory = ReadOnly(Alphabet);
        using GstMemory sub = memory.Share(0, 8);
        Assert.True(sub.IsReadOnly);
        Assert.Equal(GstMapFailure.ReadOnlyMemory, Assert.Throws<GstMapException>(() => { using WriteMapping map = memory.MapWrite(); }).Failure);
        Assert.Equal(GstMapFailure.ReadOnlyMemory, Assert.Throws<GstMapException>(() => { using WriteMapping map = sub.MapWrite(); }).Failure);
    }

    [Fact]
    public void test_writable()
    {
        using GstMemory memory = ReadOnly(Alphabet);
        Assert.False(memory.TryMapWrite(out _));
        using (memory.MapRead())
        {
        }

        Assert.False(memory.TryMapWrite(out _));
        Assert.Equal(0, memory.OpenMappings);

        using GstMemory copy = memory.Copy();
        Assert.True(memory.IsReadOnly);
        Assert.False(copy.IsReadOnly);
        using (WriteMapping map = copy.MapWrite())
        {
            map.Span[4] = (byte)'a';
        }

        using GstMemory second = copy.Retain();
        using (WriteMapping map = copy.MapWrite())
        {
            map.Span[4] = (byte)'a';
        }

        Assert.Equal(2, copy.ReferenceCount);
    }

    [Fact]
    public void test_copy()
    {
        using GstMemory memory = GstMemory.Allocate(4);
        using GstMemory copy = memory.Copy();
        Assert.Equal(1, memory.ReferenceCount);
        Assert.Equal(1, copy.ReferenceCount);
        Assert.NotEqual(memory.DangerousHandle, copy.DangerousHandle);
        using (ReadMapping map = memory.MapRead())
        using (ReadMapping copied = copy.MapRead())
        {
            Assert.Equal(map.Length, copied.Length);
        }

        using GstMemory empty = GstMemory.Allocate(0);
        using (ReadMapping map = empty.MapRead())
        {
            Assert.Equal((nuint)0, map.Length);
        }

        using GstMemory emptyCopy = empty.Copy();
        using ReadMapping nothing = emptyCopy.MapRead();
        Assert.Equal((nuint)0, nothing.Length);
    }

    [Fact]
    public void test_try_new_and_alloc()
    {
        using (GstMemory empty = GstMemory.Allocate(0))
        {
            using ReadMapping map = empty.MapRead();
            Assert.Equal((nuint)0, map.Length);
        }

        using GstMemory memory = GstMemory.Allocate(640 * 480 * 4);
        using WriteMapping all = memory.MapWrite();
        Assert.Equal(640 * 480 * 4, all.Span.Length);
        Assert.NotEqual(0, Address(all.Span));
        all.Span[(640 * 479 * 4) + (639 * 4) + 3] = 0xFF;
    }

    [Fact]
    public void test_resize()
    {
        using GstMemory memory = GstMemory.Allocate(100);
        ResizeAsUpstream(() => SizesOf(memory), memory.Resize);
    }

    [Fact]
    public void test_map()
    {
        using GstMemory memory = GstMemory.Allocate(100);
        Assert.Equal(1, memory.ReferenceCount);
        using (ReadMapping map = memory.MapRead())
        {
            Assert.NotEqual(0, Address(map.Span));
            Assert.Equal((nuint)100, map.Length);
            Assert.Equal(memory.MaxSize, map.MaxLength);
            Assert.Equal(1, memory.ReferenceCount);
        }

        Assert.Equal(1, memory.ReferenceCount);
    }

    [Fact]
    public void test_map_ref()
    {
        // C takes a reference only with GST_MAP_REF_MEMORY (1.28); ours keeps the memory by a lease on its owner, in every version.
        GstMemory memory = GstMemory.CopyOf("abc"u8);
        using GstMemory witness = memory.Retain();
        using (ReadMapping map = memory.MapRead())
        {
            Assert.Equal((nuint)3, map.Length);
            Assert.Equal(memory.MaxSize, map.MaxLength);
            Assert.Equal(2, witness.ReferenceCount);
            memory.Dispose();
            Assert.Equal(2, witness.ReferenceCount);
            Assert.Equal((byte)'c', map.Span[2]);
        }

        Assert.Equal(1, witness.ReferenceCount);
    }

    [Fact]
    public void test_map_nested()
    {
        using GstMemory memory = GstMemory.Allocate(100);
        using (ReadMapping outer = memory.MapRead())
        {
            using (ReadMapping inner = memory.MapRead())
            {
                Assert.Equal(Address(outer.Span), Address(inner.Span));
                Assert.Equal((nuint)100, inner.Length);
            }

            Assert.Equal(GstMapFailure.AlreadyMapped, Assert.Throws<GstMapException>(() => { using WriteMapping map = memory.MapWrite(); }).Failure);
            Assert.False(memory.TryMapWrite(out _));
            using (memory.MapRead())
            {
            }
        }

        // Ours maps READWRITE, never WRITE alone: inside, READ nests as in C; a second writable span does not exist, where C nests.
        WriteMapping write = memory.MapWrite();
        ReadMapping within = memory.MapRead();
        Assert.Equal(Address(write.Span), Address(within.Span));
        Assert.Equal(GstMapFailure.AlreadyMapped, Assert.Throws<GstMapException>(() => { using WriteMapping map = memory.MapWrite(); }).Failure);
        Assert.Equal(2, memory.OpenMappings);
        write.Dispose();
        within.Dispose();
        Assert.Equal(0, memory.OpenMappings);

        // Unmapping once too often is a CRITICAL in C, nothing here.
        write.Dispose();
        within.Dispose();
        Assert.Equal(0, memory.OpenMappings);
    }

    [Fact]
    public void test_map_resize()
    {
        using GstMemory memory = GstMemory.Allocate(100);
        nuint max = memory.MaxSize;
        using (ReadMapping map = memory.MapRead())
        {
            Assert.Equal((nuint)100, map.Length);
            Assert.Equal(max, map.MaxLength);
            memory.Resize(1, 99);
            Assert.Equal(new Sizes(99, 1, max), SizesOf(memory));
            Assert.Equal((nuint)100, map.Length);
        }

        Assert.Equal(new Sizes(99, 1, max), SizesOf(memory));
        using (ReadMapping map = memory.MapRead())
        {
            Assert.Equal((nuint)99, map.Length);
            Assert.Equal(max - 1, map.MaxLength);
            memory.Resize(-1, 100);
            Assert.Equal(new Sizes(100, 0, max), SizesOf(memory));
        }

        Assert.Equal(new Sizes(100, 0, max), SizesOf(memory));
    }

    [Fact]
    public void test_alloc_params()
    {
        using GstMemory memory = GstMemory.Allocate(100, new AllocationParams
        {
            Prefix = 10,
            Padding = 10,
            Flags = GstMemoryFlags.ZeroPrefixed | GstMemoryFlags.ZeroPadded,
        });
        Assert.Equal((nuint)100, memory.Size);
        Assert.Equal((nuint)10, memory.Offset);
        Assert.True(memory.MaxSize >= 120);
        Assert.Equal(GstMemoryFlags.ZeroPrefixed | GstMemoryFlags.ZeroPadded, memory.Flags & (GstMemoryFlags.ZeroPrefixed | GstMemoryFlags.ZeroPadded));
        using (ReadMapping map = memory.MapRead())
        {
            Assert.Equal((nuint)100, map.Length);
        }

        memory.Resize(-10, 120);
        using ReadMapping all = memory.MapRead();
        Assert.Equal(new byte[10], all.Slice(0, 10).ToArray());
        Assert.Equal(new byte[10], all.Slice(110, 10).ToArray());
    }

    [Fact]
    public void test_lock()
    {
        // The public face has no bare locks: C's are taken by hand, ours must see them and stay out of their way.
        using GstMemory memory = GstMemory.Allocate(10);
        Native.GstMemory* raw = (Native.GstMemory*)memory.DangerousHandle;
        const GstLockFlags Read = GstLockFlags.GST_LOCK_FLAG_READ;
        const GstLockFlags Write = GstLockFlags.GST_LOCK_FLAG_WRITE;
        const GstLockFlags Exclusive = GstLockFlags.GST_LOCK_FLAG_EXCLUSIVE;

        Assert.True(Lock(Write | Exclusive));
        Assert.Equal((1, 1), (memory.OpenMappings, memory.ShareCount));
        Assert.False(memory.TryMapRead(out _));
        Assert.False(memory.TryMapWrite(out _));
        Assert.False(Lock(Exclusive));
        Assert.True(Lock(Write));
        Assert.Equal(2, memory.OpenMappings);
        Unlock(Write);
        Unlock(Write | Exclusive);
        Assert.Equal((0, 0), (memory.OpenMappings, memory.ShareCount));

        Assert.True(Lock(Read | Exclusive));
        Assert.True(Lock(Read | Exclusive));
        Assert.Equal((2, 2), (memory.OpenMappings, memory.ShareCount));
        Assert.False(memory.IsWritable);
        Assert.True(memory.TryMapRead(out ReadMapping shared));
        shared.Dispose();
        Unlock(Read | Exclusive);
        Unlock(Read | Exclusive);

        Assert.True(Lock(Read | Write | Exclusive));
        Assert.True(Lock(Read));
        Assert.False(Lock(Read | Exclusive));
        Assert.False(Lock(Exclusive));
        Assert.True(Lock(Write));
        Unlock(Write);
        Unlock(Read);
        Unlock(Read | Write | Exclusive);
        Assert.Equal((0, 0), (memory.OpenMappings, memory.ShareCount));
        using WriteMapping map = memory.MapWrite();

        bool Lock(GstLockFlags flags) => Macros.gst_memory_lock(raw, flags) != 0;
        void Unlock(GstLockFlags flags) => Macros.gst_memory_unlock(raw, flags);
    }

    [Fact]
    public void test_no_error_and_no_warning_on_map_failure()
    {
        using GstMemory memory = OpaqueAllocator.AllocateByName(100);
        Assert.Equal((nuint)100, memory.Size);
        Assert.Equal((nuint)0, memory.Offset);
        Assert.True(memory.MaxSize >= 100);
        Assert.True(memory.IsType(OpaqueAllocator.OpaqueMemory));
        using LoggedWarnings log = new();
        Assert.False(memory.TryMapRead(out ReadMapping read));
        Assert.False(memory.TryMapWrite(out WriteMapping write));
        Assert.False(read.IsOpen);
        Assert.False(write.IsOpen);
        Assert.Equal(GstMapFailure.AllocatorRefused, Assert.Throws<GstMapException>(() => { using ReadMapping map = memory.MapRead(); }).Failure);
        Assert.Equal(GstMapFailure.AllocatorRefused, Assert.Throws<GstMapException>(() => { using WriteMapping map = memory.MapWrite(); }).Failure);
        Assert.Equal(0, LoggedWarnings.Count);
        Assert.Equal(0, memory.OpenMappings);

        // That the log is heard at all: malformed caps are a warning. (GstCaps.Parse refuses them before C is asked.)
        fixed (byte* malformed = "a,b="u8)
        {
            Assert.True(LibGst.gst_caps_from_string(malformed) is null);
        }

        Assert.NotEqual(0, LoggedWarnings.Count);
    }

    [Fact]
    public void test_is_span()
    {
        using GstMemory memory = GstMemory.Allocate(4);
        using GstMemory first = memory.Share(0, 2);
        using GstMemory second = memory.Share(2, 2);
        Assert.False(memory.IsSpan(second.Borrow(), out _));
        Assert.False(first.IsSpan(memory.Borrow(), out _));
        Assert.True(first.IsSpan(second.Borrow(), out nuint offset));
        Assert.Equal((nuint)0, offset);
    }

    [Fact]
    public void test_auto_unmap()
    {
        using GstMemory memory = GstMemory.Allocate(100);
        {
            using ReadMapping map = memory.MapRead();
            Assert.Equal(1, memory.ReferenceCount);
            Assert.Equal(1, memory.OpenMappings);
        }

        Assert.Equal(1, memory.ReferenceCount);
        Assert.Equal(0, memory.OpenMappings);
    }
}
