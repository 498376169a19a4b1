namespace GstMemInterop;

/// <summary>What a meta is about, whoever implements it: the type by which metas are looked up. Stands on the <c>GType</c> of <c>gst_meta_api_type_register</c>.</summary>
/// <remarks>A plain value, safe from any thread; valid for the life of the process.</remarks>
public readonly unsafe struct GstMetaApi : IEquatable<GstMetaApi>
{
    private readonly nuint _type;

    internal GstMetaApi(nuint type) => _type = type;

    /// <summary>The layout of a video frame (<c>gst_video_meta_api_get_type</c>).</summary>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public static GstMetaApi Video => new(MetaTypes.Video);

    /// <summary>The visible part of a video frame (<c>gst_video_crop_meta_api_get_type</c>).</summary>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public static GstMetaApi VideoCrop => new(MetaTypes.VideoCrop);

    /// <summary>A region of interest in a video frame (<c>gst_video_region_of_interest_meta_api_get_type</c>).</summary>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public static GstMetaApi VideoRegionOfInterest => new(MetaTypes.VideoRegionOfInterest);

    /// <summary>Pictures to blend over a video frame (<c>gst_video_overlay_composition_meta_api_get_type</c>).</summary>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public static GstMetaApi VideoOverlayComposition => new(MetaTypes.VideoOverlayComposition);

    /// <summary>The layout of audio samples (<c>gst_audio_meta_api_get_type</c>).</summary>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public static GstMetaApi Audio => new(MetaTypes.Audio);

    /// <summary>Samples to cut off (<c>gst_audio_clipping_meta_api_get_type</c>).</summary>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public static GstMetaApi AudioClipping => new(MetaTypes.AudioClipping);

    /// <summary>A timestamp of another clock (<c>gst_reference_timestamp_meta_api_get_type</c>).</summary>
    public static GstMetaApi ReferenceTimestamp => new(MetaTypes.ReferenceTimestamp);

    /// <summary>A buffer that this one keeps alive (<c>gst_parent_buffer_meta_api_get_type</c>).</summary>
    public static GstMetaApi ParentBuffer => new(MetaTypes.ParentBuffer);

    /// <summary>How the data is encrypted (<c>gst_protection_meta_api_get_type</c>).</summary>
    public static GstMetaApi Protection => new(MetaTypes.Protection);

    /// <summary>Whether this is a default value that names nothing.</summary>
    public bool IsNull => _type == 0;

    /// <summary>The name the type was registered under (<c>g_type_name</c>), for example <c>GstVideoMetaAPI</c>; empty for a default value.</summary>
    public string Name => _type == 0 ? "" : NativeText.Read(Native.LibGObject.g_type_name(_type)) ?? "";

    /// <summary>The tags the type was registered with (<c>gst_meta_api_type_get_tags</c>); see <see cref="GstMetaTags"/>.</summary>
    public IReadOnlyList<string> Tags
    {
        get
        {
            List<string> tags = [];
            byte** tag = _type == 0 ? null : Native.LibGst.gst_meta_api_type_get_tags(_type);
            for (; tag is not null && *tag is not null; tag++)
            {
                tags.Add(NativeText.Read(*tag) ?? "");
            }

            return tags;
        }
    }

    /// <summary>Finds the type that an implementation serves (<c>gst_meta_get_info</c>).</summary>
    /// <param name="implementation">The implementation's name, for example <c>GstVideoMeta</c>, or the name of a custom meta.</param>
    /// <param name="api">The type; a default value when there is no such implementation (yet: plugins register theirs when they load).</param>
    public static bool TryFind(string implementation, out GstMetaApi api)
    {
        ArgumentNullException.ThrowIfNull(implementation);
        GStreamer.EnsureInitialized();
        using NativeText name = new(implementation);
        Native.GstMetaInfo* info = Native.LibGst.gst_meta_get_info(name.Pointer);
        api = info is null ? default : new GstMetaApi(info->api);
        return info is not null;
    }

    /// <summary>Whether the type was registered with this tag (<c>gst_meta_api_type_has_tag</c>).</summary>
    /// <param name="tag">One of <see cref="GstMetaTags"/>, or any other.</param>
    public bool HasTag(string tag)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        using NativeText text = new(tag);
        uint quark = Native.LibGLib.g_quark_try_string(text.Pointer);
        return _type != 0 && quark != 0 && Native.LibGst.gst_meta_api_type_has_tag(_type, quark) != 0;
    }

    /// <summary>Whether both name the same type.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(GstMetaApi other) => _type == other._type;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GstMetaApi other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _type.GetHashCode();

    /// <summary>The name of the type.</summary>
    public override string ToString() => Name;

    /// <summary>Whether both name the same type.</summary>
    public static bool operator ==(GstMetaApi left, GstMetaApi right) => left.Equals(right);

    /// <summary>Whether they name different types.</summary>
    public static bool operator !=(GstMetaApi left, GstMetaApi right) => !left.Equals(right);

    internal nuint Type => _type;
}
