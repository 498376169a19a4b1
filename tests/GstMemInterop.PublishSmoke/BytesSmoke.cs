using System.Text.Json;
using System.Text.Json.Serialization;
using GstMemInterop.Bytes;

namespace GstMemInterop.PublishSmoke;

/// <summary>The toolkit that knows nothing of GStreamer.</summary>
internal static class BytesSmoke
{
    internal static void Edit()
    {
        byte[] bytes = [0x00, 0x0F, 0xF0, 0xFF];
        ByteEdit.Invert(bytes);
        Expect.Equal("FFF00F00", Convert.ToHexString(bytes));
        Expect.Equal(2, ByteSearch.IndexOf(bytes, [0x0F, 0x00]));
        Expect.Equal(1, ByteCompare.FirstDifference(bytes, [0xFF, 0xF1, 0x0F, 0x00]));
        Expect.True(HexDump.Format(bytes).Contains("fff0 0f00", StringComparison.OrdinalIgnoreCase)
            || HexDump.Format(bytes).Contains("ff f0 0f 00", StringComparison.OrdinalIgnoreCase));
    }

    internal static void Views()
    {
        byte[] bytes = new byte[4 * 3];
        PlaneSpan<byte> plane = new(bytes, 3, 3, 4);
        plane.Rectangle(1, 1, 2, 2).Fill(7);
        Expect.Equal("000000000007070000070700", Convert.ToHexString(bytes));

        TypedArray<ushort> words = new(new byte[] { 0x12, 0x34 }, ByteOrder.Big);
        Expect.Equal((ushort)0x1234, words[0]);
        TypedArray<double> reals = new(new byte[16]) { [1] = 0.5 };
        Expect.Equal(0.5, reals.Sum());
    }

    internal static void Serialise()
    {
        using NativeChunk chunk = new("abc"u8);
        chunk.Append("def"u8);
        string json = JsonSerializer.Serialize(chunk, SmokeJson.Default.NativeChunk);
        using NativeChunk back = JsonSerializer.Deserialize(json, SmokeJson.Default.NativeChunk)!;
        using (ReadOnlySpanLease lease = back.LeaseReadOnly())
        {
            Expect.True(lease.Span.SequenceEqual("abcdef"u8));
        }

        using MemoryStream stream = new();
        back.WriteTo(stream);
        stream.Position = 0;
        using NativeChunk again = NativeChunk.ReadFrom(stream);
        Expect.Equal(6, again.Length);
    }
}

/// <summary>Ahead-of-time compilation has no reflection to build a serialiser with.</summary>
[JsonSerializable(typeof(NativeChunk))]
internal sealed partial class SmokeJson : JsonSerializerContext;
