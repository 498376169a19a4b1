using System.Text.Json;
using System.Text.Json.Serialization;

namespace GstMemInterop.Bytes;

/// <summary>
/// Reads and writes a <see cref="NativeChunk"/> as <c>{"alignment":64,"length":3,"crc32c":123,"data":"AQID"}</c>. Input in
/// which a property is missing, unknown or does not fit the data is refused with a <see cref="JsonException"/>.
/// </summary>
public sealed class NativeChunkJsonConverter : JsonConverter<NativeChunk>
{
    /// <inheritdoc/>
    public override NativeChunk Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        ByteJson.Expect(reader.TokenType == JsonTokenType.StartObject, "a chunk is an object");
        int? alignment = null;
        int? length = null;
        uint? checksum = null;
        byte[]? data = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("alignment"u8))
            {
                ByteJson.Expect(alignment is null, "alignment is given twice");
                alignment = ByteJson.ReadInt(ref reader, "alignment");
            }
            else if (reader.ValueTextEquals("length"u8))
            {
                ByteJson.Expect(length is null, "length is given twice");
                length = ByteJson.ReadInt(ref reader, "length");
            }
            else if (reader.ValueTextEquals("crc32c"u8))
            {
                ByteJson.Expect(checksum is null, "crc32c is given twice");
                ByteJson.Expect(reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out uint number), "crc32c is no 32-bit number");
                checksum = reader.GetUInt32();
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                ByteJson.Expect(data is null, "data is given twice");
                ByteJson.Expect(reader.Read() && reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out data), "data is no base64 text");
            }
            else
            {
                ByteJson.Expect(false, $"the property '{reader.GetString()}' is unknown");
            }
        }

        ByteJson.Expect(reader.TokenType == JsonTokenType.EndObject, "the object does not end");
        ByteJson.Expect(data is not null && length is not null && alignment is not null && checksum is not null,
            "it takes alignment, length, crc32c and data");
        ByteJson.Expect(data!.Length == length, $"there are {data.Length} bytes of data and length says {length}");
        ByteJson.Expect(alignment is > 0 and <= NativeChunk.MaxAlignment && int.IsPow2(alignment.Value), $"alignment {alignment} is no power of two up to {NativeChunk.MaxAlignment}");
        ByteJson.Expect(ByteChecksum.Compute(data) == checksum, "the checksum does not fit the data");
        return new(data, alignment!.Value);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, NativeChunk value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        using ReadOnlySpanLease lease = value.LeaseReadOnly();
        ByteJson.WriteBytes(writer, lease.Span, value.Alignment);
    }
}

/// <summary>
/// Reads and writes a <see cref="NativeSlice"/> with its base:
/// <c>{"start":1,"startFromEnd":false,"stop":0,"stopFromEnd":true,"readOnly":false,"base":{...}}</c>. What is read has a
/// <see cref="NativeChunk"/> as its base, which the reader must dispose.
/// </summary>
public sealed class NativeSliceJsonConverter : JsonConverter<NativeSlice>
{
    private static readonly NativeChunkJsonConverter Chunks = new();

    /// <inheritdoc/>
    public override NativeSlice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        ByteJson.Expect(reader.TokenType == JsonTokenType.StartObject, "a slice is an object");
        int? start = null;
        int? stop = null;
        bool startFromEnd = false;
        bool stopFromEnd = false;
        bool readOnly = false;
        NativeChunk? chunk = null;
        try
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                switch (reader.GetString())
                {
                    case "start":
                        start = ByteJson.ReadInt(ref reader, "start");
                        break;
                    case "stop":
                        stop = ByteJson.ReadInt(ref reader, "stop");
                        break;
                    case "startFromEnd":
                        startFromEnd = ByteJson.ReadBool(ref reader, "startFromEnd");
                        break;
                    case "stopFromEnd":
                        stopFromEnd = ByteJson.ReadBool(ref reader, "stopFromEnd");
                        break;
                    case "readOnly":
                        readOnly = ByteJson.ReadBool(ref reader, "readOnly");
                        break;
                    case "base":
                        ByteJson.Expect(chunk is null && reader.Read(), "base is given twice or ends");
                        chunk = Chunks.Read(ref reader, typeof(NativeChunk), options);
                        break;
                    case string name:
                        ByteJson.Expect(false, $"the property '{name}' is unknown");
                        break;
                }
            }

            ByteJson.Expect(reader.TokenType == JsonTokenType.EndObject, "the object does not end");
            ByteJson.Expect(chunk is not null && start is not null && stop is not null, "it takes base, start and stop");
            return new(chunk!, new Range(new(start!.Value, startFromEnd), new(stop!.Value, stopFromEnd)), readOnly);
        }
        catch
        {
            chunk?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, NativeSlice value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        using ReadOnlySpanLease lease = value.Base.LeaseReadOnly();
        writer.WriteStartObject();
        writer.WriteNumber("start"u8, value.Bounds.Start.Value);
        writer.WriteBoolean("startFromEnd"u8, value.Bounds.Start.IsFromEnd);
        writer.WriteNumber("stop"u8, value.Bounds.End.Value);
        writer.WriteBoolean("stopFromEnd"u8, value.Bounds.End.IsFromEnd);
        writer.WriteBoolean("readOnly"u8, value.IsReadOnly);
        writer.WritePropertyName("base"u8);
        ByteJson.WriteBytes(writer, lease.Span, (value.Base as NativeChunk)?.Alignment ?? NativeChunk.DefaultAlignment);
        writer.WriteEndObject();
    }
}

internal static class ByteJson
{
    public static void Expect([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new JsonException($"This is no serialised chunk or slice: {otherwise}.");
        }
    }

    public static int ReadInt(ref Utf8JsonReader reader, string name)
    {
        int value = 0;
        Expect(reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out value) && value >= 0, $"{name} is no number from 0 on");
        return value;
    }

    public static bool ReadBool(ref Utf8JsonReader reader, string name)
    {
        Expect(reader.Read() && reader.TokenType is JsonTokenType.True or JsonTokenType.False, $"{name} is neither true nor false");
        return reader.GetBoolean();
    }

    public static void WriteBytes(Utf8JsonWriter writer, ReadOnlySpan<byte> bytes, int alignment)
    {
        writer.WriteStartObject();
        writer.WriteNumber("alignment"u8, alignment);
        writer.WriteNumber("length"u8, bytes.Length);
        writer.WriteNumber("crc32c"u8, ByteChecksum.Compute(bytes));
        writer.WriteBase64String("data"u8, bytes);
        writer.WriteEndObject();
    }
}
