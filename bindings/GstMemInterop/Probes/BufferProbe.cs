namespace GstMemInterop;

/// <summary>Handles one buffer on its way through a pad. Runs on the streaming thread; must not block for long.</summary>
/// <param name="probe">The buffer and what can be done with it; valid until the handler returns.</param>
/// <returns>
/// <see cref="GstPadProbeReturn.Ok"/> passes the buffer on, <see cref="GstPadProbeReturn.Drop"/> drops it,
/// <see cref="GstPadProbeReturn.Remove"/> passes it on (when it was not taken) and ends the probe, <see cref="GstPadProbeReturn.Handled"/>
/// says that it was dealt with: it does not pass, and the pushing element gets <see cref="BufferProbe.FlowReturn"/>.
/// </returns>
public delegate GstPadProbeReturn BufferProbeHandler(ref BufferProbe probe);

/// <summary>As <see cref="BufferProbeHandler"/>, with a state of your own: a static handler then captures nothing.</summary>
/// <typeparam name="TState">The state's type.</typeparam>
/// <param name="probe">The buffer and what can be done with it; valid until the handler returns.</param>
/// <param name="state">The state given to <c>AddBufferProbe</c>.</param>
/// <returns>What becomes of the buffer.</returns>
public delegate GstPadProbeReturn BufferProbeHandler<in TState>(ref BufferProbe probe, TState state);

/// <summary>
/// One buffer in a pad probe. The pad's reference is the probe's to use: none is added, so the buffer is as writable as it
/// can be, and where it is shared the writable copy is put back for the elements behind this pad only. Stands on <c>GstPadProbeInfo</c>.
/// </summary>
/// <remarks>
/// <para>Valid until the handler returns; a default value, and one from an earlier call, throws <see cref="InvalidOperationException"/>.
/// A copy of this struct is the same probe.</para>
/// <para>For a buffer list the handler runs once for each buffer in it. When nothing of the list is left, the pushing
/// element gets the first <see cref="FlowReturn"/> other than Ok that came with Handled.</para>
/// <para>When the handler throws, the exception is reported, and what is there passes on as far as it was edited: the buffer, or
/// what was put in its place; nothing when it was taken. In a list the handler is called for the next buffer all the same.
/// A handler that must let nothing pass unedited catches for itself and returns Drop.</para>
/// <para>In pull mode (the pad of a <c>filesrc</c> before a demuxer) a buffer that does not pass ends the stream for whoever
/// pulls: he gets EOS, whatever <see cref="FlowReturn"/> says. A puller may bring the buffer to be filled, which nobody tells a
/// probe; so what takes its place there (<see cref="ReplaceBuffer"/>, a copy that <see cref="EditBuffer"/> had to make) is copied into
/// it when the handler has returned: bytes, times and flags. Where that cannot be, because the size differs or others hold the old
/// buffer still, the other one passes itself; a puller that brought its own then fails, and <c>sfdec</c>, which does, gets its own
/// unedited, which is reported.</para>
/// </remarks>
public readonly unsafe ref struct BufferProbe
{
    private readonly ProbeTurn? _turn;
    private readonly ulong _number;

    internal BufferProbe(ProbeTurn turn)
    {
        _turn = turn;
        _number = turn.Number;
    }

    /// <summary>
    /// The buffer, borrowed (<c>GST_PAD_PROBE_INFO_BUFFER</c>). Valid until it is replaced, taken, or the handler returns; it
    /// notices, and then its members throw. To set a property of it, put it into a variable first: <c>GstBufferRef b = p.Buffer; b.Offset = 3;</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The buffer was taken.</exception>
    public GstBufferRef Buffer
    {
        get
        {
            Native.GstBuffer* buffer = Current(out ProbeTurn turn);
            BufferLender lender = new(turn);
            return new GstBufferRef(buffer, lenderOwnsReference: turn.ListIndex < 0, turn.ListIndex < 0 ? lender : lender.Item(turn.List, turn.ListIndex));
        }
    }

    /// <summary>What the probe was called for (<c>GST_PAD_PROBE_INFO_TYPE</c>).</summary>
    public GstPadProbeType Type => (GstPadProbeType)Turn.Info->type;

    /// <summary>Whether the buffer came in a list; <see cref="ListIndex"/> then says where.</summary>
    public bool InList => Turn.ListIndex >= 0;

    /// <summary>
    /// The buffer's place in its list as the list is now; -1 when it came alone. Buffers that were dropped or taken before leave no place,
    /// so two buffers in a row may have the same one: it is no number of the call.
    /// </summary>
    public int ListIndex => Turn.ListIndex;

    /// <summary>Whether <see cref="MakeWritable"/> or <see cref="EditBuffer"/> had to copy, because others hold the buffer too (behind a <c>tee</c>, for example).</summary>
    public bool BufferWasCopied => Turn.Copied;

    /// <summary>
    /// The format of this very buffer (<c>gst_pad_get_current_caps</c>); <see langword="null"/> when the stream has none. The same object
    /// for every buffer until the caps change: it belongs to the probe and need not be disposed, and may be kept.
    /// </summary>
    public GstCaps? Caps
    {
        get
        {
            ProbeTurn turn = Turn;
            return turn.Registration.Format.CapsOf(turn.Pad);
        }
    }

    /// <summary>
    /// How this very frame lies in memory (<c>gst_video_info_from_caps</c> of <see cref="Caps"/>): the same object until the caps
    /// change, so asking for each frame costs no garbage. Right for <see cref="VideoFrameView"/> also after every change of caps.
    /// </summary>
    /// <exception cref="InvalidOperationException">The stream has no caps yet, or they are not raw video.</exception>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public GstVideoInfo VideoInfo
    {
        get
        {
            ProbeTurn turn = Turn;
            return turn.Registration.Format.VideoOf(turn.Pad);
        }
    }

    /// <summary>
    /// How the samples of this very buffer lie in memory (<c>gst_audio_info_from_caps</c> of <see cref="Caps"/>): the same object until the caps
    /// change, so asking for each buffer costs no garbage. Right for <see cref="AudioView"/> also after every change of caps.
    /// </summary>
    /// <exception cref="InvalidOperationException">The stream has no caps yet, or they are not raw audio.</exception>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public GstAudioInfo AudioInfo
    {
        get
        {
            ProbeTurn turn = Turn;
            return turn.Registration.Format.AudioOf(turn.Pad);
        }
    }

    /// <summary>Presentation time (<c>GST_BUFFER_PTS</c>). Setting makes the buffer writable first (<see cref="MakeWritable"/>).</summary>
    /// <exception cref="GstException">Set where the buffer could not be copied.</exception>
    /// <exception cref="InvalidOperationException">The buffer was taken, or must be copied while a mapping of it is open.</exception>
    public GstClockTime Pts { get => Buffer.Pts; set => Writable()->pts = value.Nanoseconds; }

    /// <summary>Decoding time (<c>GST_BUFFER_DTS</c>). Setting makes the buffer writable first (<see cref="MakeWritable"/>).</summary>
    /// <exception cref="GstException">Set where the buffer could not be copied.</exception>
    /// <exception cref="InvalidOperationException">The buffer was taken, or must be copied while a mapping of it is open.</exception>
    public GstClockTime Dts { get => Buffer.Dts; set => Writable()->dts = value.Nanoseconds; }

    /// <summary>How long the data lasts (<c>GST_BUFFER_DURATION</c>). Setting makes the buffer writable first (<see cref="MakeWritable"/>).</summary>
    /// <exception cref="GstException">Set where the buffer could not be copied.</exception>
    /// <exception cref="InvalidOperationException">The buffer was taken, or must be copied while a mapping of it is open.</exception>
    public GstClockTime Duration { get => Buffer.Duration; set => Writable()->duration = value.Nanoseconds; }

    /// <summary>What the pushing element gets when the handler returns <see cref="GstPadProbeReturn.Handled"/>, and only then (<c>GST_PAD_PROBE_INFO_FLOW_RETURN</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that is no flow result of GStreamer.</exception>
    public GstFlowReturn FlowReturn
    {
        get => Turn.FlowReturn;
        set => Turn.FlowReturn = value;
    }

    /// <summary>
    /// Makes sure that the buffer may be changed: where others hold it too, a copy takes its place in this probe (the field store
    /// of <c>gst_mini_object_make_writable</c>). The bytes of the copy are shared until they are written.
    /// </summary>
    /// <returns>Whether a copy was made.</returns>
    /// <exception cref="GstException">The buffer could not be copied; it stays as it was.</exception>
    /// <exception cref="InvalidOperationException">The buffer was taken, or a mapping of it is open.</exception>
    public bool MakeWritable()
    {
        Native.GstBuffer* buffer = Current(out ProbeTurn turn);
        bool alone = turn.ListIndex < 0;
        if (Mapper.IsWritable(buffer, lenderOwnsReference: alone))
        {
            return false;
        }

        BufferLender.RequireUnmapped(buffer);
        Put(turn, (nint)BufferCopy.Of(buffer));
        return turn.Copied = true;
    }

    /// <summary>Makes the buffer writable (<see cref="MakeWritable"/>) and maps it for editing in place (<c>gst_buffer_map</c> with <c>GST_MAP_READWRITE</c>).</summary>
    /// <returns>The mapping; dispose it before the handler returns.</returns>
    /// <exception cref="GstMapException">The bytes cannot be mapped; the exception says why and what to do.</exception>
    /// <exception cref="GstException">The buffer could not be copied.</exception>
    /// <exception cref="InvalidOperationException">The buffer was taken, or a mapping of it is open.</exception>
    public WriteMapping EditBuffer()
    {
        MakeWritable();
        return new GstBufferRef(Current(out ProbeTurn turn), lenderOwnsReference: turn.ListIndex < 0).MapWrite();
    }

    /// <summary>
    /// Takes the buffer out of the stream (<c>GST_PAD_PROBE_INFO_DATA</c>): it is yours. Return <see cref="GstPadProbeReturn.Handled"/>,
    /// <see cref="GstPadProbeReturn.Drop"/> or <see cref="GstPadProbeReturn.Remove"/> then, or put one back with <see cref="ReplaceBuffer"/>.
    /// </summary>
    /// <returns>The buffer; dispose it or give it away. In pull mode it is not writable before the handler has returned.</returns>
    /// <exception cref="InvalidOperationException">It was taken before, or a mapping of it is open.</exception>
    public GstBuffer TakeBuffer()
    {
        BufferLender.RequireUnmapped(Current(out ProbeTurn turn));
        return GstBuffer.Adopt(turn.ListIndex < 0 ? turn.TakeItem() : turn.TakeFromList());
    }

    /// <summary>Lets another buffer pass in place of this one (or in place of one that was taken): <c>GST_PAD_PROBE_INFO_DATA</c> is set to it.</summary>
    /// <param name="replacement">Given away to the stream, also when the call throws.</param>
    /// <exception cref="InvalidOperationException">A mapping of the old buffer is open; it stays where it is.</exception>
    /// <exception cref="ObjectDisposedException">The replacement was disposed or given away; the old buffer stays where it is.</exception>
    public void ReplaceBuffer(GstBuffer replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        using GstBuffer given = GstBuffer.Adopt(replacement.DangerousDetach());
        ProbeTurn turn = Turn;
        if (!turn.Taken)
        {
            BufferLender.RequireUnmapped(Current(out _));
        }

        Put(turn, given.DangerousDetach());
    }

    private ProbeTurn Turn
    {
        get
        {
            ProbeTurn? turn = _turn;
            if (turn is null || turn.Number != _number)
            {
                Throw.HandlerReturned(nameof(BufferProbe));
            }

            return turn;
        }
    }

    private Native.GstBuffer* Current(out ProbeTurn turn)
    {
        turn = Turn;
        if (turn.Taken)
        {
            throw new InvalidOperationException("The buffer was taken out of the stream. Use the GstBuffer that TakeBuffer() returned, or put one back with ReplaceBuffer().");
        }

        return turn.ListIndex < 0 ? (Native.GstBuffer*)turn.Info->data : Native.LibGst.gst_buffer_list_get(turn.List, (uint)turn.ListIndex);
    }

    private Native.GstBuffer* Writable()
    {
        MakeWritable();
        return Current(out _);
    }

    private static void Put(ProbeTurn turn, nint buffer)
    {
        if (turn.ListIndex < 0)
        {
            turn.PutItem(buffer);
        }
        else
        {
            turn.PutIntoList(buffer);
        }
    }
}
