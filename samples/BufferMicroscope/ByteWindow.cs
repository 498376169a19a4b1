using System.CommandLine.Parsing;
using System.Globalization;

namespace BufferMicroscope;

/// <summary>Which bytes of a buffer are shown.</summary>
internal readonly record struct ByteWindow(nuint Offset, nuint Length)
{
    internal static ByteWindow Parse(ArgumentResult result)
    {
        string[] parts = result.Tokens[0].Value.Split(':');
        if (parts.Length == 2 && nuint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out nuint offset) && nuint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out nuint length))
        {
            return new(offset, length);
        }

        result.AddError($"'{result.Tokens[0].Value}' is no range of bytes: write OFFSET:LENGTH, for example 0:64");
        return default;
    }

    /// <summary>What of it lies in so many bytes.</summary>
    internal ByteWindow In(nuint size)
    {
        nuint offset = nuint.Min(Offset, size);
        return new(offset, nuint.Min(Length, size - offset));
    }
}
