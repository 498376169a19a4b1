namespace GstMemInterop.Tests.Pipelines;

internal static class ProbeSetup
{
    /// <summary>Adds a buffer probe to a pad of a named element.</summary>
    internal static PadProbe GetPadAndAdd<TState>(this GstPipeline pipeline, string element, string pad, TState state, BufferProbeHandler<TState> handler)
    {
        using GstPad found = pipeline.GetPad(element, pad);
        return found.AddBufferProbe(state, handler);
    }
}
