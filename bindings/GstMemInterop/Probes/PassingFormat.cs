using System.Diagnostics.CodeAnalysis;

namespace GstMemInterop;

/// <summary>
/// The caps that a pad's buffers have, and what was read from them: read once and kept as long as the pad has the same caps
/// object, so that asking for each frame is one comparison.
/// </summary>
internal sealed unsafe class PassingFormat
{
    private Reading? _latest;

    internal GstCaps? CapsOf(Native.GstPad* pad) => Read(pad)?.Caps;

    /// <summary>The same for caps that somebody lends.</summary>
    internal GstCaps? CapsOf(Native.GstCaps* caps) => Read(Reference(caps))?.Caps;

    /// <exception cref="InvalidOperationException">There are no caps, or others than raw video.</exception>
    internal GstVideoInfo VideoOf(Native.GstCaps* caps) =>
        (Read(Reference(caps)) ?? throw new InvalidOperationException("The stream has no caps, so the frame's format is not known.")).Video;

    /// <exception cref="InvalidOperationException">The pad has no caps yet, or others than raw video.</exception>
    internal GstVideoInfo VideoOf(Native.GstPad* pad)
    {
        Reading reading = Read(pad) ?? throw new InvalidOperationException("The pad has no caps yet, so the frame's format is not known. Caps are there when the first buffer of a negotiated stream passes; put a capsfilter before the pad.");
        return reading.Video;
    }

    /// <exception cref="InvalidOperationException">There are no caps, or others than raw audio.</exception>
    internal GstAudioInfo AudioOf(Native.GstCaps* caps) =>
        (Read(Reference(caps)) ?? throw new InvalidOperationException("The stream has no caps, so the format of the audio is not known.")).Audio;

    /// <exception cref="InvalidOperationException">The pad has no caps yet, or others than raw audio.</exception>
    internal GstAudioInfo AudioOf(Native.GstPad* pad)
    {
        Reading reading = Read(pad) ?? throw new InvalidOperationException("The pad has no caps yet, so the format of the audio is not known. Caps are there when the first buffer of a negotiated stream passes; put a capsfilter before the pad.");
        return reading.Audio;
    }

    private Reading? Read(Native.GstPad* pad) => Read(Native.LibGst.gst_pad_get_current_caps(pad));

    private static Native.GstCaps* Reference(Native.GstCaps* caps) => caps is null ? null : (Native.GstCaps*)Native.LibGst.gst_mini_object_ref((Native.GstMiniObject*)caps);

    /// <param name="caps">With a reference that goes to this call.</param>
    private Reading? Read(Native.GstCaps* caps)
    {
        if (caps is null)
        {
            return null;
        }

        // What is remembered holds a reference, so the same address is the same caps, and those cannot change.
        if (Volatile.Read(ref _latest) is { } latest && latest.IsOf((nint)caps))
        {
            Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)caps);
            return latest;
        }

        Reading reading = new((nint)caps);
        Volatile.Write(ref _latest, reading);
        return reading;
    }

    /// <summary>One caps object, with a reference that nobody outside can let go of.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "What another thread may still be reading is released by the handle's finalizer.")]
    private sealed class Reading(nint caps)
    {
        private readonly MiniObjectHandle _handle = new(caps, nameof(GstCaps));
        private GstCaps? _caps;
        private GstVideoInfo? _video;
        private GstAudioInfo? _audio;

        internal GstCaps Caps => _caps is { IsDisposed: false } kept ? kept : _caps = GstCaps.Retain(_handle.DangerousPointer);

        internal GstVideoInfo Video => _video ??= ReadVideo();

        internal GstAudioInfo Audio => _audio ??= ReadAudio();

        internal bool IsOf(nint pointer) => _handle.DangerousPointer == pointer;

        private GstVideoInfo ReadVideo()
        {
            try
            {
                return GstVideoInfo.FromCaps(Caps);
            }
            catch (ArgumentException refused)
            {
                throw new InvalidOperationException($"What passes is '{Caps}', not raw video. Put the probe behind a decoder, or ask Caps first.", refused);
            }
        }

        private GstAudioInfo ReadAudio()
        {
            try
            {
                return GstAudioInfo.FromCaps(Caps);
            }
            catch (ArgumentException refused)
            {
                throw new InvalidOperationException($"What passes is '{Caps}', not raw audio. Put the probe behind a decoder, or ask Caps first.", refused);
            }
        }
    }
}
