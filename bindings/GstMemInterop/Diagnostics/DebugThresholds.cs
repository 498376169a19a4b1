using System.Globalization;
using System.IO.Enumeration;

namespace GstMemInterop;

/// <summary>Thresholds as <c>GST_DEBUG</c> says them: <c>*:2,tsdemux:5</c>. Of the patterns that match a name the last one holds, and a level alone is for what none matches.</summary>
internal sealed class DebugThresholds
{
    internal const int Highest = (int)GstDebugLevel.Memdump;

    private static readonly (string Name, GstDebugLevel Level)[] s_names =
    [
        ("NONE", GstDebugLevel.None), ("ERROR", GstDebugLevel.Error), ("FIXME", GstDebugLevel.Fixme), ("INFO", GstDebugLevel.Info),
        ("DEBUG", GstDebugLevel.Debug), ("LOG", GstDebugLevel.Log), ("TRACE", GstDebugLevel.Trace), ("MEMDUMP", GstDebugLevel.Memdump),
    ];

    private readonly (string Pattern, int Level)[] _patterns;
    private readonly int _default;

    private DebugThresholds(string text, (string, int)[] patterns, int otherwise)
    {
        Text = text;
        _patterns = patterns;
        _default = otherwise;
        HighestOfAll = otherwise;
        foreach ((_, int level) in patterns)
        {
            HighestOfAll = Math.Max(HighestOfAll, level);
        }
    }

    internal string Text { get; }

    /// <summary>No category has more than this.</summary>
    internal int HighestOfAll { get; }

    /// <summary>Whether there is any pattern, which C keeps for the categories to come.</summary>
    internal bool HasPatterns => _patterns.Length > 0;

    /// <summary>Reads a text, and refuses what C would pass over in silence.</summary>
    /// <exception cref="ArgumentException">It is no list of thresholds.</exception>
    internal static DebugThresholds Parse(string text, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        List<(string, int)> patterns = [];
        int otherwise = 0;
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = part.IndexOf(':', StringComparison.Ordinal);
            string pattern = colon < 0 ? "" : part[..colon].Trim();
            if ((colon >= 0 && pattern.Length == 0) || pattern.Contains('\0', StringComparison.Ordinal) || Level(part[(colon + 1)..].Trim()) is not { } level)
            {
                throw new ArgumentException(
                    $"\"{part.Replace("\0", "\\0", StringComparison.Ordinal)}\" is no threshold: write 'category:level' or a level, with * and ? in the category, and a level from 0 to {Highest} or NONE, ERROR, WARNING, FIXME, INFO, DEBUG, LOG, TRACE, MEMDUMP; for example \"*:2,tsdemux:5\".", parameter);
            }

            if (colon < 0)
            {
                otherwise = level;
            }
            else
            {
                patterns.Add((pattern.Replace(@"\", @"\\", StringComparison.Ordinal), level));
            }
        }

        return new DebugThresholds(text, [.. patterns], otherwise);
    }

    internal int For(string name)
    {
        for (int i = _patterns.Length - 1; i >= 0; i--)
        {
            if (FileSystemName.MatchesSimpleExpression(_patterns[i].Pattern, name, ignoreCase: false))
            {
                return _patterns[i].Level;
            }
        }

        return _default;
    }

    private static int? Level(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return number <= Highest ? number : null;
        }

        if (text is "WARN" or "WARNING")
        {
            return (int)GstDebugLevel.Warning;
        }

        foreach ((string name, GstDebugLevel level) in s_names)
        {
            if (name == text)
            {
                return (int)level;
            }
        }

        return null;
    }
}
