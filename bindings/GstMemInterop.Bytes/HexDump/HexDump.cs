using System.Buffers;
using System.Text;

namespace GstMemInterop.Bytes;

/// <summary>
/// Text of bytes: offset, hexadecimal digits, ASCII, like <c>00000000: 6c69 6665  life</c>. Over spans, ranges of spans,
/// sequences and streams. Every line ends with a line feed on every system; no bytes give no text.
/// </summary>
/// <remarks>The methods keep no state: any thread may call them.</remarks>
public static class HexDump
{
    /// <summary>The dump as one string.</summary>
    public static string Format(ReadOnlySpan<byte> bytes, HexDumpOptions? options = null)
    {
        HexDumpFormatter formatter = new(options ?? HexDumpOptions.Default);
        StringBuilder text = new(formatter.EstimateLength(bytes.Length));
        formatter.Append(bytes, text, static (line, text) => text.Append(line));
        formatter.Finish(text, static (line, text) => text.Append(line));
        return text.ToString();
    }

    /// <summary>The dump of a range; the offsets printed are those in <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside.</exception>
    public static string Format(ReadOnlySpan<byte> bytes, Range range, HexDumpOptions? options = null)
    {
        (int start, int count) = Ranges.Of(range, bytes.Length);
        options ??= HexDumpOptions.Default;
        return Format(bytes.Slice(start, count), options with { FirstOffset = options.FirstOffset + start });
    }

    /// <summary>The dump of a sequence; lines run across the borders of its segments.</summary>
    public static string Format(in ReadOnlySequence<byte> bytes, HexDumpOptions? options = null)
    {
        using StringWriter writer = new();
        Write(writer, bytes, options);
        return writer.ToString();
    }

    /// <summary>Writes the dump line by line; nothing is held but one line.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public static void Write(TextWriter writer, ReadOnlySpan<byte> bytes, HexDumpOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        HexDumpFormatter formatter = new(options ?? HexDumpOptions.Default);
        formatter.Append(bytes, writer, static (line, writer) => writer.Write(line));
        formatter.Finish(writer, static (line, writer) => writer.Write(line));
    }

    /// <summary>Writes the dump of a sequence line by line.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public static void Write(TextWriter writer, in ReadOnlySequence<byte> bytes, HexDumpOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        HexDumpFormatter formatter = new(options ?? HexDumpOptions.Default);
        foreach (ReadOnlyMemory<byte> segment in bytes)
        {
            formatter.Append(segment.Span, writer, static (line, writer) => writer.Write(line));
        }

        formatter.Finish(writer, static (line, writer) => writer.Write(line));
    }

    /// <summary>Writes the dump of what is left in a stream, as it is read.</summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled between two reads or writes.</exception>
    public static async Task WriteAsync(
        TextWriter writer, Stream source, HexDumpOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(source);
        HexDumpFormatter formatter = new(options ?? HexDumpOptions.Default);
        StringBuilder text = new();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            int read;
            do
            {
                read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                formatter.Append(buffer.AsSpan(0, read), text, static (line, text) => text.Append(line));
                if (read == 0)
                {
                    formatter.Finish(text, static (line, text) => text.Append(line));
                }

                await writer.WriteAsync(text, cancellationToken).ConfigureAwait(false);
                text.Clear();
            }
            while (read > 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
