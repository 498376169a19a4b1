using System.CommandLine.Parsing;
using System.Globalization;
using GstMemInterop;

namespace BufferMicroscope;

/// <summary>Bytes that are written into each buffer.</summary>
internal sealed record BytePoke(nuint Offset, byte[] Bytes)
{
    internal static BytePoke[] ParseAll(ArgumentResult result)
    {
        List<BytePoke> pokes = [];
        foreach (Token token in result.Tokens)
        {
            string[] parts = token.Value.Split('=');
            byte[] bytes = new byte[parts[^1].Length / 2];
            if (parts.Length == 2 && bytes.Length > 0
                && nuint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out nuint offset)
                && Convert.FromHexString(parts[1], bytes, out int read, out int written) == System.Buffers.OperationStatus.Done && read == parts[1].Length && written == bytes.Length)
            {
                pokes.Add(new BytePoke(offset, bytes));
            }
            else
            {
                result.AddError($"'{token.Value}' is no edit: write OFFSET=HEX, for example 16=FF00");
            }
        }

        return [.. pokes];
    }

    internal void Apply(ref BufferProbe probe)
    {
        using WriteMapping map = probe.EditBuffer();
        if (Offset > (nuint)map.Length || (nuint)Bytes.Length > (nuint)map.Length - Offset)
        {
            throw new ArgumentException($"{Bytes.Length} bytes at {Offset} are not in a buffer of {map.Length} bytes.");
        }

        Bytes.CopyTo(map.Span[(int)Offset..]);
    }
}
