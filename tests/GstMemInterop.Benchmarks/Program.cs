using System.Runtime.InteropServices;
using GstMemInterop;
using GstMemInterop.Benchmarks.Allocators;
using GstMemInterop.Benchmarks.Bytes;
using GstMemInterop.Benchmarks.Diagnostics;
using GstMemInterop.Benchmarks.Mapping;

// --quick: under a minute, for a first look and as a smoke run. Without it: more rounds of more operations.
// --bytes: the byte toolkit beside C's own functions, instead of mapping.
// --log: what GStreamer's debug log costs, with and without a bridge into loggers, instead of mapping.
// --allocators: allocators in C# beside the same ones in C, instead of mapping.
bool quick = args.Contains("--quick");
int rounds = quick ? 9 : 25;
int operations = quick ? 200_000 : 1_000_000;

Console.WriteLine($"GStreamer {GStreamer.Version}, .NET {Environment.Version}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {DateTime.UtcNow:yyyy-MM-dd}");
if (args.Contains("--bytes"))
{
    return BytesBenchmark.Run(Console.Out, quick ? TimeSpan.FromSeconds(45) : TimeSpan.FromMinutes(4));
}

Console.WriteLine($"{rounds} rounds of {operations} operations, C and C# by turns, medians; bytes are managed bytes per operation");
if (args.Contains("--allocators"))
{
    AllocatorBenchmark.Run(Console.Out, rounds, operations);
    return 0;
}

if (args.Contains("--log"))
{
    LogBenchmark.Run(Console.Out, rounds, operations);
    return 0;
}

MappingBenchmark.Run(Console.Out, rounds, operations);
return 0;
