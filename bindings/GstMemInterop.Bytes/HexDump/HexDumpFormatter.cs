using System.Globalization;

namespace GstMemInterop.Bytes;

internal delegate void HexDumpSink<in TState>(ReadOnlySpan<char> line, TState state);

/// <summary>Turns bytes that arrive in pieces into whole lines.</summary>
internal sealed class HexDumpFormatter
{
    private readonly HexDumpOptions _options;
    private readonly byte[] _pending;
    private readonly char[] _line;
    private readonly int _hexWidth;
    private int _count;
    private long _offset;

    public HexDumpFormatter(HexDumpOptions options)
    {
        _options = options;
        _offset = options.FirstOffset;
        _pending = new byte[options.BytesPerLine];
        _hexWidth = HexWidth(options.BytesPerLine);
        _line = new char[16 + 2 + _hexWidth + 2 + options.BytesPerLine + 1];
    }

    public int EstimateLength(int bytes) =>
        (int)Math.Min(((long)bytes / _options.BytesPerLine + 1) * (12 + _hexWidth + 2 + _options.BytesPerLine), 1 << 20);

    public void Append<TState>(ReadOnlySpan<byte> bytes, TState state, HexDumpSink<TState> sink)
    {
        while (!bytes.IsEmpty)
        {
            if (_count == 0 && bytes.Length >= _pending.Length)
            {
                sink(Line(bytes[.._pending.Length]), state);
                bytes = bytes[_pending.Length..];
                continue;
            }

            int take = Math.Min(_pending.Length - _count, bytes.Length);
            bytes[..take].CopyTo(_pending.AsSpan(_count));
            bytes = bytes[take..];
            _count += take;
            if (_count == _pending.Length)
            {
                _count = 0;
                sink(Line(_pending), state);
            }
        }
    }

    public void Finish<TState>(TState state, HexDumpSink<TState> sink)
    {
        if (_count > 0)
        {
            ReadOnlySpan<byte> rest = _pending.AsSpan(0, _count);
            _count = 0;
            sink(Line(rest), state);
        }
    }

    private ReadOnlySpan<char> Line(ReadOnlySpan<byte> bytes)
    {
        Span<char> line = _line;
        int at = 0;
        if (_options.ShowOffset)
        {
            _ = _offset.TryFormat(line, out at, _options.UpperCase ? "X8" : "x8", CultureInfo.InvariantCulture);
            line[at++] = ':';
            line[at++] = ' ';
        }

        _offset += bytes.Length;
        int hexEnd = at + _hexWidth;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (i > 0 && _options.GroupSize > 0 && i % _options.GroupSize == 0)
            {
                line[at++] = ' ';
            }

            _ = bytes[i].TryFormat(line[at..], out _, _options.UpperCase ? "X2" : "x2", CultureInfo.InvariantCulture);
            at += 2;
        }

        if (_options.ShowAscii)
        {
            // A short last line is filled up, so that the text column stays a column.
            line[at..(hexEnd + 2)].Fill(' ');
            at = hexEnd + 2;
            foreach (byte value in bytes)
            {
                line[at++] = value is >= 0x20 and < 0x7F ? (char)value : '.';
            }
        }

        line[at++] = '\n';
        return line[..at];
    }

    private int HexWidth(int bytes) =>
        (bytes * 2) + (_options.GroupSize == 0 ? 0 : (bytes - 1) / _options.GroupSize);
}
