using GstMemInterop;
using GstMemInterop.Bytes;

namespace FrameStatistics;

/// <summary>What was measured, frame by frame. One thread adds while another looks.</summary>
internal sealed class FrameMeasurements
{
    private readonly Lock _gate = new();
    private readonly List<(double Seconds, double Brightness, double Motion)> _frames = [];
    private readonly long[] _histogram = new long[256];
    private byte[] _before = [];

    internal int Count => Frames.Count;

    internal double MeanBrightness => Frames is { Count: > 0 } frames ? frames.Average(static f => f.Brightness) : 0;

    internal int LiveliestFrame => Frames is { Count: > 0 } frames ? frames.FindIndex(f => f.Motion == frames.Max(static g => g.Motion)) : 0;

    internal List<(double Seconds, double Brightness, double Motion)> Frames
    {
        get
        {
            lock (_gate)
            {
                return [.. _frames];
            }
        }
    }

    /// <summary>How many pixels of all frames have each brightness.</summary>
    internal long[] Histogram
    {
        get
        {
            lock (_gate)
            {
                return [.. _histogram];
            }
        }
    }

    internal void Add(ReadOnlyPlaneSpan<byte> luma, GstClockTime time)
    {
        bool compared = _before.Length == luma.Length;
        _before = compared ? _before : new byte[luma.Length];
        long difference = 0;
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        for (int y = 0; y < luma.Height; y++)
        {
            ReadOnlySpan<byte> row = luma[y];
            Span<byte> before = _before.AsSpan(y * luma.Width, luma.Width);
            difference += compared ? ByteCompare.SumOfAbsoluteDifferences(row, before) : 0; // the widest vectors there are
            row.CopyTo(before);
            foreach (byte pixel in row)
            {
                counts[pixel]++;
            }
        }

        long sum = 0;
        lock (_gate)
        {
            for (int i = 0; i < counts.Length; i++)
            {
                _histogram[i] += counts[i];
                sum += (long)i * counts[i];
            }

            _frames.Add((time.TotalSeconds, (double)sum / luma.Length, (double)difference / luma.Length));
        }
    }
}
