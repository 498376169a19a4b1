using System.Diagnostics;
using System.Text.RegularExpressions;
using GstMemInterop.Fuzz.Worlds;

namespace GstMemInterop.Fuzz;

/// <summary>Starts workers in processes where every CRITICAL and every use of freed memory shows, and makes what kills them small.</summary>
internal static partial class Supervisor
{
    private static readonly TimeSpan s_oneScript = TimeSpan.FromSeconds(20);

    internal static int Fuzz(int seed, double seconds, int stopAfter)
    {
        Stopwatch watch = Stopwatch.StartNew();
        List<string> found = [];
        HashSet<string> kinds = [];
        while (watch.Elapsed < TimeSpan.FromSeconds(seconds) && found.Count < stopAfter)
        {
            string marker = Path.GetTempFileName();
            double left = Math.Max(1, seconds - watch.Elapsed.TotalSeconds);
            (int status, string output) = Child(TimeSpan.FromSeconds(left + 60), "worker", "--seed", Text(seed), "--seconds", left.ToString(CultureInfo.InvariantCulture), "--marker", marker);
            string at = Marker.Read(marker);
            File.Delete(marker);
            if (status == 0)
            {
                Console.Write(output);
                break;
            }

            Match bad = Seed().Match(status == 1 ? output : at);
            if (!bad.Success)
            {
                Console.WriteLine($"FINDING a worker ended with {status} at '{at}':\n{output}");
                return 1;
            }

            int badSeed = int.Parse(bad.Groups[1].Value, CultureInfo.InvariantCulture);
            Console.WriteLine($"seed {badSeed}: status {status}\n{Last(output)}");
            Script small = Shrink(Script.FromSeed(badSeed), watch, TimeSpan.FromSeconds(Math.Max(30, seconds)));
            (_, string why) = Play(small);
            string kind = Digits().Replace(Last(why), "#");
            if (kinds.Add(kind))
            {
                found.Add($"FINDING seed {badSeed}, smallest script ({small.Steps.Count} steps):\n{small}{Last(why)}\n");
                Console.WriteLine(found[^1]);
            }

            seed = badSeed + 1;
        }

        Console.WriteLine($"fuzz: {found.Count} findings");
        return found.Count == 0 ? 0 : 1;
    }

    /// <summary>Goes on behind each crash, so that one run names them all.</summary>
    internal static int Reentrancy(string? sites, string? calls, bool all)
    {
        string[] which = [.. sites is null ? (string[])[] : ["--sites", sites], .. calls is null ? (string[])[] : ["--calls", calls], .. all ? (string[])["--all"] : []];
        int findings = 0;
        for (long from = 1; ;)
        {
            string marker = Path.GetTempFileName();
            (int status, string output) = Child(TimeSpan.FromMinutes(8), ["reentrancy-worker", .. which, "--from", from.ToString(CultureInfo.InvariantCulture), "--marker", marker]);
            string at = Marker.Read(marker);
            File.Delete(marker);
            Console.Write(output);
            findings += output.Split('\n').Count(static l => l.StartsWith("FINDING", StringComparison.Ordinal));
            if (status is not (0 or 1))
            {
                findings++;
                Console.WriteLine($"FINDING the process ended with {status} at {at}");
            }

            if (status is 0 or 1 || !long.TryParse(at.Split(" | ")[0], out long ran) || findings > 200)
            {
                Console.WriteLine($"reentrancy: {findings} findings in all");
                return findings == 0 && status == 0 ? 0 : 1;
            }

            from = ran + 1;
        }
    }

    /// <summary>Drops steps while it still fails: halves, quarters, …, single ones; then smaller moods.</summary>
    internal static Script Shrink(Script script, Stopwatch watch, TimeSpan limit)
    {
        if (!Fails(script))
        {
            Console.WriteLine("alone it does not fail: it needs luck, or those before it");
            return script;
        }

        TimeSpan end = watch.Elapsed + limit;
        for (int part = Math.Max(1, script.Steps.Count / 2); part > 0 && watch.Elapsed < end; part /= 2)
        {
            for (int at = script.Steps.Count - part; at >= 0 && watch.Elapsed < end; at -= part)
            {
                Script smaller = script with { Steps = [.. script.Steps.Take(at), .. script.Steps.Skip(at + part)] };
                script = Fails(smaller) ? smaller : script;
                at = Math.Min(at, script.Steps.Count);
            }
        }

        foreach (Mood one in Enum.GetValues<Mood>().Where(m => m != Mood.Calm && script.Mood.HasFlag(m)))
        {
            Script calmer = script with { Mood = script.Mood & ~one };
            script = Fails(calmer) ? calmer : script;
        }

        return script;
    }

    internal static (int Status, string Output) Play(Script script)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, script.ToString());
        try
        {
            return Child(s_oneScript, "play", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static bool Fails(Script script) => Play(script).Status != 0;

    private static (int Status, string Output) Child(TimeSpan limit, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [Environment.GetCommandLineArgs()[0], .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in Surroundings)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill();
            return (124, "it did not end");
        }

        return (process.ExitCode, output.Result + errors.Result);
    }

    /// <summary>A CRITICAL ends the process; freed memory is overwritten, and nothing is kept back for reuse.</summary>
    internal static (string Name, string Value)[] Surroundings { get; } =
    [
        ("G_DEBUG", "fatal-criticals"), ("GST_TRACERS", "leaks"), ("MALLOC_PERTURB_", "165"), ("G_SLICE", "always-malloc"), ("DOTNET_DbgEnableMiniDump", "0"),
    ];

    private static string Last(string output) => string.Join('\n', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(12));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"seed (\d+)")]
    private static partial Regex Seed();

    [GeneratedRegex(@"[0-9A-F]{2,}|\d+")]
    private static partial Regex Digits();
}
