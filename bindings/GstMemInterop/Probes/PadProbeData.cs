namespace GstMemInterop;

/// <summary>Handles whatever a pad probe was asked for. Runs on the streaming thread, for an idle probe also inside <c>AddProbe</c>.</summary>
/// <param name="data">What is passing; valid until the handler returns.</param>
/// <returns>What becomes of it. An idle probe has nothing to drop: only Remove counts there.</returns>
public delegate GstPadProbeReturn PadProbeHandler(ref PadProbeData data);

/// <summary>What a pad probe was called for: a buffer, a list, an event, a query, or nothing for an idle or blocking pad. Stands on <c>GstPadProbeInfo</c>.</summary>
/// <remarks>
/// <para>Valid until the handler returns; a default value, and one from an earlier call, throws <see cref="InvalidOperationException"/>.
/// A copy of this struct is the same probe. To edit buffers use <c>AddBufferProbe</c>.</para>
/// <para>When the handler throws, the exception is reported, and what is there passes on; nothing when it was taken.</para>
/// <para>What takes a buffer's place in pull mode is copied into it when the handler has returned; see <see cref="BufferProbe"/>.</para>
/// <para><see cref="GstPadProbeReturn.Handled"/> for a query says that it was answered here; a query for caps or a context must
/// then hold the answer, else it counts as not answered, and that is reported. A dropped sticky event comes again with the
/// next buffer; a handled one does not.</para>
/// </remarks>
public readonly unsafe ref struct PadProbeData
{
    private const GstPadProbeType Events = GstPadProbeType.EventDownstream | GstPadProbeType.EventUpstream | GstPadProbeType.EventFlush;
    private const GstPadProbeType Queries = GstPadProbeType.QueryDownstream | GstPadProbeType.QueryUpstream;

    private readonly ProbeTurn? _turn;
    private readonly ulong _number;

    internal PadProbeData(ProbeTurn turn)
    {
        _turn = turn;
        _number = turn.Number;
    }

    /// <summary>What the probe was called for (<c>GST_PAD_PROBE_INFO_TYPE</c>).</summary>
    public GstPadProbeType Type => (GstPadProbeType)Turn.Info->type;

    /// <summary>Whether a buffer is passing (<c>GST_PAD_PROBE_TYPE_BUFFER</c>).</summary>
    public bool IsBuffer => Passes(GstPadProbeType.Buffer);

    /// <summary>The buffer, borrowed (<c>GST_PAD_PROBE_INFO_BUFFER</c>). Valid until it is taken or replaced, or the handler returns; it notices, and then its members throw.</summary>
    /// <exception cref="InvalidOperationException">Something else is passing.</exception>
    public GstBufferRef Buffer => new((Native.GstBuffer*)Item(GstPadProbeType.Buffer, nameof(IsBuffer)), lenderOwnsReference: true, new BufferLender(Turn));

    /// <summary>Whether a list of buffers is passing (<c>GST_PAD_PROBE_TYPE_BUFFER_LIST</c>).</summary>
    public bool IsBufferList => Passes(GstPadProbeType.BufferList);

    /// <summary>The list of buffers, borrowed (<c>GST_PAD_PROBE_INFO_BUFFER_LIST</c>). Valid until it is taken or replaced, or the handler returns; it notices, and then its members throw.</summary>
    /// <exception cref="InvalidOperationException">Something else is passing.</exception>
    public GstBufferListRef BufferList => new((Native.GstBufferList*)Item(GstPadProbeType.BufferList, nameof(IsBufferList)), lender: new BufferLender(Turn));

    /// <summary>Whether an event is passing (<c>GST_PAD_PROBE_TYPE_EVENT_BOTH</c>, <c>GST_PAD_PROBE_TYPE_EVENT_FLUSH</c>).</summary>
    public bool IsEvent => Passes(Events);

    /// <summary>The event, borrowed (<c>GST_PAD_PROBE_INFO_EVENT</c>): its type and contents. Valid until it is taken or replaced, or the handler returns; it notices, and then its members throw.</summary>
    /// <exception cref="InvalidOperationException">Something else is passing.</exception>
    public GstEventRef Event => new((Native.GstEvent*)Item(Events, nameof(IsEvent)), lender: new BufferLender(Turn));

    /// <summary>Which event is passing (<c>GST_PAD_PROBE_INFO_EVENT</c>); <see langword="null"/> when none is.</summary>
    public GstEventType? EventType => IsEvent ? (GstEventType)((Native.GstEvent*)Turn.Info->data)->type : null;

    /// <summary>Which query is passing (<c>GST_PAD_PROBE_INFO_QUERY</c>); <see langword="null"/> when none is.</summary>
    public GstQueryType? QueryType => Passes(Queries) ? (GstQueryType)((Native.GstQuery*)Turn.Info->data)->type : null;

    /// <summary>Whether a query is passing (<c>GST_PAD_PROBE_TYPE_QUERY_BOTH</c>).</summary>
    public bool IsQuery => Passes(Queries);

    /// <summary>The query, borrowed (<c>GST_PAD_PROBE_INFO_QUERY</c>): what is asked, and the answer. Valid until the handler returns; then its members throw.</summary>
    /// <remarks>With <see cref="GstPadProbeType.Push"/> the handler runs before the element behind the pad and may answer in its place (<see cref="GstPadProbeReturn.Handled"/>); with <see cref="GstPadProbeType.Pull"/> afterwards, and sees the answer.</remarks>
    /// <exception cref="InvalidOperationException">Something else is passing.</exception>
    public GstQueryRef Query => new((Native.GstQuery*)Item(Queries, nameof(IsQuery)), lender: new BufferLender(Turn));

    /// <summary>The ALLOCATION query that is passing, borrowed (<c>GST_PAD_PROBE_INFO_QUERY</c>): answer it to have upstream use your memory. Its <c>IsNull</c> says when something else passes.</summary>
    public GstAllocationQuery AllocationQuery => QueryType == GstQueryType.Allocation ? new GstAllocationQuery((Native.GstQuery*)Turn.Info->data) : default;

    /// <summary>The native pointer of what is passing (<c>GST_PAD_PROBE_INFO_DATA</c>); no reference is added.</summary>
    public nint DangerousData => (nint)Turn.Info->data;

    /// <summary>What the pushing element gets when the handler returns <see cref="GstPadProbeReturn.Handled"/> for a buffer or a list, and only then (<c>GST_PAD_PROBE_INFO_FLOW_RETURN</c>). A puller gets EOS.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that is no flow result of GStreamer.</exception>
    public GstFlowReturn FlowReturn
    {
        get => Turn.FlowReturn;
        set => Turn.FlowReturn = value;
    }

    /// <summary>Takes the buffer out of the stream (<c>GST_PAD_PROBE_INFO_DATA</c>): it is yours. Return Handled, Drop or Remove then, or put one back.</summary>
    /// <returns>The buffer; dispose it or give it away. In pull mode it is not writable before the handler has returned.</returns>
    /// <exception cref="InvalidOperationException">Something else is passing, it was taken before, or a mapping of it is open.</exception>
    public GstBuffer TakeBuffer()
    {
        BufferLender.RequireUnmapped((Native.GstBuffer*)Item(GstPadProbeType.Buffer, nameof(IsBuffer)));
        return GstBuffer.Adopt(Turn.TakeItem());
    }

    /// <summary>Takes the list out of the stream (<c>GST_PAD_PROBE_INFO_DATA</c>): it is yours. Return Handled, Drop or Remove then, or put one back.</summary>
    /// <returns>The list; dispose it or give it away.</returns>
    /// <exception cref="InvalidOperationException">Something else is passing, it was taken before, or a mapping of a buffer in it is open.</exception>
    public GstBufferList TakeBufferList()
    {
        RequireUnmapped((Native.GstBufferList*)Item(GstPadProbeType.BufferList, nameof(IsBufferList)));
        return GstBufferList.Adopt(Turn.TakeItem());
    }

    /// <summary>Takes the event out of the stream (<c>GST_PAD_PROBE_INFO_DATA</c>): it is yours. Return Handled, Drop or Remove then, or put one back.</summary>
    /// <returns>The event; dispose it or give it away.</returns>
    /// <exception cref="InvalidOperationException">Something else is passing, or it was taken before.</exception>
    public GstEvent TakeEvent()
    {
        Item(Events, nameof(IsEvent));
        return GstEvent.Adopt(Turn.TakeItem());
    }

    /// <summary>Lets another buffer pass in place of this one, or of the one that was taken (<c>GST_PAD_PROBE_INFO_DATA</c>).</summary>
    /// <param name="replacement">Given away to the stream, also when the call throws.</param>
    /// <exception cref="InvalidOperationException">Something else is passing, or a mapping of the old buffer is open.</exception>
    /// <exception cref="ObjectDisposedException">The replacement was disposed or given away.</exception>
    public void ReplaceBuffer(GstBuffer replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        using GstBuffer given = GstBuffer.Adopt(replacement.DangerousDetach());
        BufferLender.RequireUnmapped((Native.GstBuffer*)ItemOrGap(GstPadProbeType.Buffer, nameof(IsBuffer)));
        Turn.PutItem(given.DangerousDetach());
    }

    /// <summary>Lets another list pass in place of this one, or of the one that was taken (<c>GST_PAD_PROBE_INFO_DATA</c>).</summary>
    /// <param name="replacement">Given away to the stream, also when the call throws.</param>
    /// <exception cref="InvalidOperationException">Something else is passing, or a mapping of a buffer in the old list is open.</exception>
    /// <exception cref="ObjectDisposedException">The replacement was disposed or given away.</exception>
    public void ReplaceBufferList(GstBufferList replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        using GstBufferList given = GstBufferList.Adopt(replacement.DangerousDetach());
        RequireUnmapped((Native.GstBufferList*)ItemOrGap(GstPadProbeType.BufferList, nameof(IsBufferList)));
        Turn.PutItem(given.DangerousDetach());
    }

    /// <summary>Lets another event pass in place of this one, or of the one that was taken (<c>GST_PAD_PROBE_INFO_DATA</c>).</summary>
    /// <param name="replacement">Of the same type. Given away to the stream, also when the call throws.</param>
    /// <exception cref="ArgumentException">The replacement is of another type: C has already decided what this one does to the pad.</exception>
    /// <exception cref="InvalidOperationException">Something else is passing.</exception>
    /// <exception cref="ObjectDisposedException">The replacement was disposed or given away.</exception>
    public void ReplaceEvent(GstEvent replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        using GstEvent given = GstEvent.Adopt(replacement.DangerousDetach());
        ItemOrGap(Events, nameof(IsEvent));
        GstEventType type = given.Type;
        if (type != Turn.EventType)
        {
            throw new ArgumentException($"An event of type {type} cannot take the place of one of type {Turn.EventType}. Take the event and send the other one.", nameof(replacement));
        }

        Turn.PutItem(given.DangerousDetach());
    }

    private ProbeTurn Turn
    {
        get
        {
            ProbeTurn? turn = _turn;
            if (turn is null || turn.Number != _number)
            {
                Throw.HandlerReturned(nameof(PadProbeData));
            }

            return turn;
        }
    }

    private bool Passes(GstPadProbeType kinds)
    {
        ProbeTurn turn = Turn;
        return !turn.Taken && turn.Info->data is not null && ((GstPadProbeType)turn.Info->type & kinds) != 0;
    }

    private void* Item(GstPadProbeType kinds, string question)
    {
        if (Passes(kinds))
        {
            return Turn.Info->data;
        }

        throw new InvalidOperationException(Turn.Taken
            ? "It was taken out of the stream. Use what the Take method returned, or put something back with the Replace method."
            : $"What passes is of another kind: {Type}. Ask {question} first.");
    }

    /// <summary>As <see cref="Item"/>, but where it was taken there is a gap to fill: null.</summary>
    private void* ItemOrGap(GstPadProbeType kinds, string question) =>
        Turn.Taken && (Type & kinds) != 0 ? null : Item(kinds, question);

    private static void RequireUnmapped(Native.GstBufferList* list)
    {
        uint count = list is null ? 0 : Native.LibGst.gst_buffer_list_length(list);
        for (uint i = 0; i < count; i++)
        {
            BufferLender.RequireUnmapped(Native.LibGst.gst_buffer_list_get(list, i));
        }
    }
}
