using System.Globalization;

namespace GstMemInterop;

public sealed unsafe partial class GstAppSrc
{
    /// <summary>
    /// The format of what is pushed from here on (<c>gst_app_src_get_caps</c>, <c>gst_app_src_set_caps</c>); <see langword="null"/> when none
    /// was set. It may change in mid-stream: what was pushed before keeps the format of before.
    /// </summary>
    /// <value>Each read gives an owning object of its own: dispose it. What is written is copied.</value>
    /// <exception cref="ArgumentException">Set to caps that are not fixed: they must name exactly one format.</exception>
    /// <exception cref="ArgumentNullException">Set to <see langword="null"/>: C does not survive that.</exception>
    public GstCaps? Caps
    {
        get
        {
            using HandleLease lease = Lease();
            nint caps = (nint)Native.LibGstApp.gst_app_src_get_caps(Source(lease));
            return caps == 0 ? null : GstCaps.Adopt(caps);
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            RequireFixed(value, nameof(value));
            using HandleLease lease = Lease();
            using HandleLease capsLease = value.Lease();
            Native.LibGstApp.gst_app_src_set_caps(Source(lease), (Native.GstCaps*)capsLease.Pointer);
        }
    }

    /// <summary>How many bytes the queue holds before it is full (<c>gst_app_src_get_max_bytes</c>, <c>gst_app_src_set_max_bytes</c>); 0 for no limit. 200,000 unless set.</summary>
    public ulong MaxBytes
    {
        get { using HandleLease lease = Lease(); return Native.LibGstApp.gst_app_src_get_max_bytes(Source(lease)); }
        set { using HandleLease lease = Lease(); Native.LibGstApp.gst_app_src_set_max_bytes(Source(lease), value); _link.Wake(); }
    }

    /// <summary>How many buffers the queue holds before it is full (<c>gst_app_src_get_max_buffers</c>, <c>gst_app_src_set_max_buffers</c>); 0 for no limit, the default.</summary>
    /// <exception cref="NotSupportedException">The loaded GStreamer is older than 1.20.</exception>
    public ulong MaxBuffers
    {
        get { AppSrcLink.Limits.Require(); using HandleLease lease = Lease(); return Native.LibGstApp.gst_app_src_get_max_buffers(Source(lease)); }
        set { AppSrcLink.Limits.Require(); using HandleLease lease = Lease(); Native.LibGstApp.gst_app_src_set_max_buffers(Source(lease), value); _link.Wake(); }
    }

    /// <summary>How much time the queue holds before it is full (<c>gst_app_src_get_max_time</c>, <c>gst_app_src_set_max_time</c>); <see cref="GstClockTime.None"/> for no limit, the default. Counts with timestamps and <see cref="GstFormat.Time"/>.</summary>
    /// <exception cref="NotSupportedException">The loaded GStreamer is older than 1.20.</exception>
    public GstClockTime MaxTime
    {
        get { AppSrcLink.Limits.Require(); using HandleLease lease = Lease(); return Native.LibGstApp.gst_app_src_get_max_time(Source(lease)) is var time and not 0 ? new(time) : GstClockTime.None; }
        set { AppSrcLink.Limits.Require(); using HandleLease lease = Lease(); Native.LibGstApp.gst_app_src_set_max_time(Source(lease), value.HasValue ? value.Nanoseconds : 0); _link.Wake(); }
    }

    /// <summary>How many bytes wait in the queue (<c>gst_app_src_get_current_level_bytes</c>).</summary>
    public ulong CurrentLevelBytes { get { using HandleLease lease = Lease(); return Native.LibGstApp.gst_app_src_get_current_level_bytes(Source(lease)); } }

    /// <summary>How many buffers wait in the queue (<c>gst_app_src_get_current_level_buffers</c>).</summary>
    /// <exception cref="NotSupportedException">The loaded GStreamer is older than 1.20.</exception>
    public ulong CurrentLevelBuffers { get { AppSrcLink.Limits.Require(); using HandleLease lease = Lease(); return Native.LibGstApp.gst_app_src_get_current_level_buffers(Source(lease)); } }

    /// <summary>How much time waits in the queue (<c>gst_app_src_get_current_level_time</c>).</summary>
    /// <exception cref="NotSupportedException">The loaded GStreamer is older than 1.20.</exception>
    public GstClockTime CurrentLevelTime { get { AppSrcLink.Limits.Require(); using HandleLease lease = Lease(); return new(Native.LibGstApp.gst_app_src_get_current_level_time(Source(lease))); } }

    /// <summary>Whether the stream can be sought in (<c>gst_app_src_get_stream_type</c>, <c>gst_app_src_set_stream_type</c>). Set it before the pipeline plays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to what is not a kind of stream.</exception>
    public GstAppStreamType StreamType
    {
        get { using HandleLease lease = Lease(); return (GstAppStreamType)Native.LibGstApp.gst_app_src_get_stream_type(Source(lease)); }

        set
        {
            if (!Enum.IsDefined(value))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"{value} is not a kind of stream. Choose Stream, Seekable or RandomAccess.");
            }

            using HandleLease lease = Lease();
            Native.LibGstApp.gst_app_src_set_stream_type(Source(lease), (Native.GstAppStreamType)value);
        }
    }

    /// <summary>How many bytes the whole stream has (<c>gst_app_src_get_size</c>, <c>gst_app_src_set_size</c>); <see langword="null"/> when unknown.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative number.</exception>
    public long? Size
    {
        get { using HandleLease lease = Lease(); return Native.LibGstApp.gst_app_src_get_size(Source(lease)) is var size and >= 0 ? size : null; }

        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
            using HandleLease lease = Lease();
            Native.LibGstApp.gst_app_src_set_size(Source(lease), value ?? -1);
        }
    }

    /// <summary>How long the whole stream lasts (<c>gst_app_src_get_duration</c>, <c>gst_app_src_set_duration</c>); <see cref="GstClockTime.None"/> when unknown.</summary>
    public GstClockTime Duration
    {
        get { using HandleLease lease = Lease(); return new(Native.LibGstApp.gst_app_src_get_duration(Source(lease))); }
        set { using HandleLease lease = Lease(); Native.LibGstApp.gst_app_src_set_duration(Source(lease), value.Nanoseconds); }
    }

    /// <summary>What the stream is counted in (the property <c>format</c>, <c>gst_base_src_set_format</c>): <see cref="GstFormat.Bytes"/> unless set; <see cref="GstFormat.Time"/> for buffers with timestamps. Set it before the pipeline plays.</summary>
    public GstFormat Format
    {
        get => (GstFormat)Convert.ToUInt32(this["format"], CultureInfo.InvariantCulture);
        set => this["format"] = (int)value;
    }

    /// <summary>Whether data comes as it happens and not ahead of time (the property <c>is-live</c>, <c>gst_base_src_set_live</c>). Set it before the pipeline plays.</summary>
    public bool IsLive
    {
        get => (bool)this["is-live"]!;
        set => this["is-live"] = value;
    }

    /// <summary>Whether each buffer without timestamps gets the running time at which it was pushed (the property <c>do-timestamp</c>, <c>gst_base_src_set_do_timestamp</c>).</summary>
    public bool DoTimestamp
    {
        get => (bool)this["do-timestamp"]!;
        set => this["do-timestamp"] = value;
    }

    /// <summary>Whether <c>Push</c> into a full queue waits for room (the property <c>block</c> of <c>GstAppSrc</c>). Setting it to <see langword="false"/> lets a <c>Push</c> that waits go on.</summary>
    public bool Block
    {
        get => (bool)this["block"]!;

        set
        {
            this["block"] = value;
            _link.Wake();
        }
    }

    /// <summary>
    /// Data is asked for when no more than this share of a limit is in the queue (the property <c>min-percent</c> of <c>GstAppSrc</c>); 0 when
    /// it is empty. The first wait of a <c>PushAsync</c> makes 50 of 0, so that the stream does not run dry.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to more than 100.</exception>
    public uint MinPercent
    {
        get => (uint)this["min-percent"]!;
        set => this["min-percent"] = value;
    }

    private static void RequireFixed(GstCaps caps, string parameter)
    {
        if (!caps.IsFixed)
        {
            throw new ArgumentException($"'{caps}' names more than one format. The caps of an appsrc say exactly what is pushed: give every field one value.", parameter);
        }
    }
}
