namespace GstMemInterop;

/// <summary>
/// The tags by which elements decide whether a meta still holds after they changed the data: an element keeps a meta when it
/// leaves alone everything its tags name.
/// </summary>
public static class GstMetaTags
{
    /// <summary>Describes how the memory is laid out; dropped when only part of the memory is copied (<c>GST_META_TAG_MEMORY_STR</c>).</summary>
    public const string Memory = "memory";

    /// <summary>Holds as long as the memory is the same; dropped by a deep copy (<c>GST_META_TAG_MEMORY_REFERENCE_STR</c>).</summary>
    public const string MemoryReference = "memory-reference";

    /// <summary>Describes video (<c>GST_META_TAG_VIDEO_STR</c>).</summary>
    public const string Video = "video";

    /// <summary>Depends on the size of the picture (<c>GST_META_TAG_VIDEO_SIZE_STR</c>).</summary>
    public const string VideoSize = "size";

    /// <summary>Depends on how the picture is turned (<c>GST_META_TAG_VIDEO_ORIENTATION_STR</c>).</summary>
    public const string VideoOrientation = "orientation";

    /// <summary>Depends on the colours (<c>GST_META_TAG_VIDEO_COLORSPACE_STR</c>).</summary>
    public const string VideoColorspace = "colorspace";

    /// <summary>Describes audio (<c>GST_META_TAG_AUDIO_STR</c>).</summary>
    public const string Audio = "audio";

    /// <summary>Depends on the channels (<c>GST_META_TAG_AUDIO_CHANNELS_STR</c>).</summary>
    public const string AudioChannels = "channels";

    /// <summary>Depends on the sample rate (<c>GST_META_TAG_AUDIO_RATE_STR</c>).</summary>
    public const string AudioRate = "rate";
}
