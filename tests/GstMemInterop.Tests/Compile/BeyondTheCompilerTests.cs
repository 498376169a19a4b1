using System.Buffers;
using System.Runtime.InteropServices;

namespace GstMemInterop.Tests.Compile;

/// <summary>What the language cannot keep from escaping is answered when it runs; README.md has the table.</summary>
public class BeyondTheCompilerTests
{
    [Fact]
    public void A_copy_of_a_mapping_knows_that_it_ended()
    {
        using GstBuffer buffer = GstBuffer.CopyOf([1, 2]);
        ReadMapping mapping = buffer.MapRead();
        ReadMapping copy = mapping;
        mapping.Dispose();
        Assert.False(copy.IsOpen);
        bool threw = false;
        try
        {
            _ = copy.Span.Length;
        }
        catch (ObjectDisposedException)
        {
            threw = true;
        }

        Assert.True(threw);
    }

    [Fact]
    public void A_borrow_knows_that_its_owner_was_disposed()
    {
        GstBuffer buffer = GstBuffer.CopyOf([1, 2]);
        GstBufferRef borrow = buffer.Borrow();
        GstMemoryRef memory = borrow.PeekMemory(0);
        buffer.Dispose();
        Assert.True(Throws(borrow, static b => b.Size));
        Assert.True(Throws(memory, static m => m.Size));
    }

    [Fact]
    public void A_peeked_memory_knows_that_it_was_taken_away()
    {
        using GstBuffer buffer = GstBuffer.CopyOf([1, 2]);
        GstMemoryRef memory = buffer.PeekMemory(0);
        buffer.RemoveAllMemories();
        Assert.True(Throws(memory, static m => m.Size));
    }

    [Fact]
    public void A_meta_knows_that_it_was_removed()
    {
        using GstBuffer buffer = GstBuffer.Create();
        GstVideoCropMetaRef crop = buffer.AddVideoCropMeta(1, 2, 3, 4);
        buffer.RemoveMeta(crop.Meta);
        bool threw = false;
        try
        {
            _ = crop.Width;
        }
        catch (InvalidOperationException)
        {
            threw = true;
        }

        Assert.True(threw);
    }

    [Fact]
    public void A_buffer_borrowed_from_a_sample_knows_that_the_sample_let_go_of_it()
    {
        using GstBuffer buffer = GstBuffer.CopyOf([1, 2]);
        using GstSample sample = GstSample.Create(buffer);
        GstBufferRef borrow = sample.Buffer;
        sample.SetBuffer(null);
        Assert.True(Throws(borrow, static b => b.Size));
    }

    [Fact]
    public void A_list_borrowed_from_a_sample_knows_that_the_sample_let_go_of_it()
    {
        using GstSample sample = GstSample.Create();
        using (GstBufferList list = GstBufferList.Create())
        {
            list.Add(GstBuffer.CopyOf([1, 2]));
            sample.SetBufferList(list);
        }

        GstBufferListRef borrow = sample.BufferList;
        GstBufferRef item = borrow[0];
        sample.SetBufferList(null);
        bool threw = false;
        try
        {
            _ = borrow.Count;
        }
        catch (InvalidOperationException)
        {
            threw = true;
        }

        Assert.True(threw);
        Assert.True(Throws(item, static b => b.Size));
    }

    [Fact]
    public void An_item_borrowed_from_a_list_knows_that_it_was_removed()
    {
        using GstBufferList list = GstBufferList.Create();
        list.Add(GstBuffer.CopyOf([1, 2]));
        GstBufferRef item = list[0];
        list.RemoveAt(0);
        Assert.True(Throws(item, static b => b.Size));
    }

    [Fact]
    public void Memory_of_an_owned_mapping_throws_after_its_end()
    {
        using GstBuffer buffer = GstBuffer.CopyOf([1, 2]);
        OwnedMapping mapping = buffer.MapWriteOwned();
        Memory<byte> memory = mapping.Memory;
        ((IDisposable)mapping).Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
    }

    [Fact]
    public void A_pin_keeps_an_owned_mapping_open_past_its_Dispose()
    {
        using GstBuffer buffer = GstBuffer.CopyOf([1, 2]);
        OwnedMapping mapping = buffer.MapWriteOwned();
        MemoryHandle pin = mapping.Memory.Pin();
        ((IDisposable)mapping).Dispose();
        Assert.Equal(1, buffer.PeekMemory(0).OpenMappings);
        pin.Dispose();
        Assert.Equal(0, buffer.PeekMemory(0).OpenMappings);
    }

    [Fact]
    public void Parts_of_a_sequence_throw_after_its_end_also_when_another_one_was_made()
    {
        using GstBuffer buffer = GstBuffer.CopyOf([1, 2]);
        buffer.AppendMemory(GstMemory.CopyOf([3]));
        using GstBuffer other = GstBuffer.CopyOf([4]);
        MappedSequence ended = buffer.MapSequence();
        ReadOnlySequence<byte> sequence = ended.Sequence;
        ReadOnlyMemory<byte> first = sequence.First;
        ended.Dispose();
        using MappedSequence next = other.MapSequence();
        Assert.Throws<ObjectDisposedException>(() => first.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => sequence.ToArray());
    }

    [Fact]
    public void A_pointer_kept_past_its_mapping_still_points_into_a_buffer_that_lives()
    {
        // Nobody can ask a pointer. What it pointed at is the buffer's, and lives as long as the buffer does.
        using GstBuffer buffer = GstBuffer.CopyOf([1, 2]);
        unsafe
        {
            byte* kept;
            using (ReadMapping mapping = buffer.MapRead())
            {
                kept = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(mapping.Span));
            }

            Assert.Equal(1, *kept);
        }
    }

    private delegate nuint Use<T>(T borrowed) where T : allows ref struct;

    /// <summary>Whether the use is refused as one of something that is gone (<see cref="ObjectDisposedException"/> is one too).</summary>
    private static bool Throws<T>(T borrowed, Use<T> use) where T : allows ref struct
    {
        try
        {
            _ = use(borrowed);
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
