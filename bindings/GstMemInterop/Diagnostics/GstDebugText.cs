using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>The text of <see cref="GstDebugCategory.Log(GstDebugLevel, ref GstDebugText, GstObject?, string, string, int)"/> as the compiler puts it together: only while the category has the level.</summary>
[InterpolatedStringHandler]
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe ref struct GstDebugText
{
    private static readonly bool s_hasLiteral = NativeLibraries.TryGetExport(NativeLibraries.Gst, "gst_debug_log_literal", out _);
    private readonly StringBuilder? _text; // not a pooled array, which two copies of this would give back twice

    /// <summary>The compiler calls it (<c>gst_debug_category_get_threshold</c>).</summary>
    /// <param name="literalLength">The length without the holes.</param>
    /// <param name="formattedCount">The number of holes.</param>
    /// <param name="category">Where it is written.</param>
    /// <param name="level">The level.</param>
    /// <param name="enabled">Whether the rest is called at all.</param>
    public GstDebugText(int literalLength, int formattedCount, GstDebugCategory category, GstDebugLevel level, out bool enabled)
    {
        ArgumentNullException.ThrowIfNull(category);
        IsEnabled = enabled = category.IsEnabled(level);
        _text = enabled ? new StringBuilder(literalLength + (formattedCount * 8)) : null;
    }

    /// <summary>Whether lines tell for whom they are without an object (<c>gst_debug_message_get_id</c>).</summary>
    internal static bool HasIds { get; } = NativeLibraries.TryGetExport(NativeLibraries.Gst, "gst_debug_message_get_id", out _);

    internal bool IsEnabled { get; }

    /// <summary>The compiler calls it.</summary>
    /// <param name="value">Text between holes.</param>
    public void AppendLiteral(string value) => _text?.Append(value);

    /// <summary>The compiler calls it.</summary>
    /// <typeparam name="T">The type in the hole.</typeparam>
    /// <param name="value">What is in the hole.</param>
    public void AppendFormatted<T>(T value) => AppendFormatted(value, 0);

    /// <summary>The compiler calls it.</summary>
    /// <typeparam name="T">The type in the hole.</typeparam>
    /// <param name="value">What is in the hole.</param>
    /// <param name="format">Its format.</param>
    public void AppendFormatted<T>(T value, string? format) => AppendFormatted(value, 0, format);

    /// <summary>The compiler calls it.</summary>
    /// <typeparam name="T">The type in the hole.</typeparam>
    /// <param name="value">What is in the hole.</param>
    /// <param name="alignment">Its width.</param>
    /// <param name="format">Its format.</param>
    public void AppendFormatted<T>(T value, int alignment, string? format = null)
    {
        StringBuilder.AppendInterpolatedStringHandler hole = new(0, 1, _text ?? new StringBuilder(), CultureInfo.InvariantCulture);
        hole.AppendFormatted(value, alignment, format);
    }

    /// <summary>The compiler calls it.</summary>
    /// <param name="value">What is in the hole.</param>
    public void AppendFormatted(scoped ReadOnlySpan<char> value) => _text?.Append(value);

    internal string Take() => _text?.ToString() ?? "";

    /// <summary>A C string of whatever text: a line of a log is no place to refuse one.</summary>
    internal static NativeText Native(string? text) => new((text ?? "").Replace("\0", @"\0", StringComparison.Ordinal));

    /// <summary>C took literal text from 1.20 on; before, a text without a placeholder does it.</summary>
    internal static void Write(Native.GstDebugCategory* category, GstDebugLevel level, NativeText file, NativeText function, int line, GObject* source, NativeText text)
    {
        if (s_hasLiteral)
        {
            LibGst.gst_debug_log_literal(category, (Native.GstDebugLevel)level, file.Pointer, function.Pointer, line, source, text.Pointer);
            return;
        }

        NativeLibraries.TryGetExport(NativeLibraries.Gst, "gst_debug_log", out nint log);
        using NativeText format = new(NativeText.Read(text.Pointer)!.Replace("%", "%%", StringComparison.Ordinal));
        ((delegate* unmanaged[Cdecl]<Native.GstDebugCategory*, Native.GstDebugLevel, byte*, byte*, int, GObject*, byte*, void>)log)(
            category, (Native.GstDebugLevel)level, file.Pointer, function.Pointer, line, source, format.Pointer);
    }
}
