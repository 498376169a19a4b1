using System.Text.Json;
using System.Text.Json.Serialization;

namespace GstMemInterop.PublishSmoke;

/// <summary>C# that C calls: allocators, pools with overrides, releases of wrapped bytes; and a buffer as JSON.</summary>
internal static partial class AllocatorSmoke
{
    internal static void Allocate()
    {
        using ArrayMemory allocator = new();
        using (GstMemory memory = allocator.Allocate(100))
        using (GstMemory copy = memory.Copy())
        using (GstMemory share = memory.Share(10, 10))
        {
            Expect.Equal("ArrayMemory", copy.MemoryType);
            Expect.True(share.IsReadOnly);
            Expect.True(allocator.TryGetBlock(memory.Borrow(), out MemoryBlock block) && block.State is byte[]);
        }

        Expect.Equal(0, allocator.Live);
    }

    internal static void Wrap()
    {
        bool released = false;
        GstBuffer.Wrap(new byte[] { 1, 2, 3 }.AsMemory(), () => released = true).Dispose();
        Expect.True(released);
        byte[] array = [1];
        Expect.True(GstMemory.Wrap(array).TryUnwrap(out byte[]? back) && ReferenceEquals(array, back));
    }

    internal static void Pool()
    {
        using TwoByteSteps pool = new();
        GstBufferPoolConfig config = pool.GetConfig();
        config.Size = 10;
        pool.SetConfig(config);
        pool.Activate();
        using (GstBuffer buffer = pool.Acquire())
        {
            Expect.Equal(10u, (uint)buffer.Size);
        }

        pool.Deactivate();
        Expect.True(pool.Allocated > 0 && pool.Reset > 0);
    }

    internal static void Json()
    {
        using GstBuffer buffer = GstBuffer.CopyOf([1, 2, 3]);
        string json = JsonSerializer.Serialize(buffer, BufferJson.Default.GstBuffer);
        using GstBuffer? back = JsonSerializer.Deserialize(json, BufferJson.Default.GstBuffer);
        Expect.True(back is not null && back.ContentEquals([1, 2, 3]));
    }

    private sealed class ArrayMemory() : CustomAllocator("ArrayMemory")
    {
        internal int Live { get; private set; }

        protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation)
        {
            Live++;
            return MemoryBlock.Pin(new byte[size]);
        }

        protected override void Free(in MemoryBlock block) => Live--;
    }

    private sealed class TwoByteSteps : CustomBufferPool
    {
        internal int Allocated { get; private set; }

        internal int Reset { get; private set; }

        protected override GstFlowReturn AllocateBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
        {
            Allocated++;
            return base.AllocateBuffer(parameters, out buffer);
        }

        protected override void ResetBuffer(GstBufferRef buffer)
        {
            Reset++;
            base.ResetBuffer(buffer);
        }
    }

    [JsonSerializable(typeof(GstBuffer))]
    private sealed partial class BufferJson : JsonSerializerContext;
}
