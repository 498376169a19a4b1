using System.Runtime.CompilerServices;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// A category of GStreamer's debug log (<c>GstDebugCategory</c>): one of the application's own, in which it writes beside GStreamer's
/// lines, or one that is there. Two objects of one name are the same category.
/// </summary>
/// <remarks>Safe from any thread. A category stays for the life of the process, as in C.</remarks>
/// <example><code>
/// static readonly GstDebugCategory s_log = new("myapp", "what my application does");
/// s_log.Log(GstDebugLevel.Info, $"{frames} frames", pipeline); // costs nothing while GST_DEBUG does not ask for it
/// </code></example>
public sealed unsafe class GstDebugCategory
{
    private readonly Native.GstDebugCategory* _category;

    /// <summary>Makes a category, or finds the one that has the name (<c>GST_DEBUG_CATEGORY_INIT</c>), which then keeps its description.</summary>
    /// <param name="name">For example that of the application. It can be said in <c>GST_DEBUG</c>, so it has no comma, colon, star or question mark in it.</param>
    /// <param name="description">What is written there.</param>
    /// <param name="color">How C prints the name.</param>
    /// <exception cref="ArgumentException">The name is empty, or holds a character that names cannot have.</exception>
    /// <exception cref="NotSupportedException">This GStreamer was built without the debug log.</exception>
    public GstDebugCategory(string name, string? description = null, GstDebugColorFlags color = 0)
    {
        NativeName.Check(name, "a debug category");
        if (name.AsSpan().IndexOfAny(",:*?") >= 0 || name.AsSpan().Trim().Length != name.Length)
        {
            throw new ArgumentException($"'{name}' cannot name a debug category: GST_DEBUG could not say it. Leave out commas, colons, stars, question marks, and spaces at its ends.", nameof(name));
        }

        using NativeText nativeDescription = new(description);
        using NativeText nativeName = new(name);
        GStreamer.EnsureInitialized();
        _category = LibGst._gst_debug_category_new(nativeName.Pointer, (uint)color, nativeDescription.Pointer);
        if (_category is null)
        {
            throw new NotSupportedException("This GStreamer was built without its debug log.");
        }

        Name = name;
    }

    private GstDebugCategory(Native.GstDebugCategory* category)
    {
        _category = category;
        Name = NativeText.Read(category->name) ?? "";
    }

    /// <summary>The name (<c>gst_debug_category_get_name</c>).</summary>
    public string Name { get; }

    /// <summary>What is written there (<c>gst_debug_category_get_description</c>).</summary>
    public string Description => NativeText.Read(LibGst.gst_debug_category_get_description(_category)) ?? "";

    /// <summary>How C prints the name (<c>gst_debug_category_get_color</c>).</summary>
    public GstDebugColorFlags Color => (GstDebugColorFlags)LibGst.gst_debug_category_get_color(_category);

    /// <summary>
    /// Up to which level lines are written (<c>gst_debug_category_get_threshold</c>). While a <see cref="GstLogBridge"/> needs more,
    /// this says the more; what is set then holds when the bridge has ended.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no level.</exception>
    public GstDebugLevel Threshold
    {
        get => (GstDebugLevel)Volatile.Read(ref _category->threshold);
        set
        {
            if (value is < GstDebugLevel.None or > GstDebugLevel.Memdump)
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"{(uint)value} is no level: choose {nameof(GstDebugLevel)}.{GstDebugLevel.None} to {GstDebugLevel.Memdump}.");
            }

            DebugLog.SetBase((nint)_category, value);
        }
    }

    /// <summary>The category of a name (<c>GST_DEBUG_CATEGORY_GET</c>).</summary>
    /// <param name="name">For example <c>GST_PADS</c>. Those of elements are there once their plugin was loaded.</param>
    /// <returns><see langword="null"/> when there is none.</returns>
    /// <exception cref="ArgumentException">The name is empty, or holds a zero character.</exception>
    public static GstDebugCategory? Find(string name)
    {
        NativeName.Check(name, "a debug category");
        GStreamer.EnsureInitialized();
        using NativeText native = new(name);
        Native.GstDebugCategory* category = LibGst._gst_debug_get_category(native.Pointer);
        return category is null ? null : new GstDebugCategory(category);
    }

    /// <summary>All categories that there are now, by name (<c>gst_debug_get_all_categories</c>).</summary>
    /// <returns>A new list.</returns>
    public static IReadOnlyList<GstDebugCategory> GetAll()
    {
        GStreamer.EnsureInitialized();
        List<GstDebugCategory> all = [];
        foreach (nint category in DebugLog.All())
        {
            all.Add(new GstDebugCategory((Native.GstDebugCategory*)category));
        }

        all.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        return all;
    }

    /// <summary>Whether lines of a level are written (<c>gst_debug_category_get_threshold</c>). <see cref="Log(GstDebugLevel, string, GstObject?, string, string, int)"/> asks itself.</summary>
    /// <param name="level">The level.</param>
    /// <returns>False also for what is no level.</returns>
    public bool IsEnabled(GstDebugLevel level) => level <= Threshold && level is > GstDebugLevel.None and not (GstDebugLevel)8 && (int)level <= DebugLog.HighestLevel;

    /// <summary>Sets the threshold to what <c>GST_DEBUG</c> and <see cref="GStreamer.SetDebugThreshold"/> say for it (<c>gst_debug_category_reset_threshold</c>).</summary>
    public void ResetThreshold()
    {
        nint category = (nint)_category;
        DebugLog.ChangeBase(() => LibGst.gst_debug_category_reset_threshold((Native.GstDebugCategory*)category));
    }

    /// <summary>Writes a line (<c>gst_debug_log_literal</c>), when the threshold lets it pass.</summary>
    /// <param name="level">One of <see cref="GstDebugLevel.Error"/> to <see cref="GstDebugLevel.Memdump"/>.</param>
    /// <param name="message">The text. A zero character in it is written as <c>\0</c>.</param>
    /// <param name="source">What it is about.</param>
    /// <param name="file">The compiler fills it in.</param>
    /// <param name="function">The compiler fills it in.</param>
    /// <param name="line">The compiler fills it in.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is no level of a line.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="source"/> was disposed, and the line would be written.</exception>
    public void Log(GstDebugLevel level, string message, GstObject? source = null, [CallerFilePath] string file = "", [CallerMemberName] string function = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(message);
        RequireLevel(level);
        if (IsEnabled(level))
        {
            Write(level, message, source, file, function, line);
        }
    }

    /// <summary>Writes a line (<c>gst_debug_log_literal</c>), when the threshold lets it pass; otherwise the holes of the text are not even evaluated.</summary>
    /// <param name="level">One of <see cref="GstDebugLevel.Error"/> to <see cref="GstDebugLevel.Memdump"/>.</param>
    /// <param name="message">The text: <c>$"{frames} frames"</c>.</param>
    /// <param name="source">What it is about.</param>
    /// <param name="file">The compiler fills it in.</param>
    /// <param name="function">The compiler fills it in.</param>
    /// <param name="line">The compiler fills it in.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is no level of a line.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="source"/> was disposed, and the line would be written.</exception>
    public void Log(GstDebugLevel level, [InterpolatedStringHandlerArgument("", nameof(level))] ref GstDebugText message, GstObject? source = null, [CallerFilePath] string file = "", [CallerMemberName] string function = "", [CallerLineNumber] int line = 0)
    {
        RequireLevel(level);
        if (message.IsEnabled)
        {
            Write(level, message.Take(), source, file, function, line);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}:{(int)Threshold}";

    private static void RequireLevel(GstDebugLevel level)
    {
        if (level is < GstDebugLevel.Error or > GstDebugLevel.Memdump or (GstDebugLevel)8)
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, $"{(uint)level} is no level that a line can have: choose {nameof(GstDebugLevel)}.{GstDebugLevel.Error} to {GstDebugLevel.Memdump}.");
        }
    }

    private void Write(GstDebugLevel level, string message, GstObject? source, string file, string function, int line)
    {
        using NativeText text = GstDebugText.Native(message);
        using NativeText nativeFile = GstDebugText.Native(file);
        using NativeText nativeFunction = GstDebugText.Native(function);
        if (source is null)
        {
            GstDebugText.Write(_category, level, nativeFile, nativeFunction, line, null, text);
            return;
        }

        using HandleLease lease = source.Lease();
        GstDebugText.Write(_category, level, nativeFile, nativeFunction, line, (GObject*)lease.Pointer, text);
    }
}
