namespace GstMemInterop.Bytes;

/// <summary>How <see cref="HexDump"/> lays out its lines. The defaults look like the well-known <c>xxd</c>.</summary>
public sealed record HexDumpOptions
{
    private readonly int _bytesPerLine = 16;
    private readonly int _groupSize = 2;
    private readonly long _firstOffset;

    /// <summary>What is used when no options are given.</summary>
    public static HexDumpOptions Default { get; } = new();

    /// <summary>Bytes on a line, from 1 to 256. 16 when not set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int BytesPerLine
    {
        get => _bytesPerLine;
        init
        {
            if (value is < 1 or > 256)
            {
                Throw.Range(nameof(BytesPerLine), value, $"BytesPerLine is {value}; it must be from 1 to 256.");
            }

            _bytesPerLine = value;
        }
    }

    /// <summary>Bytes written together before a space; 0 writes no spaces. 2 when not set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int GroupSize
    {
        get => _groupSize;
        init
        {
            if (value is < 0 or > 256)
            {
                Throw.Range(nameof(GroupSize), value, $"GroupSize is {value}; it must be from 0 to 256.");
            }

            _groupSize = value;
        }
    }

    /// <summary>The number printed for the first byte. 0 when not set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long FirstOffset
    {
        get => _firstOffset;
        init
        {
            if (value < 0)
            {
                Throw.Negative(nameof(FirstOffset), value);
            }

            _firstOffset = value;
        }
    }

    /// <summary>Whether a line begins with the offset of its first byte. True when not set.</summary>
    public bool ShowOffset { get; init; } = true;

    /// <summary>Whether a line ends with the bytes as ASCII, a dot for what cannot be printed. True when not set.</summary>
    public bool ShowAscii { get; init; } = true;

    /// <summary>Whether hexadecimal digits are capitals. False when not set.</summary>
    public bool UpperCase { get; init; }
}
