namespace GstMemInterop;

/// <summary>Handles one sample of an appsink. Runs on the streaming thread, which waits for it; must not block for long.</summary>
/// <param name="sample">The sample, borrowed; valid until the handler returns.</param>
/// <returns>
/// <see cref="GstFlowReturn.Ok"/> for more; <see cref="GstFlowReturn.Eos"/> to have the sources end the stream;
/// <see cref="GstFlowReturn.Error"/> to have them report an error. When the handler throws, the exception is reported and the stream goes on.
/// </returns>
public delegate GstFlowReturn AppSinkSampleHandler(ref AppSinkSample sample);

/// <summary>As <see cref="AppSinkSampleHandler"/>, with a state of your own: a static handler then captures nothing.</summary>
/// <typeparam name="TState">The state's type.</typeparam>
/// <param name="sample">The sample, borrowed; valid until the handler returns.</param>
/// <param name="state">The state given to <c>OnSample</c>.</param>
/// <returns>Whether the stream goes on.</returns>
public delegate GstFlowReturn AppSinkSampleHandler<in TState>(ref AppSinkSample sample, TState state);

/// <summary>A sample in the handler of an appsink, borrowed: no object is made for it. Stands on <c>GstSample</c>.</summary>
/// <remarks>
/// Valid until the handler returns; a default value, and one from an earlier call, throws <see cref="InvalidOperationException"/>,
/// and so does a buffer or list borrowed from it. A copy of this struct is the same sample. <see cref="Retain"/> keeps it.
/// The buffer is not writable, because the appsink and its sample hold it too: map it for reading, or edit a copy of it.
/// </remarks>
public readonly unsafe ref struct AppSinkSample
{
    private readonly SampleTurn? _turn;
    private readonly ulong _number;

    internal AppSinkSample(SampleTurn turn)
    {
        _turn = turn;
        _number = turn.Number;
    }

    /// <summary>The buffer, borrowed (<c>gst_sample_get_buffer</c>); a default value (<see cref="GstBufferRef.IsNull"/>) for a list of buffers.</summary>
    public GstBufferRef Buffer
    {
        get
        {
            SampleTurn turn = Turn;
            Native.GstBuffer* buffer = Native.LibGst.gst_sample_get_buffer(turn.Sample);
            return buffer is null ? default : new GstBufferRef(buffer, lenderOwnsReference: false, new BufferLender(turn));
        }
    }

    /// <summary>The list of buffers, borrowed (<c>gst_sample_get_buffer_list</c>): only where <see cref="GstAppSink.BufferListSupport"/> is on. Else a default value (<see cref="GstBufferListRef.IsNull"/>).</summary>
    public GstBufferListRef BufferList
    {
        get
        {
            SampleTurn turn = Turn;
            Native.GstBufferList* list = Native.LibGst.gst_sample_get_buffer_list(turn.Sample);
            return list is null ? default : new GstBufferListRef(list, lender: new BufferLender(turn));
        }
    }

    /// <summary>
    /// The format of this very sample (<c>gst_sample_get_caps</c>); <see langword="null"/> when the stream has none. The same object for
    /// every sample until the caps change: it belongs to the appsink and need not be disposed, and may be kept.
    /// </summary>
    public GstCaps? Caps
    {
        get
        {
            SampleTurn turn = Turn;
            return turn.Link.Format.CapsOf(Native.LibGst.gst_sample_get_caps(turn.Sample));
        }
    }

    /// <summary>How this very frame lies in memory (<c>gst_video_info_from_caps</c> of <see cref="Caps"/>): the same object until the caps change.</summary>
    /// <exception cref="InvalidOperationException">The stream has no caps, or they are not raw video.</exception>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public GstVideoInfo VideoInfo
    {
        get
        {
            SampleTurn turn = Turn;
            return turn.Link.Format.VideoOf(Native.LibGst.gst_sample_get_caps(turn.Sample));
        }
    }

    /// <summary>How the samples of this very buffer lie in memory (<c>gst_audio_info_from_caps</c> of <see cref="Caps"/>): the same object until the caps change.</summary>
    /// <exception cref="InvalidOperationException">The stream has no caps, or they are not raw audio.</exception>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public GstAudioInfo AudioInfo
    {
        get
        {
            SampleTurn turn = Turn;
            return turn.Link.Format.AudioOf(Native.LibGst.gst_sample_get_caps(turn.Sample));
        }
    }

    /// <summary>How the buffer's timestamps are meant (<c>gst_sample_get_segment</c>).</summary>
    public GstSegment Segment => new(Native.LibGst.gst_sample_get_segment(Turn.Sample));

    /// <summary>The native pointer (<c>GstSample</c>); no reference is added.</summary>
    public nint DangerousHandle => (nint)Turn.Sample;

    /// <summary>An owning object for the sample, to keep it (<c>gst_mini_object_ref</c>). While it exists the appsink makes itself another sample for the next buffer.</summary>
    /// <returns>The sample; dispose it.</returns>
    public GstSample Retain() => GstSample.Retain((nint)Turn.Sample);

    private SampleTurn Turn
    {
        get
        {
            SampleTurn? turn = _turn;
            if (turn is null || turn.Number != _number)
            {
                Throw.HandlerReturned(nameof(AppSinkSample));
            }

            return turn;
        }
    }
}

/// <summary>What calls a sample handler.</summary>
internal abstract class SampleCall
{
    internal abstract GstFlowReturn Call(SampleTurn turn);
}

internal sealed class StatelessSampleCall(AppSinkSampleHandler handler) : SampleCall
{
    internal override GstFlowReturn Call(SampleTurn turn)
    {
        AppSinkSample sample = new(turn);
        return handler(ref sample);
    }
}

internal sealed class StatefulSampleCall<TState>(AppSinkSampleHandler<TState> handler, TState state) : SampleCall
{
    internal override GstFlowReturn Call(SampleTurn turn)
    {
        AppSinkSample sample = new(turn);
        return handler(ref sample, state);
    }
}
