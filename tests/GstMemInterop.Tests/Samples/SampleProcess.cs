using System.Diagnostics;

namespace GstMemInterop.Tests.Samples;

/// <summary>A sample as its user runs it: a process in an empty folder.</summary>
internal sealed class SampleProcess(string name = "EditInPlace") : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gstmeminterop-sample-");

    internal string Folder => _folder.FullName;

    internal string PathOf(string file) => Path.Combine(Folder, file);

    internal (int Status, string[] Output, string[] Errors) Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), "The sample did not end.");
        return (process.ExitCode, Lines(output), Lines(errors.GetAwaiter().GetResult()));
    }

    internal Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, name + ".dll"), .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    public void Dispose() => _folder.Delete(recursive: true);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
