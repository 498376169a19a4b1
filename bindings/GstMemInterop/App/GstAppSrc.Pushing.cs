namespace GstMemInterop;

public sealed unsafe partial class GstAppSrc
{
    /// <summary>Pushes a copy of the bytes as one buffer (<c>gst_app_src_push_buffer</c>).</summary>
    /// <param name="bytes">Copied once.</param>
    /// <param name="pts">Presentation time; none when not given.</param>
    /// <param name="duration">How long the data lasts; none when not given.</param>
    /// <exception cref="GstFlowException">It was not taken: the pipeline, or what is behind the appsrc, was stopped (<see cref="GstFlowReturn.Flushing"/>; before the first start data is queued), the stream has ended or downstream wants no more (<see cref="GstFlowReturn.Eos"/>), or it failed; the pipeline's own error is the inner exception.</exception>
    /// <exception cref="OutOfMemoryException">The buffer could not be allocated.</exception>
    /// <exception cref="InvalidOperationException">It would wait for room (<see cref="Block"/>) in the handler that has to return for it, or other code displaced our callbacks meanwhile.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or while it waited.</exception>
    public void Push(ReadOnlySpan<byte> bytes, GstClockTime pts = default, GstClockTime duration = default) => PushNow(Stamped(GstBuffer.CopyOf(bytes), pts, duration));

    /// <summary>Pushes an array as one buffer, without a copy (<c>gst_app_src_push_buffer</c>, <c>gst_memory_new_wrapped</c>).</summary>
    /// <param name="array">Pinned until the stream is done with it, and its elements may write to it: leave it alone then. To use it again at once push <c>array.AsSpan()</c>, which copies.</param>
    /// <param name="pts">Presentation time; none when not given.</param>
    /// <param name="duration">How long the data lasts; none when not given.</param>
    /// <inheritdoc cref="Push(ReadOnlySpan{byte}, GstClockTime, GstClockTime)" path="/exception"/>
    public void Push(byte[] array, GstClockTime pts = default, GstClockTime duration = default) => PushNow(Stamped(GstBuffer.Wrap(array), pts, duration));

    /// <summary>Pushes bytes as one buffer, without a copy (<c>gst_app_src_push_buffer</c>, <c>gst_memory_new_wrapped</c>).</summary>
    /// <param name="bytes">Pinned until the stream is done with them; not written to. Leave them alone then; <c>GstBuffer.Wrap</c> tells when that is.</param>
    /// <param name="pts">Presentation time; none when not given.</param>
    /// <param name="duration">How long the data lasts; none when not given.</param>
    /// <inheritdoc cref="Push(ReadOnlySpan{byte}, GstClockTime, GstClockTime)" path="/exception"/>
    public void Push(ReadOnlyMemory<byte> bytes, GstClockTime pts = default, GstClockTime duration = default) => PushNow(Stamped(GstBuffer.Wrap(bytes), pts, duration));

    /// <summary>Pushes a memory as one buffer (<c>gst_app_src_push_buffer</c>).</summary>
    /// <param name="memory">Given away, also when the call throws.</param>
    /// <param name="pts">Presentation time; none when not given.</param>
    /// <param name="duration">How long the data lasts; none when not given.</param>
    /// <inheritdoc cref="Push(ReadOnlySpan{byte}, GstClockTime, GstClockTime)" path="/exception"/>
    public void Push(GstMemory memory, GstClockTime pts = default, GstClockTime duration = default) => PushNow(Stamped(GstBuffer.Of(memory), pts, duration));

    /// <summary>Pushes a buffer (<c>gst_app_src_push_buffer</c>).</summary>
    /// <param name="buffer">Given away, also when the call throws. Its timestamps are its own.</param>
    /// <inheritdoc cref="Push(ReadOnlySpan{byte}, GstClockTime, GstClockTime)" path="/exception"/>
    public void Push(GstBuffer buffer) => PushNow(TakeOver(buffer));

    /// <summary>Pushes a list of buffers, which travel together (<c>gst_app_src_push_buffer_list</c>). An empty one does nothing.</summary>
    /// <param name="list">Given away, also when the call throws.</param>
    /// <inheritdoc cref="Push(ReadOnlySpan{byte}, GstClockTime, GstClockTime)" path="/exception"/>
    public void PushList(GstBufferList list) => PushNow(TakeOver(list));

    /// <summary>Pushes the buffer or list of a sample, after its caps where those differ (<c>gst_app_src_push_sample</c>).</summary>
    /// <param name="sample">Not given away: the stream takes references of its own.</param>
    /// <exception cref="ArgumentException">The sample has neither buffer nor list, or caps that are not fixed.</exception>
    /// <inheritdoc cref="Push(ReadOnlySpan{byte}, GstClockTime, GstClockTime)" path="/exception"/>
    public void PushSample(GstSample sample) => PushNow(Copied(sample));

    /// <summary>Ends the stream after what was pushed (<c>gst_app_src_end_of_stream</c>). More than once does nothing more.</summary>
    /// <remarks>What still waits for room does not come before the end, and fails at once (<see cref="GstFlowReturn.Eos"/>): await it first.</remarks>
    /// <exception cref="GstFlowException">The pipeline is stopped, or has failed; its own error is the inner exception.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void EndOfStream()
    {
        using HandleLease lease = Lease();
        RequireFlow(endIsFine: true);
        GstFlowReturn flow = (GstFlowReturn)Native.LibGstApp.gst_app_src_end_of_stream(Source(lease));
        _link.NoteEnd();
        if (flow != GstFlowReturn.Ok)
        {
            throw Refusal(flow);
        }
    }

    /// <summary>The pad knows that the stream failed a moment before the bus says why.</summary>
    private static readonly TimeSpan s_untilErrorIsTold = TimeSpan.FromMilliseconds(200);

    private static GstBuffer Stamped(GstBuffer buffer, GstClockTime pts, GstClockTime duration)
    {
        if (pts.HasValue) { buffer.Pts = pts; }
        if (duration.HasValue) { buffer.Duration = duration; }
        return buffer;
    }

    private static GstBuffer TakeOver(GstBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return GstBuffer.Adopt(buffer.DangerousDetach());
    }

    private static GstBufferList TakeOver(GstBufferList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return GstBufferList.Adopt(list.DangerousDetach());
    }

    /// <summary>A sample of our own, which nobody changes while it waits.</summary>
    private static GstSample Copied(GstSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        using GstCaps? caps = sample.Caps;
        if (caps is not null)
        {
            RequireFixed(caps, nameof(sample));
        }

        return !sample.Buffer.IsNull || !sample.BufferList.IsNull
            ? sample.Copy()
            : throw new ArgumentException("The sample has neither a buffer nor a list of buffers: there is nothing to push.", nameof(sample));
    }

    /// <summary>Lets downstream's answer be heard: C queues on whatever became of the stream.</summary>
    /// <param name="endIsFine">Whether it does not matter that downstream wants no more.</param>
    /// <exception cref="GstFlowException">The stream does not go on.</exception>
    private void RequireFlow(bool endIsFine)
    {
        if (!_link.IsRunning)
        {
            return; // C knows: it queues before the first start, and refuses after a stop
        }

        GstFlowReturn flow = _link.Error is null ? _link.LastFlow : GstFlowReturn.Error;
        if (flow < GstFlowReturn.Ok && (flow != GstFlowReturn.Flushing || _link.IsStuck) && !(endIsFine && flow == GstFlowReturn.Eos))
        {
            throw Refusal(flow);
        }
    }

    /// <summary>Gives an object of ours to C, if it is taken. Every way to push ends here; whoever made the object disposes it on every path.</summary>
    /// <exception cref="GstFlowException">It was not.</exception>
    private void Give(IDisposable item)
    {
        using HandleLease lease = Lease();
        bool wasFull = MayDrop(lease); // full now, if it is full when C looks: only pushing fills it
        GstFlowReturn flow = item switch
        {
            GstBuffer buffer => (GstFlowReturn)Native.LibGstApp.gst_app_src_push_buffer(Source(lease), (Native.GstBuffer*)buffer.DangerousDetach()),
            GstBufferList list => list.Count == 0 ? GstFlowReturn.Ok : (GstFlowReturn)Native.LibGstApp.gst_app_src_push_buffer_list(Source(lease), (Native.GstBufferList*)list.DangerousDetach()),
            GstSample sample => GiveSample(lease, sample),
            _ => GstFlowReturn.Ok,
        };
        if (flow != GstFlowReturn.Ok && !(flow == GstFlowReturn.Eos && (wasFull || MayDrop(lease))))
        {
            throw Refusal(flow);
        }
    }

    /// <summary>C sets the caps first and pushes then: a sample of another thread must not come between.</summary>
    private GstFlowReturn GiveSample(in HandleLease lease, GstSample sample)
    {
        lock (_link.Samples)
        {
            return (GstFlowReturn)Native.LibGstApp.gst_app_src_push_sample(Source(lease), (Native.GstSample*)sample.DangerousHandle);
        }
    }

    /// <summary>An appsrc that is full and leaks upstream (the property <c>leaky-type</c>) drops what is pushed, as it was told, and calls that the end.</summary>
    private bool MayDrop(in HandleLease lease) =>
        AppSrcLink.Limits.IsAvailable
        && Native.LibGstApp.gst_app_src_get_leaky_type(Source(lease)) == Native.GstAppLeakyType.GST_APP_LEAKY_TYPE_UPSTREAM && !_link.HasRoom;

    private GstFlowException Refusal(GstFlowReturn flow)
    {
        if (flow is not (GstFlowReturn.Flushing or GstFlowReturn.Eos) && !StreamingThread.IsThis)
        {
            _ = SpinWait.SpinUntil(() => _link.Error is not null, s_untilErrorIsTold);
        }

        GstException? error = _link.Error;
        flow = error is null || flow is GstFlowReturn.Flushing or GstFlowReturn.Eos ? flow : GstFlowReturn.Error;
        return new GstFlowException(
            flow,
            flow switch
            {
                _ when error is not null => error.Message,
                GstFlowReturn.Flushing => "The appsrc takes no data: its pipeline is stopped, or is flushing for a seek. Play() starts it.",
                GstFlowReturn.Eos => "The appsrc takes no more data: the stream has ended, by EndOfStream() or because downstream wants no more.",
                GstFlowReturn.NotLinked => "The data cannot flow: the appsrc, or an element behind it, is not linked.",
                GstFlowReturn.NotNegotiated => "The data cannot flow: an element behind the appsrc does not take its caps.",
                _ => $"The data could not flow on ({flow}).",
            },
            error);
    }
}
