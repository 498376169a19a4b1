namespace GstMemInterop;

/// <summary>Proves an audio meta before C is asked, which would print what is wrong and refuse.</summary>
internal static class AudioPlanes
{
    private const int MostChannels = 64;

    internal static void CheckFormat(GstAudioFormat format, GstAudioLayout layout, int rate, int channels)
    {
        if (format is GstAudioFormat.UNKNOWN or GstAudioFormat.ENCODED || !Enum.IsDefined(format))
        {
            throw new ArgumentException($"{format} is not a raw audio format.", nameof(format));
        }

        if (!Enum.IsDefined(layout))
        {
            throw new ArgumentException($"{layout} is not a layout.", nameof(layout));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        if (channels is < 1 or > MostChannels)
        {
            throw new ArgumentOutOfRangeException(nameof(channels), channels, $"Audio has 1 to {MostChannels} channels.");
        }
    }

    internal static void Check(GstAudioLayout layout, int channels, nuint samples, nuint bytesPerFrame, ReadOnlySpan<nuint> offsets, nuint bufferSize)
    {
        if (layout == GstAudioLayout.Interleaved ? !offsets.IsEmpty : !offsets.IsEmpty && offsets.Length != channels)
        {
            throw new ArgumentException($"{offsets.Length} offsets do not fit {channels} channels in {layout} layout: give one for each plane, or none.", nameof(offsets));
        }

        if (samples > bufferSize / bytesPerFrame)
        {
            throw new ArgumentOutOfRangeException(nameof(samples), samples, $"{samples} samples of {bytesPerFrame} bytes do not fit into a buffer of {bufferSize} bytes.");
        }

        nuint plane = samples * bytesPerFrame / (nuint)channels;
        for (int i = 0; i < offsets.Length; i++)
        {
            Throw.IfOutside(offsets[i], plane, bufferSize);
            for (int j = 0; j < i; j++)
            {
                nuint distance = offsets[i] > offsets[j] ? offsets[i] - offsets[j] : offsets[j] - offsets[i];
                if (distance < plane)
                {
                    throw new ArgumentException($"The planes of channels {j} and {i} overlap: they are {distance} bytes apart and {plane} long.", nameof(offsets));
                }
            }
        }
    }
}
