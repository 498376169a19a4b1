namespace GstMemInterop.Tests.Allocators;

public class GstAllocatorTests
{
    [Fact]
    public void GStreamers_own_allocator_is_found_by_its_name()
    {
        using GstAllocator system = GstAllocator.SystemMemory;
        using GstAllocator? found = GstAllocator.Find("SystemMemory");
        Assert.Equal(system.DangerousHandle, found!.DangerousHandle);
        Assert.Equal("SystemMemory", system.MemoryType);
        Assert.Null(GstAllocator.Find("no such allocator"));
        Assert.Throws<ArgumentException>(static () => GstAllocator.Find(""));
    }

    [Fact]
    public void It_allocates_with_parameters()
    {
        using GstAllocator system = GstAllocator.SystemMemory;
        using GstMemory memory = system.Allocate(100, new AllocationParams { Alignment = 64, Prefix = 64, Padding = 10 });
        Assert.Equal((100u, 64u, 64u), (memory.Size, memory.Offset, memory.Alignment));
        Assert.True(memory.MaxSize >= 174);
        Assert.Throws<ArgumentOutOfRangeException>(() => system.Allocate(nuint.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => system.Allocate(1, new AllocationParams { Alignment = 3 }));
        Assert.Throws<OutOfMemoryException>(() => system.Allocate((nuint)1 << 60));
    }

    [Fact]
    public void A_name_that_is_registered_again_finds_the_newer_allocator_and_memories_of_the_older_live_on()
    {
        const string name = "GstMemInterop.Tests.Registered";
        using HeapAllocator first = new("First");
        first.Register(name);
        GstMemory memory;
        using (GstAllocator? found = GstAllocator.Find(name))
        {
            memory = found!.Allocate(10);
        }

        using (HeapAllocator second = new("Second"))
        {
            second.Register(name);
        }

        using (GstAllocator? found = GstAllocator.Find(name))
        {
            Assert.Equal("Second", found!.MemoryType);
            using GstMemory newer = found.Allocate(10);
            Assert.Equal("Second", newer.MemoryType);
        }

        Assert.Equal("First", memory.MemoryType);
        memory.Dispose();
        Assert.Equal(0, first.Live);
    }

    [Fact]
    public void One_that_does_not_allocate_by_size_says_so()
    {
        using GstFdAllocator descriptors = new();
        Assert.Contains("fd", Assert.Throws<InvalidOperationException>(() => descriptors.Allocate(10)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => GstBuffer.Allocate(10, descriptors));
        Assert.Throws<InvalidOperationException>(() => descriptors.SetDefault());
    }

    [Fact]
    public void Nested_defaults_are_put_back_in_reverse_order()
    {
        using GstAllocator before = GstAllocator.Default;
        using HeapAllocator outer = new("Outer");
        using HeapAllocator inner = new("Inner");
        using (outer.SetDefault())
        {
            using (DefaultAllocatorScope scope = inner.SetDefault())
            {
                Assert.Equal("Inner", TypeOfDefault());
                scope.Dispose();
                Assert.Equal("Outer", TypeOfDefault());
            }

            Assert.Equal("Outer", TypeOfDefault());
        }

        Assert.Equal(before.MemoryType, TypeOfDefault());
    }

    private static string TypeOfDefault()
    {
        using GstMemory memory = GstMemory.Allocate(1);
        return memory.MemoryType;
    }
}
