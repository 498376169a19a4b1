using System.Diagnostics;
using System.Globalization;

namespace GstMemInterop.Benchmarks;

/// <summary>One piece of work to measure: C's time and ours, in nanoseconds per operation.</summary>
internal sealed record Work(string Name, double Target, Func<int, double> C, Func<int, double> CSharp);

/// <summary>One row of the result: medians over alternating rounds.</summary>
internal sealed record Comparison(string Name, double Target, IReadOnlyList<double> CNanoseconds, IReadOnlyList<double> CSharpNanoseconds, double ManagedBytes)
{
    /// <summary>Runs all pieces round by round, C and C# by turns, so that a slow moment of the machine hits both.</summary>
    internal static void Alternate(List<Comparison> rows, int rounds, int operations, params ReadOnlySpan<Work> pieces)
    {
        foreach (Work work in pieces)
        {
            List<double> c = [];
            List<double> cSharp = [];
            double bytes = 0;
            WarmUp(work, operations);
            for (int round = 0; round < rounds; round++)
            {
                double native = work.C(operations);
                long before = GC.GetAllocatedBytesForCurrentThread();
                double managed = work.CSharp(operations);
                bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / operations;
                c.Add(native);
                cSharp.Add(managed);
            }

            rows.Add(new Comparison(work.Name, work.Target, c, cSharp, bytes));
        }
    }

    /// <summary>Long enough for the JIT to reach its final code: it recompiles in the background, and not while new methods keep coming.</summary>
    private static void WarmUp(Work work, int operations)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1.5))
        {
            work.CSharp(operations / 10);
            Thread.Sleep(5);
        }
    }

    internal static void Print(TextWriter output, IEnumerable<Comparison> rows)
    {
        output.WriteLine($"{"work",-46}{"C ns",9}{"C# ns",9}{"ratio",8}{"target",8}{"bytes",9}");
        foreach (Comparison row in rows)
        {
            double c = Median(row.CNanoseconds);
            double cSharp = Median(row.CSharpNanoseconds);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Name,-46}{c,9:F1}{cSharp,9:F1}{cSharp / c,8:F2}{row.Target,8:F2}{row.ManagedBytes,9:F2}  min {row.CNanoseconds.Min():F1} {row.CSharpNanoseconds.Min():F1}"));
        }
    }

    private static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
