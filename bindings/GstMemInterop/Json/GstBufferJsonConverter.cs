using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GstMemInterop;

[JsonConverter(typeof(GstBufferJsonConverter))]
public sealed unsafe partial class GstBuffer;

/// <summary>
/// Writes a buffer as
/// <c>{"pts":40000000,"dts":null,"duration":40000000,"offset":null,"offsetEnd":null,"flags":64,"memories":["AQID","BA=="]}</c>
/// and reads it back. Stands on <c>GstBuffer</c>.
/// </summary>
/// <remarks>
/// Times are nanoseconds, and no time or position is <c>null</c>. The flags are C's number, bits that this library does not
/// know included. Each memory is one base64 text, so a buffer of several memories is neither merged nor changed, and comes
/// back as as many. What a memory is made of (allocator, alignment, flags) is not written, and metas are not: only their own
/// C code knows what they hold, and many hold pointers. Uses no reflection: fit for trimming and native AOT.
/// </remarks>
public sealed class GstBufferJsonConverter : JsonConverter<GstBuffer>
{
    private const int MaxText = 125_000_000; // what Utf8JsonWriter takes as one base64 value

    // Below it are the bits of the object itself (locking, leak tracing), which say nothing about the data.
    private const uint FirstBufferFlag = (uint)Native.GstMiniObjectFlags.GST_MINI_OBJECT_FLAG_LAST;

    private static readonly string[] s_properties = ["pts", "dts", "duration", "offset", "offsetEnd", "flags", "memories"];

    /// <summary>Writes the buffer, memory by memory, straight from the mapped bytes (<c>gst_buffer_map_range</c>).</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The buffer; it is not changed.</param>
    /// <param name="options">Not used.</param>
    /// <exception cref="JsonException">A memory is larger than 125,000,000 bytes; nothing was written.</exception>
    /// <exception cref="GstMapException">A memory cannot be mapped for reading.</exception>
    public override void Write(Utf8JsonWriter writer, GstBuffer value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        GstBufferRef buffer = value.Borrow();
        int count = buffer.MemoryCount;
        for (int i = 0; i < count; i++)
        {
            nuint size = buffer.PeekMemory(i).Size;
            Expect(size <= MaxText, $"memory {i} has {size} bytes and one text takes {MaxText}; write the bytes beside the document");
        }

        writer.WriteStartObject();
        WriteNumber(writer, "pts"u8, buffer.Pts.HasValue ? buffer.Pts.Nanoseconds : null);
        WriteNumber(writer, "dts"u8, buffer.Dts.HasValue ? buffer.Dts.Nanoseconds : null);
        WriteNumber(writer, "duration"u8, buffer.Duration.HasValue ? buffer.Duration.Nanoseconds : null);
        WriteNumber(writer, "offset"u8, buffer.Offset);
        WriteNumber(writer, "offsetEnd"u8, buffer.OffsetEnd);
        writer.WriteNumber("flags"u8, (uint)buffer.Flags & ~(FirstBufferFlag - 1));
        writer.WriteStartArray("memories"u8);
        for (int i = 0; i < count; i++)
        {
            using ReadMapping map = buffer.MapRead(i, 1);
            writer.WriteBase64StringValue(map.Span);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Reads a buffer with memories from the default allocator (<c>gst_buffer_new</c>, <c>gst_allocator_alloc</c>, <c>gst_buffer_append_memory</c>).</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="typeToConvert">Not used.</param>
    /// <param name="options">Not used.</param>
    /// <returns>The buffer; the caller disposes it.</returns>
    /// <exception cref="JsonException">A property is missing, unknown, given twice or of another kind. Nothing stays allocated.</exception>
    /// <exception cref="OutOfMemoryException">A memory could not be allocated.</exception>
    public override GstBuffer Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, "a buffer is an object");
        GstBuffer buffer = GstBuffer.Create();
        try
        {
            Fill(buffer, ref reader);
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static void Fill(GstBuffer buffer, ref Utf8JsonReader reader)
    {
        int seen = 0;
        uint flags = 0;
        while (Next(ref reader) && reader.TokenType == JsonTokenType.PropertyName)
        {
            int property = PropertyAt(ref reader);
            Expect((seen & (1 << property)) == 0, $"{s_properties[property]} is given twice");
            seen |= 1 << property;
            _ = Next(ref reader);
            switch (property)
            {
                case 0: buffer.Pts = ReadTime(ref reader, "pts"); break;
                case 1: buffer.Dts = ReadTime(ref reader, "dts"); break;
                case 2: buffer.Duration = ReadTime(ref reader, "duration"); break;
                case 3: buffer.Offset = ReadNumber(ref reader, "offset"); break;
                case 4: buffer.OffsetEnd = ReadNumber(ref reader, "offsetEnd"); break;
                case 5: flags = ReadFlags(ref reader); break;
                default: ReadMemories(buffer, ref reader); break;
            }
        }

        for (int i = 0; i < s_properties.Length; i++)
        {
            Expect((seen & (1 << i)) != 0, $"{s_properties[i]} is missing");
        }

        buffer.Flags = (GstBufferFlags)flags; // last: appending a memory sets one
    }

    private static int PropertyAt(ref Utf8JsonReader reader)
    {
        for (int i = 0; i < s_properties.Length; i++)
        {
            if (reader.ValueTextEquals(s_properties[i]))
            {
                return i;
            }
        }

        throw Broken($"it takes {string.Join(", ", s_properties)} and nothing else");
    }

    private static GstClockTime ReadTime(ref Utf8JsonReader reader, string name) =>
        ReadNumber(ref reader, name) is { } nanoseconds ? new GstClockTime(nanoseconds) : GstClockTime.None;

    private static ulong? ReadNumber(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        return reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out ulong number)
            ? number
            : throw Broken($"{name} is neither null nor a whole number from 0 on");
    }

    private static uint ReadFlags(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out uint flags) && (flags & (FirstBufferFlag - 1)) == 0
            ? flags
            : throw Broken($"flags is no 32-bit number of bits from {FirstBufferFlag} on");

    private static void ReadMemories(GstBuffer buffer, ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, "memories is no array");
        while (Next(ref reader) && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader.TokenType == JsonTokenType.String, "a memory is no text");
            Expect(buffer.MemoryCount < GstBuffer.MaxMemoryCount, $"a buffer has at most {GstBuffer.MaxMemoryCount} memories");
            buffer.AppendMemory(ReadMemory(ref reader));
        }
    }

    private static GstMemory ReadMemory(ref Utf8JsonReader reader)
    {
        if (!reader.HasValueSequence && !reader.ValueIsEscaped)
        {
            return Decode(reader.ValueSpan);
        }

        int length = checked((int)(reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length));
        byte[] text = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return Decode(text.AsSpan(0, reader.CopyString(text)));
        }
        catch (InvalidOperationException)
        {
            throw Broken("a memory is no base64 text"); // half a surrogate pair
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private static GstMemory Decode(ReadOnlySpan<byte> text)
    {
        int size = Base64.GetMaxDecodedFromUtf8Length(text.Length) - (text.EndsWith("=="u8) ? 2 : text.EndsWith("="u8) ? 1 : 0);
        GstMemory memory = GstMemory.Allocate((nuint)Math.Max(size, 0));
        try
        {
            int written;
            using (WriteMapping map = memory.MapWrite())
            {
                OperationStatus status = Base64.DecodeFromUtf8(text, map.Span, out int consumed, out written);
                Expect(status == OperationStatus.Done && consumed == text.Length, "a memory is no base64 text");
            }

            memory.Resize(0, (nuint)written); // blanks inside the text are skipped
            return memory;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    private static bool Next(ref Utf8JsonReader reader)
    {
        Expect(reader.Read(), "it ends too early");
        return true;
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ulong? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw Broken(otherwise);
        }
    }

    private static JsonException Broken(string why) => new($"This is no buffer as JSON: {why}.");
}
