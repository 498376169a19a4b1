namespace GstMemInterop.Tests.Findings;

/// <summary>Entries I1 and I11: lists and buffers borrowed from samples and lists that change.</summary>
public class IListsTests
{
    [Fact]
    public void I1_A_list_borrowed_from_a_sample_knows_that_it_was_replaced()
    {
        using GstSample sample = GstSample.Create();
        using (GstBufferList list = ListOf(3))
        {
            sample.SetBufferList(list);
        }

        GstBufferListRef borrowed = sample.BufferList;
        Assert.Equal(3, borrowed.Count);
        GstBufferRef item = borrowed[1];
        GstMemoryRef memory = item.PeekMemory(0);
        GstBufferListRef.Enumerator rest = borrowed.GetEnumerator();
        Assert.True(rest.MoveNext());
        using (GstBufferList another = ListOf(2))
        {
            sample.SetBufferList(another);
        }

        int refused = 0;
        for (int i = 0; i < 9; i++)
        {
            try
            {
                switch (i)
                {
                    case 0: _ = borrowed.Count; break;
                    case 1: _ = borrowed[0]; break;
                    case 2: _ = borrowed.IsWritable; break;
                    case 3: borrowed.Retain().Dispose(); break;
                    case 4: _ = item.Size; break;
                    case 5: item.MapRead().Dispose(); break;
                    case 6: _ = memory.Size; break;
                    case 7: _ = rest.Current; break;
                    default: borrowed.Add(GstBuffer.Create()); break;
                }
            }
            catch (InvalidOperationException)
            {
                refused++;
            }
        }

        Assert.Equal(9, refused);
        Assert.Equal(2, sample.BufferList.Count);
    }

    [Fact]
    public void I1_A_buffer_at_the_same_address_is_not_the_one_that_was_borrowed()
    {
        using GstSample sample = GstSample.Create();
        using (GstBuffer first = GstBuffer.CopyOf([1]))
        {
            sample.SetBuffer(first);
        }

        GstBufferRef borrowed = sample.Buffer;
        nint address = borrowed.DangerousHandle;
        sample.SetBuffer(null);
        List<GstBuffer> others = [];
        while (others.Count < 5000 && (others.Count == 0 || others[^1].DangerousHandle != address))
        {
            others.Add(GstBuffer.CopyOf([2]));
        }

        GstBuffer second = others[^1];
        bool sameAddress = second.DangerousHandle == address;
        sample.SetBuffer(second);
        bool refused = false;
        try
        {
            _ = borrowed.Size;
        }
        catch (InvalidOperationException)
        {
            refused = true;
        }

        others.ForEach(static buffer => buffer.Dispose());
        Assert.True(refused);
        Assert.True(sameAddress, "The address was not used again: the test proves less than it says.");
    }

    [Fact]
    public void I1_A_list_may_be_changed_by_what_its_own_removal_releases()
    {
        GstBufferList list = GstBufferList.Create();
        int released = 0;
        for (byte i = 0; i < 8; i++)
        {
            list.Add(GstBuffer.Wrap(new byte[] { i }, () =>
            {
                released++;
                if (list.Count > 0)
                {
                    list.RemoveAt(0);
                }
            }));
        }

        list.RemoveRange(1, 2);
        Assert.Equal(8, released + list.Count);
        list.Clear();
        Assert.Equal((8, 0), (released, list.Count));
        list.Dispose();
    }

    [Fact]
    public void I11_A_sample_without_a_buffer_takes_one_while_something_else_is_mapped()
    {
        using GstSample sample = GstSample.Create();
        using GstMemory memory = GstMemory.Allocate(16);
        using GstBuffer buffer = GstBuffer.Allocate(16);
        using (memory.MapRead())
        {
            sample.SetBuffer(buffer);
        }

        Assert.Equal((nuint)16, sample.Buffer.Size);
    }

    [Fact]
    public async Task I11_An_item_that_another_thread_has_mapped_is_not_removed_under_it()
    {
        using GstBufferList list = ListOf(2);
        using Barrier step = new(2);
        Task reader = Task.Run(() =>
        {
            using (ReadMapping map = list[0].MapRead())
            {
                step.SignalAndWait(TestContext.Current.CancellationToken);
                step.SignalAndWait(TestContext.Current.CancellationToken);
                Assert.Equal(0, map.Span[0]);
            }

            step.SignalAndWait(TestContext.Current.CancellationToken);
        }, TestContext.Current.CancellationToken);
        step.SignalAndWait(TestContext.Current.CancellationToken);
        Assert.Throws<InvalidOperationException>(() => list.RemoveAt(0));
        Assert.Throws<InvalidOperationException>(() => list.Replace(0, GstBuffer.Create()));
        Assert.Throws<InvalidOperationException>(list.Clear);
        Assert.Equal(2, list.Count);
        list.RemoveAt(1);
        step.SignalAndWait(TestContext.Current.CancellationToken);
        step.SignalAndWait(TestContext.Current.CancellationToken);
        list.RemoveAt(0);
        Assert.Equal(0, list.Count);
        await reader;
    }

    private static GstBufferList ListOf(int count)
    {
        GstBufferList list = GstBufferList.Create();
        for (int i = 0; i < count; i++)
        {
            list.Add(GstBuffer.CopyOf([(byte)i]));
        }

        return list;
    }
}
