namespace GstMemInterop;

public readonly unsafe ref partial struct GstBufferRef
{
    /// <summary>Describes the buffer as audio samples (<c>gst_buffer_add_audio_meta</c>).</summary>
    /// <param name="format">The sample format.</param>
    /// <param name="layout">Sample by sample, or plane by plane.</param>
    /// <param name="rate">Samples per second of each channel.</param>
    /// <param name="channels">1 to 64.</param>
    /// <param name="samples">Valid samples of each channel.</param>
    /// <param name="offsets">Planar audio only: where each channel begins, in bytes from the start of the buffer. Empty when they follow each other.</param>
    /// <exception cref="ArgumentException">The format is not raw audio, offsets are given for interleaved audio, or not one for each channel, or planes overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Rate or channels are not possible, or the samples do not lie inside the buffer.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public GstAudioMetaRef AddAudioMeta(GstAudioFormat format, GstAudioLayout layout, int rate, int channels, nuint samples, scoped ReadOnlySpan<nuint> offsets = default)
    {
        MetaTypes.RequireAudio();
        AudioPlanes.CheckFormat(format, layout, rate, channels);
        using HandleLease lease = EnterWritable();
        Native.GstAudioInfo info;
        Native.LibGstAudio.gst_audio_info_init(&info);
        Native.LibGstAudio.gst_audio_info_set_format(&info, (Native.GstAudioFormat)format, rate, channels, null);
        info.layout = (Native.GstAudioLayout)layout;
        AudioPlanes.Check(layout, channels, samples, (nuint)info.bpf, offsets, Native.LibGst.gst_buffer_get_size(_buffer));
        fixed (nuint* first = offsets)
        {
            return new GstAudioMetaRef(BorrowAdded((Native.GstMeta*)Native.LibGstAudio.gst_buffer_add_audio_meta(_buffer, &info, samples, first), "GstAudioMeta"));
        }
    }

    /// <summary>Borrows the description of the buffer as audio samples (<c>gst_buffer_get_meta</c> of <c>gst_audio_meta_api_get_type</c>).</summary>
    /// <param name="meta">The meta; a default value when there is none.</param>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public bool TryGetAudioMeta(out GstAudioMetaRef meta)
    {
        using HandleLease lease = Enter();
        bool found = TryFind(MetaTypes.Audio, sizeof(Native.GstAudioMeta), out MetaBorrow borrow);
        meta = found ? new GstAudioMetaRef(borrow) : default;
        return found;
    }

    /// <summary>Says how much to cut off the audio that the buffer decodes to (<c>gst_buffer_add_audio_clipping_meta</c>).</summary>
    /// <param name="format">The unit: <see cref="GstFormat.Default"/> for samples, <see cref="GstFormat.Time"/> for nanoseconds.</param>
    /// <param name="start">How much off the start.</param>
    /// <param name="end">How much off the end.</param>
    /// <exception cref="ArgumentException">The unit is neither samples nor time.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public GstAudioClippingMetaRef AddAudioClippingMeta(GstFormat format, ulong start, ulong end)
    {
        if (format is not (GstFormat.Default or GstFormat.Time))
        {
            throw new ArgumentException($"Audio is clipped in samples (Default) or nanoseconds (Time), not in {format}.", nameof(format));
        }

        MetaTypes.RequireAudio();
        using HandleLease lease = EnterWritable();
        Native.GstMeta* added = (Native.GstMeta*)Native.LibGstAudio.gst_buffer_add_audio_clipping_meta(_buffer, (Native.GstFormat)format, start, end);
        return new GstAudioClippingMetaRef(BorrowAdded(added, "GstAudioClippingMeta"));
    }

    /// <summary>Borrows what says how much to cut off the audio (<c>gst_buffer_get_meta</c> of <c>gst_audio_clipping_meta_api_get_type</c>).</summary>
    /// <param name="meta">The meta; a default value when there is none.</param>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public bool TryGetAudioClippingMeta(out GstAudioClippingMetaRef meta)
    {
        using HandleLease lease = Enter();
        bool found = TryFind(MetaTypes.AudioClipping, sizeof(Native.GstAudioClippingMeta), out MetaBorrow borrow);
        meta = found ? new GstAudioClippingMetaRef(borrow) : default;
        return found;
    }
}
