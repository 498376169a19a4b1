using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace GstMemInterop;

/// <summary>
/// One line of GStreamer's debug log, or one of GLib's messages: the state that a logger of <see cref="GStreamer.LogTo(ILoggerFactory, string?)"/>
/// is called with. Its values have the names of its properties: <c>Category</c>, <c>Level</c>, <c>Message</c>, <c>Object</c>,
/// <c>File</c>, <c>Line</c>, <c>Function</c>, <c>ThreadId</c>, <c>Time</c>.
/// </summary>
public sealed class GstLogRecord : IReadOnlyList<KeyValuePair<string, object?>>
{
    private const string Template = "{Object}: {Message}";

    internal GstLogRecord(string category, GstDebugLevel level, string levelName, LogLevel logLevel, string message)
    {
        Category = category;
        Level = level;
        LevelName = levelName;
        LogLevel = logLevel;
        Message = message;
        ThreadId = Environment.CurrentManagedThreadId;
        Time = DateTimeOffset.UtcNow;
    }

    /// <summary>The category (<c>gst_debug_category_get_name</c>), for example <c>GST_PADS</c>, or GLib's domain.</summary>
    public string Category { get; }

    /// <summary>The level in C (<c>GstDebugLevel</c>); of GLib's messages the one that comes closest.</summary>
    public GstDebugLevel Level { get; }

    /// <summary>The level as C writes it (<c>gst_debug_level_get_name</c>): <c>WARN</c>, <c>LOG</c>; of GLib's messages <c>CRITICAL</c>, <c>MESSAGE</c>, …</summary>
    public string LevelName { get; }

    /// <summary>The level for the logger.</summary>
    public LogLevel LogLevel { get; }

    /// <summary>The text (<c>gst_debug_message_get</c>).</summary>
    public string Message { get; }

    /// <summary>
    /// What it is about: the path of an element or a pad, as <c>gst_object_get_path_string</c> makes it; the name alone where C
    /// had the object locked as it wrote, or the type and address of something without a name. <see langword="null"/> for nothing.
    /// </summary>
    public string? Object { get; internal init; }

    /// <summary>The source file (<c>__FILE__</c>) as it was compiled; <see langword="null"/> for GLib's messages.</summary>
    public string? File { get; internal init; }

    /// <summary>The line in <see cref="File"/> (<c>__LINE__</c>).</summary>
    public int Line { get; internal init; }

    /// <summary>The function that wrote it (<c>GST_FUNCTION</c>); <see langword="null"/> for GLib's messages.</summary>
    public string? Function { get; internal init; }

    /// <summary>The thread that wrote it, as <see cref="Environment.CurrentManagedThreadId"/> there; loggers are called on another one.</summary>
    public int ThreadId { get; }

    /// <summary>When it was written; loggers are called a little later.</summary>
    public DateTimeOffset Time { get; }

    /// <inheritdoc/>
    public int Count => 10;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("Category", Category),
        1 => new("Level", LevelName),
        2 => new("Message", Message),
        3 => new("Object", Object),
        4 => new("File", File),
        5 => new("Line", Line),
        6 => new("Function", Function),
        7 => new("ThreadId", ThreadId),
        8 => new("Time", Time),
        9 => new("{OriginalFormat}", Template),
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, string.Create(CultureInfo.InvariantCulture, $"There are {Count} values.")),
    };

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The object, where there is one, and the text.</summary>
    /// <returns>For example <c>/GstPipeline:p/GstFakeSink:s: not negotiated</c>.</returns>
    public override string ToString() => Object is null ? Message : $"{Object}: {Message}";
}
