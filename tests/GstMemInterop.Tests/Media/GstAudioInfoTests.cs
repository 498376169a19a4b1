using System.Globalization;

namespace GstMemInterop.Tests.Media;

public unsafe class GstAudioInfoTests
{
    [Fact]
    public void Every_raw_format_says_what_libgstaudio_says()
    {
        Assert.True(RawFormats.Audio.Length >= 30);
        foreach (GstAudioFormat format in RawFormats.Audio)
        {
            Native.GstAudioFormatInfo* raw = Native.LibGstAudio.gst_audio_format_get_info((Native.GstAudioFormat)format);
            GstAudioInfo info = GstAudioInfo.Create(format, 44100, 3, GstAudioLayout.NonInterleaved);
            Assert.Equal((format, raw->width, raw->depth, raw->width / 8, raw->width / 8 * 3), (info.Format, info.Width, info.Depth, info.BytesPerSample, info.BytesPerFrame));
            Assert.Equal((44100, 3, GstAudioLayout.NonInterleaved, true), (info.Rate, info.Channels, info.Layout, info.IsUnpositioned));
            Assert.Equal(raw->endianness == 0 || raw->endianness == (BitConverter.IsLittleEndian ? 1234 : 4321), info.IsNativeEndian);
            Assert.Equal(RawFormats.Name(format)[0] == 'F', info.IsFloat);
            Assert.Equal(RawFormats.Name(format)[0] != 'U', info.IsSigned || info.IsFloat);
            byte[] silence = new byte[info.BytesPerSample];
            fixed (byte* first = silence)
            {
                Native.LibGstAudio.gst_audio_format_fill_silence(raw, first, (nuint)silence.Length);
            }

            Assert.Equal(silence, info.Silence.ToArray());
        }
    }

    [Fact]
    public void Caps_become_an_info_and_the_info_the_same_caps()
    {
        foreach (GstAudioFormat format in RawFormats.Audio)
        {
            foreach (string rest in (string[])
            [
                "rate=8000,channels=1,layout=interleaved", "rate=48000,channels=2,layout=non-interleaved,channel-mask=(bitmask)0x3",
                "rate=96000,channels=6,layout=interleaved,channel-mask=(bitmask)0x3f", "rate=1,channels=64,layout=interleaved,channel-mask=(bitmask)0x0",
                "rate=5,channels=2,layout=interleaved,channel-mask=(bitmask)0x0", "rate=7,channels=100,layout=interleaved,channel-mask=(bitmask)0x0",
            ])
            {
                using GstCaps caps = GstCaps.Parse($"audio/x-raw,format={RawFormats.Name(format)},{rest}");
                GstAudioInfo info = GstAudioInfo.FromCaps(caps);
                using GstCaps back = info.ToCaps();
                Assert.Equal(caps, back);
                Assert.Equal(format, info.Format);
            }
        }
    }

    [Fact]
    public void Positions_come_from_the_mask_and_go_into_it()
    {
        using GstCaps caps = GstCaps.Parse("audio/x-raw,format=S16LE,layout=interleaved,rate=48000,channels=6,channel-mask=(bitmask)0x3f");
        GstAudioInfo info = GstAudioInfo.FromCaps(caps);
        GstAudioChannelPosition[] surround =
        [
            GstAudioChannelPosition.FrontLeft, GstAudioChannelPosition.FrontRight, GstAudioChannelPosition.FrontCenter,
            GstAudioChannelPosition.Lfe1, GstAudioChannelPosition.RearLeft, GstAudioChannelPosition.RearRight,
        ];
        Assert.Equal(surround, info.ChannelPositions.ToArray());
        Assert.False(info.IsUnpositioned);
        using GstCaps back = GstAudioInfo.Create(GstAudioFormat.S16LE, 48000, surround).ToCaps();
        Assert.Equal(caps, back);

        Assert.Equal([GstAudioChannelPosition.Mono], GstAudioInfo.Create(GstAudioFormat.U8, 1, 1).ChannelPositions.ToArray());
        Assert.Equal([GstAudioChannelPosition.FrontLeft, GstAudioChannelPosition.FrontRight], GstAudioInfo.Create(GstAudioFormat.U8, 1, 2).ChannelPositions.ToArray());
        Assert.All(GstAudioInfo.Create(GstAudioFormat.U8, 1, 5).ChannelPositions.ToArray(), static p => Assert.Equal(GstAudioChannelPosition.None, p));
        Assert.Equal(64, GstAudioInfo.Create(GstAudioFormat.U8, 1, 1000).ChannelPositions.Length);
        using GstCaps one = GstAudioInfo.Create(GstAudioFormat.U8, 1, [GstAudioChannelPosition.None]).ToCaps();
        using GstCaps many = GstAudioInfo.Create(GstAudioFormat.U8, 1, 1000).ToCaps();
        Assert.Equal(new GstBitmask(0), many["channel-mask"]);

        foreach (GstAudioChannelPosition[] wrong in (GstAudioChannelPosition[][])
        [
            [], [GstAudioChannelPosition.FrontLeft, GstAudioChannelPosition.FrontLeft], [GstAudioChannelPosition.FrontRight, GstAudioChannelPosition.FrontLeft],
            [GstAudioChannelPosition.Mono, GstAudioChannelPosition.FrontLeft], [GstAudioChannelPosition.None, GstAudioChannelPosition.FrontLeft], [GstAudioChannelPosition.FrontLeft, GstAudioChannelPosition.None],
            [GstAudioChannelPosition.Invalid], [(GstAudioChannelPosition)63], [(GstAudioChannelPosition)64], [(GstAudioChannelPosition)int.MaxValue], [(GstAudioChannelPosition)int.MinValue],
            [.. Enumerable.Repeat(GstAudioChannelPosition.None, 65)],
        ])
        {
            Assert.Throws<ArgumentException>(() => GstAudioInfo.Create(GstAudioFormat.S16LE, 8000, wrong));
        }
    }

    [Theory]
    [InlineData("video/x-raw,format=I420,width=4,height=4", "audio/x-raw")]
    [InlineData("audio/mpeg,rate=8000,channels=1", "audio/x-raw")]
    [InlineData("audio/x-raw", "format")]
    [InlineData("audio/x-raw,format=S16LE,rate=8000,channels=1", "layout")]
    [InlineData("audio/x-raw,format=S16LE,layout=upside-down,rate=8000,channels=1", "layout")]
    [InlineData("audio/x-raw,format=S16LE,layout=(int)1,rate=8000,channels=1", "layout")]
    [InlineData("audio/x-raw,format=S17LE,layout=interleaved,rate=8000,channels=1", "no such format")]
    [InlineData("audio/x-raw,format=ENCODED,layout=interleaved,rate=8000,channels=1", "no such format")]
    [InlineData("audio/x-raw,format=(int)4,layout=interleaved,rate=8000,channels=1", "format")]
    [InlineData("audio/x-raw,format=S16LE,layout=interleaved,channels=1", "rate")]
    [InlineData("audio/x-raw,format=S16LE,layout=interleaved,rate=0,channels=1", "rate")]
    [InlineData("audio/x-raw,format=S16LE,layout=interleaved,rate=-8000,channels=1", "rate")]
    [InlineData("audio/x-raw,format=S16LE,layout=interleaved,rate=(string)8000,channels=1", "rate")]
    [InlineData("audio/x-raw,format=S16LE,layout=interleaved,rate=8000", "channels")]
    [InlineData("audio/x-raw,format=S16LE,layout=interleaved,rate=8000,channels=0,channel-mask=(bitmask)0x0", "channels")]
    [InlineData("audio/x-raw,format=S16LE,layout=interleaved,rate=8000,channels=-1,channel-mask=(bitmask)0x1", "channels")]
    [InlineData("audio/x-raw,format=S16LE,layout=interleaved,rate=8000,channels=2147483647,channel-mask=(bitmask)0x0", "bytes")]
    [InlineData("audio/x-raw,format=F64LE,layout=interleaved,rate=8000,channels=100000000,channel-mask=(bitmask)0x0", "bytes")]
    [InlineData("audio/x-raw,format=S16LE,layout=interleaved,rate=8000,channels=6", "channel-mask")]
    [InlineData("audio/x-raw,format=S16LE,layout=interleaved,rate=8000,channels=3,channel-mask=(int)7", "channel-mask")]
    [InlineData("audio/x-raw,format=S16LE,layout=interleaved,rate=8000,channels=6,channel-mask=(bitmask)0x3", "channel-mask")]
    [InlineData("audio/x-raw,format=S16LE,layout=interleaved,rate=8000,channels=1,channel-mask=(bitmask)0x3", "channel-mask")]
    [InlineData("audio/x-raw,format=S16LE,layout=interleaved,rate=8000,channels=2,channel-mask=(bitmask)0xc000000000000000", "channel-mask")]
    [InlineData("audio/x-raw,format=S16LE,layout=interleaved,rate=8000,channels=64,channel-mask=(bitmask)0xffffffffffffffff", "channel-mask")]
    [InlineData("audio/x-raw,format=S16LE,layout=interleaved,rate=[8000,9000],channels=1", "fixed")]
    [InlineData("ANY", "fixed")]
    [InlineData("EMPTY", "fixed")]
    public void What_C_would_complain_about_is_refused_before_with_the_reason(string text, string reason)
    {
        using GstCaps caps = GstCaps.Parse(text);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => GstAudioInfo.FromCaps(caps)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_formats_are_refused()
    {
        Assert.Throws<ArgumentException>(() => GstAudioInfo.Create(GstAudioFormat.UNKNOWN, 8000, 1));
        Assert.Throws<ArgumentException>(() => GstAudioInfo.Create(GstAudioFormat.ENCODED, 8000, 1));
        Assert.Throws<ArgumentException>(() => GstAudioInfo.Create((GstAudioFormat)9999, 8000, 1));
        Assert.Throws<ArgumentException>(() => GstAudioInfo.Create((GstAudioFormat)uint.MaxValue, 8000, 1));
        Assert.Throws<ArgumentException>(() => GstAudioInfo.Create(GstAudioFormat.S8, 8000, 1, (GstAudioLayout)7));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstAudioInfo.Create(GstAudioFormat.S8, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstAudioInfo.Create(GstAudioFormat.S8, 8000, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstAudioInfo.Create(GstAudioFormat.S8, 8000, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstAudioInfo.Create(GstAudioFormat.F64, 8000, int.MaxValue));
        Assert.Throws<ArgumentNullException>(() => GstAudioInfo.FromCaps(null!));
        GstCaps gone = GstCaps.Parse("audio/x-raw");
        gone.Dispose();
        Assert.Throws<ObjectDisposedException>(() => GstAudioInfo.FromCaps(gone));
    }

    [Fact]
    public void Frames_bytes_and_times_convert_as_in_C()
    {
        Random random = new(7);
        for (int i = 0; i < 2000; i++)
        {
            GstAudioFormat format = RawFormats.Audio[random.Next(RawFormats.Audio.Length)];
            GstAudioInfo info = GstAudioInfo.Create(format, random.Next(1, 200_000), random.Next(1, 20));
            ulong value = (ulong)random.NextInt64(0, 1L << random.Next(1, 33));
            using GstCaps caps = info.ToCaps();
            Native.GstAudioInfo raw;
            Assert.NotEqual(0, Native.LibGstAudio.gst_audio_info_from_caps(&raw, (Native.GstCaps*)caps.DangerousHandle));
            Assert.Equal(C(&raw, Native.GstFormat.GST_FORMAT_DEFAULT, value, Native.GstFormat.GST_FORMAT_BYTES), info.FramesToBytes(value));
            Assert.Equal(C(&raw, Native.GstFormat.GST_FORMAT_DEFAULT, value, Native.GstFormat.GST_FORMAT_TIME), info.FramesToTime(value).Nanoseconds);
            Assert.Equal(C(&raw, Native.GstFormat.GST_FORMAT_BYTES, value, Native.GstFormat.GST_FORMAT_DEFAULT), info.BytesToFrames(value));
            Assert.Equal(C(&raw, Native.GstFormat.GST_FORMAT_BYTES, value, Native.GstFormat.GST_FORMAT_TIME), info.BytesToTime(value).Nanoseconds);
            Assert.Equal(C(&raw, Native.GstFormat.GST_FORMAT_TIME, value, Native.GstFormat.GST_FORMAT_DEFAULT), info.TimeToFrames(new GstClockTime(value)));
            Assert.Equal(C(&raw, Native.GstFormat.GST_FORMAT_TIME, value, Native.GstFormat.GST_FORMAT_BYTES), info.TimeToBytes(new GstClockTime(value)));
        }

        static ulong C(Native.GstAudioInfo* info, Native.GstFormat from, ulong value, Native.GstFormat to)
        {
            long result;
            Assert.NotEqual(0, Native.LibGstAudio.gst_audio_info_convert(info, from, (long)value, to, &result));
            return (ulong)result;
        }
    }

    [Fact]
    public void Conversions_beyond_64_bits_and_of_no_time_are_refused()
    {
        GstAudioInfo info = GstAudioInfo.Create(GstAudioFormat.F32LE, 8000, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => info.FramesToBytes(ulong.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => info.FramesToTime(ulong.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => info.BytesToTime(ulong.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstAudioInfo.Create(GstAudioFormat.S8, int.MaxValue, 1).TimeToFrames(new GstClockTime(ulong.MaxValue - 1)));
        Assert.Throws<ArgumentException>(() => info.TimeToFrames(GstClockTime.None));
        Assert.Throws<ArgumentException>(() => info.TimeToBytes(default));
        Assert.Equal(new GstClockTime(1_000_000_000), info.FramesToTime(8000));
        Assert.Equal(64_000UL, info.TimeToBytes(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Numbers_of_24_bits_keep_their_value_and_sign()
    {
        foreach (int value in (int[])[0, 1, -1, 255, 256, -256, 65535, 65536, 0x7FFFFF, -0x800000, 123456, -654321])
        {
            Int24 small = (Int24)value;
            Assert.Equal(value, small);
            Assert.Equal(value.ToString(CultureInfo.InvariantCulture), small.ToString());
            Assert.Equal((value, true), (checked((Int24)value), small == (Int24)value));
            uint unsigned = (uint)value & 0xFFFFFF;
            Assert.Equal(unsigned, (UInt24)unsigned);
        }

        Assert.Equal((3, 3), (sizeof(Int24), sizeof(UInt24)));
        Assert.Throws<OverflowException>(() => checked((Int24)0x800000));
        Assert.Throws<OverflowException>(() => checked((UInt24)0x1000000u));
        Assert.Equal(-0x800000, (Int24)0x800000);
        Assert.True(Int24.MinValue < Int24.MaxValue && UInt24.MinValue < UInt24.MaxValue && Int24.MinValue <= Int24.MinValue && UInt24.MaxValue >= UInt24.MaxValue);
        Assert.Equal((-0x800000, 0x7FFFFF, 0u, 0xFFFFFFu), (Int24.MinValue, Int24.MaxValue, UInt24.MinValue, UInt24.MaxValue));
    }
}
