namespace GstMemInterop;

/// <summary>Handles whatever a pad probe was asked for. Runs on the streaming thread, for an idle probe also inside <c>AddProbe</c>.</summary>
/// <param name="data">What is passing; valid until the handler returns.</param>
/// <returns>What becomes of it.</returns>
public delegate GstPadProbeReturn PadProbeHandler(ref PadProbeData data);

/// <summary>What a pad probe was called for: a buffer, a list, an event, a query, or nothing for an idle or blocking pad. Stands on <c>GstPadProbeInfo</c>.</summary>
/// <remarks>Valid until the handler returns. To edit buffers use <c>AddBufferProbe</c>.</remarks>
public readonly unsafe ref struct PadProbeData
{
    private readonly Native.GstPadProbeInfo* _info;

    internal PadProbeData(Native.GstPadProbeInfo* info) => _info = info;

    /// <summary>What the probe was called for (<c>GST_PAD_PROBE_INFO_TYPE</c>).</summary>
    public GstPadProbeType Type => (GstPadProbeType)_info->type;

    /// <summary>Whether a buffer is passing (<c>GST_PAD_PROBE_TYPE_BUFFER</c>).</summary>
    public bool IsBuffer => _info->data is not null && (Type & GstPadProbeType.Buffer) != 0;

    /// <summary>The buffer, borrowed (<c>GST_PAD_PROBE_INFO_BUFFER</c>).</summary>
    /// <exception cref="InvalidOperationException">Something else is passing.</exception>
    public GstBufferRef Buffer => IsBuffer
        ? new GstBufferRef((Native.GstBuffer*)_info->data, lenderOwnsReference: true, BufferLender.Probe(_info, -1))
        : throw new InvalidOperationException($"No buffer is passing, but {Type}. Ask IsBuffer first.");

    /// <summary>Whether a list of buffers is passing (<c>GST_PAD_PROBE_TYPE_BUFFER_LIST</c>).</summary>
    public bool IsBufferList => _info->data is not null && (Type & GstPadProbeType.BufferList) != 0;

    /// <summary>The list of buffers, borrowed (<c>GST_PAD_PROBE_INFO_BUFFER_LIST</c>).</summary>
    /// <exception cref="InvalidOperationException">Something else is passing.</exception>
    public GstBufferListRef BufferList => IsBufferList
        ? new GstBufferListRef((Native.GstBufferList*)_info->data)
        : throw new InvalidOperationException($"No list of buffers is passing, but {Type}. Ask IsBufferList first.");

    /// <summary>Which event is passing (<c>GST_PAD_PROBE_INFO_EVENT</c>); <see langword="null"/> when none is.</summary>
    public GstEventType? EventType =>
        _info->data is not null && (Type & (GstPadProbeType.EventDownstream | GstPadProbeType.EventUpstream)) != 0 ? (GstEventType)((Native.GstEvent*)_info->data)->type : null;

    /// <summary>Which query is passing (<c>GST_PAD_PROBE_INFO_QUERY</c>); <see langword="null"/> when none is.</summary>
    public GstQueryType? QueryType =>
        _info->data is not null && (Type & (GstPadProbeType.QueryDownstream | GstPadProbeType.QueryUpstream)) != 0 ? (GstQueryType)((Native.GstQuery*)_info->data)->type : null;

    /// <summary>The ALLOCATION query that is passing, borrowed (<c>GST_PAD_PROBE_INFO_QUERY</c>): answer it to have upstream use your memory. Its <c>IsNull</c> says when something else passes.</summary>
    public GstAllocationQuery AllocationQuery => QueryType == GstQueryType.Allocation ? new GstAllocationQuery((Native.GstQuery*)_info->data) : default;

    /// <summary>The native pointer of what is passing (<c>GST_PAD_PROBE_INFO_DATA</c>); no reference is added.</summary>
    public nint DangerousData => (nint)_info->data;

    /// <summary>What the pushing element gets when the handler returns <see cref="GstPadProbeReturn.Handled"/> (<c>GST_PAD_PROBE_INFO_FLOW_RETURN</c>).</summary>
    public GstFlowReturn FlowReturn
    {
        get => (GstFlowReturn)_info->ABI.abi.flow_ret;
        set => _info->ABI.abi.flow_ret = (Native.GstFlowReturn)value;
    }
}
