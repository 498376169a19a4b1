namespace GstMemInterop;

/// <summary>How raw audio lies in memory: sample format, rate, channels, layout. From libgstaudio's own tables (<c>gst_audio_info_from_caps</c>). Immutable.</summary>
/// <remarks>A frame is one sample of every channel, as everywhere in GStreamer: 48,000 frames are a second at 48 kHz, whatever the number of channels.</remarks>
public sealed unsafe partial class GstAudioInfo
{
    private readonly Native.GstAudioInfo _native;

    private GstAudioInfo(in Native.GstAudioInfo native) => _native = native;

    /// <summary>Reads the layout from caps (<c>gst_audio_info_from_caps</c>).</summary>
    /// <param name="caps">Fixed caps of <c>audio/x-raw</c>; with more than two channels they need a <c>channel-mask</c>, as everywhere in GStreamer.</param>
    /// <exception cref="ArgumentException">The caps are not raw audio, or not fixed; the message says what is missing.</exception>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public static GstAudioInfo FromCaps(GstCaps caps)
    {
        ArgumentNullException.ThrowIfNull(caps);
        MetaTypes.RequireAudio();
        using HandleLease lease = caps.Lease();
        Native.GstCaps* native = (Native.GstCaps*)lease.Pointer;
        Native.GstAudioInfo info;
        string? fault = AudioCaps.Fault(native);
        return fault is null && Native.LibGstAudio.gst_audio_info_from_caps(&info, native) != 0
            ? new GstAudioInfo(info)
            : throw new ArgumentException($"'{caps}' does not describe one raw audio format: {fault ?? "GStreamer refuses it"}. Put a capsfilter such as 'audio/x-raw,format=S16LE,layout=interleaved,rate=48000,channels=2' before the pad.", nameof(caps));
    }

    /// <summary>The layout of a format with GStreamer's default positions: mono, front left and right, or none at all for more channels (<c>gst_audio_info_set_format</c>).</summary>
    /// <param name="format">The sample format.</param>
    /// <param name="rate">Samples per second of each channel.</param>
    /// <param name="channels">How many channels.</param>
    /// <param name="layout">Sample by sample, or plane by plane.</param>
    /// <exception cref="ArgumentException">The loaded GStreamer has no such format, or the layout is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Rate or channels are not possible.</exception>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public static GstAudioInfo Create(GstAudioFormat format, int rate, int channels, GstAudioLayout layout = GstAudioLayout.Interleaved) =>
        Create(format, rate, channels, null, layout);

    /// <summary>The layout of a format with a position for each channel (<c>gst_audio_info_set_format</c>).</summary>
    /// <param name="format">The sample format.</param>
    /// <param name="rate">Samples per second of each channel.</param>
    /// <param name="positions">Where each channel is heard, 1 to 64 of them, each once and in GStreamer's order (that of the enum); or <see cref="GstAudioChannelPosition.None"/> for all.</param>
    /// <param name="layout">Sample by sample, or plane by plane.</param>
    /// <exception cref="ArgumentException">The loaded GStreamer has no such format, the layout is none, or the positions are not possible (<c>gst_audio_check_valid_channel_positions</c>).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not possible.</exception>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public static GstAudioInfo Create(GstAudioFormat format, int rate, ReadOnlySpan<GstAudioChannelPosition> positions, GstAudioLayout layout = GstAudioLayout.Interleaved)
    {
        MetaTypes.RequireAudio();
        if (positions.Length is < 1 or > AudioCaps.MostPositions || !AudioCaps.ArePossible(positions))
        {
            throw new ArgumentException($"[{string.Join(", ", positions.ToArray())}] are no positions of channels: give 1 to {AudioCaps.MostPositions}, each once and in the order of {nameof(GstAudioChannelPosition)}, or {nameof(GstAudioChannelPosition.None)} for all of them.", nameof(positions));
        }

        fixed (GstAudioChannelPosition* first = positions)
        {
            return Create(format, rate, positions.Length, (Native.GstAudioChannelPosition*)first, layout);
        }
    }

    /// <summary>The sample format (<c>GST_AUDIO_INFO_FORMAT</c>).</summary>
    public GstAudioFormat Format => (GstAudioFormat)_native.finfo->format;

    /// <summary>Whether channels lie sample by sample or plane by plane (<c>GST_AUDIO_INFO_LAYOUT</c>).</summary>
    public GstAudioLayout Layout => (GstAudioLayout)_native.layout;

    /// <summary>Samples per second of each channel (<c>GST_AUDIO_INFO_RATE</c>).</summary>
    public int Rate => _native.rate;

    /// <summary>How many channels (<c>GST_AUDIO_INFO_CHANNELS</c>).</summary>
    public int Channels => _native.channels;

    /// <summary>Where each channel is heard; <see cref="GstAudioChannelPosition.None"/> for each that has no place (<c>GST_AUDIO_INFO_POSITION</c>). Of more than 64 channels the first 64, which have none.</summary>
    public ReadOnlySpan<GstAudioChannelPosition> ChannelPositions
    {
        get
        {
            ReadOnlySpan<Native.GstAudioChannelPosition> all = _native.position;
            return System.Runtime.InteropServices.MemoryMarshal.Cast<Native.GstAudioChannelPosition, GstAudioChannelPosition>(all)[..Math.Min(Channels, AudioCaps.MostPositions)];
        }
    }

    /// <summary>Whether channels have no places: they are tracks beside each other (<c>GST_AUDIO_INFO_IS_UNPOSITIONED</c>).</summary>
    public bool IsUnpositioned => (_native.flags & Native.GstAudioFlags.GST_AUDIO_FLAG_UNPOSITIONED) != 0;

    /// <summary>Bits that one sample takes in memory (<c>GST_AUDIO_INFO_WIDTH</c>): 32 for S24_32LE.</summary>
    public int Width => _native.finfo->width;

    /// <summary>Bits of one sample that count (<c>GST_AUDIO_INFO_DEPTH</c>): 24 for S24_32LE. They are the low ones.</summary>
    public int Depth => _native.finfo->depth;

    /// <summary>Bytes of one sample of one channel: an eighth of <see cref="Width"/> (<c>GST_AUDIO_BUFFER_SAMPLE_STRIDE</c>).</summary>
    public int BytesPerSample => Width / 8;

    /// <summary>Bytes of one sample of all channels together (<c>GST_AUDIO_INFO_BPF</c>).</summary>
    public int BytesPerFrame => _native.bpf;

    /// <summary>Whether samples are floating-point numbers, from -1 to 1 (<c>GST_AUDIO_FORMAT_INFO_IS_FLOAT</c>).</summary>
    public bool IsFloat => (_native.finfo->flags & Native.GstAudioFormatFlags.GST_AUDIO_FORMAT_FLAG_FLOAT) != 0;

    /// <summary>Whether samples are whole numbers with a sign; those without have their silence in the middle (<c>GST_AUDIO_FORMAT_INFO_IS_SIGNED</c>).</summary>
    public bool IsSigned => (_native.finfo->flags & Native.GstAudioFormatFlags.GST_AUDIO_FORMAT_FLAG_SIGNED) != 0;

    /// <summary>Whether a sample's bytes lie in this machine's order, so that it can be read as a number (<c>GST_AUDIO_FORMAT_INFO_ENDIANNESS</c>). True for samples of one byte.</summary>
    public bool IsNativeEndian => _native.finfo->endianness == 0 || _native.finfo->endianness == (BitConverter.IsLittleEndian ? 1234 : 4321);

    /// <summary>The bytes that every sample of silence has (<c>GstAudioFormatInfo.silence</c>): not zeros for formats without a sign.</summary>
    public ReadOnlySpan<byte> Silence => new(&_native.finfo->silence, BytesPerSample);

    /// <summary>The caps that say the same (<c>gst_audio_info_to_caps</c>).</summary>
    /// <returns>New caps; dispose them.</returns>
    public GstCaps ToCaps()
    {
        fixed (Native.GstAudioInfo* info = &_native)
        {
            return GstCaps.Adopt((nint)Native.LibGstAudio.gst_audio_info_to_caps(info));
        }
    }

    /// <summary>Format, rate, channels and layout, for people.</summary>
    public override string ToString() => $"{FormatName} {Rate} Hz, {Channels} {(Channels == 1 ? "channel" : "channels")}, {(Layout == GstAudioLayout.Interleaved ? "interleaved" : "non-interleaved")}";

    /// <summary>GStreamer's name of the format: with its byte order, and also of those that are newer than our enum.</summary>
    internal string FormatName => NativeText.Read(_native.finfo->name) ?? "";

    private static GstAudioInfo Create(GstAudioFormat format, int rate, int channels, Native.GstAudioChannelPosition* positions, GstAudioLayout layout)
    {
        MetaTypes.RequireAudio();
        if (!AudioCaps.IsKnown(format))
        {
            throw new ArgumentException($"{format} is not a raw audio format of the loaded GStreamer.", nameof(format));
        }

        if (!Enum.IsDefined(layout))
        {
            throw new ArgumentException($"{layout} is not a layout.", nameof(layout));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (AudioCaps.IsTooWide((Native.GstAudioFormat)format, channels))
        {
            throw new ArgumentOutOfRangeException(nameof(channels), channels, $"{channels} channels in {format} are more bytes than GStreamer counts.");
        }

        Native.GstAudioInfo info;
        Native.LibGstAudio.gst_audio_info_init(&info);
        Native.LibGstAudio.gst_audio_info_set_format(&info, (Native.GstAudioFormat)format, rate, channels, positions);
        info.layout = (Native.GstAudioLayout)layout;
        return new GstAudioInfo(info);
    }
}
