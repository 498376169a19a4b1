using System.Diagnostics;

namespace GstMemInterop;

/// <summary>Borrows the description of how audio samples lie in their buffer; what planar audio needs. Stands on <c>GstAudioMeta</c>.</summary>
/// <remarks>
/// Valid while the buffer has the meta: afterwards members throw <see cref="InvalidOperationException"/>, after the buffer's
/// disposal <see cref="ObjectDisposedException"/>.
/// </remarks>
[DebuggerDisplay("{Format} {Channels} channels, {Samples} samples")]
public readonly unsafe ref struct GstAudioMetaRef
{
    private readonly MetaBorrow _borrow;

    internal GstAudioMetaRef(MetaBorrow borrow) => _borrow = borrow;

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _borrow.IsNull;

    /// <summary>The meta as such (<c>GstMeta</c>): flags, sequence number, removal.</summary>
    public GstMetaRef Meta => new(_borrow);

    /// <summary>The sample format (<c>GST_AUDIO_INFO_FORMAT</c>).</summary>
    public GstAudioFormat Format { get { using HandleLease lease = _borrow.Enter(); return Audio->info.finfo is null ? GstAudioFormat.UNKNOWN : (GstAudioFormat)Audio->info.finfo->format; } }

    /// <summary>Whether channels lie sample by sample or plane by plane (<c>GST_AUDIO_INFO_LAYOUT</c>).</summary>
    public GstAudioLayout Layout { get { using HandleLease lease = _borrow.Enter(); return (GstAudioLayout)Audio->info.layout; } }

    /// <summary>Samples per second of each channel (<c>GST_AUDIO_INFO_RATE</c>).</summary>
    public int Rate { get { using HandleLease lease = _borrow.Enter(); return Audio->info.rate; } }

    /// <summary>How many channels (<c>GST_AUDIO_INFO_CHANNELS</c>).</summary>
    public int Channels { get { using HandleLease lease = _borrow.Enter(); return Audio->info.channels; } }

    /// <summary>Bytes of one sample of all channels together (<c>GST_AUDIO_INFO_BPF</c>).</summary>
    public int BytesPerFrame { get { using HandleLease lease = _borrow.Enter(); return Audio->info.bpf; } }

    /// <summary>Valid samples of each channel (<c>GstAudioMeta.samples</c>).</summary>
    public nuint Samples { get { using HandleLease lease = _borrow.Enter(); return Audio->samples; } }

    /// <summary>Where the samples of a channel begin, in bytes from the start of the buffer (<c>GstAudioMeta.offsets</c>); 0 when channels are interleaved.</summary>
    /// <param name="channel">0 to <see cref="Channels"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public nuint Offset(int channel)
    {
        using HandleLease lease = _borrow.Enter();
        int count = Audio->info.channels;
        if ((uint)channel >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(nameof(channel), channel, $"There are {count} channels: choose 0 to {count - 1}.");
        }

        return Audio->offsets is null ? 0 : Audio->offsets[channel];
    }

    private Native.GstAudioMeta* Audio => (Native.GstAudioMeta*)_borrow.Pointer;
}
