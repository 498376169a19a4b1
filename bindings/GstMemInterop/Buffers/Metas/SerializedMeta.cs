using System.Buffers.Binary;
using System.Text;

namespace GstMemInterop;

/// <summary>
/// A meta in its portable form, proven before C reads it: C believes the lengths, numbers and texts in it, whoever wrote them.
/// </summary>
/// <remarks>total size (4), length of the name (4), name, zero, version (1), content: little-endian.</remarks>
internal readonly unsafe ref struct SerializedMeta
{
    private const int NameStart = 8;

    // More pixels than any frame has, and few enough for C's ints when it adds padding.
    private const long MostPixels = 1 << 24;

    private static readonly UTF8Encoding s_text = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _name;
    private readonly byte _version;
    private readonly ReadOnlySpan<byte> _content;

    private SerializedMeta(ReadOnlySpan<byte> data, int nameLength)
    {
        Length = data.Length;
        _name = data.Slice(NameStart, nameLength);
        _version = data[NameStart + nameLength + 1];
        _content = data[(NameStart + nameLength + 2)..];
    }

    /// <summary>The bytes of the whole form.</summary>
    internal int Length { get; }

    /// <summary>Finds a meta at the start of the data; whether C knows it is another question.</summary>
    internal static bool TryFind(ReadOnlySpan<byte> data, out SerializedMeta meta)
    {
        meta = default;
        if (data.Length < NameStart)
        {
            return false;
        }

        ulong total = BinaryPrimitives.ReadUInt32LittleEndian(data);
        ulong nameLength = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
        if (total > (ulong)data.Length || NameStart + nameLength + 2 > total || data[NameStart + (int)nameLength] != 0)
        {
            return false;
        }

        meta = new SerializedMeta(data[..(int)total], (int)nameLength);
        return true;
    }

    /// <summary>Whether C writes this meta: it counts name and header in one byte, and takes interleaved audio for planes.</summary>
    internal static bool CanWrite(Native.GstMeta* meta)
    {
        string name = NativeText.Read(Native.LibGObject.g_type_name(meta->info->type))!;
        return Encoding.UTF8.GetByteCount(name) + NameStart + 2 <= byte.MaxValue
            && (name != "GstAudioMeta" || ((Native.GstAudioMeta*)meta)->offsets is not null);
    }

    /// <summary>Whether C may be asked to add the meta to a buffer of this size. What others registered is read by their code.</summary>
    internal bool IsSound(nuint bufferSize)
    {
        try
        {
            string name = s_text.GetString(_name);
            using NativeText native = new(name);
            return Native.LibGst.gst_meta_get_info(native.Pointer) is not null && name switch
            {
                "GstVideoMeta" => _version == 0 && IsVideo(bufferSize),
                "GstAudioMeta" => _version == 0 && IsAudio(bufferSize),
                "GstReferenceTimestampMeta" => _version == 0 && IsTimestamp(),
                _ => GstCustomMeta.Find(name) is null || (_version == 0 && IsStructure(_content)),
            };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }

    private bool IsVideo(nuint bufferSize)
    {
        Reader reader = new(_content);
        GstVideoFrameFlags flags = (GstVideoFrameFlags)reader.Int();
        GstVideoFormat format = (GstVideoFormat)reader.Int();
        int width = reader.Int();
        int height = reader.Int();
        int planes = reader.Int();
        VideoPlanes.CheckFormat(format);
        VideoPlanes.CheckSize(width, height);
        int expected = VideoPlanes.CountOf(format);
        if (bufferSize == 0 || planes is < 0 or > VideoPlanes.Most || (expected != 0 && planes != expected))
        {
            return false;
        }

        Span<ulong> offsets = stackalloc ulong[VideoPlanes.Most];
        for (int plane = 0; plane < planes; plane++)
        {
            offsets[plane] = reader.Long();
        }

        for (int plane = 0; plane < planes; plane++)
        {
            VideoPlanes.Check(format, width, height, flags, plane, checked((nuint)offsets[plane]), reader.Int(), bufferSize);
        }

        ulong rows = (ulong)height + (uint)reader.Int() + (uint)reader.Int();
        ulong columns = (ulong)width + (uint)reader.Int() + (uint)reader.Int();
        bool aligned = rows != (ulong)height || columns != (ulong)width;
        for (int plane = 0; plane < planes; plane++)
        {
            uint mask = (uint)reader.Int();
            aligned |= mask != 0;
            if (mask > ushort.MaxValue || (mask & (mask + 1)) != 0)
            {
                return false;
            }
        }

        return !reader.Failed && (!aligned || (expected != 0 && rows <= MostPixels && columns <= MostPixels));
    }

    private bool IsAudio(nuint bufferSize)
    {
        Reader reader = new(_content);
        GstAudioFormat format = (GstAudioFormat)reader.Int();
        _ = reader.Int(); // flags: any will do
        GstAudioLayout layout = (GstAudioLayout)reader.Int();
        int rate = reader.Int();
        int channels = reader.Int();
        AudioPlanes.CheckFormat(format, layout, rate, channels);
        Native.GstAudioChannelPosition* positions = stackalloc Native.GstAudioChannelPosition[channels];
        bool named = true;
        for (int channel = 0; channel < channels; channel++)
        {
            positions[channel] = (Native.GstAudioChannelPosition)reader.Int();
            named &= Enum.IsDefined(positions[channel]);
        }

        ulong samples = reader.Long();
        nuint[] offsets = new nuint[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            offsets[channel] = checked((nuint)reader.Long());
        }

        if (reader.Failed || layout == GstAudioLayout.Interleaved || !named
            || Native.LibGstAudio.gst_audio_check_valid_channel_positions(positions, channels, 1) == 0)
        {
            return false;
        }

        Native.GstAudioInfo info;
        Native.LibGstAudio.gst_audio_info_init(&info);
        Native.LibGstAudio.gst_audio_info_set_format(&info, (Native.GstAudioFormat)format, rate, channels, null);
        AudioPlanes.Check(layout, channels, checked((nuint)samples), (nuint)info.bpf, offsets, bufferSize);
        return true;
    }

    private bool IsTimestamp()
    {
        const int Times = 2 * sizeof(ulong);
        if (_content.Length <= Times || _content[^1] != 0)
        {
            return false;
        }

        ReadOnlySpan<byte> caps = _content[Times..];
        ReadOnlySpan<byte> info = caps[(caps.IndexOf((byte)0) + 1)..];
        GstCaps.Parse(TextOf(caps)).Dispose();
        return info.IsEmpty || IsStructure(info);
    }

    private static bool IsStructure(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty || content[^1] != 0)
        {
            return false;
        }

        Native.LibGst.gst_structure_free(MetaStructures.Parse(TextOf(content)));
        return true;
    }

    private static string TextOf(ReadOnlySpan<byte> content) => s_text.GetString(content[..content.IndexOf((byte)0)]);

    /// <summary>Reads numbers; beyond the end they are 0, and <see cref="Failed"/> says so.</summary>
    private ref struct Reader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        internal bool Failed { get; private set; }

        internal int Int() => Take(sizeof(int)) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : 0;

        internal ulong Long() => Take(sizeof(ulong)) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;

        private ReadOnlySpan<byte> Take(int count)
        {
            Failed |= _rest.Length < count;
            ReadOnlySpan<byte> taken = Failed ? default : _rest[..count];
            _rest = Failed ? default : _rest[count..];
            return taken;
        }
    }
}
