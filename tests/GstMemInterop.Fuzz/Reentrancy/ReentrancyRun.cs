using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Fuzz.Reentrancy;

/// <summary>Every public call inside of every callback, on other objects, on those the callback is about, and on disposed ones.</summary>
internal static class ReentrancyRun
{
    private static readonly byte[] s_bystander = [.. Enumerable.Range(0, 64).Select(static i => (byte)(i * 5))];

    internal static int Run(string? onlySites, string? onlyCalls, string? markerPath, long from, bool all)
    {
        using Marker marker = new(markerPath);
        Site[] sites = [.. AllocatorSites.All, .. BufferSites.All, .. PoolSites.All, .. ProbeSites.All, .. MessageSites.All, .. SignalSites.All, .. AppSites.All];
        string[] missing = PublicCallbacks.Missing(sites);
        if (missing.Length > 0)
        {
            Console.WriteLine($"FINDING callbacks without a site: {string.Join(", ", missing)}");
            return 1;
        }

        (string Name, Action<Bench> Call)[] calls = [.. PublicCalls.Compile().Where(c => onlyCalls is null || c.Name.Contains(onlyCalls, StringComparison.Ordinal))];
        Shared shared = new();
        int findings = 0;
        long ran = 0;
        int known = 0;
        foreach (Site site in sites.Where(s => onlySites is null || s.Name.Contains(onlySites, StringComparison.Ordinal)))
        {
            foreach (Choice choice in Enum.GetValues<Choice>())
            {
                Site.MayChange = choice == Choice.Same;

                // Every call runs in every callback; on which objects takes turns, unless all are asked for.
                int turn = Array.IndexOf(sites, site) + (int)choice;
                List<Inside> insides = [.. calls.Where((_, i) => all || (i + turn) % 3 == 0).Select(call => (Inside)(subject =>
                {
                    if (++ran < from)
                    {
                        return;
                    }

                    marker.Set($"{ran} | {site.Name} | {call.Name} | {choice}");
                    if (Failure(call.Call, choice, subject, shared) is { } failure)
                    {
                        findings++;
                        Console.WriteLine($"FINDING {site.Name} | {call.Name} | {choice}: {failure}");
                    }
                }))];
                long before = ran;
                try
                {
                    site.Run(insides);
                    Reached(site, ran - before, insides.Count);
                }
                catch (FindingException finding)
                {
                    findings++;
                    Console.WriteLine($"FINDING {site.Name} | {Marker.Current} | {choice}: {finding.Message}");
                }

                if (ran >= from && !site.Streams && Left(ref known) is { } left)
                {
                    findings++;
                    Console.WriteLine($"FINDING {site.Name} | {choice}: {left}");
                }
            }
        }

        LeaksTracer.WaitForQuiet();
        if (Left(ref known) is { } leftByPipelines)
        {
            findings++;
            Console.WriteLine($"FINDING at the end: {leftByPipelines}");
        }

        marker.Set("the end");
        Console.WriteLine($"reentrancy: {calls.Length} calls in {sites.Length} callbacks, {ran} runs, {findings} findings");
        return findings == 0 && ran > 0 ? 0 : 1;
    }

    /// <summary>A callback that never ran proves nothing.</summary>
    private static void Reached(Site site, long ran, int all)
    {
        bool possible = GstMetaRef.SerializationIsSupported || !site.Covers.Contains("IBufferWriter`1 of GstMetaRef");
        if (possible && ran < all)
        {
            throw new FindingException($"the callback ran {ran} times of {all}");
        }
    }

    /// <summary>What was left alive since the last time.</summary>
    private static string? Left(ref int known)
    {
        Leftovers.Settle();
        IReadOnlyList<string> objects = Leftovers.Alive();
        string? left = objects.Count > known ? $"{objects.Count - known} objects are left alive: {string.Join(" | ", objects.TakeLast(3))}" : null;
        known = objects.Count;
        return left;
    }

    /// <summary>What went wrong: an exception that no caller expects, or somebody else's bytes.</summary>
    private static string? Failure(Action<Bench> call, Choice choice, Subject subject, Shared shared)
    {
        using GstBuffer bystander = GstBuffer.CopyOf(s_bystander);
        using ReadMapping open = bystander.MapRead();
        string? failure = null;
        using (Bench bench = new(choice, subject, shared))
        {
            try
            {
                call(bench);
            }
            catch (Exception exception) when (exception is GstException or ArgumentException or InvalidOperationException or NotSupportedException or OutOfMemoryException or FormatException or OperationCanceledException)
            {
                // A refusal is an answer.
            }
            catch (Exception exception)
            {
                failure = exception.ToString();
            }
        }

        return failure ?? (open.IsOpen && open.Span.SequenceEqual(s_bystander) ? null : "a bystander's open mapping changed");
    }
}
