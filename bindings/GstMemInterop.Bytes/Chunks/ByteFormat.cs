using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace GstMemInterop.Bytes;

/// <summary>
/// The compact form of chunks and slices in a stream, little-endian:
/// <c>"GMIB", version 1, kind (1 chunk, 2 slice), log2 of the alignment, flags (1 start from end, 2 stop from end, 4 read-only),
/// start u32, stop u32, length u32, CRC-32C of the bytes u32, CRC-32C of the header so far u32</c>, then the bytes.
/// </summary>
internal static class ByteFormat
{
    public const int HeaderLength = 28;
    private const byte Version = 1;
    private const byte Chunk = 1;
    private const byte Slice = 2;

    // Never trust a length: memory is taken as the bytes arrive.
    private const int Step = 1 << 20;

    public static byte[] ChunkHeader(ReadOnlySpan<byte> bytes, int alignment) => Header(bytes, Chunk, alignment, ..0, false);

    public static byte[] SliceHeader(ReadOnlySpan<byte> bytes, int alignment, Range bounds, bool readOnly) =>
        Header(bytes, Slice, alignment, bounds, readOnly);

    public static ByteHeader Parse(ReadOnlySpan<byte> header, bool slice, int maxLength)
    {
        Expect(header[..4].SequenceEqual("GMIB"u8), "it does not begin with GMIB");
        Expect(BinaryPrimitives.ReadUInt32LittleEndian(header[24..]) == ByteChecksum.Compute(header[..24]), "the header's checksum is wrong");
        Expect(header[4] == Version, $"version {header[4]} is unknown");
        Expect(header[5] == (slice ? Slice : Chunk), $"kind {header[5]} is not {(slice ? "a slice" : "a chunk")}");
        Expect(header[6] <= BitOperations.Log2(NativeChunk.MaxAlignment), $"an alignment of 2^{header[6]} is too large");
        Expect(header[7] <= 7, $"flags {header[7]} are unknown");
        uint start = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        uint stop = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
        Expect(start <= int.MaxValue && stop <= int.MaxValue, "an end is too large");
        Expect(length <= (uint)maxLength, $"its length is {length} bytes and the limit {maxLength}");
        Range bounds = new(new((int)start, (header[7] & 1) != 0), new((int)stop, (header[7] & 2) != 0));
        return new((int)length, 1 << header[6], BinaryPrimitives.ReadUInt32LittleEndian(header[20..]), bounds, (header[7] & 4) != 0);
    }

    public static (NativeChunk Chunk, ByteHeader Header) Read(Stream source, bool slice, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        Span<byte> head = stackalloc byte[HeaderLength];
        Expect(source.ReadAtLeast(head, HeaderLength, throwOnEndOfStream: false) == HeaderLength, "the header is cut off");
        ByteHeader header = Parse(head, slice, maxLength);
        NativeChunk chunk = new(0, header.Alignment);
        try
        {
            for (int read = 1; chunk.Length < header.Length && read > 0;)
            {
                int room = Math.Min(Step, header.Length - chunk.Length);
                read = Checked(source.Read(chunk.GetSpan(room)[..room]), room);
                chunk.Advance(read);
            }

            Check(chunk, header);
            return (chunk, header);
        }
        catch
        {
            chunk.Dispose();
            throw;
        }
    }

    public static async ValueTask<(NativeChunk Chunk, ByteHeader Header)> ReadAsync(
        Stream source, bool slice, int maxLength, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        byte[] head = new byte[HeaderLength];
        int got = await source.ReadAtLeastAsync(head, HeaderLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        Expect(got == HeaderLength, "the header is cut off");
        ByteHeader header = Parse(head, slice, maxLength);
        NativeChunk chunk = new(0, header.Alignment);
        try
        {
            for (int read = 1; chunk.Length < header.Length && read > 0;)
            {
                int room = Math.Min(Step, header.Length - chunk.Length);
                read = Checked(await source.ReadAsync(chunk.GetMemory(room)[..room], cancellationToken).ConfigureAwait(false), room);
                chunk.Advance(read);
            }

            Check(chunk, header);
            return (chunk, header);
        }
        catch
        {
            chunk.Dispose();
            throw;
        }
    }

    /// <summary>A stream is somebody else's: it may say that it read more than there was room for.</summary>
    private static int Checked(int read, int room)
    {
        Expect((uint)read <= (uint)room, $"the stream says that it read {read} bytes into {room}");
        return read;
    }

    private static byte[] Header(ReadOnlySpan<byte> bytes, byte kind, int alignment, Range bounds, bool readOnly)
    {
        byte[] header = new byte[HeaderLength];
        "GMIB"u8.CopyTo(header);
        header[4] = Version;
        header[5] = kind;
        header[6] = (byte)BitOperations.Log2((uint)alignment);
        header[7] = (byte)((bounds.Start.IsFromEnd ? 1 : 0) | (bounds.End.IsFromEnd ? 2 : 0) | (readOnly ? 4 : 0));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), bounds.Start.Value);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), bounds.End.Value);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(20), ByteChecksum.Compute(bytes));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(24), ByteChecksum.Compute(header.AsSpan(0, 24)));
        return header;
    }

    private static void Check(NativeChunk chunk, ByteHeader header)
    {
        Expect(chunk.Length == header.Length, $"{header.Length} bytes are announced and {chunk.Length} there");
        Expect(chunk.Checksum() == header.Checksum, "the checksum of the bytes is wrong");
        chunk.TrimExcess();
    }

    private static void Expect([DoesNotReturnIf(false)] bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidDataException($"The stream holds no valid chunk or slice here: {otherwise}.");
        }
    }
}

/// <summary>What a header says.</summary>
internal readonly record struct ByteHeader(int Length, int Alignment, uint Checksum, Range Bounds, bool IsReadOnly);
