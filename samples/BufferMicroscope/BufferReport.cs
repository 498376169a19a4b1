using System.Globalization;
using GstMemInterop;

namespace BufferMicroscope;

/// <summary>Tells of each buffer, and of all of them at the end.</summary>
internal sealed class BufferReport(int shown, ByteWindow window)
{
    private readonly Dictionary<string, int> _allocators = [];
    private readonly Dictionary<string, int> _metas = [];
    private readonly List<nuint> _sizes = [];
    private string? _caps;
    private int _writable;
    private GstClockTime _first;
    private GstClockTime _last;

    internal int Failures { get; private set; }

    internal void Add(GstBufferRef buffer, GstCaps? caps)
    {
        bool show = _sizes.Count < shown;
        if (show && caps?.ToString() is { } text && text != _caps)
        {
            Console.WriteLine($"caps {_caps = text}");
        }

        if (show)
        {
            Console.WriteLine($"#{_sizes.Count} pts {buffer.Pts} duration {buffer.Duration} dts {buffer.Dts}, {buffer.Size} bytes of {buffer.MaxSize}, {(buffer.IsWritable ? "writable" : "shared")}, {buffer.ReferenceCount} references, flags {buffer.Flags}");
        }

        Count(buffer, show);
        if (show && window.In(buffer.Size) is { Length: > 0 } part)
        {
            Console.WriteLine(buffer.ToHexDump(part.Offset, part.Length));
        }
    }

    internal void Failed(Exception exception)
    {
        Failures++;
        Console.Error.WriteLine($"BufferMicroscope: {exception.Message.ReplaceLineEndings(" ")}");
    }

    internal void PrintStatistics()
    {
        if (_sizes.Count == 0)
        {
            Console.WriteLine("no buffer passed");
            return;
        }

        double seconds = _first.HasValue ? GstClockTime.Difference(_first, _last)!.Value.TotalSeconds : 0;
        string rate = seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $", {(_sizes.Count - 1) / seconds:0.##} a second of stream time") : "";
        Console.WriteLine($"memories: {Totals(_allocators)}; metas: {Totals(_metas)}");
        Console.WriteLine($"{_sizes.Count} buffers, {_sizes.Min()} to {_sizes.Max()} bytes, {_sizes.Aggregate((a, b) => a + b)} in all{rate}; {_writable} of them writable");
    }

    private static string Totals(Dictionary<string, int> counts) =>
        counts.Count == 0 ? "none" : string.Join(", ", counts.OrderByDescending(static c => c.Value).Select(static c => $"{c.Value} {c.Key}"));

    private void Count(GstBufferRef buffer, bool show)
    {
        _sizes.Add(buffer.Size);
        _writable += buffer.IsWritable ? 1 : 0;
        if (buffer.Pts.HasValue)
        {
            _first = _first.HasValue ? _first : buffer.Pts;
            _last = buffer.Pts;
        }

        int number = 0;
        foreach (GstMemoryRef memory in buffer.Memories)
        {
            _allocators[memory.MemoryType] = _allocators.GetValueOrDefault(memory.MemoryType) + 1;
            if (show)
            {
                Console.WriteLine($"   memory {number++}: {memory.MemoryType}, {memory.Size} bytes at {memory.Offset} of {memory.MaxSize}, {(memory.IsReadOnly ? "read-only" : memory.IsWritable ? "writable" : "shared")}, {memory.ReferenceCount} references, flags {memory.Flags}");
            }
        }

        foreach (GstMetaRef meta in buffer.Metas)
        {
            _metas[meta.Implementation] = _metas.GetValueOrDefault(meta.Implementation) + 1;
            if (show)
            {
                Console.WriteLine($"   meta {meta.Implementation}, flags {meta.Flags}");
            }
        }
    }
}
