using System.Collections;
using System.Diagnostics;
using System.Globalization;

namespace GstMemInterop.Tests.Gate;

/// <summary>What a program printed and how it ended.</summary>
internal sealed record Outcome(string CommandLine, int ExitCode, string Output)
{
    internal Outcome Succeeded()
    {
        Assert.True(ExitCode == 0, $"{CommandLine} ended with {ExitCode}:{Environment.NewLine}{Output}");
        return this;
    }

    internal Outcome Failed()
    {
        Assert.True(ExitCode != 0, $"{CommandLine} succeeded and should not:{Environment.NewLine}{Output}");
        return this;
    }

    internal Outcome Says(string text)
    {
        Assert.True(Output.Contains(text, StringComparison.Ordinal), $"{CommandLine} does not say '{text}':{Environment.NewLine}{Output}");
        return this;
    }

    internal Outcome DoesNotSay(string text)
    {
        Assert.True(!Output.Contains(text, StringComparison.Ordinal), $"{CommandLine} says '{text}':{Environment.NewLine}{Output}");
        return this;
    }
}

/// <summary>Runs a program as a user's shell would: nothing of the test host's own environment reaches it.</summary>
internal sealed class Command(string folder)
{
    // What the run settings, the test platform and MSBuild put into this process and a user does not have.
    private static readonly string[] s_ours = ["G_DEBUG", "GST_", "MSBUILD", "VSTEST", "DOTNET_CLI_", "DOTNET_HOST_PATH", "TESTINGPLATFORM"];

    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal)
    {
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        // A build server would inherit our pipes and keep them open after its command has ended.
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
    };

    internal Command With(string variable, string value)
    {
        _environment[variable] = value;
        return this;
    }

    internal Outcome Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsOurs))
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in _environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string commandLine = string.Create(CultureInfo.InvariantCulture, $"{program} {string.Join(' ', arguments)}");
        if (!process.WaitForExit(TimeSpan.FromMinutes(10)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{commandLine} did not end.");
        }

        return new(commandLine, process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }

    private static bool IsOurs(string name) => s_ours.Any(o => name.StartsWith(o, StringComparison.OrdinalIgnoreCase));
}
