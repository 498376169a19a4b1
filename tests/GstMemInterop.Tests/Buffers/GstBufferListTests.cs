using System.Runtime.CompilerServices;
using GstMemInterop.Tests.Conventions;

namespace GstMemInterop.Tests.Buffers;

public class GstBufferListTests
{
    [Fact]
    public void The_owning_type_offers_every_member_of_the_borrowing_type() =>
        new ForwardingTests().The_owning_type_offers_every_member_of_the_borrowing_type(typeof(GstBufferListRef), typeof(GstBufferList));

    [Fact]
    public void What_is_added_is_given_away_and_kept_in_order()
    {
        using GstBufferList list = GstBufferList.Create();
        GstBuffer second = GstBuffer.CopyOf("second"u8);
        list.Add(second);
        Assert.True(second.IsDisposed);
        list.Insert(0, GstBuffer.CopyOf("first"u8));
        list.Insert(2, GstBuffer.CopyOf("third"u8));
        Assert.Equal(["first", "second", "third"], Texts(list));
        Assert.Equal(3, list.Count);
        Assert.Equal((nuint)16, list.CalculateSize());
        Assert.Equal(1, list[0].ReferenceCount);
        Assert.Throws<ObjectDisposedException>(() => list.Add(second));
        Assert.Throws<ArgumentNullException>(() => list.Add(null!));
        Assert.Equal(3, list.Count);
    }

    [Fact]
    public void What_is_given_away_is_gone_also_when_the_call_throws()
    {
        using GstBufferList list = ListOf("a", "b");
        Assert.True(Consumed(buffer => Assert.Throws<ArgumentOutOfRangeException>(() => list.Insert(3, buffer))));
        Assert.True(Consumed(buffer => Assert.Throws<ArgumentOutOfRangeException>(() => list.Insert(-1, buffer))));
        Assert.True(Consumed(buffer => Assert.Throws<ArgumentOutOfRangeException>(() => list.Replace(2, buffer))));
        using (list.Retain())
        {
            Assert.True(Consumed(buffer => Assert.Throws<InvalidOperationException>(() => list.Add(buffer))));
            Assert.True(Consumed(buffer => Assert.Throws<InvalidOperationException>(() => list.Insert(0, buffer))));
            Assert.True(Consumed(buffer => Assert.Throws<InvalidOperationException>(() => list.Replace(0, buffer))));
        }

        Assert.Equal(["a", "b"], Texts(list));
        list.Dispose();
        Assert.True(Consumed(buffer => Assert.Throws<ObjectDisposedException>(() => list.Add(buffer))));

        static bool Consumed(Action<GstBuffer> give)
        {
            GstBuffer buffer = GstBuffer.CopyOf("x"u8);
            using GstBuffer witness = buffer.Retain();
            give(buffer);
            return buffer.IsDisposed && witness.ReferenceCount == 1;
        }
    }

    [Fact]
    public void Every_index_and_range_is_checked_by_one_rule()
    {
        using GstBufferList list = ListOf("a", "b", "c");
        foreach (int index in (int[])[-1, 3, int.MaxValue, int.MinValue])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = list[index]; });
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = list.GetWritable(index); });
            Assert.Throws<ArgumentOutOfRangeException>(() => list.RemoveAt(index));
            Assert.Throws<ArgumentOutOfRangeException>(() => list.TakeAt(index));
        }

        foreach ((int index, int count) in ((int, int)[])[(0, 4), (3, 1), (4, 0), (-1, 1), (1, int.MaxValue), (0, -1), (int.MaxValue, int.MaxValue)])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => list.RemoveRange(index, count));
            Assert.Throws<ArgumentOutOfRangeException>(() => list.Drain(index, count));
        }

        list.RemoveRange(3, 0);
        list.RemoveRange(0, 0);
        Assert.Empty(list.Drain(3, 0));
        Assert.Equal(["a", "b", "c"], Texts(list));
        list.RemoveRange(1, 2);
        Assert.Equal(["a"], Texts(list));
        list.Clear();
        list.Clear();
        Assert.Equal(0, list.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => GstBufferList.Create(-1));
    }

    [Fact]
    public void A_shared_list_is_refused_with_its_reference_count_and_the_way_out()
    {
        using GstBufferList list = ListOf("a");
        using GstBufferList other = list.Retain();
        Assert.False(list.IsWritable);
        Assert.False(list[0].IsWritable);
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(list.Clear);
        Assert.Contains("2 references", refused.Message, StringComparison.Ordinal);
        Assert.Contains("MakeWritable()", refused.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => { _ = list.GetWritable(0); });
        Assert.Throws<InvalidOperationException>(() => list.RemoveAt(0));
        Assert.Throws<InvalidOperationException>(() => list.TakeAt(0));
        Assert.Throws<InvalidOperationException>(() => list.Drain());
        Assert.Throws<InvalidOperationException>(() => list.ForEach(static (ref item) => { item.Remove(); return true; }));
        Assert.Equal(GstMapFailure.BufferNotWritable, Assert.Throws<GstMapException>(() => { using WriteMapping map = list[0].MapWrite(); }).Failure);
        Assert.Equal(["a"], Texts(other));

        Assert.True(list.MakeWritable());
        Assert.False(list.MakeWritable());
        Assert.True(list.IsWritable && other.IsWritable);
        Assert.NotEqual(other.DangerousHandle, list.DangerousHandle);
        using (WriteMapping map = list.GetWritable(0).MapWrite())
        {
            map.Span[0] = (byte)'A';
        }

        Assert.Equal(["A"], Texts(list));
        Assert.Equal(["a"], Texts(other));
    }

    [Fact]
    public void The_writable_element_is_writable_and_stays_in_the_list()
    {
        using GstBufferList list = ListOf("abc", "def");
        nint first = list[0].DangerousHandle;
        using (WriteMapping map = list.GetWritable(0).MapWrite())
        {
            map.Span[0] = (byte)'A';
        }

        Assert.Equal(first, list[0].DangerousHandle);
        using GstBuffer mine = list[1].Retain();
        Assert.False(list[1].IsWritable);
        GstBufferRef writable = list.GetWritable(1);
        Assert.True(writable.IsWritable);
        writable.Pts = GstClockTime.FromSeconds(1);
        writable.Fill(0, "D"u8);
        Assert.NotEqual(mine.DangerousHandle, list[1].DangerousHandle);
        Assert.Equal(GstClockTime.None, mine.Pts);
        Assert.Equal(GstClockTime.FromSeconds(1), list[1].Pts);
        Assert.Equal(["Abc", "Def"], Texts(list));
        Assert.True(mine.ContentEquals("def"u8));
    }

    [Fact]
    public void A_buffer_twice_in_a_list_is_copied_before_it_is_edited()
    {
        using GstBufferList list = GstBufferList.Create();
        GstBuffer buffer = GstBuffer.CopyOf("same"u8);
        list.Add(buffer.Retain());
        list.Add(buffer);
        Assert.False(list[0].IsWritable);
        list.GetWritable(0).Fill(0, "S"u8);
        Assert.Equal(["Same", "same"], Texts(list));
        Assert.True(list[1].IsWritable);
    }

    [Fact]
    public void What_is_taken_out_is_owned_and_writable()
    {
        using GstBufferList list = ListOf("a", "b", "c", "d");
        using (GstBuffer taken = list.TakeAt(1))
        {
            Assert.Equal(1, taken.ReferenceCount);
            Assert.True(taken.IsWritable);
            taken.Fill(0, "B"u8);
        }

        GstBuffer[] middle = list.Drain(1, 1);
        Assert.True(Assert.Single(middle).ContentEquals("c"u8));
        Assert.Equal(["a", "d"], Texts(list));
        GstBuffer[] rest = list.Drain();
        Assert.Equal(2, rest.Length);
        Assert.Equal(0, list.Count);
        foreach (GstBuffer buffer in (GstBuffer[])[.. middle, .. rest])
        {
            Assert.True(buffer.IsWritable);
            list.Add(buffer);
        }

        Assert.Equal(["c", "a", "d"], Texts(list));
    }

    [Fact]
    public void For_each_edits_replaces_takes_and_removes()
    {
        using GstBufferList list = ListOf("edit", "replace", "take", "remove", "swap", "keep");
        List<GstBuffer> taken = [];
        List<int> indices = [];
        bool all = list.ForEach(
            static (ref item, state) =>
            {
                state.indices.Add(item.Index);
                switch (Text(item.Buffer))
                {
                    case "edit":
                        item.GetWritable().Fill(0, "E"u8);
                        break;
                    case "replace":
                        item.Replace(GstBuffer.CopyOf("replaced"u8));
                        break;
                    case "take":
                        state.taken.Add(item.Take());
                        break;
                    case "remove":
                        item.Remove();
                        break;
                    case "swap":
                        GstBuffer old = item.Take();
                        old.Fill(0, "S"u8);
                        item.Replace(old);
                        break;
                    default:
                        break;
                }

                return true;
            },
            (taken, indices));
        Assert.True(all);
        Assert.Equal([0, 1, 2, 2, 2, 3], indices);
        Assert.Equal(["Edit", "replaced", "Swap", "keep"], Texts(list));
        using GstBuffer one = Assert.Single(taken);
        Assert.True(one.ContentEquals("take"u8));
    }

    [Fact]
    public void For_each_stops_when_asked_and_refuses_what_makes_no_sense()
    {
        using GstBufferList list = ListOf("a", "b", "c");
        int visits = 0;
        Assert.False(list.ForEach((ref item) =>
        {
            visits++;
            return item.Index == 0;
        }));
        Assert.Equal(2, visits);

        Assert.False(list.ForEach(static (ref item) =>
        {
            item.Remove();
            Assert.True(Refused<InvalidOperationException>(ref item, static (ref i) => _ = i.Buffer.Size));
            Assert.True(Refused<InvalidOperationException>(ref item, static (ref i) => _ = i.GetWritable().Size));
            Assert.True(Refused<InvalidOperationException>(ref item, static (ref i) => i.Remove()));
            Assert.True(Refused<InvalidOperationException>(ref item, static (ref i) => i.Take()));
            return false;
        }));
        Assert.Equal(["b", "c"], Texts(list));

        Assert.Throws<FormatException>(() => list.ForEach(static (ref item) =>
        {
            item.Remove();
            throw new FormatException("mine");
        }));
        Assert.Equal(["c"], Texts(list));
        Assert.Throws<ArgumentNullException>(() => list.ForEach(null!));

        static bool Refused<T>(ref GstBufferListItem item, ItemAction action) where T : Exception
        {
            try
            {
                action(ref item);
                return false;
            }
            catch (T)
            {
                return true;
            }
        }
    }

    [Fact]
    public void For_each_survives_a_handler_that_changes_the_list_itself()
    {
        using GstBufferList list = ListOf("a", "b", "c");
        int visits = 0;
        Assert.True(list.ForEach((ref item) =>
        {
            visits++;
            list.Add(GstBuffer.CopyOf("more"u8));
            return true;
        }));
        Assert.Equal(3, visits);
        Assert.Equal(6, list.Count);

        visits = 0;
        Assert.True(list.ForEach((ref item) =>
        {
            visits++;
            list.Clear();
            return true;
        }));
        Assert.Equal(1, visits);

        using GstBufferList gone = ListOf("a", "b");
        Assert.Throws<ObjectDisposedException>(() => gone.ForEach((ref item) =>
        {
            gone.Dispose();
            return true;
        }));
    }

    [Fact]
    public void A_buffer_whose_mapping_is_open_stays_in_the_list()
    {
        using GstBufferList list = ListOf("a", "b");
        using (ReadMapping map = list[1].MapRead())
        {
            Assert.Throws<InvalidOperationException>(() => list.RemoveAt(1));
            Assert.Throws<InvalidOperationException>(list.Clear);
            Assert.Throws<InvalidOperationException>(() => list.TakeAt(1));
            Assert.Throws<InvalidOperationException>(() => list.Drain());
            Assert.Throws<InvalidOperationException>(() => list.Replace(1, GstBuffer.Create()));
            list.RemoveAt(0);
            Assert.Equal((byte)'b', map.Span[0]);
        }

        list.Clear();

        using GstBufferList shared = ListOf("s");
        using GstBuffer mine = shared[0].Retain();
        using (ReadMapping map = shared[0].MapRead())
        {
            Assert.Throws<InvalidOperationException>(() => { _ = shared.GetWritable(0); });
            Assert.Equal(mine.DangerousHandle, shared[0].DangerousHandle);
        }
    }

    [Fact]
    public void A_mapping_of_a_borrowed_buffer_keeps_a_disposed_list_alive()
    {
        GstBufferList list = ListOf("abc");
        GstBufferRef buffer = list[0];
        using ReadMapping map = buffer.MapRead();
        list.Dispose();
        Assert.Equal("abc"u8.ToArray(), map.Span.ToArray());
        Assert.Throws<ObjectDisposedException>(() => list.Count);
        Assert.Throws<ObjectDisposedException>(() => list.DangerousDetach());
        bool refused = false;
        try
        {
            _ = buffer.Size;
        }
        catch (ObjectDisposedException)
        {
            refused = true;
        }

        Assert.True(refused);
    }

    [Fact]
    public void A_borrowed_buffer_that_left_the_list_says_so_instead_of_dangling()
    {
        using GstBufferList list = ListOf("a", "b", "c");
        GstBufferRef moved = list[1];
        GstBufferRef gone = list[0];
        GstMemoryRef memory = gone.PeekMemory(0);
        list.RemoveAt(0);
        Assert.Equal("b", Text(moved));
        Assert.True(Refused(gone, static b => _ = b.Size));
        Assert.True(Refused(gone, static b => _ = b.IsWritable));
        Assert.True(Refused(gone, static b => b.MapRead().Dispose()));
        Assert.True(Refused(gone, static b => b.TryMapWrite(out _)));
        Assert.True(Refused(gone, static b => b.Retain().Dispose()));
        bool refused = false;
        try
        {
            _ = memory.Size;
        }
        catch (InvalidOperationException)
        {
            refused = true;
        }

        Assert.True(refused);

        GstBufferRef replaced = list[1];
        list.Replace(1, GstBuffer.CopyOf("C"u8));
        Assert.True(Refused(replaced, static b => _ = b.Pts));

        using GstBuffer mine = list[0].Retain();
        GstBufferRef copied = list[0];
        list.GetWritable(0);
        Assert.True(Refused(copied, static b => b.Fill(0, "x"u8)));

        static bool Refused(GstBufferRef buffer, BorrowAction action)
        {
            try
            {
                action(buffer);
                return false;
            }
            catch (InvalidOperationException)
            {
                return true;
            }
        }
    }

    [Fact]
    public void Copies_share_the_buffers_and_deep_copies_do_not()
    {
        using GstBufferList list = ListOf("abc", "def");
        using (GstBufferList copy = list.Copy())
        {
            Assert.True(copy.IsWritable);
            Assert.Equal(list[1].DangerousHandle, copy[1].DangerousHandle);
            Assert.Equal(2, list[1].ReferenceCount);
            Assert.False(list[1].IsWritable);
        }

        Assert.True(list[1].IsWritable);
        using GstBufferList deep = list.CopyDeep();
        Assert.NotEqual(list[1].DangerousHandle, deep[1].DangerousHandle);
        Assert.NotEqual(list[1].PeekMemory(0).DangerousHandle, deep[1].PeekMemory(0).DangerousHandle);
        deep.GetWritable(1).Fill(0, "D"u8);
        Assert.Equal(["abc", "def"], Texts(list));
        Assert.Equal(["abc", "Def"], Texts(deep));
    }

    [Fact]
    public void The_three_verbs_and_back()
    {
        GstBufferList first = ListOf("a");
        nint pointer = first.DangerousDetach();
        Assert.True(first.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => first.DangerousDetach());
        first.Dispose();

        using GstBufferList adopted = GstBufferList.Adopt(pointer);
        Assert.Equal(1, adopted.ReferenceCount);
        using (GstBufferList retained = GstBufferList.Retain(pointer))
        {
            Assert.Equal(2, adopted.ReferenceCount);
        }

        GstBufferListRef borrowed = GstBufferListRef.Borrow(adopted.DangerousHandle);
        Assert.Equal(pointer, borrowed.DangerousHandle);
        Assert.Equal(1, borrowed.ReferenceCount);
        Assert.True(borrowed.IsWritable);
        borrowed.Add(GstBuffer.CopyOf("b"u8));
        using (GstBufferList kept = borrowed.Retain())
        {
            Assert.Equal(2, kept.Count);
        }

        Assert.Equal(2, adopted.Borrow().Count);
        Assert.Throws<ArgumentException>(() => GstBufferList.Adopt(0));
        Assert.Throws<ArgumentException>(() => GstBufferList.Retain(0));
        Assert.Throws<ArgumentException>(() => { GstBufferListRef.Borrow(0); });
        Assert.True(default(GstBufferListRef).IsNull);
        Assert.Throws<InvalidOperationException>(() => default(GstBufferListRef).Count);
        Assert.Throws<InvalidOperationException>(() => default(GstBufferListRef).Add(GstBuffer.Create()));
    }

    [Fact]
    public void Going_through_a_list_allocates_nothing()
    {
        using GstBufferList list = GstBufferList.Create(100);
        for (int i = 0; i < 100; i++)
        {
            list.Add(GstBuffer.CopyOf([(byte)i]));
        }

        GstBufferListHandler<int[]> handler = static (ref item, sum) =>
        {
            using WriteMapping map = item.GetWritable().MapWrite();
            sum[0] += map.Span[0];
            return true;
        };
        int[] sums = [0];
        Walk(list, handler, sums);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int total = Walk(list, handler, sums);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(4950, total);
        Assert.Equal(9900, sums[0]);
        Assert.Equal(0, allocated);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static int Walk(GstBufferList list, GstBufferListHandler<int[]> handler, int[] sums)
        {
            int total = 0;
            foreach (GstBufferRef buffer in list)
            {
                using ReadMapping map = buffer.MapRead();
                total += map.Span[0];
            }

            list.ForEach(handler, sums);
            return total;
        }
    }

    [Fact]
    public void A_random_history_equals_that_of_a_plain_list()
    {
        Random random = new(1337);
        using GstBufferList list = GstBufferList.Create(0);
        List<byte> model = [];
        for (int step = 0; step < 2000; step++)
        {
            int at = random.Next(model.Count + 1);
            byte value = (byte)random.Next(256);
            switch (random.Next(8))
            {
                case 0 or 1:
                    list.Insert(at, GstBuffer.CopyOf([value]));
                    model.Insert(at, value);
                    break;
                case 2:
                    list.Add(GstBuffer.CopyOf([value]));
                    model.Add(value);
                    break;
                case 3 when at < model.Count:
                    list.RemoveAt(at);
                    model.RemoveAt(at);
                    break;
                case 4 when at < model.Count:
                    list.Replace(at, GstBuffer.CopyOf([value]));
                    model[at] = value;
                    break;
                case 5 when at < model.Count:
                    using (GstBuffer taken = list.TakeAt(at))
                    {
                        Assert.Equal([model[at]], taken.ToArray());
                    }

                    model.RemoveAt(at);
                    break;
                case 6:
                    int count = Math.Min(random.Next(4), model.Count - at);
                    list.RemoveRange(at, count);
                    model.RemoveRange(at, count);
                    break;
                case 7 when at < model.Count:
                    using (list[at].Retain())
                    {
                        list.GetWritable(at).Set(0, value, 1);
                    }

                    model[at] = value;
                    break;
                default:
                    break;
            }

            Assert.Equal(model.Count, list.Count);
        }

        List<byte> result = [];
        foreach (GstBufferRef buffer in list)
        {
            Assert.Equal(1, buffer.ReferenceCount);
            result.AddRange(buffer.ToArray());
        }

        Assert.Equal(model, result);
    }

    private delegate void BorrowAction(GstBufferRef buffer);

    private delegate void ItemAction(ref GstBufferListItem item);

    private static GstBufferList ListOf(params string[] texts)
    {
        GstBufferList list = GstBufferList.Create(texts.Length);
        foreach (string text in texts)
        {
            list.Add(GstBuffer.CopyOf(System.Text.Encoding.ASCII.GetBytes(text)));
        }

        return list;
    }

    private static string Text(GstBufferRef buffer) => System.Text.Encoding.ASCII.GetString(buffer.ToArray());

    private static List<string> Texts(GstBufferList list)
    {
        List<string> texts = [];
        foreach (GstBufferRef buffer in list)
        {
            texts.Add(Text(buffer));
        }

        return texts;
    }
}
