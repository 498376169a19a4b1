using System.Net;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace GstMemInterop.Tests.Findings;

/// <summary>What strangers broke around memories, buffers and lists, with nothing but the public face.</summary>
public sealed class StrangerMemoryTests
{
    private static readonly GstObjectMeta<Action> s_callsWhenReleased = GstObjectMeta.Register<Action>("StrangerCallsWhenReleased", released: static action => action());

    [Theory]
    [InlineData(FdOwnership.Transfer)]
    [InlineData(FdOwnership.Lend)]
    [InlineData(FdOwnership.Duplicate)]
    public void A_socket_is_no_memory(FdOwnership ownership)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using TcpClient client = new();
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        using GstFdAllocator plain = new();
        using GstDmaBufAllocator dmaBuf = new();
        SafeSocketHandle socket = client.Client.SafeHandle;
        Assert.Contains("socket", Assert.Throws<ArgumentException>(() => plain.Allocate(socket, 4096, ownership)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => dmaBuf.Allocate(socket, 4096, ownership));
        Assert.False(socket.IsClosed);
        if (SharedMemoryAllocator.IsSupported)
        {
            using SharedMemoryAllocator shared = new();
            using SafeFileHandle file = new(socket.DangerousGetHandle(), ownsHandle: false);
            Assert.Throws<ArgumentException>(() => shared.Open(file, 0, 4096));
        }
    }

    [Fact]
    public void Bytes_that_a_file_does_not_have_are_no_memory()
    {
        using GstFdAllocator allocator = new();
        string path = Path.GetTempFileName();
        using (SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.Write(file, new byte[5000], 0);
            Assert.Throws<ArgumentOutOfRangeException>(() => allocator.Allocate(file, 5001, FdOwnership.Duplicate));
            Assert.Throws<ArgumentOutOfRangeException>(() => allocator.Allocate(file, nuint.MaxValue, FdOwnership.Duplicate));
            using GstMemory all = allocator.Allocate(file, 5000, FdOwnership.Duplicate);
            Assert.Equal(5000, all.ToArray().Length);
        }

        using (SafeFileHandle writeOnly = File.OpenHandle(path, FileMode.Open, FileAccess.Write))
        {
            Assert.Throws<IOException>(() => allocator.Allocate(writeOnly, 5000, FdOwnership.Duplicate));
        }

        File.Delete(path);
        using SafeFileHandle none = new(987_654, ownsHandle: false);
        Assert.Throws<ArgumentException>(() => allocator.Allocate(none, 10, FdOwnership.Lend));
    }

    [Fact]
    public void A_file_of_the_system_that_has_no_length_is_no_memory_and_a_device_is()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux's /proc and /dev.");
        using GstFdAllocator allocator = new();
        using (SafeFileHandle version = File.OpenHandle("/proc/version"))
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => allocator.Allocate(version, 10, FdOwnership.Lend));
        }

        using SafeFileHandle zero = File.OpenHandle("/dev/zero", FileMode.Open, FileAccess.ReadWrite);
        using GstMemory zeros = allocator.Allocate(zero, 100_000, FdOwnership.Lend);
        Assert.Equal(new byte[100_000], zeros.ToArray());
    }

    [Fact]
    public void Metas_that_releases_add_while_metas_are_removed_stay()
    {
        using GstBuffer buffer = GstBuffer.Allocate(10);
        bool again = true;
        int released = 0;
        void AddOneMore()
        {
            released++;
            if (again)
            {
                again = released < 10_000; // in case it goes on for ever
                buffer.AddMeta(s_callsWhenReleased, AddOneMore);
            }
        }

        buffer.AddMeta(s_callsWhenReleased, AddOneMore);
        buffer.AddMeta(s_callsWhenReleased, AddOneMore);
        Assert.Equal(2, buffer.RemoveMetas(static _ => true));
        Assert.Equal((2, 2), (released, buffer.Metas.Count));
        again = false;
        Assert.Equal(2, buffer.RemoveMetas(static _ => true));
        Assert.Equal((4, 0), (released, buffer.Metas.Count));
    }

    [Fact]
    public void Metas_that_the_question_adds_are_not_asked_about()
    {
        using GstBuffer buffer = GstBuffer.Allocate(10);
        buffer.AddMeta(s_callsWhenReleased, static () => { });
        int asked = 0;
        Assert.Equal(0, buffer.RemoveMetas(_ =>
        {
            if (asked++ < 10_000)
            {
                buffer.AddMeta(s_callsWhenReleased, static () => { });
            }

            return false;
        }));
        Assert.Equal((1, 2), (asked, buffer.Metas.Count));
    }

    [Fact]
    public void A_line_of_parents_that_would_overflow_the_stack_cannot_be_made()
    {
        GstBuffer last = GstBuffer.Create();
        int made = 0;
        for (; made < 100_000; made++)
        {
            GstBuffer next = GstBuffer.Create();
            try
            {
                next.AddParentBufferMeta(last);
            }
            catch (InvalidOperationException exception)
            {
                Assert.Contains("250", exception.Message, StringComparison.Ordinal);
                next.Dispose();
                break;
            }

            last.Dispose();
            last = next;
        }

        Assert.InRange(made, 100, 1000);

        // Nor is it made longer at its other end.
        Assert.True(last.TryGetParentBufferMeta(out GstParentBufferMetaRef parent));
        using (GstBuffer middle = parent.RetainParent())
        using (GstBuffer more = GstBuffer.Create())
        {
            Assert.Throws<InvalidOperationException>(() => middle.AddParentBufferMeta(more));
        }

        Thread small = new(last.Dispose, 256 * 1024);
        small.Start();
        small.Join();
    }

    [Theory]
    [InlineData("protection")]
    [InlineData("object meta")]
    [InlineData("wrapped bytes")]
    public void A_line_of_buffers_that_hold_each_other_in_another_way_does_not_overflow_the_stack_either(string how)
    {
        const int Wanted = 5000; // a thread of 256 KiB has room for some hundred
        GstBuffer last = GstBuffer.Create();
        int made = 0;
        for (; made < Wanted; made++)
        {
            GstBuffer held = last;
            if (how == "wrapped bytes")
            {
                last = GstBuffer.Wrap(new byte[1], held.Dispose);
                continue;
            }

            GstBuffer next = GstBuffer.Create();
            if (how == "object meta")
            {
                next.AddMeta(s_callsWhenReleased, held.Dispose);
                last = next;
                continue;
            }

            try
            {
                next.AddProtectionMeta("application/x-cenc").Info.Set("iv", held);
            }
            catch (InvalidOperationException)
            {
                next.Dispose();
                break;
            }

            held.Dispose();
            last = next;
        }

        Assert.True(how == "protection" ? made is > 100 and < 1000 : made == Wanted);
        Thread small = new(last.Dispose, 256 * 1024);
        small.Start();
        small.Join();
        Assert.True(last.IsDisposed);
    }

    [Fact]
    public void Parents_that_are_parents_many_times_are_counted_in_no_time()
    {
        GstBuffer last = GstBuffer.Create();
        bool refused = false;
        for (int i = 0; i < 100 && !refused; i++)
        {
            GstBuffer next = GstBuffer.Create();
            try
            {
                next.AddParentBufferMeta(last);
                next.AddParentBufferMeta(last);
            }
            catch (InvalidOperationException)
            {
                refused = true;
            }

            last.Dispose();
            last = next;
        }

        last.Dispose();
        Assert.True(refused);
    }

    [Fact]
    public void A_memory_that_C_allocated_at_the_same_address_is_not_the_one_that_was_borrowed()
    {
        using GstBuffer buffer = GstBuffer.Allocate(100);
        buffer.AppendMemory(GstMemory.Allocate(50));
        GstMemoryRef borrowed = buffer.PeekMemory(0);
        GstMemoryRef other = buffer.PeekMemory(1);
        nint address = borrowed.DangerousHandle;
        buffer.RemoveMemory(0);
        using Heap<GstMemory> heap = new(() => GstMemory.Allocate(100), static memory => memory.DangerousHandle);
        buffer.InsertMemory(0, heap.TakeAt(address));
        Assert.Equal(address, buffer.PeekMemory(0).DangerousHandle);
        Assert.True(IsOver(borrowed), "The borrow was taken for the new memory.");
        Assert.Equal((50, 100), ((int)other.Size, (int)buffer.PeekMemory(0).Size));
    }

    [Fact]
    public void A_copy_that_took_the_place_and_the_address_of_a_memory_is_not_the_one_that_was_borrowed()
    {
        using GstBuffer buffer = GstBuffer.Allocate(100);
        GstMemoryRef borrowed = buffer.PeekMemory(0);
        nint address = borrowed.DangerousHandle;
        int tries = 0;
        do
        {
            using GstBuffer shares = buffer.Copy();
            buffer.MapWrite().Dispose(); // puts a copy in, and what was there goes with the other buffer
        }
        while (buffer.PeekMemory(0).DangerousHandle != address && ++tries < 1000);

        Assert.SkipUnless(buffer.PeekMemory(0).DangerousHandle == address, "The address was not used again.");
        Assert.True(IsOver(borrowed), "The borrow was taken for the copy.");
    }

    [Fact]
    public void A_buffer_that_C_allocated_at_the_same_address_is_not_the_one_that_was_borrowed_from_a_list()
    {
        using GstBufferList list = GstBufferList.Create();
        for (byte i = 0; i < 4; i++)
        {
            list.Add(GstBuffer.CopyOf([i]));
        }

        GstBufferRef borrowed = list[1];
        GstMemoryRef memory = borrowed.PeekMemory(0);
        GstBufferRef other = list[3];
        nint address = borrowed.DangerousHandle;
        list.RemoveAt(1);
        using Heap<GstBuffer> heap = new(static () => GstBuffer.CopyOf([9]), static buffer => buffer.DangerousHandle);
        list.Insert(1, heap.TakeAt(address));
        Assert.Equal(address, list[1].DangerousHandle);
        Assert.True(IsOver(borrowed), "The borrow was taken for the new buffer.");
        Assert.True(IsOver(memory), "The memory's borrow was taken for one of the new buffer.");
        list.RemoveAt(0);
        list.Add(GstBuffer.CopyOf([8]));
        Assert.Equal([3], other.ToArray());
        Assert.Equal([9], list[0].ToArray());
    }

    [Fact]
    public void The_index_of_an_item_is_its_place_in_the_list_as_it_is_now()
    {
        using GstBufferList list = GstBufferList.Create();
        for (byte i = 0; i < 5; i++)
        {
            list.Add(GstBuffer.CopyOf([i]));
        }

        List<int> indices = [];
        list.ForEach((ref GstBufferListItem item) =>
        {
            indices.Add(item.Index);
            Assert.Equal(item.Buffer.DangerousHandle, list[item.Index].DangerousHandle);
            if (item.Buffer.ToArray()[0] % 2 == 0)
            {
                item.Remove();
            }

            return true;
        });
        Assert.Equal([0, 0, 1, 1, 2], indices);
        Assert.Equal(2, list.Count);
    }

    [Fact]
    public void The_index_in_a_probe_is_the_place_in_the_list_as_it_is_now()
    {
        using GstPipeline pipeline = GstPipeline.Launch(
            "videotestsrc num-buffers=2 ! video/x-raw,format=RGB,width=320,height=240 ! rtpvrawpay name=pay mtu=1400 ! fakesink sync=false");
        List<(int Call, int Index)> seen = [];
        int call = 0;
        using GstPad pad = pipeline.GetPad("pay", "src");
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) =>
        {
            call = p.ListIndex == 0 ? 0 : call + 1; // the first of a list is kept, so no other one has this place
            seen.Add((call, p.ListIndex));
            return call % 2 == 1 ? GstPadProbeReturn.Drop : GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.True(seen.Count > 50);
        Assert.All(seen, static one => Assert.Equal((one.Call + 1) / 2, one.Index));
    }

    [Fact]
    public void A_mapping_through_a_borrow_of_a_pointer_protects_its_buffer_as_any_other()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        using (ReadMapping map = GstBufferRef.Borrow(buffer.DangerousHandle).MapRead())
        {
            Assert.Throws<InvalidOperationException>(() => buffer.RemoveMemory(0));
            Assert.Throws<InvalidOperationException>(buffer.RemoveAllMemories);
            Assert.Throws<InvalidOperationException>(() => buffer.ReplaceMemory(0, GstMemory.Allocate(1)));
            Assert.Equal("abc"u8, map.Span);
        }

        buffer.RemoveMemory(0);
    }

    [Fact]
    public void A_mapping_of_a_buffer_in_a_list_keeps_the_memory_that_others_may_let_go()
    {
        using GstBufferList list = GstBufferList.Create();
        list.Add(GstBuffer.CopyOf("abc"u8));
        using GstBuffer held = list[0].Retain();
        GstMemoryRef memory = held.PeekMemory(0);
        int before = memory.ReferenceCount;
        using (list[0].MapRead())
        {
            Assert.Equal(before + 1, memory.ReferenceCount);
        }

        Assert.Equal(before, memory.ReferenceCount);
    }

    [Fact]
    public void A_mapping_that_an_ended_thread_left_open_on_a_borrowed_pointer_ends()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        nint pointer = buffer.DangerousHandle;
        Thread thread = new(() => _ = GstBufferRef.Borrow(pointer).MapRead());
        thread.Start();
        thread.Join();
        Assert.Equal(1, buffer.PeekMemory(0).OpenMappings);
        Infrastructure.GstFixture.Settle();
        Assert.Equal(0, buffer.PeekMemory(0).OpenMappings);
    }

    [Fact]
    public void A_transform_that_leaves_a_mapping_open_leaves_none_behind()
    {
        Assert.SkipUnless(GStreamer.Version >= new Version(1, 20), "Custom metas came with 1.20.");
        GstCustomMeta.Register("stranger-custom", transform: static (meta, made, kind) =>
        {
            _ = made.MapRead();
            return true;
        });
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        buffer.AddCustomMeta("stranger-custom");
        using GstBuffer copy = buffer.Copy();
        Assert.Equal(0, copy.PeekMemory(0).OpenMappings);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_allocator_that_maps_once_and_then_refuses_leaves_a_buffer_unwritten(bool set)
    {
        using CallbackAllocator allocator = new();
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        buffer.AppendMemory(allocator.Allocate(3));
        buffer.Fill(3, "def"u8);
        int maps = 0;
        allocator.OnMap = () => allocator.Maps = ++maps == 1;
        bool refused = false;
        try
        {
            if (set)
            {
                buffer.Set(1, (byte)'X', 4);
            }
            else
            {
                buffer.Fill(1, "XXXX"u8);
            }
        }
        catch (GstMapException)
        {
            refused = true;
        }

        allocator.OnMap = null;
        allocator.Maps = true;
        Assert.Equal(refused ? "abcdef"u8 : "aXXXXf"u8, buffer.ToArray());
    }

    private static bool IsOver(GstMemoryRef borrowed)
    {
        try
        {
            _ = borrowed.Size;
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static bool IsOver(GstBufferRef borrowed)
    {
        try
        {
            _ = borrowed.Size;
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    /// <summary>Allocates until C gives out an address again.</summary>
    private sealed class Heap<T>(Func<T> allocate, Func<T, nint> addressOf) : IDisposable where T : class, IDisposable
    {
        private readonly List<T> _others = [];

        internal T TakeAt(nint address)
        {
            for (int i = 0; i < 5000; i++)
            {
                T one = allocate();
                if (addressOf(one) == address)
                {
                    return one;
                }

                _others.Add(one);
            }

            Assert.Skip("The address was not used again.");
            throw new InvalidOperationException();
        }

        public void Dispose() => _others.ForEach(static one => one.Dispose());
    }
}
