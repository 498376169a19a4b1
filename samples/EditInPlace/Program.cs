using System.CommandLine;
using EditInPlace;
using GstMemInterop;

// What can go wrong ends in one line on stderr and a status: 2 for a wrong command line, 1 for everything else.
try
{
    ParseResult parsed = CommandLine.Root.Parse(args);
    if (parsed.Action is not null && parsed.Errors.Count == 0)
    {
        return parsed.Invoke(); // --help, --version
    }

    Options options = CommandLine.Read(parsed);
    using EditJob job = new(options);
    await job.RunAsync();
    Console.WriteLine(job.Summary);
    return 0;
}
catch (UsageException usage)
{
    Console.Error.WriteLine($"EditInPlace: {usage.Message} (--help tells more)");
    return 2;
}
catch (Exception exception) when (exception is GstException or IOException or UnauthorizedAccessException or NotSupportedException or OperationCanceledException)
{
    Console.Error.WriteLine($"EditInPlace: {exception.Message.ReplaceLineEndings(" ")}");
    return 1;
}
