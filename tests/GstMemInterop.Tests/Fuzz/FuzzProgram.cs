using System.Globalization;
using GstMemInterop.Tests.Gate;

namespace GstMemInterop.Tests.Fuzz;

/// <summary>Runs <c>tests/GstMemInterop.Fuzz</c> where every CRITICAL ends the process and freed memory is overwritten.</summary>
internal static class FuzzProgram
{
    internal static Outcome Run(params string[] arguments)
    {
        string marker = Path.GetTempFileName();
        try
        {
            Outcome outcome = new Command(AppContext.BaseDirectory)
                .With("G_DEBUG", "fatal-criticals").With("GST_TRACERS", "leaks").With("MALLOC_PERTURB_", "165").With("G_SLICE", "always-malloc").With("DOTNET_DbgEnableMiniDump", "0")
                .Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "GstMemInterop.Fuzz.dll"), .. arguments, "--marker", marker]);
            string at = File.ReadAllText(marker).TrimEnd('\0');
            return outcome with { Output = $"{outcome.Output}{Environment.NewLine}It was at: {at}" };
        }
        finally
        {
            File.Delete(marker);
        }
    }

    /// <summary>How long to run: <paramref name="seconds"/>, or what the variable GSTMEMINTEROP_FUZZ_SECONDS says.</summary>
    internal static string Seconds(int seconds) =>
        Environment.GetEnvironmentVariable("GSTMEMINTEROP_FUZZ_SECONDS") ?? seconds.ToString(CultureInfo.InvariantCulture);
}
