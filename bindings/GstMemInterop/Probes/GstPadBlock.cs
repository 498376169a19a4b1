namespace GstMemInterop;

/// <summary>A source pad through which no data passes (<see cref="GstPad.BlockAsync"/>). Disposing it lets data go on (<c>gst_pad_remove_probe</c>), from any thread.</summary>
/// <remarks>Blocks of one pad add up: data goes on when all are disposed. One that is not disposed holds the stream up until it is stopped.</remarks>
public sealed class GstPadBlock : IDisposable
{
    private readonly PadProbe _next;
    private readonly PadProbe _past;
    private GstPad? _pad;

    internal GstPadBlock(GstPad pad, PadProbe next, PadProbe past)
    {
        _pad = pad;
        _next = next;
        _past = past;
    }

    /// <summary>Whether the pad is still blocked by this object (<c>gst_pad_is_blocked</c>): it was not disposed, and the pad is there.</summary>
    public bool IsActive => _next.IsActive;

    /// <summary>Lets data go on (<c>gst_pad_remove_probe</c>). Calling it again does nothing more.</summary>
    public void Dispose()
    {
        using GstPad? pad = Interlocked.Exchange(ref _pad, null);
        if (pad is not null)
        {
            _next.Dispose();
            _past.Dispose();
            PadBlocking.Release(pad);
        }
    }
}
