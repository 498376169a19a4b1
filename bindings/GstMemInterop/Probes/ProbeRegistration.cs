using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>What C holds for a probe: the handler and the answer to "is it still on the pad". Knows no pad, so it keeps none alive.</summary>
internal abstract unsafe class ProbeRegistration(string origin)
{
    private int _removed;
    private volatile bool _silent;
    private PassingFormat? _format;

    internal event EventHandler<CallbackFailedEventArgs>? Failed;

    /// <summary>Whether the handler is not to be called any more: the probe was removed, or somebody is about to.</summary>
    internal bool HasEnded => _silent || Volatile.Read(ref _removed) != 0;

    internal PassingFormat Format => _format ??= new PassingFormat();

    /// <summary>From here on no call of the handler begins, whoever removes the probe and whenever he gets to it.</summary>
    internal void Silence() => _silent = true;

    /// <summary>Claims the removal: whoever gets <see langword="true"/> has C do it, nobody else does.</summary>
    internal bool TryRemove() => Interlocked.Exchange(ref _removed, 1) == 0;

    /// <summary>Removes the probe from inside its own call, whatever C is answered.</summary>
    internal void RemoveNow(Native.GstPad* pad, CULong id)
    {
        if (TryRemove())
        {
            Native.LibGst.gst_pad_remove_probe(pad, id);
        }
    }

    internal abstract GstPadProbeReturn Handle(ProbeTurn turn);

    internal void Report(Exception exception) =>
        GStreamer.ReportCallbackFailure(exception, origin, this, Failed, $"{origin}'s Failed listener");

    protected abstract GstPadProbeReturn Call(ProbeTurn turn);

    /// <summary>
    /// Runs the handler. Whatever it did, nothing is left open afterwards, and the answer fits what is there: what was taken
    /// does not pass, and after an exception everything passes that is still there.
    /// </summary>
    protected GstPadProbeReturn Ask(ProbeTurn turn, int listIndex = -1)
    {
        MapSlots slots = MapSlots.Current;
        ulong mark = slots.LastTicket;
        GstPadProbeReturn answer = GstPadProbeReturn.Ok;
        Exception? failure = null;
        turn.Lend(listIndex);
        try
        {
            answer = Call(turn);
            if (turn.Taken && answer is not (GstPadProbeReturn.Drop or GstPadProbeReturn.Handled or GstPadProbeReturn.Remove))
            {
                failure = TakenYetPassed(answer);
                answer = GstPadProbeReturn.Drop;
            }
        }
        catch (Exception exception)
        {
            failure = exception;
            turn.Taken &= !turn.Pulls; // what was pulled is still there and can pass
        }

        turn.Withdraw();
        slots.EndForgotten(mark, origin);
        try
        {
            turn.SettlePull(passes: !turn.Taken && answer is not (GstPadProbeReturn.Drop or GstPadProbeReturn.Handled));
        }
        catch (InvalidOperationException exception)
        {
            failure ??= exception;
        }

        if (failure is not null)
        {
            Report(failure);
        }

        return answer;
    }

    /// <summary>Has C remove the probe while what is there passes on; a Remove only goes to C when nobody removes the probe otherwise.</summary>
    protected GstPadProbeReturn Leave() => TryRemove() ? GstPadProbeReturn.Remove : GstPadProbeReturn.Ok;

    private static InvalidOperationException TakenYetPassed(GstPadProbeReturn answer) =>
        new($"The handler took what was passing out of the stream and returned {answer}, but there is nothing left to pass on. Return Handled or Drop, or put something back (ReplaceBuffer() in a buffer probe).");
}

/// <summary>A handler for everything the mask asks for.</summary>
internal sealed unsafe class DataProbeRegistration(PadProbeHandler handler) : ProbeRegistration("pad probe")
{
    private const Native.GstPadProbeType Queries = Native.GstPadProbeType.GST_PAD_PROBE_TYPE_QUERY_BOTH;

    protected override GstPadProbeReturn Call(ProbeTurn turn)
    {
        PadProbeData data = new(turn);
        return handler(ref data);
    }

    internal override GstPadProbeReturn Handle(ProbeTurn turn)
    {
        GstPadProbeReturn answer = Ask(turn);
        Native.GstPadProbeInfo* info = turn.Info;
        if ((info->type & Native.GstPadProbeType.GST_PAD_PROBE_TYPE_IDLE) != 0)
        {
            // Nothing passes, and C would take another answer for the result of the push or pull before.
            return answer == GstPadProbeReturn.Remove ? Leave() : GstPadProbeReturn.Ok;
        }

        GstFlowReturn flow = answer == GstPadProbeReturn.Handled ? turn.FlowReturn : GstFlowReturn.Ok;
        return answer switch
        {
            _ when turn.Taken => turn.Stop(answer == GstPadProbeReturn.Remove, flow),
            GstPadProbeReturn.Remove => Leave(),
            GstPadProbeReturn.Handled when (info->type & Queries) != 0 => Answered((Native.GstQuery*)info->data),
            GstPadProbeReturn.Handled => turn.Stop(remove: false, flow),
            GstPadProbeReturn.Drop or GstPadProbeReturn.Pass => answer,
            _ => GstPadProbeReturn.Ok,
        };
    }

    /// <summary>Whoever asks for caps or a context takes it out of the query without looking whether it is there.</summary>
    private GstPadProbeReturn Answered(Native.GstQuery* query)
    {
        void* answer = query;
        switch (query->type)
        {
            case Native.GstQueryType.GST_QUERY_CAPS: Native.LibGst.gst_query_parse_caps_result(query, (Native.GstCaps**)&answer); break;
            case Native.GstQueryType.GST_QUERY_CONTEXT: Native.LibGst.gst_query_parse_context(query, (Native.GstContext**)&answer); break;
            default: break;
        }

        if (answer is not null)
        {
            return GstPadProbeReturn.Handled;
        }

        Report(new InvalidOperationException($"The handler returned Handled for a query of type {(GstQueryType)query->type} without an answer in it, which C would crash on. It counts as not answered. Return Ok to let the element answer, or Drop to refuse."));
        return GstPadProbeReturn.Drop;
    }
}

/// <summary>A handler for buffers, alone or in lists. The settling of what it did and what it returned stands here once.</summary>
internal abstract unsafe class BufferProbeRegistration() : ProbeRegistration("buffer probe")
{
    internal sealed override GstPadProbeReturn Handle(ProbeTurn turn)
    {
        if (turn.Info->data is null)
        {
            return GstPadProbeReturn.Ok;
        }

        return (turn.Info->type & Native.GstPadProbeType.GST_PAD_PROBE_TYPE_BUFFER_LIST) != 0 ? HandleList(turn) : HandleOne(turn);
    }

    private GstPadProbeReturn HandleOne(ProbeTurn turn)
    {
        GstPadProbeReturn answer = Ask(turn);
        GstFlowReturn flow = answer == GstPadProbeReturn.Handled ? turn.FlowReturn : GstFlowReturn.Ok;
        return answer switch
        {
            _ when turn.Taken => turn.Stop(answer == GstPadProbeReturn.Remove, flow),
            GstPadProbeReturn.Remove => Leave(),
            GstPadProbeReturn.Handled => turn.Stop(remove: false, flow),
            GstPadProbeReturn.Drop or GstPadProbeReturn.Pass => answer,
            _ => GstPadProbeReturn.Ok,
        };
    }

    private GstPadProbeReturn HandleList(ProbeTurn turn)
    {
        if (turn.TakesListsApart)
        {
            return GstPadProbeReturn.Ok; // each buffer comes by itself now: the handler is called once for it
        }

        int index = 0;
        bool stopped = false;
        bool remove = false;
        GstFlowReturn flow = GstFlowReturn.Ok;
        while (!remove && !HasEnded && index < (int)Native.LibGst.gst_buffer_list_length(turn.List))
        {
            GstPadProbeReturn answer = Ask(turn, index);
            remove = answer == GstPadProbeReturn.Remove;
            if (!turn.Taken && answer is not (GstPadProbeReturn.Drop or GstPadProbeReturn.Handled))
            {
                index++;
                continue;
            }

            stopped = true;
            if (answer == GstPadProbeReturn.Handled && flow == GstFlowReturn.Ok)
            {
                flow = turn.FlowReturn;
            }

            if (!turn.Taken)
            {
                Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)turn.TakeFromList());
            }
        }

        if (stopped && Native.LibGst.gst_buffer_list_length(turn.List) == 0)
        {
            return turn.Stop(remove, flow);
        }

        return remove ? Leave() : GstPadProbeReturn.Ok;
    }
}

internal sealed class StatelessBufferProbe(BufferProbeHandler handler) : BufferProbeRegistration
{
    protected override GstPadProbeReturn Call(ProbeTurn turn)
    {
        BufferProbe probe = new(turn);
        return handler(ref probe);
    }
}

internal sealed class StatefulBufferProbe<TState>(BufferProbeHandler<TState> handler, TState state) : BufferProbeRegistration
{
    protected override GstPadProbeReturn Call(ProbeTurn turn)
    {
        BufferProbe probe = new(turn);
        return handler(ref probe, state);
    }
}
