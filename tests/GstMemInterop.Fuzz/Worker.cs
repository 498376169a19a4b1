using System.Diagnostics;
using GstMemInterop.Fuzz.Worlds;

namespace GstMemInterop.Fuzz;

/// <summary>Runs worlds in this process, which may die of it: <see cref="Supervisor"/> is the one that stays.</summary>
internal static class Worker
{
    private const int Batch = 100;

    /// <summary>One seed after another.</summary>
    internal static int Run(int firstSeed, double seconds, string? markerPath)
    {
        using Marker marker = new(markerPath);
        Stopwatch watch = Stopwatch.StartNew();
        int seed = firstSeed;
        while (watch.Elapsed < TimeSpan.FromSeconds(seconds))
        {
            for (int i = 0; i < Batch; i++, seed++)
            {
                World.Run(Script.FromSeed(seed), marker);
            }

            NameWhatLeaks(seed - Batch);
        }

        marker.Set("the end");
        Console.WriteLine($"fuzz: seeds {firstSeed} to {seed - 1} found nothing");
        return 0;
    }

    internal static int Run(Script script)
    {
        for (int i = 0; i < (script.Mood.HasFlag(Mood.Reader) ? 20 : 1); i++)
        {
            World.Run(script);
        }

        Leftovers.Check();
        return 0;
    }

    /// <summary>Looking for leaks is slow: once for many, and one by one only when there are any.</summary>
    private static void NameWhatLeaks(int firstSeed)
    {
        try
        {
            Leftovers.Check();
        }
        catch (FindingException all)
        {
            int known = Leftovers.Alive().Count;
            for (int seed = firstSeed; seed < firstSeed + Batch; seed++)
            {
                World.Run(Script.FromSeed(seed));
                Leftovers.Settle();
                if (Leftovers.Alive().Count > known)
                {
                    throw new FindingException($"seed {seed} leaves something alive: {all.Message}");
                }
            }

            throw new FindingException($"seed {firstSeed}, or one of the {Batch} from there on, leaves something alive: {all.Message}");
        }
    }
}
