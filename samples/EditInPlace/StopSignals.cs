using System.Runtime.InteropServices;

namespace EditInPlace;

/// <summary>Ctrl-C and the polite end of a process, turned into a call instead of the end.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    internal StopSignals(Action stop)
    {
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop();
        }))];
    }

    public void Dispose() => Array.ForEach(_registrations, static r => r.Dispose());
}
