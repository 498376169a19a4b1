using System.Globalization;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FrameStatistics;

/// <summary>The measurements as a chart, on the terminal and as SVG.</summary>
internal static class Chart
{
    private const int Width = 800;
    private const int Height = 200;

    /// <summary>The histogram in sixteen bars, and the last frame in words.</summary>
    internal static IRenderable Of(FrameMeasurements measured)
    {
        long[] histogram = measured.Histogram;
        double all = Math.Max(1, histogram.Sum());
        BarChart bars = new BarChart().Width(70).Label($"brightness of {measured.Count} frames, in percent");
        for (int i = 0; i < 256; i += 16)
        {
            bars.AddItem($"{i,3}", Math.Round(100 * histogram.AsSpan(i, 16).ToArray().Sum() / all, 1), new Color((byte)(i + 15), (byte)(i + 15), (byte)(i + 15)));
        }

        return bars;
    }

    internal static string ToSvg(FrameMeasurements measured)
    {
        StringBuilder svg = new();
        svg.AppendLine(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-50 -30 {Width + 80} {(Height * 2) + 120}\" font-family=\"sans-serif\" font-size=\"12\">");
        svg.AppendLine("<rect x=\"-50\" y=\"-30\" width=\"100%\" height=\"100%\" fill=\"white\"/>");
        var frames = measured.Frames;
        double last = Math.Max(1, frames.Count - 1);
        double most = Math.Max(1, frames.Count == 0 ? 1 : frames.Max(static f => f.Motion));
        Line(svg, "brightness (0 to 255)", "#1f77b4", 0, frames.Select((f, i) => (i / last, f.Brightness / 255)));
        Line(svg, string.Create(CultureInfo.InvariantCulture, $"motion (0 to {most:0.0} per pixel)"), "#d62728", 0, frames.Select((f, i) => (i / last, f.Motion / most)), label: 160);
        long[] histogram = measured.Histogram;
        double top = Math.Max(1, histogram.Max());
        svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"{Height + 50}\">histogram of all frames</text>");
        for (int i = 0; i < histogram.Length; i++)
        {
            double bar = Height * Math.Sqrt(histogram[i] / top); // the root: rare ones can be seen too
            svg.AppendLine(CultureInfo.InvariantCulture, $"<rect x=\"{i * Width / 256.0:0.##}\" y=\"{(Height * 2) + 60 - bar:0.##}\" width=\"3\" height=\"{bar:0.##}\" fill=\"#555\"/>");
        }

        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private static void Line(StringBuilder svg, string name, string colour, int top, IEnumerable<(double X, double Y)> points, int label = 0)
    {
        svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{label}\" y=\"{top - 10}\" fill=\"{colour}\">{name}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" points=\"");
        foreach ((double x, double y) in points)
        {
            svg.Append(CultureInfo.InvariantCulture, $"{x * Width:0.#},{top + (Height * (1 - y)):0.#} ");
        }

        svg.AppendLine("\"/>");
    }
}
