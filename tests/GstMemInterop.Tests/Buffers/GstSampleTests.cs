using GstMemInterop.Native;

namespace GstMemInterop.Tests.Buffers;

public class GstSampleTests
{
    [Fact]
    public void A_sample_holds_what_it_was_made_of()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        using GstCaps caps = GstCaps.Parse("video/x-raw,format=GRAY8,width=3,height=1");
        GstSegment segment = new(GstFormat.Time) { Start = 5, Stop = 100, Rate = 2 };
        using GstSample sample = GstSample.Create(buffer, caps, segment, "my/info,count=(int)3,note=(string)\"two words\"");
        Assert.Equal(buffer.DangerousHandle, sample.Buffer.DangerousHandle);
        Assert.Equal(2, buffer.ReferenceCount);
        Assert.True(sample.BufferList.IsNull);
        using GstCaps? read = sample.Caps;
        Assert.Equal(caps, read);
        Assert.Equal(segment, sample.Segment);
        Assert.Equal("my/info, count=(int)3, note=(string)\"two\\ words\";", sample.Info);
        Assert.Equal(1, sample.ReferenceCount);
        Assert.True(sample.IsWritable);
    }

    [Fact]
    public void An_empty_sample_says_so()
    {
        using GstSample sample = GstSample.Create();
        Assert.True(sample.Buffer.IsNull);
        Assert.True(sample.BufferList.IsNull);
        Assert.Null(sample.Caps);
        Assert.Null(sample.Info);
        Assert.Equal(new GstSegment(GstFormat.Time), sample.Segment);
        sample.SetBuffer(null);
        sample.SetBufferList(null);
        sample.Caps = null;
        sample.Info = null;
        using GstSample copy = sample.Copy();
        Assert.True(copy.Buffer.IsNull);
    }

    [Fact]
    public void Everything_can_be_set_and_cleared_and_nothing_is_given_away()
    {
        using GstSample sample = GstSample.Create();
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        using GstBufferList list = GstBufferList.Create();
        list.Add(GstBuffer.CopyOf("def"u8));
        using GstCaps caps = GstCaps.Parse("audio/x-raw,rate=48000");
        sample.SetBuffer(buffer);
        sample.SetBufferList(list);
        sample.Caps = caps;
        sample.Segment = new GstSegment(GstFormat.Bytes) { Position = 7 };
        sample.Info = "a,b=1";
        sample.Info = "a,b=(int)2;";
        Assert.Equal(2, buffer.ReferenceCount);
        Assert.Equal(2, list.ReferenceCount);
        Assert.Equal(1, sample.BufferList.Count);
        Assert.False(sample.BufferList.IsWritable);
        Assert.Equal(7ul, sample.Segment.Position);
        Assert.Equal("a, b=(int)2;", sample.Info);
        using (GstCaps? read = sample.Caps)
        {
            Assert.Equal(caps, read);
        }

        using (GstSample copy = sample.Copy())
        {
            Assert.Equal(buffer.DangerousHandle, copy.Buffer.DangerousHandle);
            Assert.Equal(list.DangerousHandle, copy.BufferList.DangerousHandle);
            Assert.Equal("a, b=(int)2;", copy.Info);
            Assert.Equal(3, buffer.ReferenceCount);
        }

        sample.SetBuffer(null);
        sample.SetBufferList(null);
        sample.Caps = null;
        sample.Info = null;
        Assert.Equal(1, buffer.ReferenceCount);
        Assert.Equal(1, list.ReferenceCount);
        Assert.True(buffer.IsWritable && list.IsWritable);
        Assert.Null(sample.Caps);
        Assert.Null(sample.Info);
    }

    [Fact]
    public void The_buffer_of_an_unshared_sample_is_edited_in_place()
    {
        GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        using GstSample sample = GstSample.Create(buffer);
        Assert.False(sample.Buffer.IsWritable);
        buffer.Dispose();
        Assert.True(sample.Buffer.IsWritable);
        nint before = sample.Buffer.PeekMemory(0).DangerousHandle;
        using (WriteMapping map = sample.Buffer.MapWrite())
        {
            Assert.False(map.Copied);
            map.Span[0] = (byte)'A';
        }

        Assert.Equal(before, sample.Buffer.PeekMemory(0).DangerousHandle);
        using GstSample second = sample.Retain();
        Assert.Equal(1, sample.Buffer.ReferenceCount);
        Assert.False(sample.Buffer.IsWritable);
        Assert.Equal(GstMapFailure.BufferNotWritable, Assert.Throws<GstMapException>(() => { using WriteMapping map = sample.Buffer.MapWrite(); }).Failure);
    }

    [Fact]
    public void A_list_in_an_unshared_sample_is_edited_in_place()
    {
        using GstSample sample = GstSample.Create();
        using (GstBufferList list = GstBufferList.Create())
        {
            list.Add(GstBuffer.CopyOf("abc"u8));
            sample.SetBufferList(list);
        }

        GstBufferListRef borrowed = sample.BufferList;
        Assert.True(borrowed.IsWritable);
        borrowed.GetWritable(0).Fill(0, "A"u8);
        borrowed.Add(GstBuffer.CopyOf("def"u8));
        Assert.Equal((nuint)6, sample.BufferList.CalculateSize());
        using (GstSample second = sample.Retain())
        {
            Assert.False(borrowed.IsWritable);
            Assert.Equal(1, borrowed.ReferenceCount);
            Assert.Throws<InvalidOperationException>(() => sample.BufferList.Clear());
        }

        borrowed.Clear();
        Assert.Equal(0, sample.BufferList.Count);
    }

    [Fact]
    public void A_shared_sample_is_refused_and_a_copy_is_not()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        using GstSample sample = GstSample.Create(buffer, info: "a,b=1");
        using GstSample other = sample.Retain();
        Assert.False(sample.IsWritable);
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => sample.SetBuffer(null));
        Assert.Contains("2 references", refused.Message, StringComparison.Ordinal);
        Assert.Contains("MakeWritable()", refused.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => sample.SetBufferList(null));
        Assert.Throws<InvalidOperationException>(() => sample.Caps = null);
        Assert.Throws<InvalidOperationException>(() => sample.Segment = default);
        Assert.Throws<InvalidOperationException>(() => sample.Info = null);
        Assert.Equal(buffer.DangerousHandle, sample.Buffer.DangerousHandle);

        Assert.True(sample.MakeWritable());
        Assert.False(sample.MakeWritable());
        Assert.True(sample.IsWritable && other.IsWritable);
        sample.SetBuffer(null);
        sample.Info = "c";
        Assert.Equal(buffer.DangerousHandle, other.Buffer.DangerousHandle);
        Assert.Equal("a, b=(int)1;", other.Info);
        Assert.Equal("c;", sample.Info);
    }

    [Fact]
    public void A_buffer_whose_mapping_is_open_stays_in_the_sample()
    {
        GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        GstSample sample = GstSample.Create(buffer);
        using GstBufferList list = GstBufferList.Create();
        list.Add(buffer);
        sample.SetBufferList(list);
        ReadMapping map = sample.Buffer.MapRead();
        Assert.Throws<InvalidOperationException>(() => sample.SetBuffer(null));
        Assert.Throws<InvalidOperationException>(() => sample.SetBufferList(null));
        list.Dispose();
        sample.Dispose();
        Assert.Throws<ObjectDisposedException>(() => sample.Info);
        Assert.Throws<ObjectDisposedException>(() => { _ = sample.Buffer; });
        Assert.Equal("abc"u8.ToArray(), map.Span.ToArray());
        map.Dispose();
    }

    [Fact]
    public void A_borrowed_buffer_that_left_the_sample_says_so_instead_of_dangling()
    {
        using GstSample sample = GstSample.Create();
        using (GstBuffer buffer = GstBuffer.CopyOf("abc"u8))
        {
            sample.SetBuffer(buffer);
        }

        GstBufferRef gone = sample.Buffer;
        Assert.Equal((nuint)3, gone.Size);
        sample.SetBuffer(null);
        bool refused = false;
        try
        {
            _ = gone.Size;
        }
        catch (InvalidOperationException)
        {
            refused = true;
        }

        Assert.True(refused);
    }

    [Fact]
    public void The_verbs_and_back()
    {
        GstSample first = GstSample.Create(info: "a");
        nint pointer = first.DangerousDetach();
        Assert.True(first.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => first.DangerousDetach());
        using GstSample adopted = GstSample.Adopt(pointer);
        Assert.Equal(pointer, adopted.DangerousHandle);
        using (GstSample retained = GstSample.Retain(pointer))
        {
            Assert.Equal(2, adopted.ReferenceCount);
        }

        Assert.Throws<ArgumentException>(() => GstSample.Adopt(0));
        Assert.Throws<ArgumentException>(() => GstSample.Retain(0));
        using GstBuffer gone = GstBuffer.Create();
        gone.Dispose();
        Assert.Throws<ObjectDisposedException>(() => GstSample.Create(gone));
        Assert.Throws<ObjectDisposedException>(() => adopted.SetBuffer(gone));
    }

    [Theory]
    [InlineData("1abc")]
    [InlineData("-a")]
    [InlineData("")]
    [InlineData("\"a b\"")]
    [InlineData("a;b")]
    [InlineData("a,b=(structure)1x")]
    [InlineData("a,b=(taglist)\"1x\"")]
    [InlineData("a,b=(int)[5,1]")]
    [InlineData("a,b=[5,1]")]
    [InlineData("a,b={1,2}")]
    [InlineData("a,b=(void)1")]
    [InlineData("a,b=(buffer)zz")]
    [InlineData("a,b=(fraction)-2147483648")]
    [InlineData("a,b=(fraction)1/99999999999")]
    [InlineData("a,b=-2147483648/1")]
    [InlineData("a,b=(int)x")]
    [InlineData("a,b=")]
    [InlineData("a,b=\"quotes need a type\"")]
    [InlineData("a,b=\"")]
    [InlineData("ä")]
    public void Information_that_C_would_complain_about_is_refused_in_silence(string text)
    {
        using GstSample sample = GstSample.Create(info: "before");
        Assert.Throws<FormatException>(() => sample.Info = text);
        Assert.Throws<FormatException>(() => GstSample.Create(info: text));
        Assert.Equal("before;", sample.Info);
    }

    [Theory]
    [InlineData("a")]
    [InlineData(" a/b-c_d.e:f+g ; ")]
    [InlineData("a,b=(fraction)30000/1001,c=30/1,d=(bitmask)0x3,e=(boolean)true,f=(double)-1.5,g=(guint64)18446744073709551615")]
    [InlineData("a,b=(string)\"with \\\"quotes\\\", ; and (int)[5,1]\"")]
    [InlineData("a,b=(string)\"Grüße\"")]
    public void Information_that_was_read_can_be_written(string text)
    {
        using GstSample sample = GstSample.Create(info: text);
        string? read = sample.Info;
        Assert.NotNull(read);
        sample.Info = read;
        Assert.Equal(read, sample.Info);
    }

    [Fact]
    public void No_plain_information_whatever_makes_C_complain()
    {
        // Under fatal-criticals the process would end.
        Random random = new(42);
        string[] types = ["", "(int)", "(i)", "(uint)", "(gint64)", "(guint64)", "(float)", "(double)", "(boolean)", "(string)", "(bitmask)", "(fraction)", "(structure)", "(caps)", "(date)"];
        string[] values = ["0", "-1", "2147483648", "-2147483648", "99999999999999999999", "1/0", "-1/2", "1e999", "nan", "min", "max", "true", "maybe", "+", "-", ".", ":", "1:2", "0x10", "0xfffffffffffffffff", "\"\"", "\" 1/2\"", "\"\\061\\060/1\"", "\"9999999999/1\"", "\"x\\\"", "[1,2]", "{1}", "<1>", "99999999999/1", "1/99999999999", "1999999999/1", "5:6:7", "\"-2147483648/1\"", "\"\\55\\62147483648/1\"", "-9223372036854775808", "1d", "1/2/3"];
        int read = 0;
        for (int i = 0; i < 3000; i++)
        {
            string text = $"n,f={types[random.Next(types.Length)]}{values[random.Next(values.Length)]},g={types[random.Next(types.Length)]}{values[random.Next(values.Length)]}";
            try
            {
                using GstSample sample = GstSample.Create(info: text);
                Assert.NotNull(sample.Info);
                read++;
            }
            catch (FormatException)
            {
            }
        }

        Assert.InRange(read, 100, 2900);
    }

    [Fact]
    public void A_fresh_segment_is_what_C_makes_of_it()
    {
        GstSegment segment = new(GstFormat.Time);
        Assert.Equal(1.0, segment.Rate);
        Assert.Equal(1.0, segment.AppliedRate);
        Assert.Equal(GstSegmentFlags.None, segment.Flags);
        Assert.Equal(0ul, segment.Start);
        Assert.Null(segment.Stop);
        Assert.Null(segment.Duration);
        Assert.Equal(0ul, segment.Time);
        Assert.Equal(0ul, segment.Position);
        Assert.Equal(default, new GstSegment(GstFormat.Undefined));
        Assert.Equal(default(GstSegment) with { Format = GstFormat.Time }, segment);
        Assert.NotEqual(segment, segment with { Stop = 0 });
        using GstSample sample = GstSample.Create();
        Assert.Equal(segment, sample.Segment);
        sample.Segment = default;
        Assert.Equal(default, sample.Segment);
    }

    [Fact]
    public void Every_field_of_a_segment_comes_back()
    {
        GstSegment segment = new(GstFormat.Bytes)
        {
            Flags = GstSegmentFlags.Reset | GstSegmentFlags.TrickmodeNoAudio,
            Rate = -0.5,
            AppliedRate = 3,
            Base = 1,
            Offset = 2,
            Start = 3,
            Stop = 4,
            Time = null,
            Position = null,
            Duration = 6,
        };
        using GstSample sample = GstSample.Create(segment: segment);
        Assert.Equal(segment, sample.Segment);
        Assert.Null(sample.Segment.Time);
        Assert.Equal(-0.5, sample.Segment.Rate);
        sample.Segment = segment with { Stop = null, Time = 9 };
        Assert.Equal(segment with { Stop = null, Time = 9 }, sample.Segment);
        foreach (double rate in (double[])[0, double.NaN, double.PositiveInfinity])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new GstSegment(GstFormat.Time) { Rate = rate });
            Assert.Throws<ArgumentOutOfRangeException>(() => new GstSegment(GstFormat.Time) { AppliedRate = rate });
        }
    }

    [Fact]
    public void Positions_become_running_time_and_stream_time()
    {
        GstSegment segment = new(GstFormat.Bytes) { Start = 100, Stop = 200, Base = 1000, Time = 50 };
        Assert.Equal(1000ul, segment.ToRunningTime(100));
        Assert.Equal(1100ul, segment.ToRunningTime(200));
        Assert.Null(segment.ToRunningTime(99));
        Assert.Null(segment.ToRunningTime(201));
        Assert.Null(segment.ToRunningTime(ulong.MaxValue));
        Assert.Equal(60ul, segment.ToStreamTime(110));
        Assert.Null(segment.ToStreamTime(99));
        Assert.Null((segment with { Time = null }).ToStreamTime(110));
        Assert.Equal(1025ul, (segment with { Rate = 2 }).ToRunningTime(150));
        Assert.Equal(1010ul, (segment with { Rate = -1 }).ToRunningTime(190));
        Assert.Null((segment with { Rate = -1, Stop = null }).ToRunningTime(190));
        Assert.Null((segment with { Rate = -1, Offset = 500 }).ToRunningTime(190));
        Assert.Equal(60ul, (segment with { AppliedRate = -1 }).ToStreamTime(190));
        Assert.Null((segment with { AppliedRate = -1, Stop = null }).ToStreamTime(190));
        Assert.Throws<InvalidOperationException>(() => segment.ToRunningTime(GstClockTime.Zero));
        Assert.Throws<InvalidOperationException>(() => segment.ToStreamTime(GstClockTime.Zero));

        GstSegment time = new(GstFormat.Time) { Start = 1_000_000_000, Time = 5_000_000_000 };
        Assert.Equal(GstClockTime.FromSeconds(2), time.ToRunningTime(GstClockTime.FromSeconds(3)));
        Assert.Equal(GstClockTime.FromSeconds(7), time.ToStreamTime(GstClockTime.FromSeconds(3)));
        Assert.Equal(GstClockTime.None, time.ToRunningTime(GstClockTime.Zero));
        Assert.Equal(GstClockTime.None, time.ToRunningTime(GstClockTime.None));
        Assert.Equal(GstClockTime.None, time.ToStreamTime(GstClockTime.None));
    }

    [Fact]
    public unsafe void A_pulled_sample_is_not_writable_while_the_appsink_keeps_it_and_a_retained_buffer_can_be_made_so()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=2 pattern=black ! video/x-raw,format=GRAY8,width=16,height=16 ! appsink name=sink sync=false enable-last-sample=false");
        pipeline.SetState(GstState.Playing);
        using GstElement sink = pipeline.GetElement("sink");
        using GstSample sample = GstSample.Adopt((nint)LibGstApp.gst_app_sink_pull_sample((Native.GstAppSink*)sink.DangerousHandle));

        using (GstCaps? caps = sample.Caps)
        {
            Assert.Equal(16, caps!["width"]);
        }

        Assert.Equal(GstFormat.Time, sample.Segment.Format);
        Assert.Equal(GstClockTime.Zero, sample.Segment.ToRunningTime(sample.Buffer.Pts));

        Assert.Equal(2, sample.ReferenceCount); // the appsink's, to use it again for the next buffer, and ours
        Assert.False(sample.IsWritable);
        Assert.False(sample.Buffer.IsWritable);
        Assert.False(sample.Buffer.TryMapWrite(out _));
        Assert.Throws<InvalidOperationException>(() => { GstBufferRef buffer = sample.Buffer; buffer.Pts = GstClockTime.None; });
        byte was = sample.Buffer.ToArray(0, 1)[0];

        using GstBuffer mine = sample.Buffer.Retain();
        Assert.True(mine.MakeWritable());
        mine.Set(0, 0xEE, mine.Size);
        Assert.Equal(was, sample.Buffer.ToArray(0, 1)[0]);

        Assert.True(sample.MakeWritable());
        sample.SetBuffer(mine);
        mine.Dispose();
        Assert.True(sample.Buffer.IsWritable);
        Assert.Equal((byte)0xEE, sample.Buffer.ToArray(255, 1)[0]);
        pipeline.SetState(GstState.Null);
    }
}
