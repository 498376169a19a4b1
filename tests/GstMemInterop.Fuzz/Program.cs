using System.Diagnostics;
using GstMemInterop;
using GstMemInterop.Fuzz;
using GstMemInterop.Fuzz.Readers;
using GstMemInterop.Fuzz.Reentrancy;
using GstMemInterop.Fuzz.Worlds;

// README.md says what the commands do. What ends with 0 found nothing.
string? Option(string name) => Array.IndexOf(args, name) is >= 0 and int at && at + 1 < args.Length ? args[at + 1] : null;
double seconds = double.Parse(Option("--seconds") ?? "10", CultureInfo.InvariantCulture);
int seed = int.Parse(Option("--seed") ?? "1", CultureInfo.InvariantCulture);

switch (args.FirstOrDefault())
{
    case "fuzz":
        return Supervisor.Fuzz(seed, seconds, int.Parse(Option("--stop-after") ?? "1", CultureInfo.InvariantCulture));
    case "reentrancy":
        return Supervisor.Reentrancy(Option("--sites"), Option("--calls"), args.Contains("--all"));
    case "shrink":
        Script small = Supervisor.Shrink(args.Length > 1 && File.Exists(args[1]) ? Script.Parse(File.ReadAllText(args[1])) : Script.FromSeed(seed), Stopwatch.StartNew(), TimeSpan.FromMinutes(10));
        Console.WriteLine($"{small}{Supervisor.Play(small).Output}");
        return 1;
    case "print":
        Console.Write(Script.FromSeed(seed));
        return 0;
}

GStreamer.Initialize();
GStreamer.CallbackFailed += static (_, _) => { }; // what is planted needs no line on stderr
using GstLogBridge? log = Environment.GetEnvironmentVariable("GSTMEMINTEROP_FUZZ_LOG") is not null ? GStreamer.LogTo(new EveryLine(), "*:9") : null;
try
{
    switch (args.FirstOrDefault())
    {
        case "readers":
            return ReaderPairs.Run(seconds, Option("--marker"));
        case "reentrancy-worker":
            return ReentrancyRun.Run(Option("--sites"), Option("--calls"), Option("--marker"), long.Parse(Option("--from") ?? "1", CultureInfo.InvariantCulture), args.Contains("--all"));
        case "worker":
            return Worker.Run(seed, seconds, Option("--marker"));
        case "replay":
            return Worker.Run(Script.FromSeed(seed));
        case "play":
            return Worker.Run(Script.Parse(File.ReadAllText(args[1])));
        default:
            Console.Error.WriteLine("readers | reentrancy | fuzz | shrink | print | replay | play: see README.md");
            return 2;
    }
}
catch (FindingException finding)
{
    Console.WriteLine($"FINDING {finding.Message}");
    return 1;
}
