namespace GstMemInterop;

/// <summary>
/// Brings a pad to rest. One probe blocks what comes next, and one holds what is past that already, in the handler of another
/// probe; so whoever is not inside of what the pad is linked to does not get there any more. Whether somebody is inside an idle
/// probe tells. C calls that one also between the events that a thread sends before its buffer; so only what it says to the one who
/// adds it counts.
/// </summary>
internal static class PadBlocking
{
    internal static unsafe void RequireBlockable(GstPad pad)
    {
        using HandleLease lease = pad.Lease();
        if (pad.Direction != GstPadDirection.Src)
        {
            throw new InvalidOperationException($"'{pad.Path}' is no source pad. Block the pad that pushes into it: GetPeer().");
        }

        if (((Native.GstPad*)lease.Pointer)->mode == Native.GstPadMode.GST_PAD_MODE_PULL)
        {
            throw new InvalidOperationException($"'{pad.Path}' is in pull mode: data is fetched from it by whoever is downstream. Block a pad that pushes, behind the element that pulls.");
        }

        if (StreamingThread.IsThis)
        {
            throw new InvalidOperationException($"Blocking '{pad.Path}' waits for the streaming threads, and this is one. Block it on another thread (Task.Run), and let this one go on.");
        }
    }

    /// <param name="pad">A reference of its own, for this to dispose.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    internal static async Task<GstPadBlock> BeginAsync(GstPad pad, CancellationToken cancellationToken)
    {
        using (pad)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string path = pad.Path;
            (bool active, bool owned) before = LookAt(pad);
            TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
            PadProbe next = PadProbe.Add(pad, GstPadProbeType.BlockDownstream, new Blocked(held));
            PadProbe past = PadProbe.Add(pad, GstPadProbeType.DataDownstream, new Held(held));
            GstPadBlock block = new(pad.Retain(), next, past);
            try
            {
                while (!held.Task.IsCompleted && !await IsIdleAsync(pad, held.Task, cancellationToken).ConfigureAwait(false))
                {
                    Require(path, before, LookAt(pad));
                }

                Require(path, before, LookAt(pad));
                return block;
            }
            catch
            {
                block.Dispose();
                throw;
            }
        }
    }

    /// <summary>Whether nothing is on its way; else waits until that may have changed.</summary>
    private static async Task<bool> IsIdleAsync(GstPad pad, Task blocked, CancellationToken cancellationToken)
    {
        Idle idle = new();
        using PadProbe question = PadProbe.Add(pad, GstPadProbeType.Idle, idle);
        if (idle.WasAtOnce)
        {
            return true;
        }

        await Task.WhenAny(idle.Left, blocked).WaitAsync(cancellationToken).ConfigureAwait(false);
        await Task.Delay(1, cancellationToken).ConfigureAwait(false); // between two events of one thread there is no time at all
        return false;
    }

    private static void Require(string path, (bool Active, bool Owned) before, (bool Active, bool Owned) now)
    {
        if (before.Owned && !now.Owned)
        {
            throw new GstFlowException(GstFlowReturn.NotLinked, $"The pad '{path}' was removed from its element while it was being blocked.");
        }

        if (before.Active && !now.Active)
        {
            throw new GstFlowException(GstFlowReturn.Flushing, $"The pipeline, or the element of '{path}', was stopped while the pad was being blocked.");
        }
    }

    private static unsafe (bool Active, bool Owned) LookAt(GstPad pad)
    {
        using HandleLease lease = pad.Lease();
        Native.GstObject* owner = Native.LibGst.gst_object_get_parent((Native.GstObject*)lease.Pointer);
        if (owner is not null)
        {
            Native.LibGst.gst_object_unref(owner);
        }

        return (Native.LibGst.gst_pad_is_active((Native.GstPad*)lease.Pointer) != 0, owner is not null);
    }

    /// <summary>Lets who is held in a handler look again.</summary>
    internal static unsafe void Release(GstPad pad)
    {
        using HandleLease lease = pad.Lease();
        Native.GstPad* native = (Native.GstPad*)lease.Pointer;
        Native.LibGLib.g_mutex_lock(&native->@object.@lock);
        Native.LibGLib.g_cond_broadcast(&native->block_cond);
        Native.LibGLib.g_mutex_unlock(&native->@object.@lock);
    }

    /// <summary>Stops whatever comes, and says when something did.</summary>
    private sealed class Blocked(TaskCompletionSource held) : ProbeRegistration("pad block")
    {
        internal override GstPadProbeReturn Handle(ProbeTurn turn)
        {
            held.TrySetResult();
            return GstPadProbeReturn.Ok;
        }

        protected override GstPadProbeReturn Call(ProbeTurn turn) => GstPadProbeReturn.Ok;
    }

    /// <summary>Holds a thread as C's own block does: until the pad is not blocked any more, or flushes.</summary>
    private sealed unsafe class Held(TaskCompletionSource held) : ProbeRegistration("pad block")
    {
        private const uint Blocked = (uint)Native.GstPadFlags.GST_PAD_FLAG_BLOCKED;
        private const uint Flushing = (uint)Native.GstPadFlags.GST_PAD_FLAG_FLUSHING;

        internal override GstPadProbeReturn Handle(ProbeTurn turn)
        {
            Native.GstPad* pad = turn.Pad;
            Native.LibGLib.g_mutex_lock(&pad->@object.@lock);
            while (!HasEnded && (pad->@object.flags & (Blocked | Flushing)) == Blocked)
            {
                held.TrySetResult();
                Native.LibGLib.g_cond_wait(&pad->block_cond, &pad->@object.@lock);
            }

            Native.LibGLib.g_mutex_unlock(&pad->@object.@lock);
            return GstPadProbeReturn.Ok;
        }

        protected override GstPadProbeReturn Call(ProbeTurn turn) => GstPadProbeReturn.Ok;
    }

    /// <summary>Is called once: at once, or when the last thread that is inside leaves.</summary>
    private sealed class Idle() : ProbeRegistration("pad block")
    {
        private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly int _asker = Environment.CurrentManagedThreadId;
        private volatile bool _atOnce;

        internal Task Left => _left.Task;

        /// <summary>Whether it was called while it was added.</summary>
        internal bool WasAtOnce => _atOnce;

        internal override GstPadProbeReturn Handle(ProbeTurn turn)
        {
            _atOnce = Environment.CurrentManagedThreadId == _asker;
            _left.TrySetResult();
            return Leave();
        }

        protected override GstPadProbeReturn Call(ProbeTurn turn) => GstPadProbeReturn.Ok;
    }
}
