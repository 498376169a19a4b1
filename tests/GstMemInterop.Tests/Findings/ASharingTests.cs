using System.Buffers;
using static GstMemInterop.Tests.Conformance.UpstreamBlocks;

namespace GstMemInterop.Tests.Findings;

/// <summary>Findings A: mapping and sharing.</summary>
public sealed class ASharingTests
{
    [Fact]
    public void A1_A_copy_is_edited_while_another_holder_reads_the_original()
    {
        using GstBuffer one = GstBuffer.CopyOf([1, 2, 3, 4]);
        using OwnedReadMapping other = one.MapReadOwned();
        using GstBuffer two = one.Copy();
        using (WriteMapping map = two.MapWrite())
        {
            Assert.True(map.Copied);
            map.Span.Fill(9);
        }

        Assert.Equal([1, 2, 3, 4], other.Memory.ToArray());
        Assert.Equal([9, 9, 9, 9], two.ToArray());
    }

    [Theory]
    [InlineData("Fill")]
    [InlineData("Set")]
    [InlineData("OpenReadWrite")]
    [InlineData("MapWriteOwned")]
    [InlineData("MapEachWrite")]
    [InlineData("Resize")]
    [InlineData("SetSize")]
    [InlineData("AppendMemory")]
    [InlineData("Append")]
    [InlineData("RemoveMemory")]
    [InlineData("RemoveAllMemories")]
    [InlineData("ReplaceAllMemories")]
    public void A1_What_C_allows_on_such_a_copy_is_allowed(string operation)
    {
        using GstBuffer one = GstBuffer.CopyOf([1, 2, 3, 4]);
        using OwnedReadMapping other = one.MapReadOwned();
        using GstBuffer two = one.Copy();
        switch (operation)
        {
            case "Fill": two.Fill(0, [9, 9]); break;
            case "Set": two.Set(0, 9, 4); break;
            case "OpenReadWrite": using (Stream stream = two.OpenReadWrite()) { stream.WriteByte(9); } break;
            case "MapWriteOwned": using (OwnedMapping map = two.MapWriteOwned()) { map.GetSpan()[0] = 9; } break;
            case "MapEachWrite": foreach (WriteMapping part in two.MapEachWrite()) { part.Span[0] = 9; } break;
            case "Resize": two.Resize(1, 2); break;
            case "SetSize": two.SetSize(2); break;
            case "AppendMemory": two.AppendMemory(GstMemory.CopyOf("+"u8)); break;
            case "Append": two.Append(GstBuffer.CopyOf("+"u8)); break;
            case "RemoveMemory": two.RemoveMemory(0); break;
            case "RemoveAllMemories": two.RemoveAllMemories(); break;
            default: two.ReplaceAllMemories(GstMemory.CopyOf("x"u8)); break;
        }

        Assert.False(two.ContentEquals([1, 2, 3, 4]));
        Assert.Equal([1, 2, 3, 4], other.Memory.ToArray());
        Assert.Equal([1, 2, 3, 4], one.ToArray());
    }

    [Fact]
    public void A1_A_second_writer_and_a_change_under_an_own_mapping_are_still_refused()
    {
        using GstBuffer one = GstBuffer.CopyOf([1, 2, 3, 4]);
        using GstMemory memory = one.GetMemory(0);
        using (WriteMapping first = memory.MapWrite())
        {
            Assert.Equal(GstMapFailure.AlreadyMapped, Assert.Throws<GstMapException>(() => { using WriteMapping no = one.MapWrite(); }).Failure);
        }

        using GstBuffer share = one.Copy();
        using (ReadMapping own = one.MapRead())
        {
            Assert.Equal(GstMapFailure.AlreadyMapped, Assert.Throws<GstMapException>(() => { using WriteMapping no = one.MapWrite(); }).Failure);
            Assert.Throws<InvalidOperationException>(() => one.RemoveMemory(0));
        }

        using OwnedReadMapping stored = one.MapReadOwned();
        Assert.Equal(GstMapFailure.AlreadyMapped, Assert.Throws<GstMapException>(() => { using WriteMapping no = one.MapWrite(); }).Failure);
        Assert.Throws<InvalidOperationException>(() => one.SetSize(1));
    }

    [Theory]
    [InlineData("jpegenc", 0)]
    [InlineData("videoconvert ! video/x-raw,format=RGB", 0)]
    [InlineData("identity sleep-time=1000", 0)]
    [InlineData("jpegenc", 500)]
    public async Task A1_Behind_a_tee_every_frame_is_edited_and_the_other_branch_sees_the_original(string reader, int sleepMicroseconds)
    {
        const int Frames = 1000;
        int edited = 0, wrong = 0, seen = 0, changed = 0;
        using GstPipeline pipeline = GstPipeline.Launch(
            $"videotestsrc num-buffers={Frames} pattern=white ! video/x-raw,format=I420,width=64,height=48,framerate=1000/1 ! tee name=t " +
            $"t. ! queue max-size-buffers=20 ! identity sleep-time={sleepMicroseconds} ! identity name=tap ! fakesink sync=false " +
            $"t. ! queue max-size-buffers=20 ! identity name=look ! {reader:raw} ! fakesink sync=false");
        using PadProbe tap = pipeline.GetPad("tap", "src").AddBufferProbe((ref BufferProbe p) =>
        {
            using WriteMapping map = p.EditBuffer();
            map.Span.Fill(7);
            edited++;
            return GstPadProbeReturn.Ok;
        });
        tap.Failed += (_, _) => Interlocked.Increment(ref wrong);
        using PadProbe look = pipeline.GetPad("look", "src").AddBufferProbe((ref BufferProbe p) =>
        {
            using ReadMapping map = p.Buffer.MapRead();
            seen++;
            for (int i = 0; i < 20 && map.Span[0] != 7; i++)
            {
                Thread.SpinWait(50); // hold it open while the other branch edits
            }

            changed += map.Span.Contains((byte)7) ? 1 : 0;
            return GstPadProbeReturn.Ok;
        });
        await pipeline.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal((Frames, 0, Frames, 0), (edited, wrong, seen, changed));
    }

    [Fact]
    public void A2_A_merging_read_leaves_mapped_memories_alone()
    {
        int released = 0;
        using (GstBuffer buffer = GstBuffer.Create())
        {
            for (int i = 0; i < 3; i++)
            {
                buffer.AppendMemory(GstMemory.Wrap(new byte[4], () => released++));
            }

            using (ReadMapping part = buffer.PeekMemory(0).MapRead())
            using (ReadMapping range = buffer.MapRead(0, 1))
            using (ReadMapping all = buffer.MapRead())
            {
                Assert.True(all.Merged);
                Assert.Equal(3, buffer.MemoryCount);
            }

            foreach (ReadMapping part in buffer.MapEachRead())
            {
                using ReadMapping all = buffer.MapRead();
                Assert.Equal((nuint)12, all.Length);
            }
        }

        Assert.Equal(3, released);
    }

    [Fact]
    public void A3_Any_number_of_threads_read_a_buffer_of_several_memories_in_any_way()
    {
        Action<GstBuffer>[] ways =
        [
            static b => { using ReadMapping map = b.MapRead(); Assert.Equal(9, map.Span.Length); },
            static b => { using ReadMapping map = b.PeekMemory(1).MapRead(); Assert.Equal((byte)'d', map.Span[0]); },
            static b => { foreach (ReadMapping part in b.MapEachRead()) { Assert.Equal(3, part.Span.Length); } },
            static b => Assert.Equal(9, b.ToArray().Length),
            static b => { using MappedSequence s = b.MapSequence(); Assert.Equal(9, s.Sequence.ToArray().Length); },
            static b => { using GstBuffer copy = b.Copy(); Assert.Equal((nuint)9, copy.Size); },
            static b => { using GstMemory memory = b.GetMemory(2); Assert.Equal((nuint)3, memory.Size); },
        ];
        for (int round = 0; round < 40; round++)
        {
            using GstBuffer buffer = BufferOf(GstMemory.CopyOf("abc"u8), GstMemory.CopyOf("def"u8), GstMemory.CopyOf("ghi"u8));
            Parallel.ForEach(ways, new ParallelOptions { MaxDegreeOfParallelism = ways.Length }, way =>
            {
                for (int i = 0; i < 50; i++)
                {
                    way(buffer);
                }
            });
            Assert.True(buffer.ContentEquals("abcdefghi"u8));
            Assert.Equal(3, buffer.MemoryCount);
        }
    }

    [Fact]
    public void A4_A_pin_that_is_ended_twice_ends_once()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abcd"u8);
        OwnedMapping map = buffer.MapWriteOwned();
        EndTwice(map.Pin());
        EndTwice(map.Memory.Pin());
        map.Unpin();
        map.GetSpan()[0] = (byte)'A';
        Assert.Equal(1, buffer.PeekMemory(0).OpenMappings);
        ((IDisposable)map).Dispose();
        Assert.Equal(0, buffer.PeekMemory(0).OpenMappings);

        using OwnedReadMapping read = buffer.MapReadOwned();
        EndTwice(read.Memory.Pin());
        Assert.Equal((byte)'A', read.Memory.Span[0]);

        using MappedSequence sequence = buffer.MapSequence();
        EndTwice(sequence.Sequence.First.Pin());
        Assert.Equal((byte)'A', sequence.Sequence.FirstSpan[0]);

        static void EndTwice(MemoryHandle pin)
        {
            MemoryHandle copy = pin;
            pin.Dispose();
            copy.Dispose();
        }
    }

    [Fact]
    public void A5_The_advice_for_a_borrowed_buffer_can_be_followed()
    {
        using GstSample sample = GstSample.Create(GstBuffer.CopyOf("abcd"u8));
        GstMapException refusal = Assert.Throws<GstMapException>(() => { using GstBuffer held = sample.Buffer.Retain(); using WriteMapping no = sample.Buffer.MapWrite(); });
        Assert.Contains("Retain()", refusal.Message, StringComparison.Ordinal);
        using GstBuffer mine = sample.Buffer.Retain();
        Assert.True(mine.MakeWritable());
        using WriteMapping map = mine.MapWrite();
        map.Span[0] = (byte)'A';
    }
}
