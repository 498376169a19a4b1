using GstMemInterop.Native;

namespace GstMemInterop.Fuzz.Reentrancy;

/// <summary>Handlers of signals, and those that are .NET events.</summary>
internal static unsafe class SignalSites
{
    internal static IEnumerable<Site> All =>
    [
        Site.Once("a signal handler", "GstSignalHandler", static inside =>
        {
            Action<Subject> armed = Site.Armed(inside);
            using GstElement source = GstElement.Create("identity");
            using GstSignalConnection connection = source.Connect("notify::silent", (ref GstSignal _) => armed(new Subject()));
            source["silent"] = false;
            Site.Holds(connection.IsConnected, "a connection ended by itself");
        }),
        Site.Once("GstSignalConnection.Failed", "GstSignalConnection.Failed", static inside =>
        {
            Action<Subject> armed = Site.Armed(inside);
            using GstElement source = GstElement.Create("identity");
            using GstSignalConnection connection = source.Connect("notify::silent", static (ref GstSignal _) => throw new NotSupportedException("planted"));
            connection.Failed += (_, _) => armed(new Subject());
            source["silent"] = false;
        }),
        Site.Once("a bin's elements", "GstBin.ElementAdded, GstBin.ElementRemoved", static inside =>
        {
            Action<Subject> armed = Site.Armed(inside);
            using GstBin bin = GstBin.Create();
            using GstElement element = GstElement.Create("identity");
            bin.ElementRemoved += (_, _) => armed(new Subject());
            bin.Add(element);
            bin.Remove(element);
            using GstBin second = GstBin.Create();
            second.ElementAdded += (_, _) => armed(new Subject());
            second.Add(element);
        }),
        Site.Once("an element's pads", "GstElement.PadAdded, GstElement.PadRemoved, GstElement.NoMorePads", static inside =>
        {
            Action<Subject> armed = Site.Armed(inside);
            using GstElement tee = GstElement.Create("tee");
            tee.PadAdded += (_, _) => armed(new Subject());
            tee.PadRemoved += (_, _) => armed(new Subject());
            tee.NoMorePads += (_, _) => armed(new Subject());
            using (GstRequestPad pad = tee.RequestPad("src_%u"))
            {
            }

            LibGst.gst_element_no_more_pads((Native.GstElement*)tee.DangerousHandle);
        }),
    ];
}
