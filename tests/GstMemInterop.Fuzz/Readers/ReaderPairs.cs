using System.Diagnostics;

namespace GstMemInterop.Fuzz.Readers;

/// <summary>Two threads read, each in one way, again and again over fresh buffers: whatever a first reader changed would be gone for a second round.</summary>
internal static class ReaderPairs
{
    private static readonly (string Name, Func<GstBuffer, GstBuffer> Other)[] s_sharings =
    [
        ("one GstBuffer object", static b => b),
        ("two objects of one buffer", static b => b.Retain()),
        ("two buffers that share memories", static b => b.Copy()),
    ];

    internal static int Run(double seconds, string? markerPath)
    {
        using Marker marker = new(markerPath);
        IReadOnlyList<(string Name, WayOfReading Read)> ways = WaysOfReading.All;
        (int First, int Second)[] pairs = [.. from a in Enumerable.Range(0, ways.Count) from b in Enumerable.Range(a, ways.Count - a) select (a, b)];
        TimeSpan share = TimeSpan.FromSeconds(seconds / (pairs.Length * s_sharings.Length));
        long reads = 0;
        int findings = 0;
        using Opponent opponent = new();
        foreach ((string sharing, Func<GstBuffer, GstBuffer> other) in s_sharings)
        {
            foreach ((int first, int second) in pairs)
            {
                string what = $"{ways[first].Name} | {ways[second].Name} | {sharing}";
                marker.Set(what);
                try
                {
                    reads += Stress(ways[first].Read, ways[second].Read, other, share, opponent);
                }
                catch (FindingException finding)
                {
                    findings++;
                    Console.WriteLine($"FINDING readers: {what}: {finding.Message}");
                }
            }
        }

        marker.Set("the end of the readers");
        Leftovers.Check();
        Console.WriteLine($"readers: {pairs.Length} pairs x {s_sharings.Length}, {reads} rounds, {findings} findings");
        return findings == 0 ? 0 : 1;
    }

    private static long Stress(WayOfReading first, WayOfReading second, Func<GstBuffer, GstBuffer> other, TimeSpan time, Opponent opponent)
    {
        long rounds = 0;
        Stopwatch watch = Stopwatch.StartNew();
        do
        {
            byte[] expected = [.. Enumerable.Range(0, 24).Select(static i => (byte)(i * 11))];
            using GstBuffer mine = GstBuffer.Create();
            mine.AppendMemory(GstMemory.CopyOf(expected.AsSpan(0, 8)));
            mine.AppendMemory(GstMemory.CopyOf(expected.AsSpan(8, 4)));
            mine.AppendMemory(GstMemory.CopyOf(expected.AsSpan(12)));
            GstBuffer theirs = other(mine);
            nint[] before = MemoriesOf(mine);
            Exception? failure = opponent.Against(() => second(theirs, expected), () => first(mine, expected));
            if (failure is null && !MemoriesOf(mine).SequenceEqual(before))
            {
                failure = new FindingException("reading replaced memories");
            }

            if (failure is null && Enumerable.Range(0, 3).Any(i => mine.PeekMemory(i).OpenMappings != 0))
            {
                failure = new FindingException("a memory stays mapped");
            }

            theirs.Dispose();
            if (failure is not null)
            {
                throw new FindingException($"{failure.GetType().Name}: {failure.Message}");
            }

            rounds++;
        }
        while (watch.Elapsed < time);
        return rounds;
    }

    private static nint[] MemoriesOf(GstBuffer buffer)
    {
        nint[] memories = new nint[buffer.MemoryCount];
        for (int i = 0; i < memories.Length; i++)
        {
            memories[i] = buffer.PeekMemory(i).DangerousHandle;
        }

        return memories;
    }
}
