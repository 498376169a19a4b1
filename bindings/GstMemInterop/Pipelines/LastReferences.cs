namespace GstMemInterop;

/// <summary>
/// Where references wait that are perhaps the last ones of elements that run. Those who hold an element for a moment only let it
/// go in that time, and then it is stopped here; whoever still holds it afterwards owns it, and its state is his.
/// </summary>
internal static class LastReferences
{
    private const int Patience = 1000; // milliseconds

    /// <param name="pointer">A reference that is given away.</param>
    /// <param name="nativeType">What it refers to, for the log.</param>
    /// <param name="forgotten">Whether nobody disposed it.</param>
    internal static void Add(nint pointer, string nativeType, bool forgotten) => _ = Settle(pointer, nativeType, forgotten);

    private static async Task Settle(nint pointer, string nativeType, bool forgotten)
    {
        for (int wait = 1; wait < Patience && IsHeldByOthers(pointer); wait *= 2)
        {
            await Task.Delay(wait).ConfigureAwait(false);
        }

        Release(pointer, nativeType, forgotten);
    }

    private static unsafe bool IsHeldByOthers(nint pointer) =>
        Volatile.Read(ref ((Native.GstElement*)pointer)->@object.@object.ref_count) > 1 && !ElementHandle.IsAtRest(pointer);

    private static unsafe void Release(nint pointer, string nativeType, bool forgotten)
    {
        if (IsHeldByOthers(pointer) || ElementHandle.IsAtRest(pointer))
        {
            Native.LibGst.gst_object_unref((void*)pointer);
            return;
        }

        if (forgotten)
        {
            ElementHandle.ReportForgotten((Native.GstElement*)pointer, nativeType);
        }

        ElementHandle.StopElsewhere(pointer);
    }
}
