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
}
