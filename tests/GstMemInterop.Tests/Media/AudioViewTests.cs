using System.Runtime.InteropServices;
using GstMemInterop.Bytes;

namespace GstMemInterop.Tests.Media;

public unsafe class AudioViewTests
{
    public static TheoryData<GstAudioFormat> Formats() => [.. RawFormats.Audio];

    /// <summary>Every accessor against the bytes: offsets that the test computes itself, values that libgstaudio unpacks.</summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_in_both_layouts_reads_and_writes_what_a_byte_array_does(GstAudioFormat format)
    {
        Random random = new((int)format);
        for (int round = 0; round < 20; round++)
        {
            int channels = random.Next(1, 10);
            int frames = random.Next(0, 40);
            GstAudioLayout layout = round % 2 == 0 ? GstAudioLayout.Interleaved : GstAudioLayout.NonInterleaved;
            GstAudioInfo info = GstAudioInfo.Create(format, 8000, channels, layout);
            int width = info.BytesPerSample;
            int gap = random.Next(0, 3) * 8;
            byte[] model = new byte[(frames * info.BytesPerFrame) + (channels * gap)];
            random.NextBytes(model);
            using GstBuffer buffer = GstBuffer.Allocate((nuint)Math.Max(1, model.Length));
            if (model.Length == 0)
            {
                model = [7];
            }

            buffer.Fill(0, model);
            nuint[] offsets = [.. Enumerable.Range(0, channels).Select(c => (nuint)(((channels - 1 - c) * ((frames * width) + gap)) + gap))];
            if (layout == GstAudioLayout.NonInterleaved)
            {
                buffer.AddAudioMeta(format, layout, 8000, channels, (nuint)frames, offsets);
            }
            else
            {
                frames = model.Length / info.BytesPerFrame;
            }

            int At(int frame, int channel) => layout == GstAudioLayout.Interleaved ? ((frame * channels) + channel) * width : (int)offsets[channel] + (frame * width);
            using (WriteMapping map = buffer.MapWrite())
            {
                AudioView view = new(map, info, buffer.Borrow());
                Assert.Equal((frames, channels, layout == GstAudioLayout.Interleaved ? 1 : channels), (view.FrameCount, view.ChannelCount, view.PlaneCount));
                for (int channel = 0; channel < channels; channel++)
                {
                    for (int frame = 0; frame < frames; frame++)
                    {
                        Assert.Equal(model.AsSpan(At(frame, channel), width), view[frame, channel]);
                    }

                    CheckTyped(view, channel, model, At);
                }

                for (int plane = 0; plane < view.PlaneCount; plane++)
                {
                    ByteEdit.Invert(view.Plane(plane));
                }
            }

            for (int i = 0; i < frames * channels; i++)
            {
                foreach (ref byte b in model.AsSpan(At(i / channels, i % channels), width))
                {
                    b ^= 0xFF;
                }
            }

            Assert.Equal(model, buffer.ToArray());
            using WriteMapping again = buffer.MapWrite();
            AudioView silent = new(again, info, buffer.Borrow());
            silent.FillSilence();
            for (int i = 0; i < frames * channels; i++)
            {
                info.Silence.CopyTo(model.AsSpan(At(i / channels, i % channels), width));
            }

            Assert.Equal(model, again.Span);
        }
    }

    private static void CheckTyped(AudioView view, int channel, byte[] model, Func<int, int, int> at)
    {
        GstAudioInfo info = view.Info;
        switch (RawFormats.Name(info.Format).TrimEnd('L', 'E', 'B').Split('_')[^1], info.IsSigned || info.IsFloat, info.IsFloat, info.Width)
        {
            case (_, true, false, 8): CheckTyped<sbyte>(view, channel, model, at); break;
            case (_, false, false, 8): CheckTyped<byte>(view, channel, model, at); break;
            case (_, true, false, 16): CheckTyped<short>(view, channel, model, at); break;
            case (_, false, false, 16): CheckTyped<ushort>(view, channel, model, at); break;
            case (_, true, false, 24): CheckTyped<Int24>(view, channel, model, at); break;
            case (_, false, false, 24): CheckTyped<UInt24>(view, channel, model, at); break;
            case (_, true, false, 32): CheckTyped<int>(view, channel, model, at); break;
            case (_, false, false, 32): CheckTyped<uint>(view, channel, model, at); break;
            case (_, _, true, 32): CheckTyped<float>(view, channel, model, at); break;
            case (_, _, true, 64): CheckTyped<double>(view, channel, model, at); break;
            default: Assert.Fail($"{info.Format} has samples of no type"); break;
        }

        Assert.Equal("refused", info.Format == GstAudioFormat.S16LE && BitConverter.IsLittleEndian ? Refused<int>(view) : Refused<short>(view));
        Assert.Equal("refused", Refused<char>(view));
        Assert.Equal("refused", Refused<long>(view));
    }

    private static void CheckTyped<T>(AudioView view, int channel, byte[] model, Func<int, int, int> at)
        where T : unmanaged
    {
        if (!view.Info.IsNativeEndian)
        {
            Assert.Equal("refused", Refused<T>(view));
            return;
        }

        AudioChannel<T> samples = view.Channel<T>(channel);
        Assert.Equal((view.FrameCount, view.PlaneCount == 1 ? view.ChannelCount : 1), (samples.Length, samples.Step));
        int frame = 0;
        foreach (ref T sample in samples)
        {
            Assert.Equal(MemoryMarshal.Read<T>(model.AsSpan(at(frame, channel))), sample);
            Assert.Equal(sample, samples[frame]);
            Assert.Equal(sample, view.Sample<T>(frame, channel));
            Assert.Equal(Unpacked(view.Info, view[frame, channel]), AsC(view.Info, sample));
            frame++;
        }

        Assert.Equal(view.FrameCount, frame);
        T[] copy = samples.ToArray();
        samples.Fill(default);
        samples.CopyFrom(copy);
        Assert.Equal(copy, ((ReadOnlyAudioChannel<T>)samples).ToArray());
        Assert.Equal(samples.Step == 1, samples.TryGetSpan(out Span<T> span));
        Assert.Equal(samples.Step == 1 ? copy : [], span.ToArray());
        if (view.PlaneCount == 1)
        {
            Assert.Equal(view.FrameCount * view.ChannelCount, view.Samples<T>().Length);
            int channels = view.ChannelCount;
            Assert.Equal(copy, view.Samples<T>().ToArray().Where((_, i) => i % channels == channel));
        }

        string outside = "";
        try
        {
            samples[view.FrameCount] = default;
        }
        catch (ArgumentOutOfRangeException)
        {
            outside = "refused";
        }

        Assert.Equal("refused", outside);
    }

    private static string Refused<T>(AudioView view)
        where T : unmanaged
    {
        try
        {
            _ = view.Channel<T>(0).Length;
            return "given";
        }
        catch (InvalidOperationException)
        {
            return "refused";
        }
    }

    /// <summary>A sample as libgstaudio unpacks it: 32 bits with a sign and the depth on top, or a double.</summary>
    private static double Unpacked(GstAudioInfo info, ReadOnlySpan<byte> sample)
    {
        Native.GstAudioFormatInfo* format = Native.LibGstAudio.gst_audio_format_get_info((Native.GstAudioFormat)info.Format);
        byte* source = stackalloc byte[16];
        double* room = stackalloc double[2];
        sample.CopyTo(new Span<byte>(source, 16));
        format->unpack_func(format, Native.GstAudioPackFlags.GST_AUDIO_PACK_FLAG_TRUNCATE_RANGE, room, source, 1);
        return format->unpack_format == Native.LibGstAudio.gst_audio_format_build_integer(1, 1234, 32, 32) ? *(int*)room : *room;
    }

    private static double AsC<T>(GstAudioInfo info, T sample)
        where T : unmanaged
    {
        long? whole = sample switch { sbyte v => v, byte v => v, short v => v, ushort v => v, Int24 v => v, UInt24 v => (uint)v, int v => v, uint v => v, _ => null };
        return whole is { } value
            ? unchecked((int)(value << (32 - info.Depth)) ^ (info.IsSigned ? 0 : int.MinValue))
            : sample is float single ? single : (double)(object)sample;
    }

    [Fact]
    public void Bytes_behind_the_last_whole_frame_are_not_shown()
    {
        GstAudioInfo info = GstAudioInfo.Create(GstAudioFormat.S16LE, 8000, 2);
        using GstBuffer buffer = GstBuffer.Allocate(11);
        using WriteMapping map = buffer.MapWrite();
        map.Span.Fill(1);
        AudioView view = new(map, info, buffer.Borrow());
        Assert.Equal((2, 8, 4), (view.FrameCount, view.Plane(0).Length, view.Samples<short>().Length));
        view.FillSilence();
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1], map.Span.ToArray());
    }

    [Theory]
    [InlineData(0, 10, "first")]
    [InlineData(0, 1000, "samples")]
    [InlineData(1, ulong.MaxValue, "offset")]
    [InlineData(1, ulong.MaxValue - 19, "offset")]
    [InlineData(1, 61, "offset")]
    [InlineData(2, long.MaxValue, "samples")]
    [InlineData(2, ulong.MaxValue, "samples")]
    [InlineData(3, 7, "says")]
    [InlineData(4, 2, "says")]
    [InlineData(5, 0, "says")]
    public void A_meta_that_lies_shows_no_byte_beyond_the_mapping(int what, ulong value, string reason)
    {
        GstAudioInfo info = GstAudioInfo.Create(GstAudioFormat.S16LE, 8000, 4, GstAudioLayout.NonInterleaved);
        using GstBuffer buffer = GstBuffer.Allocate(80);
        buffer.AddAudioMeta(GstAudioFormat.S16LE, GstAudioLayout.NonInterleaved, 8000, 4, 10, [60, 40, 20, 0]);
        Native.GstAudioMeta* meta = (Native.GstAudioMeta*)Native.LibGst.gst_buffer_get_meta((Native.GstBuffer*)buffer.DangerousHandle, Native.LibGstAudio.gst_audio_meta_api_get_type());
        switch (what)
        {
            case 0: meta->samples = (nuint)value; break;
            case 1: meta->offsets[2] = (nuint)value; break;
            case 2: meta->samples = (nuint)value; break;
            case 3: meta->info.channels = (int)value; break;
            case 4: meta->info.rate = (int)value; break;
            default: meta->info.finfo = null; break;
        }

        using ReadMapping map = buffer.MapRead();
        string told = "";
        try
        {
            told = new ReadOnlyAudioView(map, info, buffer.Borrow()).FrameCount == 10 ? "first" : "";
        }
        catch (ArgumentException refused)
        {
            told = refused.Message;
        }

        Assert.Contains(reason, told, StringComparison.Ordinal);
    }

    [Fact]
    public void Audio_that_is_not_as_the_info_says_is_refused_with_the_reason()
    {
        GstAudioInfo planar = GstAudioInfo.Create(GstAudioFormat.S16LE, 8000, 2, GstAudioLayout.NonInterleaved);
        GstAudioInfo interleaved = GstAudioInfo.Create(GstAudioFormat.S16LE, 8000, 2);
        GstAudioInfo wide = GstAudioInfo.Create(GstAudioFormat.S8, 8000, 65, GstAudioLayout.NonInterleaved);
        using GstBuffer buffer = GstBuffer.Allocate(80);
        Assert.Contains("AddAudioMeta", Told(buffer, planar), StringComparison.Ordinal);
        buffer.AddAudioMeta(GstAudioFormat.S16LE, GstAudioLayout.NonInterleaved, 8000, 2, 20);
        Assert.Equal("20", Told(buffer, planar));
        Assert.Contains("NonInterleaved", Told(buffer, interleaved), StringComparison.Ordinal);
        using GstBuffer many = GstBuffer.Allocate(80);
        Assert.Contains("AddAudioMeta", Told(many, wide), StringComparison.Ordinal);

        using GstBuffer parts = GstBuffer.Allocate(80);
        using ReadMapping other = buffer.MapRead();
        string told = "";
        try
        {
            using GstBuffer longer = GstBuffer.Allocate(81);
            _ = new ReadOnlyAudioView(other, interleaved, longer.Borrow()).FrameCount;
        }
        catch (ArgumentException refused)
        {
            told = refused.Message;
        }

        Assert.Contains("whole buffer", told, StringComparison.Ordinal);

        static string Told(GstBuffer buffer, GstAudioInfo info)
        {
            using ReadMapping map = buffer.MapRead();
            try
            {
                ReadOnlyAudioView view = new(map, info, buffer.Borrow());
                return view.Channel<short>(1).Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
            catch (ArgumentException refused)
            {
                return refused.Message;
            }
        }
    }

    [Fact]
    public void Indexes_beyond_the_audio_and_disposed_things_are_refused()
    {
        GstAudioInfo info = GstAudioInfo.Create(GstAudioFormat.S16LE, 8000, 2, GstAudioLayout.NonInterleaved);
        using GstBuffer buffer = GstBuffer.Allocate(90);
        buffer.AddAudioMeta(GstAudioFormat.S16LE, GstAudioLayout.NonInterleaved, 8000, 2, 20, [1, 42]);
        ReadMapping map = buffer.MapRead();
        ReadOnlyAudioView view = new(map, info, buffer.Borrow());
        int refused = 0;
        for (int i = 0; i < 12; i++)
        {
            try
            {
                _ = i switch
                {
                    0 => view.Plane(2).Length, 1 => view.Plane(-1).Length, 2 => view[20, 0].Length, 3 => view[0, 2].Length, 4 => view[-1, 0].Length, 5 => view[0, -1].Length,
                    6 => view.Channel<short>(2).Length, 7 => view.Channel<short>(-1).Length, 8 => view.Sample<short>(20, 1), 9 => view.Samples<short>().Length,
                    10 => view.Channel<short>(0).Length, // not aligned
                    _ => view[int.MaxValue, int.MaxValue].Length,
                };
            }
            catch (Exception exception) when (exception is ArgumentOutOfRangeException or InvalidOperationException)
            {
                refused++;
            }
        }

        Assert.Equal(12, refused);
        Assert.Equal(20, view.Channel<short>(1).Length);
        map.Dispose();
        string told = "";
        try
        {
            _ = new ReadOnlyAudioView(map, info, buffer.Borrow()).FrameCount;
        }
        catch (ObjectDisposedException)
        {
            told = "disposed";
        }

        Assert.Equal("disposed", told);
        ReadOnlyAudioView nothing = default;
        string none = "";
        try
        {
            _ = nothing.FrameCount;
        }
        catch (InvalidOperationException)
        {
            none = "default";
        }

        Assert.Equal("default", none);
    }

    [Fact]
    public void A_view_and_its_samples_cost_no_garbage()
    {
        GstAudioInfo info = GstAudioInfo.Create(GstAudioFormat.S16LE, 8000, 2, GstAudioLayout.NonInterleaved);
        using GstBuffer buffer = GstBuffer.Allocate(80);
        buffer.AddAudioMeta(GstAudioFormat.S16LE, GstAudioLayout.NonInterleaved, 8000, 2, 20);
        long bytes = 0;
        for (int i = 0; i < 100; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            using (WriteMapping map = buffer.MapWrite())
            {
                AudioView view = new(map, info, buffer.Borrow());
                foreach (ref short sample in view.Channel<short>(i & 1))
                {
                    sample++;
                }

                view[0, 1].Fill(3);
                view.FillSilence();
            }

            bytes += i < 10 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, bytes);
    }
}
