namespace GstMemInterop.Bytes;

/// <summary>
/// Failures that no caller can be told of because they happen in a finalizer: memory that stays allocated since it was
/// collected while a lease of it was still out, and release callbacks that throw there.
/// </summary>
/// <remarks>
/// Each is counted and raised. While nobody listens the first one is written to the standard error output, so that none passes
/// unseen. Any thread.
/// </remarks>
public static class UnseenFailures
{
    private static long s_count;

    /// <summary>Raised for each failure, on the finalizer's thread: be short. What a listener throws is ignored.</summary>
    public static event EventHandler<UnseenFailureEventArgs>? Raised;

    /// <summary>How many there were since the process started.</summary>
    public static long Count => Interlocked.Read(ref s_count);

    internal static void Report(Exception failure)
    {
        long number = Interlocked.Increment(ref s_count);
        try
        {
            if (Raised is { } listeners)
            {
                listeners(null, new UnseenFailureEventArgs(failure));
            }
            else if (number == 1)
            {
                Console.Error.WriteLine(
                    $"{nameof(GstMemInterop)}.{nameof(Bytes)}: {failure.Message} (Later ones are counted, and raised by {nameof(UnseenFailures)}.{nameof(Raised)}.)");
            }
        }
        catch (Exception)
        {
            // A finalizer has nobody to throw at: it would end the process.
        }
    }
}

/// <summary>What <see cref="UnseenFailures.Raised"/> tells.</summary>
/// <param name="failure">What happened.</param>
public sealed class UnseenFailureEventArgs(Exception failure) : EventArgs
{
    /// <summary>What happened; the message names the memory and the way out.</summary>
    public Exception Failure { get; } = failure;
}
