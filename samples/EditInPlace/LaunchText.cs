using System.Globalization;
using GstMemInterop;

namespace EditInPlace;

/// <summary>The pipeline as gst-launch would take it: source, the raw format, the tap that is probed, and where frames go.</summary>
internal static class LaunchText
{
    internal static bool WritesVideo(Options options) => Path.GetExtension(options.Output)?.ToLowerInvariant() is ".ogv" or ".webm" or ".mkv";

    internal static string For(Options options, int defaultFrames)
    {
        string source = options.Input is null
            ? string.Create(CultureInfo.InvariantCulture, $"videotestsrc num-buffers={options.Frames ?? defaultFrames} ! video/x-raw,format={options.Format},width={options.Width},height={options.Height},framerate=30/1")
            : $"uridecodebin name=in ! videoconvert ! video/x-raw,format={options.Format}";
        string limit = options.Input is not null && options.Frames is { } frames ? string.Create(CultureInfo.InvariantCulture, $" eos-after={frames + 1}") : "";
        string sink = Path.GetExtension(options.Output)?.ToLowerInvariant() switch
        {
            ".webm" => "videoconvert ! vp8enc deadline=1 cpu-used=8 ! webmmux ! filesink name=out",
            ".mkv" => "videoconvert ! vp8enc deadline=1 cpu-used=8 ! matroskamux ! filesink name=out",
            ".ogv" => "videoconvert ! theoraenc speed-level=2 ! oggmux ! filesink name=out",
            _ => "fakesink sync=false",
        };
        string text = $"{source} ! identity name=tap{limit} ! {sink}";
        RequireElements(text);
        RequireFolder(options.Output);
        return text;
    }

    internal static string UriOf(string input)
    {
        if (input.Contains("://", StringComparison.Ordinal))
        {
            return input;
        }

        string path = Path.GetFullPath(input);
        return File.Exists(path) ? new Uri(path).AbsoluteUri : throw new FileNotFoundException($"There is no file '{input}'.");
    }

    private static void RequireElements(string text)
    {
        foreach (string part in text.Split('!', StringSplitOptions.TrimEntries))
        {
            string element = part.Split(' ')[0];
            if (!element.Contains('/', StringComparison.Ordinal) && !GstElement.Exists(element))
            {
                throw new GstException($"GStreamer has no '{element}': the plugin is not installed. './native-check.sh --install' brings it.");
            }
        }
    }

    private static void RequireFolder(string? output)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(output ?? "."));
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}' to write '{output}' to.");
        }
    }
}
