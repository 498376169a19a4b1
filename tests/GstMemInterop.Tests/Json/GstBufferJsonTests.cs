using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GstMemInterop.Tests.Json;

public partial class GstBufferJsonTests
{
    private const string Empty = """{"pts":null,"dts":null,"duration":null,"offset":null,"offsetEnd":null,"flags":0,"memories":[]}""";

    private static readonly JsonSerializerOptions s_options = new() { Converters = { new GstBufferJsonConverter() } };

    [Fact]
    public void A_buffer_without_memory_and_without_times()
    {
        using GstBuffer buffer = GstBuffer.Create();
        Assert.Equal(Empty, JsonSerializer.Serialize(buffer));
        using GstBuffer back = JsonSerializer.Deserialize<GstBuffer>(Empty)!;
        Assert.Equal(0, back.MemoryCount);
        Assert.Equal(GstClockTime.None, back.Pts);
        Assert.Null(back.Offset);
        Assert.True(back.IsWritable);
    }

    [Fact]
    public void Times_positions_and_every_flag_bit_come_back()
    {
        using GstBuffer buffer = GstBuffer.CopyOf([1, 2, 3]);
        buffer.Pts = GstClockTime.Zero;
        buffer.Dts = GstClockTime.FromNanoseconds(ulong.MaxValue - 1);
        buffer.Duration = GstClockTime.FromNanoseconds(40_000_000);
        buffer.Offset = 0;
        buffer.OffsetEnd = 7;
        buffer.Flags = (GstBufferFlags)0x8000_0000 | GstBufferFlags.Discont | (GstBufferFlags)(1u << 27);
        string json = JsonSerializer.Serialize(buffer, s_options);
        Assert.Equal("""{"pts":0,"dts":18446744073709551614,"duration":40000000,"offset":0,"offsetEnd":7,"flags":2281701440,"memories":["AQID"]}""", json);

        using GstBuffer back = JsonSerializer.Deserialize<GstBuffer>(json, s_options)!;
        Assert.Equal(buffer.Pts, back.Pts);
        Assert.Equal(buffer.Dts, back.Dts);
        Assert.Equal(buffer.Duration, back.Duration);
        Assert.Equal(buffer.Offset, back.Offset);
        Assert.Equal(buffer.OffsetEnd, back.OffsetEnd);
        Assert.Equal(buffer.Flags, back.Flags);
        Assert.True(back.ContentEquals([1, 2, 3]));
    }

    [Fact]
    public void Sixteen_memories_are_neither_merged_nor_changed()
    {
        using GstBuffer buffer = GstBuffer.Create();
        for (int i = 0; i < GstBuffer.MaxMemoryCount; i++)
        {
            buffer.AppendMemory(GstMemory.CopyOf(Enumerable.Repeat((byte)i, i).ToArray()));
        }

        long merges = MapCounters.Merges;
        using GstBuffer back = JsonSerializer.Deserialize<GstBuffer>(JsonSerializer.Serialize(buffer))!;
        Assert.Equal(merges, MapCounters.Merges);
        Assert.Equal(16, buffer.MemoryCount);
        Assert.Equal(16, back.MemoryCount);
        Assert.True(back.ContentEquals(buffer.Borrow()));
        for (int i = 0; i < 16; i++)
        {
            using GstMemory memory = back.GetMemory(i);
            Assert.Equal((nuint)i, memory.Size);
        }
    }

    [Fact]
    public void A_shared_buffer_and_a_read_only_memory_are_written_and_come_back_as_their_own()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("shared"u8);
        using GstBuffer region = buffer.CopyRegion(GstBufferCopyFlags.Memory, 2, 3);
        using GstBuffer other = buffer.Retain();
        using GstBuffer back = JsonSerializer.Deserialize<GstBuffer>(JsonSerializer.Serialize(region))!;
        Assert.True(back.ContentEquals("are"u8));
        using WriteMapping map = back.MapWrite();
        Assert.False(map.Copied);
    }

    [Fact]
    public void A_large_memory_goes_there_and_back()
    {
        byte[] bytes = new byte[8 << 20];
        new Random(7).NextBytes(bytes);
        using GstBuffer buffer = GstBuffer.CopyOf(bytes);
        using MemoryStream stream = new();
        JsonSerializer.Serialize(stream, buffer);
        stream.Position = 0;
        using GstBuffer back = JsonSerializer.Deserialize<GstBuffer>(stream)!; // in pieces: values lie in several segments
        Assert.True(back.ContentEquals(bytes));
        Assert.Equal((nuint)bytes.Length, back.Size);
    }

    [Fact]
    public void A_memory_that_no_text_takes_is_refused_before_anything_is_written()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("small"u8);
        buffer.AppendMemory(GstMemory.Allocate(125_000_001));
        ArrayBufferWriter<byte> output = new();
        using Utf8JsonWriter writer = new(output);
        JsonException refusal = Assert.Throws<JsonException>(() => new GstBufferJsonConverter().Write(writer, buffer, s_options));
        Assert.Contains("memory 1 has 125000001 bytes", refusal.Message, StringComparison.Ordinal);
        writer.Flush();
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Base64_may_be_escaped_and_hold_blanks()
    {
        using GstBuffer back = JsonSerializer.Deserialize<GstBuffer>(Empty.Replace("[]", """["\u002bw\u003D=", "AQ ID"]""", StringComparison.Ordinal))!;
        Assert.Equal([0xfb, 1, 2, 3], back.ToArray());
    }

    [Theory]
    [InlineData("", "")] // control: what is not broken is accepted
    [InlineData("\"pts\":null", "\"pts\":\"1\"")]
    [InlineData("\"pts\":null", "\"pts\":-1")]
    [InlineData("\"pts\":null", "\"pts\":1.5")]
    [InlineData("\"pts\":null", "\"pts\":18446744073709551616")]
    [InlineData("\"pts\":null", "\"pts\":{}")]
    [InlineData("\"pts\":null", "\"pts\":null,\"pts\":null")]
    [InlineData("\"pts\":null,", "")]
    [InlineData("\"offsetEnd\":null", "\"offsetEnd\":true")]
    [InlineData("\"offsetEnd\":null", "\"offsetend\":null")]
    [InlineData("\"flags\":0", "\"flags\":null")]
    [InlineData("\"flags\":0", "\"flags\":4294967296")]
    [InlineData("\"flags\":0", "\"flags\":2")]
    [InlineData("\"flags\":0,", "")]
    [InlineData("\"flags\":0", "\"flags\":0,\"metas\":[]")]
    [InlineData("\"flags\":0", "\"flags\":0,\"\\ud800\":1")]
    [InlineData("\"memories\":[]", "\"memories\":null")]
    [InlineData("\"memories\":[]", "\"memories\":\"AQID\"")]
    [InlineData("\"memories\":[]", "\"memories\":[\"AQID\",1]")]
    [InlineData("\"memories\":[]", "\"memories\":[\"AQID\",\"AQI\"]")]
    [InlineData("\"memories\":[]", "\"memories\":[\"AQID\",\"AQ=D\"]")]
    [InlineData("\"memories\":[]", "\"memories\":[\"AQID\",\"=\"]")]
    [InlineData("\"memories\":[]", "\"memories\":[\"AQID\",\"\\ud800AQID\"]")]
    [InlineData("\"memories\":[]", "\"memories\":[\"AQID\"],\"memories\":[]")]
    [InlineData(",\"memories\":[]", "")]
    [InlineData("\"memories\":[]}", "\"memories\":[\"AQID\"")]
    [InlineData("\"memories\":[]", "\"memories\":[\"AQID\",\"AQID\",\"AQID\",\"AQID\",\"AQID\",\"AQID\",\"AQID\",\"AQID\",\"AQID\",\"AQID\",\"AQID\",\"AQID\",\"AQID\",\"AQID\",\"AQID\",\"AQID\",\"AQID\"]")]
    public void A_broken_document_is_refused_and_leaves_nothing(string part, string with)
    {
        string json = part.Length == 0 ? Empty : Empty.Replace(part, with, StringComparison.Ordinal);
        int alive = LiveHandles.Count;
        if (part.Length == 0)
        {
            JsonSerializer.Deserialize<GstBuffer>(json)!.Dispose();
        }
        else
        {
            JsonException refusal = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<GstBuffer>(json));
            Assert.NotEmpty(refusal.Message);
        }

        Assert.Equal(alive, LiveHandles.Count);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("\"AQID\"")]
    [InlineData("{}")]
    public void What_is_no_object_of_ours_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<GstBuffer>(json));

    [Fact]
    public void Null_is_null_and_a_disposed_buffer_is_not_written()
    {
        Assert.Null(JsonSerializer.Deserialize<GstBuffer>("null"));
        GstBuffer buffer = GstBuffer.Create();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => JsonSerializer.Serialize(buffer));
    }

    [Fact]
    public void A_source_generated_context_needs_no_reflection()
    {
        using Frame frame = new("left", GstBuffer.CopyOf("abc"u8));
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(frame, FrameContext.Default.Frame);
        Assert.EndsWith("\"memories\":[\"YWJj\"]}}", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
        using Frame back = JsonSerializer.Deserialize(json, FrameContext.Default.Frame)!;
        Assert.Equal("left", back.Camera);
        Assert.True(back.Buffer.ContentEquals("abc"u8));
    }

    internal sealed record Frame(string Camera, GstBuffer Buffer) : IDisposable
    {
        public void Dispose() => Buffer.Dispose();
    }

    [JsonSerializable(typeof(Frame))]
    internal sealed partial class FrameContext : JsonSerializerContext;
}
