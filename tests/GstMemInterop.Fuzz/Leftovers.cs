using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Fuzz;

/// <summary>At the end nothing of ours may be alive: no handle, and no object of GStreamer's.</summary>
internal static class Leftovers
{
    internal static void Settle()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    /// <exception cref="FindingException">Something is alive.</exception>
    internal static void Check()
    {
        Settle();
        IReadOnlyList<string> handles = LiveHandles.Snapshot();
        IReadOnlyList<string> objects = LeaksTracer.IsActive ? LeaksTracer.LiveObjects() : [];
        if (handles.Count + objects.Count > 0)
        {
            throw new FindingException($"{handles.Count} handles and {objects.Count} objects are left alive: {string.Join(" | ", handles.Take(3))} {string.Join(" | ", objects.Take(5))}");
        }
    }
}

/// <summary>Something is not as it was promised.</summary>
internal sealed class FindingException(string message) : Exception(message);
