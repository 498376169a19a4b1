namespace GstMemInterop.Tests.Conformance;

/// <summary>GStreamer's own <c>tests/check/gst/gstbufferlist.c</c>, case by case, through the public face.</summary>
public class GstBufferListTests
{
    [Fact]
    public void test_add_and_iterate()
    {
        using GstBufferList list = GstBufferList.Create();
        Assert.Equal(0, list.Count);
        Assert.Throws<ArgumentNullException>(() => list.Insert(0, null!));
        Assert.Throws<InvalidOperationException>(() => default(GstBufferListRef).Insert(0, GstBuffer.Create()));

        using GstBuffer first = GstBuffer.Create();
        nint firstPointer = first.DangerousHandle;
        list.Add(first);
        Assert.Equal(1, list[0].ReferenceCount);
        Assert.Equal(1, list.Count);
        using GstBuffer second = GstBuffer.Create();
        nint secondPointer = second.DangerousHandle;
        list.Add(second);
        Assert.Equal(1, list[1].ReferenceCount);
        Assert.Equal(2, list.Count);

        List<nint> seen = [];
        foreach (GstBufferRef buffer in list)
        {
            seen.Add(buffer.DangerousHandle);
        }

        Assert.Equal([firstPointer, secondPointer], seen);
    }

    [Fact]
    public void test_remove()
    {
        using GstBufferList list = GstBufferList.Create();
        using GstBuffer buffer = GstBuffer.Create();
        list.Add(buffer.Retain());
        Assert.Equal(2, buffer.ReferenceCount);
        list.RemoveRange(0, 1);
        Assert.Equal(1, buffer.ReferenceCount);
        Assert.Equal(0, list.Count);
    }

    [Fact]
    public void test_make_writable()
    {
        using GstBufferList list = OneAndFive();
        nint original = list.DangerousHandle;
        Assert.False(list.MakeWritable());
        Assert.Equal(original, list.DangerousHandle);

        using GstBufferList copy = list.Retain();
        Assert.True(copy.MakeWritable());
        Assert.NotEqual(original, copy.DangerousHandle);
        Assert.Equal(1, list.ReferenceCount);
        Assert.Equal(1, copy.ReferenceCount);
        Assert.Equal(2, copy.Count);
        SameBuffers(list, copy);
    }

    [Fact]
    public void test_copy()
    {
        using GstBufferList list = OneAndFive();
        using GstBufferList copy = list.Copy();
        Assert.Equal(1, list.ReferenceCount);
        Assert.Equal(1, copy.ReferenceCount);
        Assert.NotEqual(list.DangerousHandle, copy.DangerousHandle);
        Assert.Equal(2, copy.Count);
        SameBuffers(list, copy);
    }

    [Fact]
    public void test_copy_deep()
    {
        using GstBufferList list = OneAndFive();
        using GstBufferList copy = list.CopyDeep();
        Assert.Equal(2, copy.Count);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(1, list[i].ReferenceCount);
            Assert.Equal(1, copy[i].ReferenceCount);
            Assert.NotEqual(list[i].DangerousHandle, copy[i].DangerousHandle);
            using ReadMapping original = list[i].MapRead();
            using ReadMapping copied = copy[i].MapRead();
            Assert.NotEqual(UpstreamBlocks.Address(original.Span), UpstreamBlocks.Address(copied.Span));
            Assert.Equal(original.Length, copied.Length);
        }
    }

    [Fact]
    public void test_foreach()
    {
        using GstBufferList list = OneAndFive();
        nint second = list[1].DangerousHandle;
        List<(nint, int)> visits = [];
        Assert.True(list.ForEach((ref item) =>
        {
            visits.Add((item.Buffer.DangerousHandle, item.Index));
            return true;
        }));
        Assert.Equal([(list[0].DangerousHandle, 0), (second, 1)], visits);

        visits.Clear();
        Assert.False(list.ForEach((ref item) =>
        {
            visits.Add((item.Buffer.DangerousHandle, item.Index));
            return false;
        }));
        Assert.Single(visits);

        visits.Clear();
        Assert.True(list.ForEach((ref item) =>
        {
            visits.Add((item.Buffer.DangerousHandle, item.Index));
            if (visits.Count == 1)
            {
                item.Remove();
            }

            return true;
        }));
        Assert.Equal([0, 0], visits.Select(static v => v.Item2));
        Assert.Equal(1, list.Count);
        Assert.Equal(second, list[0].DangerousHandle);
    }

    [Fact]
    public void test_expand_and_remove()
    {
        using GstBufferList list = GstBufferList.Create();
        List<int> sizes = [];
        for (int i = 0; i < 500; i++)
        {
            if (i % 2 == 0)
            {
                list.Add(GstBuffer.Allocate((nuint)i));
                sizes.Add(i);
            }
            else
            {
                list.Insert(sizes.Count - 1, GstBuffer.Allocate((nuint)i));
                sizes.Insert(sizes.Count - 1, i);
            }

            Assert.Equal(sizes.Count, list.Count);
        }

        SizesAre(sizes, list);
        for (int i = 0; i < 44; i++)
        {
            list.RemoveRange(i * 3, (i % 4) + 1);
            sizes.RemoveRange(i * 3, (i % 4) + 1);
            Assert.Equal(sizes.Count, list.Count);
        }

        SizesAre(sizes, list);
        for (int i = 500; i < 1500; i++)
        {
            list.Add(GstBuffer.Allocate((nuint)i));
            sizes.Add(i);
        }

        Assert.Equal(1390, list.Count);
        SizesAre(sizes, list);

        static void SizesAre(List<int> expected, GstBufferList list)
        {
            List<int> sizes = [];
            foreach (GstBufferRef buffer in list)
            {
                sizes.Add((int)buffer.Size);
            }

            Assert.Equal(expected, sizes);
        }
    }

    [Fact]
    public void test_get_writable()
    {
        using GstBufferList list = GstBufferList.Create();
        list.Add(GstBuffer.Allocate(10));
        nint original = list[0].DangerousHandle;
        Assert.Equal(original, list.GetWritable(0).DangerousHandle);

        using GstBuffer second = list[0].Retain();
        Assert.Equal(2, second.ReferenceCount);
        GstBufferRef writable = list.GetWritable(0);
        Assert.NotEqual(original, writable.DangerousHandle);
        Assert.True(writable.IsWritable);
        Assert.Equal(1, writable.ReferenceCount);
        Assert.Equal(writable.DangerousHandle, list[0].DangerousHandle);
        Assert.Equal(1, second.ReferenceCount);
    }

    [Fact]
    public void test_calc_size()
    {
        using GstBufferList list = GstBufferList.Create();
        list.Add(GstBuffer.CopyOf("Hello"u8));
        GstBuffer two = GstBuffer.CopyOf(", "u8);
        two.AppendMemory(GstMemory.CopyOf("world!"u8));
        list.Add(two);
        Assert.Equal((nuint)13, list.CalculateSize());
    }

    [Fact]
    public void test_new_sized()
    {
        using GstBufferList list = GstBufferList.Create(0);
        Assert.Equal(0, list.Count);
        list.Add(GstBuffer.Create());
        Assert.Equal(1, list.Count);
    }

    [Fact]
    public void test_multiple_mutable_buffer_references()
    {
        using GstBufferList first = GstBufferList.Create();
        first.Add(GstBuffer.Allocate(10));
        using (GstBufferList second = first.Retain())
        {
            Assert.False(first.IsWritable);
            Assert.False(second.IsWritable);
            Assert.Equal(1, first[0].ReferenceCount);
            Assert.False(first[0].IsWritable);
            Assert.False(second[0].IsWritable);
            Assert.False(first[0].TryMapWrite(out _));
        }

        Assert.True(first.IsWritable);
        Assert.True(first[0].IsWritable);
    }

    [Fact]
    public void test_foreach_modify_non_writable()
    {
        using GstBufferList list = GstBufferList.Create();
        list.Add(GstBuffer.Allocate(10));
        nint original = list[0].DangerousHandle;
        using GstBufferList second = list.Retain();
        GstBuffer replacement = GstBuffer.Allocate(20);
        Assert.Throws<InvalidOperationException>(() => list.ForEach((ref item) =>
        {
            item.Replace(replacement);
            return true;
        }));
        Assert.True(replacement.IsDisposed);
        Assert.Equal(original, list[0].DangerousHandle);
        Assert.Equal((nuint)10, list[0].Size);
    }

    [Fact]
    public void test_foreach_modify_writable()
    {
        using GstBufferList list = GstBufferList.Create();
        list.Add(GstBuffer.Allocate(10));
        Assert.True(list.ForEach(static (ref item) =>
        {
            item.Replace(GstBuffer.Allocate(20));
            return true;
        }));
        Assert.Equal(1, list.Count);
        Assert.Equal((nuint)20, list[0].Size);
        Assert.True(list[0].IsWritable);
    }

    /// <summary>A buffer of one memory and 1 byte, and one of two memories and 5 bytes.</summary>
    private static GstBufferList OneAndFive()
    {
        GstBufferList list = GstBufferList.Create();
        list.Add(GstBuffer.CopyOf("a"u8));
        GstBuffer five = GstBuffer.CopyOf("bcd"u8);
        five.AppendMemory(GstMemory.CopyOf("ef"u8));
        list.Add(five);
        return list;
    }

    private static void SameBuffers(GstBufferList list, GstBufferList copy)
    {
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(list[i].DangerousHandle, copy[i].DangerousHandle);
            Assert.Equal(2, copy[i].ReferenceCount);
            Assert.Equal((nuint)(i == 0 ? 1 : 5), copy[i].Size);
            Assert.Equal(i + 1, copy[i].MemoryCount);
        }
    }
}
