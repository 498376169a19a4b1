using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>Proves audio caps and channel positions before C reads them, which would print what is wrong, or compute with it.</summary>
internal static unsafe class AudioCaps
{
    /// <summary>Elements of <c>GstAudioInfo.position</c>: more channels than that have no positions.</summary>
    internal const int MostPositions = 64;

    /// <summary>What keeps caps from describing raw audio; <see langword="null"/> when nothing does.</summary>
    internal static string? Fault(Native.GstCaps* caps)
    {
        if (Native.LibGst.gst_caps_is_fixed(caps) == 0)
        {
            return "they are not fixed: every field needs one value";
        }

        Native.GstStructure* structure = Native.LibGst.gst_caps_get_structure(caps, 0);
        if (NativeText.Read(Native.LibGst.gst_structure_get_name(structure)) is not "audio/x-raw")
        {
            return "the media type is not audio/x-raw";
        }

        byte* format = CapsField.Text(structure, "format");
        Native.GstAudioFormat known = format is null ? Native.GstAudioFormat.GST_AUDIO_FORMAT_UNKNOWN : Native.LibGstAudio.gst_audio_format_from_string(format);
        if (!IsKnown((GstAudioFormat)known))
        {
            return format is null ? "there is no format, for example 'format=S16LE'" : "the loaded GStreamer knows no such format";
        }

        if (NativeText.Read(CapsField.Text(structure, "layout")) is not ("interleaved" or "non-interleaved"))
        {
            return "there is no layout: 'interleaved' or 'non-interleaved'";
        }

        if (!CapsField.TryGetNumber(structure, "rate", out int rate) || rate <= 0)
        {
            return "there is no positive rate, for example 'rate=48000'";
        }

        if (!CapsField.TryGetNumber(structure, "channels", out int channels) || channels <= 0)
        {
            return "there is no positive number of channels";
        }

        return IsTooWide(known, channels) ? "so many channels are too many bytes" : PositionFault(structure, channels);
    }

    /// <summary>Whether the loaded GStreamer has the format; newer ones have more than our enum names.</summary>
    internal static bool IsKnown(GstAudioFormat format)
    {
        uint count;
        Native.GstAudioFormat* raw = Native.LibGstAudio.gst_audio_formats_raw(&count);
        return new ReadOnlySpan<uint>(raw, (int)count).Contains((uint)format);
    }

    /// <summary>Whether a sample of all channels has more bytes than C's int counts in bits.</summary>
    internal static bool IsTooWide(Native.GstAudioFormat format, int channels) =>
        (long)Native.LibGstAudio.gst_audio_format_get_info(format)->width * channels > int.MaxValue;

    /// <summary>Whether C takes these positions without a word: each known and once, in GStreamer's order, or none at all.</summary>
    internal static bool ArePossible(ReadOnlySpan<GstAudioChannelPosition> positions)
    {
        ReadOnlySpan<int> numbers = MemoryMarshal.Cast<GstAudioChannelPosition, int>(positions);
        if (positions.Length > 1 && numbers.Contains((int)GstAudioChannelPosition.None))
        {
            return !numbers.ContainsAnyExcept((int)GstAudioChannelPosition.None);
        }

        foreach (GstAudioChannelPosition position in positions)
        {
            if ((int)position is < (int)GstAudioChannelPosition.None or >= MostPositions)
            {
                return false; // C would shift by it
            }
        }

        fixed (GstAudioChannelPosition* first = positions)
        {
            return Native.LibGstAudio.gst_audio_check_valid_channel_positions((Native.GstAudioChannelPosition*)first, positions.Length, 1) != 0;
        }
    }

    private static string? PositionFault(Native.GstStructure* structure, int channels)
    {
        using NativeText name = new("channel-mask");
        Native.GValue* value = Native.LibGst.gst_structure_get_value(structure, name.Pointer);
        if (value is null || value->g_type != Native.LibGst.gst_bitmask_get_type())
        {
            return channels > 2 ? $"{channels} channels need a channel-mask, which may be 0: 'channel-mask=(bitmask)0x0'" : null;
        }

        ulong mask = Native.LibGst.gst_value_get_bitmask(value);
        if (mask == 0)
        {
            return null;
        }

        Span<GstAudioChannelPosition> positions = stackalloc GstAudioChannelPosition[MostPositions];
        bool counted = System.Numerics.BitOperations.PopCount(mask) == channels;
        fixed (GstAudioChannelPosition* first = positions)
        {
            bool possible = counted && Native.LibGstAudio.gst_audio_channel_positions_from_mask(channels, mask, (Native.GstAudioChannelPosition*)first) != 0 && ArePossible(positions[..channels]);
            return possible ? null : $"the channel-mask 0x{mask:x} does not name {channels} known positions";
        }
    }
}
