using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace GstMemInterop.ChildProcess;

/// <summary>A span whose owner nobody disposed and the collector found: the bytes must be there still, and the log must tell.</summary>
internal static class ForgottenOwner
{
    internal static int Look(string what)
    {
        GStreamer.Initialize(new GStreamerOptions { LoggerFactory = new ToConsole() });
        Span<byte> left = what == "mapping" ? OfMapping() : OfSequence();
        for (int i = 0; i < 5; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        left[0] = 42;
        Console.WriteLine(left[0] == 42 && left[^1] == 0 ? "the bytes are still there" : "other bytes");
        return 0;
    }

    /// <summary>Two mappings and a view whose release throws, in a process without a logger.</summary>
    internal static int ForgetUnheard()
    {
        GStreamer.Initialize();
        Forget();
        for (int i = 0; i < 5; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Console.WriteLine("went on");
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        GstBuffer buffer = GstBuffer.CopyOf(new byte[16]);
        GstBuffer other = GstBuffer.CopyOf(new byte[16]);
        _ = buffer.MapReadOwned().Length + other.MapReadOwned().Length;
        _ = new Bytes.MemoryView(buffer.DangerousHandle, 1, release: static _ => throw new InvalidOperationException("release on purpose"));
    }

    // Large enough that freed memory goes back to the system, where a write ends the process.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Span<byte> OfMapping()
    {
        GstBuffer buffer = GstBuffer.CopyOf(new byte[8 << 20]);
        return buffer.MapWriteOwned().GetSpan();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Span<byte> OfSequence()
    {
        GstBuffer buffer = GstBuffer.CopyOf(new byte[8 << 20]);
        ReadOnlySpan<byte> bytes = buffer.MapSequence().Sequence.FirstSpan;
        return System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref Unsafe.AsRef(in bytes[0]), bytes.Length);
    }

    private sealed class ToConsole : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) { }

        public void Dispose() { }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Console.WriteLine(formatter(state, exception));
    }
}
