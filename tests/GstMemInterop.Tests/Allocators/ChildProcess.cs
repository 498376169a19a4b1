using GstMemInterop.Tests.Gate;

namespace GstMemInterop.Tests.Allocators;

/// <summary>Runs <c>tests/GstMemInterop.ChildProcess</c> in a process of its own.</summary>
internal static class ChildProcess
{
    internal static Outcome Run(params string[] arguments) => Run(new Command(AppContext.BaseDirectory), arguments);

    internal static Outcome RunWith(string variable, string value, params string[] arguments) => Run(new Command(AppContext.BaseDirectory).With(variable, value), arguments);

    private static Outcome Run(Command command, string[] arguments) =>
        command.With("G_DEBUG", "fatal-criticals").With("DOTNET_DbgEnableMiniDump", "0")
            .Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "GstMemInterop.ChildProcess.dll"), .. arguments]);
}
