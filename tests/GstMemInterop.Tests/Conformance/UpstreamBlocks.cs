using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop.Tests.Conformance;

/// <summary>The material of GStreamer's own tests that the public face does not make: read-only blocks, windows into one block, raw sizes.</summary>
internal static unsafe class UpstreamBlocks
{
    /// <summary>The 27 bytes of the upstream tests: the alphabet and a zero.</summary>
    internal static ReadOnlySpan<byte> Alphabet => "abcdefghijklmnopqrstuvwxyz\0"u8;

    /// <summary>A memory with GST_MEMORY_FLAG_READONLY over a block of its own.</summary>
    internal static GstMemory ReadOnly(ReadOnlySpan<byte> bytes)
    {
        void* block = NativeMemory.Alloc((nuint)bytes.Length);
        bytes.CopyTo(new Span<byte>(block, bytes.Length));
        return GstMemory.Adopt((nint)LibGst.gst_memory_new_wrapped(
            Native.GstMemoryFlags.GST_MEMORY_FLAG_READONLY, block, (nuint)bytes.Length, 0, (nuint)bytes.Length, block, &Free));
    }

    /// <summary>A memory that shows a part of a block which the caller keeps.</summary>
    internal static GstMemory Window(byte* block, nuint maxSize, nuint offset, nuint size) =>
        GstMemory.Adopt((nint)LibGst.gst_memory_new_wrapped(0, block, maxSize, offset, size, null, null));

    internal static GstBuffer BufferOf(params GstMemory[] memories)
    {
        GstBuffer buffer = GstBuffer.Create();
        foreach (GstMemory memory in memories)
        {
            buffer.AppendMemory(memory);
        }

        return buffer;
    }

    internal static GstMemory Resized(nint offset, nuint size)
    {
        GstMemory memory = GstMemory.Allocate(100);
        memory.Resize(offset, size);
        return memory;
    }

    /// <summary>The steps of both upstream's test_resize: a block of 100 bytes, alone and in a buffer.</summary>
    internal static void ResizeAsUpstream(Func<Sizes> sizes, Action<nint, nuint> resize)
    {
        nuint max = sizes().MaxSize;
        Assert.True(max >= 100);
        Assert.Equal(new Sizes(100, 0, max), sizes());
        Refused(200, 50);
        if (max < 150)
        {
            Refused(0, 150);
        }

        Refused(1, max);
        Refused((nint)max, 1);
        Resizes(0, 100, new Sizes(100, 0, max));
        Resizes(0, 50, new Sizes(50, 0, max));
        Resizes(0, 100, new Sizes(100, 0, max));
        Resizes(1, 99, new Sizes(99, 1, max));
        Refused(1, max - 1);
        Resizes(0, 99, new Sizes(99, 1, max));
        Resizes(-1, 100, new Sizes(100, 0, max));
        Refused(-1, 100);
        Resizes(50, 40, new Sizes(40, 50, max));
        Resizes(-50, 100, new Sizes(100, 0, max));
        Resizes(0, 0, new Sizes(0, 0, max));
        Resizes(0, 100, new Sizes(100, 0, max));
        Resizes(0, 100, new Sizes(100, 0, max));

        void Resizes(nint offset, nuint size, Sizes expected)
        {
            resize(offset, size);
            Assert.Equal(expected, sizes());
        }

        void Refused(nint offset, nuint size)
        {
            Sizes before = sizes();
            Assert.Throws<ArgumentOutOfRangeException>(() => resize(offset, size));
            Assert.Equal(before, sizes());
        }
    }

    internal static Sizes SizesOf(GstBuffer buffer)
    {
        (nuint size, nuint offset, nuint maxSize) = buffer.GetSizes();
        Assert.Equal(size, buffer.Size);
        Assert.Equal(maxSize, buffer.MaxSize);
        return new Sizes(size, offset, maxSize);
    }

    internal static Sizes SizesOf(GstMemory memory) => new(memory.Size, memory.Offset, memory.MaxSize);

    internal static nint Address(ReadOnlySpan<byte> bytes) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(void* block) => NativeMemory.Free(block);
}

/// <summary>What <c>gst_memory_get_sizes</c> and <c>gst_buffer_get_sizes</c> answer.</summary>
internal readonly record struct Sizes(nuint Size, nuint Offset, nuint MaxSize);
