using System.Globalization;
using GstMemInterop;
using RecycledFrames;

// Draws full-HD frames in C#, each into fresh memory: once from the default allocator, once from one that recycles.
int frames = 300;
if (args.Length > 1 || (args.Length == 1 && !(int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out frames) && frames > 0)))
{
    Console.Error.WriteLine("RecycledFrames: the one argument is a number of frames, 1 or more");
    return 2;
}

try
{
    using GstAllocator system = GstAllocator.Default;
    using RecyclingAllocator recycling = new();
    Console.WriteLine($"before: {recycling.Statistics}");

    // By turns, and the best of three: a machine that does something else meanwhile should not decide.
    double plain = 0;
    double recycled = 0;
    for (int round = 0; round < 3; round++)
    {
        plain = Math.Max(plain, FrameRun.FramesPerSecond(system, frames));
        recycled = Math.Max(recycled, FrameRun.FramesPerSecond(recycling, frames));
    }

    RecyclingStatistics after = recycling.Statistics;
    Console.WriteLine($"after:  {after}");
    nuint given = recycling.Trim();
    if (after.LiveBytes != 0 || after.Allocations != 3 * frames || recycling.Statistics.KeptBytes != 0)
    {
        throw new InvalidDataException($"{3 * frames} frames were drawn, and the counters say otherwise: {after}");
    }

    Console.WriteLine($"trim:   {given >> 10} KiB given back");
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"recycled frames: {recycled:0} frames/s, default allocator: {plain:0} frames/s ({recycled / plain:0.00} x), {after.Allocations - after.Reuses} blocks made for {after.Allocations} frames"));
    return 0;
}
catch (Exception exception) when (exception is GstException or InvalidDataException)
{
    Console.Error.WriteLine($"RecycledFrames: {exception.Message.ReplaceLineEndings(" ")}");
    return 1;
}
