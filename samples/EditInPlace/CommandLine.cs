using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using GstMemInterop;

namespace EditInPlace;

/// <summary>The command line was wrong: status 2.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>What to edit, how, and where to.</summary>
internal sealed record Options(string? Input, string Effect, string Text, GstVideoFormat Format, string? Output, int? Frames, int Width, int Height);

/// <summary>The options, and one clear line for each way to get them wrong.</summary>
internal static class CommandLine
{
    private static readonly string[] s_extensions = [".png", ".jpg", ".jpeg", ".ogv", ".webm", ".mkv"];

    private static readonly Option<string?> s_input = new("--input", "-i") { Description = "A picture, a video or a URI to decode. Without it: a test pattern." };
    private static readonly Option<string> s_effect = new("--effect", "-e") { Description = $"One of {string.Join(", ", FrameEffect.Names)}.", DefaultValueFactory = static _ => "text" };
    private static readonly Option<string> s_text = new("--text") { Description = "What the text effect writes. {0} is the number of the frame.", DefaultValueFactory = static _ => "FRAME {0}" };
    private static readonly Option<string> s_format = new("--format", "-f") { Description = $"The raw format to edit: {string.Join(", ", FrameCanvas.Formats)}.", DefaultValueFactory = static _ => "I420" };
    private static readonly Option<string?> s_output = new("--output", "-o") { Description = $"A picture or video to write ({string.Join(", ", s_extensions)}). Without it: before.png and after.png." };
    private static readonly Option<string?> s_frames = new("--frames", "-n") { Description = "Stop after so many frames. For the test pattern: 300 by default." };
    private static readonly Option<string> s_size = new("--size") { Description = "Width x height of the test pattern.", DefaultValueFactory = static _ => "640x480" };

    internal static RootCommand Root { get; } = new("Edits every raw frame of a picture, a video or a test pattern in place, in a pad probe, and says what it cost.")
    {
        s_input, s_effect, s_text, s_format, s_output, s_frames, s_size,
    };

    internal static Options Read(ParseResult parsed)
    {
        if (parsed.Errors is [ParseError first, ..])
        {
            throw new UsageException(first.Message.TrimEnd('.'));
        }

        string effect = parsed.GetRequiredValue(s_effect);
        Require(FrameEffect.Names.Contains(effect), $"'{effect}' is no effect: choose {string.Join(", ", FrameEffect.Names)}");

        string format = parsed.GetRequiredValue(s_format);
        GstVideoFormat chosen = FrameCanvas.Formats.FirstOrDefault(f => f.ToString().Equals(format, StringComparison.OrdinalIgnoreCase));
        Require(chosen != GstVideoFormat.UNKNOWN, $"'{format}' is no format this sample edits: choose {string.Join(", ", FrameCanvas.Formats)}");

        string? output = parsed.GetValue(s_output);
        Require(output is null || s_extensions.Contains(Path.GetExtension(output).ToLowerInvariant()), $"'{output}' has no extension this sample writes: choose {string.Join(", ", s_extensions)}");

        string? frames = parsed.GetValue(s_frames);
        int count = 0;
        Require(frames is null || (int.TryParse(frames, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0), $"'{frames}' is no number of frames: it must be 1 or more");

        string text = parsed.GetRequiredValue(s_text);
        Require(text.Length <= TextEffect.MaximumLength, $"the text has {text.Length} characters: at most {TextEffect.MaximumLength} fit");

        (int width, int height) = ReadSize(parsed.GetRequiredValue(s_size));
        return new Options(parsed.GetValue(s_input), effect, text, chosen, output, frames is null ? null : count, width, height);
    }

    private static (int Width, int Height) ReadSize(string size)
    {
        string[] parts = size.Split('x');
        int width = 0;
        int height = 0;
        Require(
            parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out width)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out height)
            && width is >= 16 and <= 8192 && height is >= 16 and <= 8192,
            $"'{size}' is no size: write it as 640x480, each from 16 to 8192");
        return (width, height);
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new UsageException(message);
        }
    }
}
