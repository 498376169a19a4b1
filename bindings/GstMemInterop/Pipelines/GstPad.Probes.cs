namespace GstMemInterop;

public unsafe partial class GstPad
{
    private const GstPadProbeType Buffers = GstPadProbeType.Buffer | GstPadProbeType.BufferList;

    /// <summary>Calls a handler for every buffer that passes, alone or in a list (<c>gst_pad_add_probe</c>). The library allocates nothing per buffer.</summary>
    /// <param name="handler">Runs on the streaming thread.</param>
    /// <returns>The probe; disposing it removes it.</returns>
    public PadProbe AddBufferProbe(BufferProbeHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return PadProbe.Add(this, Buffers, new StatelessBufferProbe(handler));
    }

    /// <summary>Calls a handler with a state for every buffer that passes, alone or in a list (<c>gst_pad_add_probe</c>). The library allocates nothing per buffer.</summary>
    /// <typeparam name="TState">The state's type.</typeparam>
    /// <param name="state">Handed to every call; the handler can then be static.</param>
    /// <param name="handler">Runs on the streaming thread.</param>
    /// <returns>The probe; disposing it removes it.</returns>
    public PadProbe AddBufferProbe<TState>(TState state, BufferProbeHandler<TState> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return PadProbe.Add(this, Buffers, new StatefulBufferProbe<TState>(handler, state));
    }

    /// <summary>Calls a handler for whatever the mask asks for (<c>gst_pad_add_probe</c>).</summary>
    /// <param name="mask">Which data, and whether to block; not 0.</param>
    /// <param name="handler">Runs on the streaming thread; for <see cref="GstPadProbeType.Idle"/> also at once, inside this call.</param>
    /// <returns>The probe; disposing it removes it and unblocks the pad.</returns>
    /// <exception cref="ArgumentException">The mask is 0.</exception>
    public PadProbe AddProbe(GstPadProbeType mask, PadProbeHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return PadProbe.Add(this, mask, new DataProbeRegistration(handler));
    }

    /// <summary>
    /// Blocks this source pad (<c>gst_pad_add_probe</c> with <c>GST_PAD_PROBE_TYPE_BLOCK_DOWNSTREAM</c> and <c>GST_PAD_PROBE_TYPE_IDLE</c>):
    /// completes as soon as nothing is on its way through it, and nothing comes until the block is disposed. The place to relink a
    /// pipeline that runs.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting at once; data goes on then.</param>
    /// <returns>The block; disposing it lets the data go on.</returns>
    /// <remarks>
    /// <para>It waits for the thread that is inside of what the pad is linked to. Where a paused sink holds that up it waits until the
    /// sink plays or is stopped. A flush ends the waiting too: the pad is blocked then.</para>
    /// <para>What is downstream keeps what it holds already: send an end of stream into an element before it is taken out, where it
    /// may hold something. Queries and events upstream pass a block. A pad that does not run is blocked at once.</para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">This is a sink pad, or one in pull mode; or this is a streaming thread (a handler of a probe, a signal, an appsink), which would wait for itself.</exception>
    /// <exception cref="GstFlowException">The pipeline was stopped, or the pad removed from its element, while this waited.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The pad was disposed before.</exception>
    /// <example>
    /// <code>
    /// using (GstPadBlock block = await before.BlockAsync())
    /// {
    ///     before.Unlink(oldSink);
    ///     pipeline.Add(fresh);
    ///     before.Link(freshSink);
    ///     fresh.SyncStateWithParent();
    /// }
    /// </code>
    /// </example>
    public Task<GstPadBlock> BlockAsync(CancellationToken cancellationToken = default)
    {
        PadBlocking.RequireBlockable(this);
        return PadBlocking.BeginAsync(Retain(), cancellationToken);
    }
}
