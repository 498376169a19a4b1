using System.Text.Json;

namespace GstMemInterop.Bytes.Tests;

public class SerializationTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 64)]
    [InlineData(100_000, 4096)]
    public async Task Chunks_survive_a_stream_and_json(int length, int alignment)
    {
        using NativeChunk chunk = new(length, alignment);
        for (int i = 0; i < length; i++)
        {
            chunk[i] = (byte)(i * 31);
        }

        using MemoryStream stream = new();
        chunk.WriteTo(stream);
        await chunk.WriteToAsync(stream, TestContext.Current.CancellationToken);
        stream.WriteByte(99);
        stream.Position = 0;
        using NativeChunk first = NativeChunk.ReadFrom(stream);
        using NativeChunk second = await NativeChunk.ReadFromAsync(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(99, stream.ReadByte());
        Assert.Equal(chunk, first);
        Assert.Equal(chunk, second);
        Assert.Equal(alignment, first.Alignment);
        using NativeChunk json = JsonSerializer.Deserialize<NativeChunk>(JsonSerializer.Serialize(chunk))!;
        Assert.Equal(chunk, json);
        Assert.Equal(alignment, json.Alignment);
    }

    [Fact]
    public void Slices_survive_with_their_base()
    {
        using NativeChunk chunk = new("0123456789"u8);
        foreach (NativeSlice slice in new[] { chunk.Window(2, -3), chunk.Slice(2..^3), chunk.Window(-4, null), chunk.Slice(..).AsReadOnly(), chunk.Window(8, 100) })
        {
            using MemoryStream stream = new();
            slice.WriteTo(stream);
            stream.Position = 0;
            NativeSlice read = NativeSlice.ReadFrom(stream);
            Check(slice, read);
            Check(slice, JsonSerializer.Deserialize<NativeSlice>(JsonSerializer.Serialize(slice))!);
        }

        static void Check(NativeSlice expected, NativeSlice actual)
        {
            using NativeChunk chunk = Assert.IsType<NativeChunk>(actual.Base);
            Assert.Equal(expected.ToArray(), actual.ToArray());
            Assert.Equal(expected.IsReadOnly, actual.IsReadOnly);
            chunk.Add(0);
            Assert.Equal(expected.Bounds, actual.Bounds);
        }
    }

    [Fact]
    public void Every_damaged_or_shortened_stream_is_rejected()
    {
        using NativeChunk chunk = new("some bytes to protect"u8);
        using MemoryStream stream = new();
        chunk.WriteTo(stream);
        byte[] good = stream.ToArray();
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = [.. good];
            bad[i] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => NativeChunk.ReadFrom(new MemoryStream(bad)));
            Assert.Throws<InvalidDataException>(() => NativeChunk.ReadFrom(new MemoryStream(good, 0, i)));
        }

        Assert.Throws<InvalidDataException>(() => NativeSlice.ReadFrom(new MemoryStream(good)));
        Assert.Throws<InvalidDataException>(() => NativeChunk.ReadFrom(new MemoryStream(good), maxLength: 10));
        Assert.Throws<ArgumentNullException>(() => NativeChunk.ReadFrom(null!));
    }

    [Fact]
    public void A_huge_announced_length_takes_no_memory()
    {
        using NativeChunk chunk = new("x"u8);
        using MemoryStream stream = new();
        chunk.WriteTo(stream);
        byte[] bytes = stream.ToArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(16), int.MaxValue);
        BitConverter.TryWriteBytes(bytes.AsSpan(24), ByteChecksum.Compute(bytes.AsSpan(0, 24)));
        Assert.Throws<InvalidDataException>(() => NativeChunk.ReadFrom(new MemoryStream(bytes)));
    }

    [Theory]
    [InlineData("null!")]
    [InlineData("[]")]
    [InlineData("\"AQID\"")]
    [InlineData("{}")]
    [InlineData("{\"alignment\":64,\"length\":3,\"crc32c\":1,\"data\":\"AQID\"}")]
    [InlineData("{\"alignment\":64,\"length\":4,\"crc32c\":4045318946,\"data\":\"AQID\"}")]
    [InlineData("{\"alignment\":63,\"length\":0,\"crc32c\":0,\"data\":\"\"}")]
    [InlineData("{\"alignment\":64,\"length\":0,\"crc32c\":0,\"data\":\"=\"}")]
    [InlineData("{\"alignment\":64,\"length\":0,\"crc32c\":0,\"data\":\"\",\"more\":1}")]
    [InlineData("{\"alignment\":64,\"alignment\":64,\"length\":0,\"crc32c\":0,\"data\":\"\"}")]
    [InlineData("{\"alignment\":-64,\"length\":0,\"crc32c\":0,\"data\":\"\"}")]
    [InlineData("{\"alignment\":64,\"length\":0,\"crc32c\":-1,\"data\":\"\"}")]
    [InlineData("{\"alignment\":64,\"length\":0,\"crc32c\":0,\"data\":5}")]
    [InlineData("{\"alignment\":64,\"length\":0,\"crc32c\":0,\"data\":\"\"")]
    public void Bad_json_is_rejected(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<NativeChunk>(json));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<NativeSlice>("{\"start\":0,\"stop\":1,\"base\":" + json + "}"));
    }

    [Fact]
    public void Null_is_null() => Assert.Null(JsonSerializer.Deserialize<NativeChunk>("null"));

    [Theory]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData(int.MinValue)]
    public async Task A_stream_that_lies_about_what_it_read_is_refused(int tooMany)
    {
        using NativeChunk chunk = new("0123456789"u8);
        using MemoryStream whole = new();
        chunk.WriteTo(whole);
        Assert.Throws<InvalidDataException>(() => NativeChunk.ReadFrom(new Lying(whole.ToArray(), tooMany)));
        await Assert.ThrowsAsync<InvalidDataException>(
            async () => await NativeChunk.ReadFromAsync(new Lying(whole.ToArray(), tooMany), cancellationToken: TestContext.Current.CancellationToken));
    }

    private sealed class Lying(byte[] bytes, int tooMany) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => Lie(base.Read(buffer));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Lie(base.Read(buffer.Span)));

        private int Lie(int read) => Position <= 28 ? read : unchecked(read + tooMany);
    }
}
