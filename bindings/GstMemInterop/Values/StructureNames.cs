using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>The check of names of structures and of their fields: what C's own reader takes for one, so that a text of it means the same.</summary>
internal static class StructureNames
{
    private const int Longest = 1024; // C keeps names of fields for ever

    /// <exception cref="ArgumentException">It is no name.</exception>
    internal static void Check([NotNull] string? name, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, parameter);
        if (!char.IsAsciiLetter(name[0]) || !IsToken(name))
        {
            throw new ArgumentException($"'{Shown(name)}' cannot name a structure: a name begins with a letter, and has letters, digits and / - _ . : + behind it, {Longest} at most.", parameter);
        }

        if (name.StartsWith("video/x-raw-", StringComparison.Ordinal) || name.StartsWith("audio/x-raw-", StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{Shown(name)}' is a name of GStreamer 0.10. Raw formats are called {name[..11]} now, with the format in a field.", parameter);
        }
    }

    /// <exception cref="ArgumentException">It is no name.</exception>
    internal static void CheckField([NotNull] string? field, [CallerArgumentExpression(nameof(field))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(field, parameter);
        if (!IsToken(field))
        {
            throw new ArgumentException($"'{Shown(field)}' cannot name a field: a name has letters, digits and / - _ . : +, {Longest} at most.", parameter);
        }
    }

    private static bool IsToken(string name)
    {
        bool valid = name.Length <= Longest;
        foreach (char c in valid ? name : "")
        {
            valid &= char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or ':' or '+';
        }

        return valid;
    }

    private static string Shown(string name) => (name.Length > 200 ? name[..200] + "…" : name).Replace("\0", "\\0", StringComparison.Ordinal);
}
