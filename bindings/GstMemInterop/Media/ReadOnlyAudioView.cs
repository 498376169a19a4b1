namespace GstMemInterop;

/// <summary>A mapped buffer of raw audio as read-only samples: interleaved or planar, where the buffer's <c>GstAudioMeta</c> says they are.</summary>
/// <remarks>
/// <para>Dies with the mapping it looks at, and the compiler keeps it in the mapping's scope. Every plane is proven to lie inside the mapped bytes.</para>
/// <para>A frame is one sample of every channel. Where a buffer without audio meta is not a whole number of them, the last bytes are not shown,
/// as GStreamer does it.</para>
/// </remarks>
public readonly ref struct ReadOnlyAudioView
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly AudioLayout _layout;

    /// <summary>Looks at mapped audio (<c>gst_audio_buffer_map</c>).</summary>
    /// <param name="mapping">The mapping of the whole buffer.</param>
    /// <param name="info">The format of this very buffer: <see cref="BufferProbe.AudioInfo"/> in a probe.</param>
    /// <param name="buffer">The buffer that was mapped; its audio meta is asked where the planes are, now and never again.</param>
    /// <exception cref="ArgumentException">The buffer's audio meta is of another format, or its samples do not lie in the mapped bytes; or the audio is non-interleaved, and there is no meta; or not the whole buffer is mapped.</exception>
    /// <exception cref="InvalidOperationException">The borrow is a default value, or its lender no longer holds the buffer.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed or given away, or the mapping has ended.</exception>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public ReadOnlyAudioView(in ReadMapping mapping, GstAudioInfo info, scoped GstBufferRef buffer)
    {
        ArgumentNullException.ThrowIfNull(info);
        _bytes = mapping.Span;
        _layout = new AudioLayout(info, buffer, _bytes.Length);
    }

    /// <summary>The format (<c>GstAudioBuffer.info</c>).</summary>
    public GstAudioInfo Info => _layout.Info;

    /// <summary>Samples of each channel (<c>GST_AUDIO_BUFFER_N_SAMPLES</c>).</summary>
    public int FrameCount => _layout.FrameCount;

    /// <summary>How many channels (<c>GST_AUDIO_BUFFER_CHANNELS</c>).</summary>
    public int ChannelCount => _layout.Info.Channels;

    /// <summary>How many planes: one for each channel, or one of all when they are interleaved (<c>GST_AUDIO_BUFFER_N_PLANES</c>).</summary>
    public int PlaneCount => _layout.PlaneCount;

    /// <summary>The bytes of a plane, in any format (<c>GST_AUDIO_BUFFER_PLANE_DATA</c>). Dies with the mapping.</summary>
    /// <param name="index">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such plane.</exception>
    public ReadOnlySpan<byte> Plane(int index) => _bytes.Slice(_layout.PlaneOffset(index), _layout.PlaneBytes);

    /// <summary>All samples of interleaved audio, frame after frame (<c>GST_AUDIO_BUFFER_PLANE_DATA</c>). Dies with the mapping.</summary>
    /// <typeparam name="T">
    /// What a sample of the format is: <see cref="sbyte"/>, <see cref="byte"/>, <see cref="short"/>, <see cref="ushort"/>, <see cref="Int24"/>, <see cref="UInt24"/>,
    /// <see cref="int"/>, <see cref="uint"/>, <see cref="float"/> or <see cref="double"/>. S24_32 and the like are <see cref="int"/>, of which the low bits count.
    /// </typeparam>
    /// <returns><see cref="FrameCount"/> times <see cref="ChannelCount"/> samples.</returns>
    /// <exception cref="InvalidOperationException">The format's samples are of another type or in foreign byte order, not aligned, or not interleaved: then take <see cref="Channel"/>.</exception>
    public ReadOnlySpan<T> Samples<T>() where T : unmanaged => _layout.Interleaved<T>(_bytes);

    /// <summary>The samples of one channel, in either layout (<c>GST_AUDIO_BUFFER_PLANE_DATA</c>). Dies with the mapping.</summary>
    /// <typeparam name="T">What a sample of the format is; see <see cref="Samples"/>.</typeparam>
    /// <param name="channel">0 to <see cref="ChannelCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    /// <exception cref="InvalidOperationException">The format's samples are of another type or in foreign byte order, or not aligned.</exception>
    public ReadOnlyAudioChannel<T> Channel<T>(int channel) where T : unmanaged =>
        new(ref _layout.First<T>(_bytes, channel), _layout.FrameCount, _layout.Step);

    /// <summary>One sample as a value (<c>GST_AUDIO_BUFFER_PLANE_DATA</c>). Dies with the mapping.</summary>
    /// <typeparam name="T">What a sample of the format is; see <see cref="Samples"/>.</typeparam>
    /// <param name="frame">0 to <see cref="FrameCount"/> - 1.</param>
    /// <param name="channel">0 to <see cref="ChannelCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame or channel.</exception>
    /// <exception cref="InvalidOperationException">The format's samples are of another type or in foreign byte order, or not aligned.</exception>
    public ref readonly T Sample<T>(int frame, int channel) where T : unmanaged => ref Channel<T>(channel)[frame];

    /// <summary>The bytes of one sample, in any format and byte order (<c>GST_AUDIO_BUFFER_SAMPLE_STRIDE</c>). Dies with the mapping.</summary>
    /// <param name="frame">0 to <see cref="FrameCount"/> - 1.</param>
    /// <param name="channel">0 to <see cref="ChannelCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame or channel.</exception>
    public ReadOnlySpan<byte> this[int frame, int channel] => _bytes.Slice(_layout.SampleOffset(frame, channel), _layout.Info.BytesPerSample);

}
