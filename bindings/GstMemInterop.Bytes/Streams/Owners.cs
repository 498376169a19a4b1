using System.Runtime.ExceptionServices;

namespace GstMemInterop.Bytes;

/// <summary>What is disposed with a stream or a sequence.</summary>
internal static class Owners
{
    /// <summary>Disposes all of them, whatever some of them throw; then what was thrown is thrown on.</summary>
    public static void DisposeAll(ReadOnlySpan<IDisposable> owners)
    {
        List<Exception>? failures = null;
        foreach (IDisposable owner in owners)
        {
            try
            {
                owner?.Dispose();
            }
            catch (Exception failure)
            {
                (failures ??= []).Add(failure);
            }
        }

        if (failures is [Exception only])
        {
            ExceptionDispatchInfo.Throw(only);
        }

        if (failures is not null)
        {
            throw new AggregateException($"{failures.Count} of {owners.Length} owners failed when they were disposed; the others were disposed.", failures);
        }
    }
}
