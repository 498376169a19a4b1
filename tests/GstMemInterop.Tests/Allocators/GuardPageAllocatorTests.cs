using System.Globalization;
using GstMemInterop.Tests.Gate;

namespace GstMemInterop.Tests.Allocators;

public class GuardPageAllocatorTests
{
    [Theory]
    [InlineData(GuardSide.After, 100, 100)]
    [InlineData(GuardSide.After, 4096, 4096)]
    [InlineData(GuardSide.After, 0, 0)]
    [InlineData(GuardSide.After, 4096, -1)]
    [InlineData(GuardSide.Before, 100, -1)]
    [InlineData(GuardSide.Before, 4097, -1)]
    [InlineData(GuardSide.Before, 8192, 8192)]
    public void A_write_one_byte_outside_ends_the_process(GuardSide side, int size, int index)
    {
        foreach (string language in new[] { "C", "C#" })
        {
            Outcome outcome = ChildProcess.Run("guard", side.ToString(), Text(size), Text(index), language);
            outcome.Says("all bytes written").DoesNotSay("survived");
            AssertFault(outcome);
        }
    }

    [Theory]
    [InlineData(GuardSide.After, 100, 0)]
    [InlineData(GuardSide.After, 100, 99)]
    [InlineData(GuardSide.Before, 100, 99)]
    public void Writes_inside_do_no_harm(GuardSide side, int size, int index) =>
        ChildProcess.Run("guard", side.ToString(), Text(size), Text(index), "C").Succeeded().Says("survived").DoesNotSay("reported");

    [Fact]
    public void A_write_after_the_block_was_freed_ends_the_process()
    {
        Outcome outcome = ChildProcess.Run("guard-after-free");
        outcome.Says("freed").DoesNotSay("survived");
        AssertFault(outcome);
    }

    [Fact]
    public void A_pipeline_of_guarded_frames_runs() => ChildProcess.Run("guard-pipeline").Succeeded().Says("20 guarded frames, survived");

    [Theory]
    [InlineData(GuardSide.After, 100, -1, "1 bytes before")]
    [InlineData(GuardSide.After, 100, -17, "17 bytes before")]
    [InlineData(GuardSide.Before, 100, 100, "1 bytes behind")]
    [InlineData(GuardSide.Before, 100, 300, "201 bytes behind")]
    public unsafe void A_write_beyond_the_other_end_is_reported_when_the_block_is_freed(GuardSide side, int size, int index, string expected)
    {
        using GuardPageAllocator allocator = new(side);
        List<string> reported = [];
        allocator.Failed += (_, e) => reported.Add(e.Exception.Message);
        GstMemory memory = allocator.Allocate((nuint)size);
        Assert.True(allocator.TryGetBlock(memory.Borrow(), out MemoryBlock block));
        ((byte*)block.DangerousAddress)[index] = 1;
        memory.Dispose();
        Assert.Contains(expected, Assert.Single(reported), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GuardSide.After)]
    [InlineData(GuardSide.Before)]
    public void An_alignment_that_is_asked_for_is_kept(GuardSide side)
    {
        using GuardPageAllocator allocator = new(side);
        foreach (uint alignment in new uint[] { 1, 2, 64, 4096, 65536 })
        {
            foreach (uint size in new uint[] { 0, 1, 100, 5000 })
            {
                using GstMemory memory = allocator.Allocate(size, new AllocationParams { Alignment = alignment, Prefix = 3, Padding = 5 });
                Assert.True(allocator.TryGetBlock(memory.Borrow(), out MemoryBlock block));
                Assert.Equal(0u, (nuint)block.DangerousAddress % alignment);
                Assert.Equal(size + 8, memory.MaxSize);
                using WriteMapping map = memory.MapWrite();
                map.Span.Fill(1);
            }
        }
    }

    [Fact]
    public void A_copy_is_guarded_to_the_byte_too()
    {
        using GuardPageAllocator allocator = new();
        using GstMemory memory = allocator.Allocate(101);
        memory.MapWrite().Dispose();
        using GstMemory copy = memory.Copy();
        Assert.True(allocator.TryGetBlock(copy.Borrow(), out MemoryBlock block));
        Assert.Equal(0u, ((nuint)block.DangerousAddress + 101) % (nuint)Environment.SystemPageSize);
    }

    [Fact]
    public void There_are_two_sides() => Assert.Throws<ArgumentOutOfRangeException>(static () => new GuardPageAllocator((GuardSide)2));

    /// <summary>A fault in C ends the process by SIGSEGV (139); one in C# is told by the runtime, which aborts (134).</summary>
    private static void AssertFault(Outcome outcome) =>
        Assert.True(outcome.ExitCode == 139 || (outcome.ExitCode == 134 && outcome.Output.Contains("AccessViolation", StringComparison.Ordinal)), $"{outcome.ExitCode}: {outcome.Output}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
