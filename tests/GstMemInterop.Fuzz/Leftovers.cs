using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Fuzz;

/// <summary>At the end no object of GStreamer's may be alive.</summary>
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
        IReadOnlyList<string> objects = Alive();
        if (objects.Count > 0)
        {
            throw new FindingException($"{objects.Count} objects are left alive: {string.Join(" | ", objects.Take(5))}");
        }
    }

    /// <summary>GStreamer's own tracer sees every object; our ledger of handles would take a stack for each.</summary>
    internal static IReadOnlyList<string> Alive() => LeaksTracer.IsActive ? LeaksTracer.LiveObjects() : [];
}

/// <summary>Something is not as it was promised.</summary>
internal sealed class FindingException(string message) : Exception(message);
