using System.Diagnostics;
using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Tests;

/// <summary>What a real process did.</summary>
internal sealed record RunResult(int ExitCode, string Output)
{
    /// <summary>Runs the generator as its users do.</summary>
    public static RunResult Generator(string verb, TinyManifest manifest, string? libclang = null) => Of(
        "dotnet",
        [typeof(Manifest).Assembly.Location, verb, "--manifest", manifest.Path, "--root", manifest.Folder],
        libclang is null ? [] : [("LIBCLANG_PATH", libclang)]);

    public static RunResult Of(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new RunResult(process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
