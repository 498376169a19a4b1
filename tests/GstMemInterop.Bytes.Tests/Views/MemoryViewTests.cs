using System.Buffers;
using System.Runtime.InteropServices;
using GstMemInterop.Bytes.Tests.Infrastructure;
using Microsoft.Win32.SafeHandles;

namespace GstMemInterop.Bytes.Tests;

public class MemoryViewTests
{
    [Fact]
    public void A_writable_view_reads_and_writes_the_memory()
    {
        using BoundedMemory memory = new(64);
        using MemoryView view = new(memory.Address, 64, MemoryAccess.ReadWrite);
        view[0] = 1;
        view.Memory.Span[1] = 2;
        view.Write(2, [3, 4]);
        using (SpanLease lease = view.Lease())
        {
            lease.Span[4] = 5;
        }

        Assert.Equal([1, 2, 3, 4, 5], memory.AtStart(5).ToArray());
        Assert.Equal([1, 2, 3, 4, 5], view[..5].ToArray());
        Assert.Equal(3, view.ReadOnlyMemory.Span[2]);
        Assert.Equal([3, 4], view.Slice(2, 2).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => view[64]);
        Assert.Throws<ArgumentOutOfRangeException>(() => view.Slice(60, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => view[60..65]);
        Assert.Throws<NotSupportedException>(() => view.Replace(0, 1, [1, 2]));
    }

    [Fact]
    public void A_read_only_view_has_no_way_to_write()
    {
        using BoundedMemory memory = new(64);
        using MemoryView view = new(memory.Address, 64);
        using MemoryView writable = new(memory.Address, 64, MemoryAccess.ReadWrite);
        foreach (MemoryView v in new[] { view, view[1..], writable.AsReadOnly(), writable.AsReadOnly()[8..] })
        {
            Assert.True(v.IsReadOnly);
            Action[] writes =
            [
                () => _ = v.Memory, () => v.AsMemory<int>(), () => v.AsSpan<byte>(), () => v.Lease(), () => v[0] = 1, () => v.Write(0, [1]),
                () => v.Replace(0, 1, [1]), () => v.AsPlane<byte>(1, 1), () => new NativeSlice(v).Lease(), () => new TypedArray<byte>(v)[0] = 1,
            ];
            Assert.All(writes, write => Assert.Throws<InvalidOperationException>(write));
            Assert.Equal(0, v[0]);
            Assert.Equal(0, v.ReadOnlyMemory.Span[0]);
        }

        Assert.Throws<ArgumentException>(() => new ChunkStream(view, writable: true));
    }

    [Fact]
    public void After_disposal_nothing_it_gave_out_works()
    {
        using BoundedMemory memory = new(64);
        MemoryView view = new(memory.Address, 64, MemoryAccess.ReadWrite);
        Memory<byte> bytes = view.Memory;
        ReadOnlyMemory<int> ints = view.AsReadOnlyMemory<int>();
        MemoryView part = view[8..16];
        Memory<byte> partBytes = part.Memory;
        NativeSlice slice = new(view, 1, 3);
        view.Dispose();
        view.Dispose();
        Action[] uses =
        [
            () => _ = bytes.Span, () => _ = ints.Span, () => bytes.Pin(), () => _ = part.Length, () => _ = partBytes.Span, () => slice.ToArray(),
            () => _ = view.Memory, () => _ = view.ReadOnlyMemory, () => view.AsSpan<byte>(), () => view.Lease(), () => view[0] = 1, () => view.AsReadOnly(),
        ];
        Assert.All(uses, use => Assert.Throws<ObjectDisposedException>(use));
    }

    [Fact]
    public void The_memory_is_released_once_and_not_under_a_pin()
    {
        int released = 0;
        nint address = Marshal.AllocHGlobal(16);
        MemoryView view = new(address, 16, MemoryAccess.ReadWrite, release: p =>
        {
            released++;
            Marshal.FreeHGlobal(p);
        });
        MemoryHandle pin = view.Memory.Pin();
        SpanLease lease = view.Lease();
        view.Dispose();
        Assert.Equal(0, released);
        pin.Dispose();
        pin.Dispose();
        lease.Span.Fill(1);
        Assert.Equal(0, released);
        lease.Dispose();
        view.Dispose();
        Assert.Equal(1, released);
    }

    [Fact]
    public void The_release_runs_without_a_lock_so_it_may_wait_for_others()
    {
        nint address = Marshal.AllocHGlobal(16);
        MemoryView view = null!;
        bool waited = false;
        view = new(address, 16, release: p =>
        {
            Task<bool> other = Task.Run(() => Record.Exception(() => view.Lease()) is not null);
            waited = other.Wait(TimeSpan.FromSeconds(20));
            Marshal.FreeHGlobal(p);
        });
        ReadOnlySpanLease lease = view.LeaseReadOnly();
        view.Dispose();
        Assert.False(waited);
        lease.Dispose();
        Assert.True(waited);
    }

    [Fact]
    public void A_closed_handle_as_owner_ends_the_view_and_a_lease_holds_it_open()
    {
        using BoundedMemory memory = new(64);
        TestHandle handle = new();
        using MemoryView view = new(memory.Address, 64, MemoryAccess.ReadWrite, owner: handle);
        Assert.Same(handle, view.Owner);
        SpanLease lease = view.Lease();
        handle.Dispose();
        Assert.False(handle.Released);
        lease.Span[0] = 1;
        lease.Dispose();
        Assert.True(handle.Released);
        Assert.Throws<ObjectDisposedException>(() => view[0]);
    }

    [Fact]
    public void Casts_check_size_alignment_and_shape()
    {
        using BoundedMemory memory = new(64);
        using MemoryView view = new(memory.Address, 48, MemoryAccess.ReadWrite);
        view.AsMemory<int>().Span[11] = 0x01020304;
        Assert.Equal(0x01020304, view.AsReadOnlySpan<int>()[11]);
        Assert.Equal(0x01020304, view.AsPlane<int>(4, 3)[3, 2]);
        Assert.Equal(3, view.AsReadOnlyPlane<double>(2, 3).Height);
        Assert.Equal(0x01020304, view.AsReadOnlyPlane<int>(2, 3, 5)[1, 2]);
        Assert.Throws<ArgumentException>(() => view[1..].AsMemory<int>());
        Assert.Throws<ArgumentException>(() => view[1..45].AsMemory<int>());
        Assert.Throws<ArgumentException>(() => view[4..].AsReadOnlyMemory<long>());
        Assert.Throws<ArgumentException>(() => { view.AsPlane<int>(4, 4); });
        Assert.Throws<ArgumentException>(() => { view.AsPlane<int>(65536, 65536); });
        Assert.Throws<ArgumentException>(() => { view.AsPlane<int>(5, 3, 5); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { view.AsPlane<int>(-4, -3); });
        using SpanLease lease = view.Lease();
        Assert.Equal(12, lease.As<int>().Length);
    }

    [Fact]
    public void Bad_addresses_and_sizes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryView(16, -1));
        Assert.Throws<ArgumentNullException>(() => new MemoryView(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryView(-8, 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryView(16, 1, (MemoryAccess)7));
        using MemoryView empty = new(0, 0, MemoryAccess.ReadWrite);
        Assert.Empty(empty.ToArray());
        Assert.True(empty.Memory.IsEmpty);
    }

    private sealed class TestHandle : SafeHandleZeroOrMinusOneIsInvalid
    {
        public TestHandle()
            : base(ownsHandle: true) => SetHandle(1);

        public bool Released { get; private set; }

        protected override bool ReleaseHandle() => Released = true;
    }
}
