namespace GstMemInterop;

/// <summary>One handler of <see cref="GstPipeline.SyncMessage"/>. It runs where the message is posted, so all that may come out of it ends here.</summary>
internal sealed unsafe class SyncMessageListener(WeakReference<GstPipeline> sender, EventHandler<GstMessageEventArgs> handler)
{
    internal EventHandler<GstMessageEventArgs> Handler => handler;

    internal void Tell(Native.GstMessage* posted)
    {
        MapSlots slots = MapSlots.Current;
        ulong mark = slots.LastTicket;
        sender.TryGetTarget(out GstPipeline? pipeline);
        try
        {
            using CallbackDepth depth = CallbackDepth.Enter();
            using NoWaiting held = NoWaiting.Enter();
            using GstMessage message = GstMessage.Retain((nint)posted);
            handler(pipeline, new GstMessageEventArgs(message));
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "SyncMessage listener", pipeline);
        }

        slots.EndForgotten(mark, "SyncMessage listener");
    }
}
