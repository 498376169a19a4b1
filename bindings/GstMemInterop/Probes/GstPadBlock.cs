using System.Collections.Concurrent;

namespace GstMemInterop;

/// <summary>A source pad through which no data passes (<see cref="GstPad.BlockAsync"/>). Disposing it lets data go on (<c>gst_pad_remove_probe</c>), from any thread.</summary>
/// <remarks>Blocks of one pad add up: data goes on when all are disposed. One that is not disposed holds the stream up until it is stopped.</remarks>
public sealed class GstPadBlock : IDisposable
{
    private static readonly ConcurrentDictionary<GstPadBlock, GstPad> s_blocks = new();

    private readonly PadProbe _next;
    private readonly PadProbe _past;
    private GstPad? _pad;

    internal GstPadBlock(GstPad pad, PadProbe next, PadProbe past)
    {
        _pad = pad;
        _next = next;
        _past = past;
        s_blocks[this] = pad;
    }

    /// <summary>Whether the pad is still blocked by this object (<c>gst_pad_is_blocked</c>): it was not disposed, and the pad is there.</summary>
    public bool IsActive => _next.IsActive;

    /// <summary>Lets data go on (<c>gst_pad_remove_probe</c>). Calling it again does nothing more.</summary>
    public void Dispose()
    {
        using GstPad? pad = Interlocked.Exchange(ref _pad, null);
        if (pad is not null)
        {
            s_blocks.TryRemove(this, out _);
            _next.Dispose();
            _past.Dispose();
            PadBlocking.Release(pad);
        }
    }

    /// <summary>What is about to stop is not blocked any more: who is held may have the lock that stopping needs.</summary>
    internal static unsafe void EndIn(Native.GstElement* element)
    {
        foreach ((GstPadBlock block, GstPad pad) in s_blocks)
        {
            if (IsIn(pad, element))
            {
                block.Dispose();
            }
        }
    }

    private static unsafe bool IsIn(GstPad pad, Native.GstElement* element)
    {
        try
        {
            using HandleLease lease = pad.Lease();
            return Native.LibGst.gst_object_has_as_ancestor((Native.GstObject*)lease.Pointer, &element->@object) != 0;
        }
        catch (ObjectDisposedException)
        {
            return false; // disposed meanwhile
        }
    }
}
