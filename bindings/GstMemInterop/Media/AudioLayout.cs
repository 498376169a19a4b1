using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>
/// Where the channels of one buffer of audio begin and how many frames it holds: from its audio meta, or from its size. Read
/// once, so that a meta that goes away later changes nothing.
/// </summary>
internal readonly unsafe struct AudioLayout
{
    private readonly GstAudioInfo? _info;
    private readonly int _frames;
    private readonly Offsets _offsets; // of planes; of interleaved audio only the first

    /// <exception cref="ArgumentException">The audio is not of this format, or does not lie in the mapped bytes.</exception>
    internal AudioLayout(GstAudioInfo info, scoped GstBufferRef buffer, int mapped)
    {
        _info = info;
        using HandleLease lease = buffer.Enter();
        nuint size = Native.LibGst.gst_buffer_get_size(buffer.Pointer);
        if ((nuint)mapped != size)
        {
            throw new ArgumentException($"{mapped} bytes are mapped, and the buffer has {size}. Map the whole buffer: what lies where is counted from its first byte.", nameof(buffer));
        }

        bool hasMeta = buffer.TryGetAudioMeta(out GstAudioMetaRef meta);
        if (hasMeta && (meta.Format != info.Format || meta.Layout != info.Layout || meta.Channels != info.Channels || meta.Rate != info.Rate))
        {
            throw new ArgumentException($"The buffer's audio meta says {meta.Format} {meta.Rate} Hz, {meta.Channels} channels, {meta.Layout}, the caps say {info}. Read the caps again: the format changed. BufferProbe.AudioInfo follows every change.", nameof(info));
        }

        int most = mapped / info.BytesPerFrame;
        nuint samples = hasMeta ? meta.Samples : (nuint)most;
        if (samples > (nuint)most)
        {
            throw new ArgumentException($"The buffer's audio meta says {samples} samples of {info.BytesPerFrame} bytes, and {mapped} bytes are mapped.", nameof(buffer));
        }

        _frames = (int)samples;
        if (info.Layout == GstAudioLayout.Interleaved)
        {
            return;
        }

        if (!hasMeta || info.Channels > AudioCaps.MostPositions)
        {
            throw new ArgumentException(hasMeta
                ? $"The audio has {info.Channels} planes; views show up to {AudioCaps.MostPositions}. Take the buffer's bytes, and GstAudioMetaRef.Offset for where each plane begins."
                : $"The buffer has no audio meta, so nothing says where the planes of {info} begin: non-interleaved audio always has one. Add it with AddAudioMeta, or read interleaved audio (put 'audioconvert ! audio/x-raw,layout=interleaved' before the pad).", nameof(buffer));
        }

        nuint plane = (nuint)PlaneBytes;
        for (int channel = 0; channel < info.Channels; channel++)
        {
            nuint offset = meta.Offset(channel);
            if (plane > 0 && (offset > (nuint)mapped || plane > (nuint)mapped - offset))
            {
                throw new ArgumentException($"The buffer's audio meta puts {plane} bytes of channel {channel} at offset {offset}, and {mapped} bytes are mapped.", nameof(buffer));
            }

            _offsets[channel] = plane > 0 ? (int)offset : 0;
        }
    }

    /// <exception cref="InvalidOperationException">The view is a default value.</exception>
    internal GstAudioInfo Info
    {
        get
        {
            if (_info is null)
            {
                Throw.DefaultView();
            }

            return _info;
        }
    }

    /// <summary>Samples of each channel.</summary>
    internal int FrameCount => Info is not null ? _frames : 0;

    internal int PlaneCount => Info.Layout == GstAudioLayout.Interleaved ? 1 : Info.Channels;

    /// <summary>Bytes of each plane.</summary>
    internal int PlaneBytes => FrameCount * (Info.BytesPerFrame / PlaneCount);

    /// <summary>From one sample of a channel to its next one, in samples.</summary>
    internal int Step => Info.Layout == GstAudioLayout.Interleaved ? Info.Channels : 1;

    /// <exception cref="ArgumentOutOfRangeException">There is no such plane.</exception>
    internal int PlaneOffset(int plane)
    {
        if ((uint)plane >= (uint)PlaneCount)
        {
            Throw.IndexOutOfRange("planes of the audio", plane, PlaneCount);
        }

        return _offsets[plane];
    }

    /// <summary>Where the samples of a channel begin, in bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    internal int ChannelOffset(int channel)
    {
        if ((uint)channel >= (uint)Info.Channels)
        {
            Throw.IndexOutOfRange("channels of the audio", channel, Info.Channels);
        }

        return Info.Layout == GstAudioLayout.Interleaved
            ? FrameCount == 0 ? 0 : channel * Info.BytesPerSample
            : _offsets[channel];
    }

    /// <summary>Where one sample is, in bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame or channel.</exception>
    internal int SampleOffset(int frame, int channel)
    {
        if ((uint)frame >= (uint)FrameCount)
        {
            Throw.IndexOutOfRange("frames of the audio", frame, FrameCount);
        }

        return ChannelOffset(channel) + (frame * Step * Info.BytesPerSample);
    }

    /// <summary>Bytes of interleaved samples as values, all of them from the first frame on.</summary>
    /// <exception cref="InvalidOperationException">There are several planes, or the format is not of this type.</exception>
    internal ReadOnlySpan<T> Interleaved<T>(ReadOnlySpan<byte> bytes) where T : unmanaged
    {
        RequireSamples<T>();
        if (PlaneCount != 1)
        {
            throw new InvalidOperationException($"The {PlaneCount} channels of {Info} lie in planes of their own. Take them one by one: Channel<{typeof(T).Name}>(0) and so on.");
        }

        ReadOnlySpan<byte> plane = bytes.Slice(_offsets[0], PlaneBytes);
        MapScope.RequireAligned<T>(plane);
        return MemoryMarshal.Cast<byte, T>(plane);
    }

    /// <summary>A channel's first sample; nothing when the buffer has none.</summary>
    /// <exception cref="InvalidOperationException">The format is not of this type.</exception>
    internal ref T First<T>(ReadOnlySpan<byte> bytes, int channel) where T : unmanaged
    {
        RequireSamples<T>();
        ReadOnlySpan<byte> from = bytes[ChannelOffset(channel)..];
        MapScope.RequireAligned<T>(from);
        return ref Unsafe.As<byte, T>(ref MemoryMarshal.GetReference(from));
    }

    private void RequireSamples<T>() where T : unmanaged
    {
        if (!AudioSamples.Fit<T>(Info))
        {
            AudioSamples.Refuse<T>(Info);
        }
    }

    [InlineArray(AudioCaps.MostPositions)]
    private struct Offsets
    {
        private int _first;
    }
}
