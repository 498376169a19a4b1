using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>A C string for the length of a call, and C strings read back. C's strings are UTF-8 and end at a zero byte.</summary>
internal readonly unsafe ref struct NativeText
{
    private readonly byte* _text;

    internal NativeText(string? text)
    {
        if (text is not null && text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The text \"{text.Replace("\0", "\\0", StringComparison.Ordinal)}\" holds a zero character, which would end it early in C.");
        }

        _text = text is null ? null : (byte*)Marshal.StringToCoTaskMemUTF8(text);
    }

    internal byte* Pointer => _text;

    public void Dispose() => Marshal.FreeCoTaskMem((nint)_text);

    /// <summary>A C string that lives as long as the process, the same one for equal texts: for names that C keeps.</summary>
    internal static byte* Intern(string text)
    {
        using NativeText native = new(text);
        return Native.LibGLib.g_intern_string(native.Pointer);
    }

    /// <summary>Reads a borrowed C string.</summary>
    internal static string? Read(byte* text) => Marshal.PtrToStringUTF8((nint)text);

    /// <summary>Reads a C string that was given to us and frees it with <c>g_free</c>.</summary>
    internal static string? Take(byte* text)
    {
        string? read = Read(text);
        Native.LibGLib.g_free(text);
        return read;
    }
}
