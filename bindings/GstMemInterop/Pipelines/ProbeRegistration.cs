using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>What C holds for a probe: the handler and the answer to "is it still on the pad". Knows no pad, so it keeps none alive.</summary>
internal abstract unsafe class ProbeRegistration(string origin)
{
    private readonly Lock _gate = new();
    private CULong? _id;
    private int _ended;

    internal event EventHandler<CallbackFailedEventArgs>? Failed;

    internal bool HasEnded => Volatile.Read(ref _ended) != 0;

    internal CULong? Id
    {
        get
        {
            lock (_gate)
            {
                return _id;
            }
        }
    }

    /// <summary>Claims the removal: whoever gets <see langword="true"/> tells C, nobody else does.</summary>
    internal bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;

    /// <summary>Records the number C gave; <see langword="false"/> when the probe was ended before it was known.</summary>
    internal bool SetId(CULong id)
    {
        lock (_gate)
        {
            _id = id;
            return !HasEnded || RemovedByReturn;
        }
    }

    /// <summary>Whether the handler returned Remove: C then removes the probe itself.</summary>
    protected bool RemovedByReturn { get; private set; }

    internal abstract GstPadProbeReturn Handle(Native.GstPadProbeInfo* info, MapSlots slots, ulong mark);

    internal void Report(Exception exception) =>
        GStreamer.ReportCallbackFailure(exception, origin, this, Failed, $"{origin}'s Failed listener");

    /// <summary>Ends what the handler forgot to dispose: its scopes are over, so nothing can look at those bytes any more.</summary>
    protected void EndForgotten(MapSlots slots, ulong mark)
    {
        int forgotten = slots.EndSince(mark);
        if (forgotten > 0)
        {
            CallbackLog.MappingsLeftOpen(GStreamer.Log, forgotten, origin);
        }
    }

    /// <summary>A Remove only goes to C when nobody removes the probe otherwise.</summary>
    protected GstPadProbeReturn ClaimRemoval()
    {
        if (!TryEnd())
        {
            return GstPadProbeReturn.Ok;
        }

        RemovedByReturn = true;
        return GstPadProbeReturn.Remove;
    }
}

/// <summary>A handler for everything the mask asks for.</summary>
internal sealed unsafe class DataProbeRegistration(PadProbeHandler handler) : ProbeRegistration("pad probe")
{
    internal override GstPadProbeReturn Handle(Native.GstPadProbeInfo* info, MapSlots slots, ulong mark)
    {
        PadProbeData data = new(info);
        GstPadProbeReturn result = handler(ref data);
        EndForgotten(slots, mark);
        switch (result)
        {
            case GstPadProbeReturn.Remove:
                return ClaimRemoval();
            case GstPadProbeReturn.Handled when info->data is not null && (info->type & Native.GstPadProbeType.GST_PAD_PROBE_TYPE_QUERY_BOTH) == 0:
                // C expects a handler to have released the item; a query stays its sender's.
                Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)info->data);
                info->data = null;
                return result;
            default:
                return result;
        }
    }
}

/// <summary>A handler for buffers, alone or in lists. The settling of what it did and what it returned stands here once.</summary>
internal abstract unsafe class BufferProbeRegistration() : ProbeRegistration("buffer probe")
{
    protected abstract GstPadProbeReturn Call(ref BufferProbe probe);

    internal sealed override GstPadProbeReturn Handle(Native.GstPadProbeInfo* info, MapSlots slots, ulong mark)
    {
        if (info->data is null)
        {
            return GstPadProbeReturn.Ok;
        }

        return (info->type & Native.GstPadProbeType.GST_PAD_PROBE_TYPE_BUFFER_LIST) != 0 ? HandleList(info, slots, mark) : HandleOne(info, slots, mark);
    }

    private GstPadProbeReturn HandleOne(Native.GstPadProbeInfo* info, MapSlots slots, ulong mark)
    {
        BufferProbe probe = new(info);
        GstPadProbeReturn result = Call(ref probe);
        EndForgotten(slots, mark);
        if (probe.WasTaken)
        {
            if (result is GstPadProbeReturn.Ok or GstPadProbeReturn.Pass)
            {
                Report(TakenYetPassed(result));
            }

            // Nothing is left to pass. A removal has to wait for the next buffer, or for Dispose.
            return GstPadProbeReturn.Handled;
        }

        switch (result)
        {
            case GstPadProbeReturn.Remove:
                return ClaimRemoval();
            case GstPadProbeReturn.Handled:
                Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)info->data);
                info->data = null;
                return result;
            default:
                return result;
        }
    }

    private GstPadProbeReturn HandleList(Native.GstPadProbeInfo* info, MapSlots slots, ulong mark)
    {
        int index = 0;
        bool remove = false;
        while (!remove && index < (int)Native.LibGst.gst_buffer_list_length((Native.GstBufferList*)info->data))
        {
            BufferProbe probe = new(info, index);
            GstPadProbeReturn result = Call(ref probe);
            EndForgotten(slots, mark);
            remove = result == GstPadProbeReturn.Remove;
            if (probe.WasTaken)
            {
                if (result is GstPadProbeReturn.Ok or GstPadProbeReturn.Pass)
                {
                    Report(TakenYetPassed(result));
                }
            }
            else if (result is GstPadProbeReturn.Drop or GstPadProbeReturn.Handled)
            {
                probe.RemoveFromList();
            }
            else
            {
                index++;
            }
        }

        if (Native.LibGst.gst_buffer_list_length((Native.GstBufferList*)info->data) == 0)
        {
            return GstPadProbeReturn.Drop;
        }

        return remove ? ClaimRemoval() : GstPadProbeReturn.Ok;
    }

    private static InvalidOperationException TakenYetPassed(GstPadProbeReturn result) =>
        new($"The handler took the buffer out of the stream and returned {result}, but there is nothing left to pass on. Return Handled or Drop, or put a buffer back with ReplaceBuffer().");
}

internal sealed class StatelessBufferProbe(BufferProbeHandler handler) : BufferProbeRegistration
{
    protected override GstPadProbeReturn Call(ref BufferProbe probe) => handler(ref probe);
}

internal sealed class StatefulBufferProbe<TState>(BufferProbeHandler<TState> handler, TState state) : BufferProbeRegistration
{
    protected override GstPadProbeReturn Call(ref BufferProbe probe) => handler(ref probe, state);
}
