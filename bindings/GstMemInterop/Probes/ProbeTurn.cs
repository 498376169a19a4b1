namespace GstMemInterop;

/// <summary>
/// One call of a probe by C: what C lent for it, and what the handler did with it so far. The structs that a handler gets
/// only point here, so a copy of one is the same probe, and each remembers its number, so one of an earlier call is known.
/// </summary>
/// <remarks>Each thread keeps its turns and uses them again: probes cost no garbage, also inside each other.</remarks>
internal sealed unsafe class ProbeTurn : Lending
{
    [ThreadStatic]
    private static ThreadTurns? t_turns;

    private readonly ThreadTurns _thread;
    private GstFlowReturn _flow;
    private Native.GstBuffer* _pulled; // C's reference to what was pulled, while something else is in its place

    private ProbeTurn(ThreadTurns thread) => _thread = thread;

    internal ProbeRegistration Registration { get; private set; } = null!;

    internal Native.GstPad* Pad { get; private set; }

    internal Native.GstPadProbeInfo* Info { get; private set; }

    /// <summary>Which handler's turn it is; 0 between them.</summary>
    internal ulong Number { get; private set; }

    /// <summary>The place in the list that passes; -1 when the whole item is lent.</summary>
    internal int ListIndex { get; private set; }

    /// <summary>Whether the handler took out what it was called for and put nothing back.</summary>
    internal bool Taken { get; set; }

    /// <summary>Whether a copy took the place of a buffer that others hold too.</summary>
    internal bool Copied { get; set; }

    /// <summary>What the handler wants the pushing element to get. C is only told when the item was handled.</summary>
    /// <exception cref="ArgumentOutOfRangeException">GStreamer has no such result.</exception>
    internal GstFlowReturn FlowReturn
    {
        get => _flow;
        set => _flow = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"GStreamer has no flow result {(int)value}. Use one that {nameof(GstFlowReturn)} names; {nameof(GstFlowReturn.CustomError)} and {nameof(GstFlowReturn.CustomSuccess)} are there for applications.");
    }

    /// <summary>In pull mode the item stays C's: whatever the answer, C or the puller releases it.</summary>
    internal bool Pulls => (Info->type & (Native.GstPadProbeType.GST_PAD_PROBE_TYPE_PULL | Native.GstPadProbeType.GST_PAD_PROBE_TYPE_QUERY_BOTH)) == Native.GstPadProbeType.GST_PAD_PROBE_TYPE_PULL;

    /// <summary>The type of the event that the item was when C came; none for anything else.</summary>
    internal GstEventType EventType { get; private set; }

    /// <summary>The pad for which this thread runs a handler, the innermost; null outside of all.</summary>
    internal static Native.GstPad* CurrentPad => t_turns is { Depth: > 0 } turns ? turns.Current.Pad : null;

    internal Native.GstBufferList* List => (Native.GstBufferList*)Info->data;

    internal static ProbeTurn Begin(ProbeRegistration registration, Native.GstPad* pad, Native.GstPadProbeInfo* info)
    {
        ProbeTurn turn = (t_turns ??= new ThreadTurns()).Next();
        turn.Registration = registration;
        turn.Pad = pad;
        turn.Info = info;
        bool isEvent = info->data is not null && (info->type & (Native.GstPadProbeType.GST_PAD_PROBE_TYPE_EVENT_BOTH | Native.GstPadProbeType.GST_PAD_PROBE_TYPE_EVENT_FLUSH)) != 0;
        turn.EventType = isEvent ? (GstEventType)((Native.GstEvent*)info->data)->type : GstEventType.Unknown;
        return turn;
    }

    internal void End()
    {
        Registration = null!;
        Info = null;
        Pad = null;
        _thread.Depth--;
    }

    /// <summary>The handler's turn begins: for the whole item, or for one buffer of a list.</summary>
    internal void Lend(int listIndex)
    {
        ListIndex = listIndex;
        Taken = false;
        Copied = false;
        _flow = (GstFlowReturn)Info->ABI.abi.flow_ret;
        Number = ++_thread.LastNumber;
    }

    /// <summary>The handler's turn is over: no struct that it got, and no borrow from one, is good any more.</summary>
    internal void Withdraw()
    {
        Number = 0;
        Change();
    }

    /// <summary>Takes the whole item out of the stream.</summary>
    /// <returns>The item with a reference of its own.</returns>
    internal nint TakeItem()
    {
        void* item = Info->data;
        if (Pulls)
        {
            Native.LibGst.gst_mini_object_ref((Native.GstMiniObject*)item);
        }
        else
        {
            Info->data = null;
        }

        Taken = true;
        Change();
        return (nint)item;
    }

    /// <summary>Puts an item in the place of the whole one, or of the one that was taken.</summary>
    /// <param name="given">Its reference goes to C.</param>
    internal void PutItem(nint given)
    {
        void* old = Info->data;
        Info->data = (void*)given;
        Taken = false;
        Change();
        if (Pulls && _pulled is null)
        {
            _pulled = (Native.GstBuffer*)old; // perhaps the puller's own
        }
        else if (old is not null)
        {
            Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)old); // last: releasing it may call back
        }
    }

    /// <summary>
    /// After the handler, in pull mode: who pulls may have brought the buffer, and wants that one back, filled. So what the handler put
    /// in its place goes into it, where it can.
    /// </summary>
    /// <param name="passes">Whether anything passes at all.</param>
    /// <exception cref="InvalidOperationException">It cannot, and the puller is known to want its own; that one passes, as it came.</exception>
    internal void SettlePull(bool passes)
    {
        Native.GstBuffer* pulled = _pulled;
        if (pulled is null)
        {
            return;
        }

        _pulled = null;
        Native.GstBuffer* put = (Native.GstBuffer*)Info->data;
        bool same = put == pulled;
        bool filled = !same && passes && PulledBuffer.TryFill(pulled, put);
        bool refused = !same && passes && !filled && PulledBuffer.BringsItsOwn(Pad);
        bool other = !same && passes && !filled && !refused;
        Info->data = other ? put : pulled;
        Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)(other ? pulled : put));
        if (refused)
        {
            throw PulledBuffer.Refusal();
        }
    }

    /// <summary>The list that passes, after a copy of it took its place where others hold it too.</summary>
    internal Native.GstBufferList* WritableList()
    {
        Native.GstMiniObject* list = (Native.GstMiniObject*)Info->data;
        if (Volatile.Read(ref list->refcount) != 1)
        {
            Info->data = Native.LibGst.gst_mini_object_copy(list);
            Change();
            Native.LibGst.gst_mini_object_unref(list);
        }

        return List;
    }

    /// <summary>Takes the buffer at the handler's place out of the list.</summary>
    /// <returns>The buffer with a reference of its own.</returns>
    internal nint TakeFromList()
    {
        Native.GstBufferList* list = WritableList();
        Native.GstMiniObject* buffer = (Native.GstMiniObject*)Native.LibGst.gst_buffer_list_get(list, (uint)ListIndex);
        Native.LibGst.gst_mini_object_ref(buffer);
        Native.LibGst.gst_buffer_list_remove(list, (uint)ListIndex, 1);
        Taken = true;
        Change();
        return (nint)buffer;
    }

    /// <summary>Puts a buffer into the list in the place of the handler's one, or of the one that was taken.</summary>
    /// <param name="given">Its reference goes to the list.</param>
    internal void PutIntoList(nint given)
    {
        nint old = Taken ? 0 : TakeFromList();
        Native.LibGst.gst_buffer_list_insert(WritableList(), ListIndex, (Native.GstBuffer*)given);
        Taken = false;
        Change();
        if (old != 0)
        {
            Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)old);
        }
    }

    /// <summary>Lets nothing pass, and has C release nothing that is not there.</summary>
    /// <param name="remove">Whether the probe ends too.</param>
    /// <param name="flow">What the pushing element gets; a puller always gets EOS.</param>
    internal GstPadProbeReturn Stop(bool remove, GstFlowReturn flow)
    {
        if (remove)
        {
            Registration.RemoveNow(Pad, Info->id); // C's own REMOVE would let the item pass
        }

        if (Pulls)
        {
            return GstPadProbeReturn.Drop;
        }

        Native.GstMiniObject* item = (Native.GstMiniObject*)Info->data;
        Info->data = null;
        Info->ABI.abi.flow_ret = (Native.GstFlowReturn)flow;
        if (item is not null)
        {
            Native.LibGst.gst_mini_object_unref(item);
        }

        return GstPadProbeReturn.Handled;
    }

    /// <summary>
    /// Whether the pad gives its element each buffer of the list by itself, through the same probes: so do sink pads of elements that
    /// have no function for lists (<c>gst_pad_chain_list_default</c>, which no library exports: a new pad has it).
    /// </summary>
    internal bool TakesListsApart =>
        Pad->direction == Native.GstPadDirection.GST_PAD_SINK && (nint)Pad->chainlistfunc == s_takeApart.Value;

    private static readonly Lazy<nint> s_takeApart = new(static () =>
    {
        void* pad = Native.LibGst.gst_object_ref_sink(Native.LibGst.gst_pad_new(null, Native.GstPadDirection.GST_PAD_SINK));
        nint function = (nint)((Native.GstPad*)pad)->chainlistfunc;
        Native.LibGst.gst_object_unref(pad);
        return function;
    });

    private sealed class ThreadTurns
    {
        private ProbeTurn[] _turns = [];

        internal int Depth { get; set; }

        internal ulong LastNumber { get; set; }

        internal ProbeTurn Current => _turns[Depth - 1];

        internal ProbeTurn Next()
        {
            int depth = Depth;
            if (depth == _turns.Length)
            {
                Array.Resize(ref _turns, depth + 1);
                _turns[depth] = new ProbeTurn(this);
            }

            Depth = depth + 1;
            return _turns[depth];
        }
    }
}
