namespace GstMemInterop.Tests.Buffers.Metas;

public class AudioMetaTests
{
    [Fact]
    public void Planar_audio_says_where_each_channel_is()
    {
        using GstBuffer buffer = GstBuffer.Allocate(2 * 4 * 100);
        GstAudioMetaRef meta = buffer.AddAudioMeta(GstAudioFormat.F32LE, GstAudioLayout.NonInterleaved, 48000, 2, 100);
        Assert.Equal((GstAudioFormat.F32LE, GstAudioLayout.NonInterleaved, 48000, 2, 8), (meta.Format, meta.Layout, meta.Rate, meta.Channels, meta.BytesPerFrame));
        Assert.Equal(((nuint)100, (nuint)0, (nuint)400), (meta.Samples, meta.Offset(0), meta.Offset(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => { Assert.True(buffer.TryGetAudioMeta(out GstAudioMetaRef m)); m.Offset(2); });

        using GstBuffer swapped = GstBuffer.Allocate(2 * 4 * 100);
        meta = swapped.AddAudioMeta(GstAudioFormat.F32LE, GstAudioLayout.NonInterleaved, 48000, 2, 50, [600, 0]);
        Assert.True(swapped.TryGetAudioMeta(out GstAudioMetaRef read));
        Assert.Equal(((nuint)600, (nuint)0), (read.Offset(0), read.Offset(1)));

        using GstBuffer copy = swapped.Copy();
        Assert.True(copy.TryGetAudioMeta(out GstAudioMetaRef copied));
        Assert.Equal((nuint)600, copied.Offset(0));
    }

    [Fact]
    public void Interleaved_audio_and_many_channels_work()
    {
        using GstBuffer buffer = GstBuffer.Allocate(64 * 2 * 10);
        GstAudioMetaRef meta = buffer.AddAudioMeta(GstAudioFormat.S16LE, GstAudioLayout.Interleaved, 8000, 64, 10);
        Assert.Equal((64, (nuint)0), (meta.Channels, meta.Offset(63)));
        buffer.RemoveMeta(meta.Meta);
        meta = buffer.AddAudioMeta(GstAudioFormat.S16LE, GstAudioLayout.NonInterleaved, 8000, 64, 10);
        Assert.Equal((nuint)(63 * 20), meta.Offset(63));
    }

    [Fact]
    public void What_does_not_fit_is_refused_without_a_word_from_C()
    {
        using GstBuffer buffer = GstBuffer.Allocate(800);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.AddAudioMeta(GstAudioFormat.F32LE, GstAudioLayout.NonInterleaved, 48000, 2, 101));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.AddAudioMeta(GstAudioFormat.F32LE, GstAudioLayout.Interleaved, 48000, 2, nuint.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.AddAudioMeta(GstAudioFormat.F32LE, GstAudioLayout.NonInterleaved, 48000, 2, 100, [0, 401]));
        Assert.Throws<ArgumentException>(() => buffer.AddAudioMeta(GstAudioFormat.F32LE, GstAudioLayout.NonInterleaved, 48000, 2, 100, [0, 399]));
        Assert.Throws<ArgumentException>(() => buffer.AddAudioMeta(GstAudioFormat.F32LE, GstAudioLayout.NonInterleaved, 48000, 2, 100, [0]));
        Assert.Throws<ArgumentException>(() => buffer.AddAudioMeta(GstAudioFormat.F32LE, GstAudioLayout.Interleaved, 48000, 2, 100, [0, 400]));
        Assert.Throws<ArgumentException>(() => buffer.AddAudioMeta(GstAudioFormat.ENCODED, GstAudioLayout.Interleaved, 48000, 2, 1));
        Assert.Throws<ArgumentException>(() => buffer.AddAudioMeta((GstAudioFormat)9999, GstAudioLayout.Interleaved, 48000, 2, 1));
        Assert.Throws<ArgumentException>(() => buffer.AddAudioMeta(GstAudioFormat.S8, (GstAudioLayout)9, 48000, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.AddAudioMeta(GstAudioFormat.S8, GstAudioLayout.Interleaved, 0, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.AddAudioMeta(GstAudioFormat.S8, GstAudioLayout.Interleaved, 48000, 65, 1));
        Assert.Equal(0, buffer.Metas.Count);
        using GstBuffer shared = buffer.Retain();
        Assert.Throws<InvalidOperationException>(() => buffer.AddAudioMeta(GstAudioFormat.F32LE, GstAudioLayout.Interleaved, 48000, 2, 100));
        Assert.Throws<InvalidOperationException>(() => buffer.AddAudioClippingMeta(GstFormat.Default, 1, 2));
    }

    [Fact]
    public void Clipping_is_counted_in_samples_or_time()
    {
        using GstBuffer buffer = GstBuffer.Create();
        Assert.False(buffer.TryGetAudioClippingMeta(out _));
        GstAudioClippingMetaRef meta = buffer.AddAudioClippingMeta(GstFormat.Default, 1105, 0);
        meta.End = 47;
        Assert.True(buffer.TryGetAudioClippingMeta(out GstAudioClippingMetaRef read));
        Assert.Equal((GstFormat.Default, 1105UL, 47UL), (read.Format, read.Start, read.End));
        read.Start = 1;
        Assert.Equal(1UL, meta.Start);
        Assert.Throws<ArgumentException>(() => buffer.AddAudioClippingMeta(GstFormat.Bytes, 1, 2));
    }
}
