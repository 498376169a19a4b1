using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>Names of metas become GType names: checked here, because GObject only complains on the console.</summary>
internal static class MetaNames
{
    internal static void Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        bool valid = name.Length >= 3 && (char.IsAsciiLetter(name[0]) || name[0] == '_');
        foreach (char c in name)
        {
            valid &= char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '+';
        }

        if (!valid)
        {
            throw new ArgumentException($"'{name}' cannot name a meta: use three or more letters, digits, '-', '_' or '+', and begin with a letter.", nameof(name));
        }
    }

    internal static void RequireFree(string name)
    {
        if (NativeClass.IsTaken(name))
        {
            throw new InvalidOperationException($"The name '{name}' is taken by another type in this process. Choose another name for the meta.");
        }
    }
}

/// <summary>A null-terminated array of C strings for the length of a call.</summary>
internal readonly unsafe ref struct NativeTextArray
{
    private readonly byte** _texts;

    internal NativeTextArray(IReadOnlyList<string> texts)
    {
        foreach (string text in texts)
        {
            ArgumentException.ThrowIfNullOrEmpty(text);
        }

        _texts = (byte**)NativeMemory.AllocZeroed((nuint)texts.Count + 1, (nuint)sizeof(nint));
        for (int i = 0; i < texts.Count; i++)
        {
            _texts[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        }
    }

    internal byte** Pointer => _texts;

    public void Dispose()
    {
        for (byte** text = _texts; *text is not null; text++)
        {
            Marshal.FreeCoTaskMem((nint)(*text));
        }

        NativeMemory.Free(_texts);
    }
}
