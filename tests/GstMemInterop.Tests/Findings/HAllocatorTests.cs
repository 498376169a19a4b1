using System.Runtime.InteropServices;

namespace GstMemInterop.Tests.Findings;

/// <summary>Section H: what an allocator of the user's answers is proven, and its overrides may call anything.</summary>
public class HAllocatorTests
{
    [Fact]
    public void H5_Shares_that_an_override_calls_neighbours_are_joined_only_where_they_are()
    {
        using ScriptedAllocator allocator = new() { OnIsSpan = static (_, _) => true };
        using GstBuffer buffer = GstBuffer.Create();
        using (GstMemory block = allocator.Allocate(4096))
        {
            using (WriteMapping map = block.MapWrite())
            {
                for (int i = 0; i < map.Span.Length; i++)
                {
                    map.Span[i] = (byte)(i / 16);
                }
            }

            buffer.AppendMemory(block.Share(1000, 3096));
            buffer.AppendMemory(block.Share(0, 3096));
            buffer.AppendMemory(block.Share(1000, 3096));
        }

        Assert.False(buffer.PeekMemory(0).IsSpan(buffer.PeekMemory(1), out _));
        using ReadMapping all = buffer.MapRead();
        Assert.Equal(3 * 3096, all.Span.Length);
        Assert.Equal((byte)(1000 / 16), all.Span[0]);
        Assert.Equal(0, all.Span[3096]);
        Assert.Equal((byte)(1000 / 16), all.Span[2 * 3096]);
        Assert.True(all.Copied);
    }

    [Fact]
    public void H5_Neighbours_are_still_joined_without_a_copy_and_an_override_may_say_no()
    {
        using ScriptedAllocator allocator = new();
        using GstMemory block = allocator.Allocate(64);
        using GstMemory first = block.Share(8, 16);
        using GstMemory second = block.Share(24, 16);
        Assert.True(first.IsSpan(second.Borrow(), out nuint offset));
        Assert.Equal(8u, offset);
        Assert.False(second.IsSpan(first.Borrow(), out _));
        allocator.OnIsSpan = static (_, _) => false;
        Assert.False(first.IsSpan(second.Borrow(), out _));
    }

    [Theory]
    [InlineData(0, 65)]
    [InlineData(60, 5)]
    [InlineData(-1, 8)]
    [InlineData(100, -1)]
    public unsafe void H5_C_gets_no_share_and_no_copy_past_the_block(int offset, int size)
    {
        using ScriptedAllocator allocator = new();
        List<string> failures = [];
        allocator.Failed += (_, e) => failures.Add(e.Origin);
        using GstMemory memory = allocator.Allocate(64);
        Native.GstMemory* native = (Native.GstMemory*)memory.DangerousHandle;
        Assert.True(native->allocator->mem_share(native, offset, size) is null);
        Assert.True(native->allocator->mem_copy(native, offset, size) is null);
        Assert.Equal(["Share of ScriptedAllocator", "Copy of ScriptedAllocator"], failures);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void H6_The_default_allocator_may_be_taken_away_while_it_allocates(bool refuses)
    {
        ScriptedAllocator allocator = new();
        DefaultAllocatorScope scope = allocator.SetDefault();
        allocator.OnAllocate = (nuint size, in AllocationParams _) =>
        {
            scope.Dispose();
            allocator.Dispose();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return refuses ? default : MemoryBlock.Pin(new byte[(int)size]);
        };
        using (GstMemory memory = GstMemory.Allocate(100))
        {
            memory.Set(0, 7, 100);
            Assert.Equal(refuses ? "SystemMemory" : "ScriptedMemory", memory.MemoryType);
        }

        using GstAllocator standard = GstAllocator.Default;
        Assert.Equal("SystemMemory", standard.MemoryType);
    }

    [Fact]
    public void H6_The_default_may_be_replaced_while_C_merges_with_it()
    {
        ScriptedAllocator allocator = new();
        DefaultAllocatorScope scope = allocator.SetDefault();
        allocator.OnAllocate = (nuint _, in AllocationParams _) =>
        {
            scope.Dispose();
            allocator.Dispose();
            throw new InvalidOperationException("planted");
        };
        using GstBuffer buffer = GstBuffer.Wrap(new byte[] { 1, 2 });
        buffer.AppendMemory(GstMemory.Wrap(new byte[] { 3, 4 }));
        using ReadMapping all = buffer.MapRead();
        Assert.Equal([1, 2, 3, 4], all.Span.ToArray());
    }

    [Fact]
    public void H6_An_allocator_that_allocates_from_itself_is_refused_before_the_stack_ends()
    {
        using ScriptedAllocator allocator = new();
        int calls = 0;
        allocator.OnAllocate = (nuint size, in AllocationParams _) =>
        {
            calls++;
            using GstMemory one = allocator.Allocate(size);
            using GstMemory two = allocator.Allocate(size);
            return MemoryBlock.Pin(new byte[(int)size]);
        };
        Exception thrown = Assert.Throws<GstException>(() => allocator.Allocate(16));
        Assert.InRange(calls, 2, 1000);
        allocator.OnAllocate = null;
        allocator.Allocate(16).Dispose(); // nothing is left on the thread
        Assert.Contains("gave no memory", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void H6_A_default_that_allocates_from_the_default_gets_system_memory_in_the_end()
    {
        using ScriptedAllocator allocator = new();
        using (allocator.SetDefault())
        {
            allocator.OnAllocate = (nuint size, in AllocationParams _) =>
            {
                using GstMemory scratch = GstMemory.CopyOf([1, 2, 3]);
                return MemoryBlock.Pin(new byte[(int)size]);
            };
            using GstMemory memory = GstMemory.Allocate(10);
            Assert.Equal("ScriptedMemory", memory.MemoryType);
        }
    }

    [Fact]
    public void H7_A_block_that_is_returned_twice_is_refused_and_the_first_memory_keeps_its_pin()
    {
        using ScriptedAllocator allocator = new();
        byte[] bytes = new byte[64];
        MemoryBlock block = MemoryBlock.Pin(bytes);
        int freed = 0;
        allocator.OnAllocate = (nuint _, in AllocationParams _) => block;
        allocator.OnFree = _ => freed++;
        GstMemory first = allocator.Allocate(32);
        Exception refused = Assert.Throws<GstException>(() => allocator.Allocate(32)).InnerException!;
        Assert.Contains("another memory", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, freed);
        first.Set(0, 9, 32);
        Assert.Equal(32, bytes.Count(static b => b == 9));
        first.Dispose();
        Assert.Equal(1, freed);
        Assert.Contains("undone", Assert.Throws<GstException>(() => allocator.Allocate(32)).InnerException!.Message, StringComparison.Ordinal);
        Assert.Equal(1, freed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void H7_A_block_that_was_looked_at_cannot_be_returned_by_another_allocator(bool pinned)
    {
        using ScriptedAllocator owner = new();
        if (pinned)
        {
            owner.OnAllocate = static (nuint size, in AllocationParams _) => MemoryBlock.Pin(new byte[(int)size]);
        }

        using ScriptedAllocator thief = new();
        int freed = 0;
        thief.OnFree = _ => freed++;
        using GstMemory memory = owner.Allocate(64);
        Assert.True(owner.TryGetBlock(memory.Borrow(), out MemoryBlock block));
        thief.OnAllocate = (nuint _, in AllocationParams _) => block;
        Assert.Contains("lent", Assert.Throws<GstException>(() => thief.Allocate(16)).InnerException!.Message, StringComparison.Ordinal);
        MemoryBlock seen = default;
        owner.OnMap = mapped => { seen = mapped; return mapped.DangerousAddress; };
        memory.MapRead().Dispose();
        Assert.Equal(block, seen);
        thief.OnAllocate = (nuint _, in AllocationParams _) => seen;
        Assert.Throws<GstException>(() => thief.Allocate(16));
        Assert.Equal(0, freed);
        memory.Set(0, 3, 64);
    }

    [Fact]
    public void H7_A_block_that_was_freed_may_be_used_again_where_no_pin_ended_with_it()
    {
        using ScriptedAllocator allocator = new();
        Stack<MemoryBlock> kept = new();
        nint only = Marshal.AllocHGlobal(256);
        kept.Push(MemoryBlock.FromPointer(only, 256));
        allocator.OnAllocate = (nuint _, in AllocationParams _) => kept.Pop();
        allocator.OnFree = block => kept.Push(block);
        for (int i = 0; i < 3; i++)
        {
            using GstMemory memory = allocator.Allocate(100);
            memory.Set(0, (byte)i, 100);
        }

        Marshal.FreeHGlobal(only);
    }

    [Theory]
    [InlineData(1ul << 38, 0ul, 0ul)]
    [InlineData(0ul, 1ul << 42, 0ul)]
    [InlineData(0ul, 0ul, 1ul << 42)]
    public void H9_Huge_shapes_of_a_block_are_an_exception_with_every_allocator(ulong alignment, ulong prefix, ulong padding)
    {
        AllocationParams shape = new() { Alignment = (nuint)alignment, Prefix = (nuint)prefix, Padding = (nuint)padding };
        Assert.Throws<OutOfMemoryException>(() => GstMemory.Allocate(16, shape));
        using (GstAllocator system = GstAllocator.SystemMemory)
        {
            Assert.Throws<OutOfMemoryException>(() => system.Allocate(16, shape));
            Assert.Throws<OutOfMemoryException>(() => GstBuffer.Allocate(16, system, shape));
        }

        // The C# default refuses, and there is not as much of GStreamer's own memory either.
        using ScriptedAllocator allocator = new() { OnAllocate = static (nuint _, in AllocationParams _) => throw new InsufficientMemoryException("planted") };
        using (allocator.SetDefault())
        {
            Assert.Throws<GstException>(() => allocator.Allocate(16, shape));
            Assert.Throws<OutOfMemoryException>(() => GstMemory.Allocate(16, shape));
        }
    }

    [Theory]
    [InlineData("mapped")]
    [InlineData("buffer")]
    [InlineData("referenced")]
    [InlineData("shared")]
    [InlineData("share")]
    [InlineData("short")]
    [InlineData("long")]
    [InlineData("itself")]
    [InlineData("disposed")]
    public void H16_A_copy_override_that_gives_what_is_no_copy_is_reported_and_the_library_copies(string flaw)
    {
        using ScriptedAllocator allocator = new();
        List<Exception> failures = [];
        allocator.Failed += (_, e) => failures.Add(e.Exception);
        GstMemory memory = allocator.Allocate(64);
        memory.Set(0, 5, 64);
        List<IDisposable> kept = [];
        allocator.OnCopy = (source, _, size) =>
        {
            GstMemory given = GstMemory.Allocate(flaw switch { "short" => 1, "long" => size + 1, _ => size });
            switch (flaw)
            {
                case "mapped":
                    kept.Add(given.MapWriteOwned());
                    break;
                case "buffer":
                    GstBuffer buffer = GstBuffer.Create();
                    buffer.AppendMemory(given.Retain());
                    kept.Add(buffer);
                    break;
                case "referenced":
                    kept.Add(given.Retain());
                    break;
                case "shared":
                    kept.Add(given.Share(0, 1));
                    break;
                case "share":
                    kept.Add(given);
                    return given.Share(0, size);
                case "itself":
                    given.Dispose();
                    return source.Retain();
                case "disposed":
                    given.Dispose();
                    break;
            }

            return given;
        };
        using (GstMemory copy = memory.Copy())
        {
            Assert.Equal(64u, copy.Size);
            Assert.NotEqual(memory.DangerousHandle, copy.DangerousHandle);
            Assert.True(copy.IsWritable);
            Assert.Equal(64, copy.ToArray().Count(static b => b == 5));
            copy.Set(0, 6, 64);
            Assert.Equal(5, memory.ToArray()[0]);
        }

        Assert.Single(failures);
        using (memory.MapReadOwned())
        {
            memory.MakeWritable();
        }

        Assert.Equal(64u, memory.Size);
        memory.Dispose();
        kept.ForEach(static one => one.Dispose());
    }

    [Fact]
    public void H17_A_copy_after_an_unrelated_map_threw_is_refused_and_not_zeros()
    {
        using ScriptedAllocator throwing = new() { OnMap = static _ => throw new InvalidOperationException("planted") };
        using ScriptedAllocator unmappable = new("UnmappableMemory", GstMemoryFlags.NoShare) { Hidden = true };
        using GstBuffer source = GstBuffer.Allocate(16, unmappable);
        source.Set(0, 9, 16);
        unmappable.OnMap = static _ => 0;
        using GstMemory other = throwing.Allocate(16);
        Assert.False(other.TryMapRead(out _));
        Assert.Throws<GstMapException>(() => source.PeekMemory(0).Copy());
        Assert.False(other.TryMapRead(out _));
        Assert.ThrowsAny<GstException>(() => source.CopyDeep());
        Assert.False(other.TryMapRead(out _));
        Assert.ThrowsAny<GstException>(() => source.MapRead());
        unmappable.OnMap = null;
        Assert.Equal(16, source.ToArray().Count(static b => b == 9));
    }

    [Fact]
    public void H17_A_copy_after_an_unrelated_map_threw_keeps_its_bytes()
    {
        using ScriptedAllocator throwing = new() { OnMap = static _ => throw new InvalidOperationException("planted") };
        using ScriptedAllocator hidden = new() { Hidden = true };
        using GstMemory memory = hidden.Allocate(16);
        memory.Set(0, 9, 16);
        using GstMemory other = throwing.Allocate(16);
        hidden.OnMap = block =>
        {
            Assert.False(other.TryMapRead(out _)); // throws inside the map of the copy
            return ScriptedAllocator.AddressOf(block);
        };
        using GstMemory copy = memory.Copy();
        hidden.OnMap = null;
        Assert.Equal(16, copy.ToArray().Count(static b => b == 9));
    }

    [Fact]
    public void H17_A_memory_whose_own_map_throws_is_refused_too()
    {
        using ScriptedAllocator allocator = new() { Hidden = true };
        using GstBuffer buffer = GstBuffer.Allocate(16, allocator);
        buffer.Set(0, 9, 16);
        allocator.OnMap = static _ => throw new InvalidOperationException("planted");
        Assert.Throws<GstMapException>(() => buffer.PeekMemory(0).Copy());
        Assert.Throws<GstMapException>(() => buffer.MapRead());
        Assert.Throws<GstMapException>(() => buffer.MapWrite());
        allocator.OnMap = null;
        Assert.Equal(16, buffer.ToArray().Count(static b => b == 9));
    }

    [Fact]
    public void H17_What_an_inner_call_threw_is_not_the_outer_calls_reason()
    {
        using ScriptedAllocator inner = new() { OnAllocate = static (nuint _, in AllocationParams _) => throw new FormatException("inner") };
        using ScriptedAllocator outer = new();
        outer.OnAllocate = (nuint _, in AllocationParams _) =>
        {
            Assert.IsType<FormatException>(Assert.Throws<GstException>(() => inner.Allocate(1)).InnerException);
            return default;
        };
        Assert.Null(Assert.Throws<GstException>(() => outer.Allocate(1)).InnerException);
        outer.OnAllocate = (nuint _, in AllocationParams _) =>
        {
            try
            {
                throw new InvalidOperationException("outer");
            }
            finally
            {
                Assert.Throws<GstException>(() => inner.Allocate(1));
            }
        };
        Assert.Equal("outer", Assert.Throws<GstException>(() => outer.Allocate(1)).InnerException!.Message);
    }

    [Theory]
    [InlineData("SystemMemory")]
    [InlineData("a\0b")]
    [InlineData("")]
    public void H19_Names_of_GStreamers_own_and_half_names_are_refused(string name)
    {
        using ScriptedAllocator allocator = new();
        Assert.ThrowsAny<Exception>(() => allocator.Register(name));
        Assert.ThrowsAny<ArgumentException>(() => new ScriptedAllocator(name));
        using GstAllocator system = GstAllocator.SystemMemory;
        Assert.Equal("SystemMemory", system.MemoryType);
        Assert.NotEqual(allocator.DangerousHandle, system.DangerousHandle);
        allocator.OnAllocate = static (nuint _, in AllocationParams _) => default;
        using (allocator.SetDefault())
        {
            using GstMemory memory = GstMemory.Allocate(10);
            Assert.Equal("SystemMemory", memory.MemoryType);
        }
    }

    [Fact]
    public void H20_A_name_with_a_zero_character_is_refused_wherever_C_keeps_one()
    {
        using ScriptedAllocator allocator = new();
        Assert.Throws<ArgumentException>(() => allocator.Register("a\0b"));
        Assert.Throws<ArgumentException>(() => new SharedMemoryAllocator("a\0b"));
        using GstBufferPoolConfig config = new();
        Assert.Throws<ArgumentException>(() => config.AddOption("a\0b"));
        Assert.Throws<ArgumentException>(() => GstMeta.Register<int>("H20\0Zero"));
        Assert.Throws<ArgumentException>(() => GstCustomMeta.Register("H20\0Zero"));
    }

    [Fact]
    public void H19_A_name_of_our_own_may_be_registered_again()
    {
        using ScriptedAllocator one = new();
        using ScriptedAllocator two = new();
        one.Register("H19-ours");
        two.Register("H19-ours");
        using GstAllocator? found = GstAllocator.Find("H19-ours");
        Assert.Equal(two.DangerousHandle, found!.DangerousHandle);
    }

    [Theory]
    [InlineData(GuardSide.After)]
    [InlineData(GuardSide.Before)]
    public unsafe void H20_A_guarded_block_of_any_alignment_costs_its_own_pages_and_gives_all_back(GuardSide side)
    {
        using GuardPageAllocator allocator = new(side);
        List<Exception> failures = [];
        allocator.Failed += (_, e) => failures.Add(e.Exception);
        long before = VirtualBytes();
        for (int i = 0; i < 50; i++)
        {
            using GstMemory memory = allocator.Allocate(100, new AllocationParams { Alignment = (nuint)1 << 33 });
            using WriteMapping map = memory.MapWrite();
            fixed (byte* first = map.Span)
            {
                Assert.Equal(0u, (nuint)first & (((nuint)1 << 33) - 1));
            }

            map.Span.Fill(1);
        }

        for (int i = 0; i < 50; i++)
        {
            Assert.Throws<GstException>(() => allocator.Allocate(100, new AllocationParams { Alignment = (nuint)1 << 60 }));
        }

        Assert.Equal(50, failures.Count);
        Assert.InRange(VirtualBytes() - before, long.MinValue, 8L << 30);
    }

    private static long VirtualBytes()
    {
        using System.Diagnostics.Process self = System.Diagnostics.Process.GetCurrentProcess();
        return self.VirtualMemorySize64;
    }
}
