using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>The names of tags, and what GStreamer tells of them: those here, and those that an element or application registered.</summary>
public static unsafe class GstTag
{
    /// <summary><c>title</c> (<c>GST_TAG_TITLE</c>).</summary>
    public const string Title = "title";

    /// <summary><c>artist</c> (<c>GST_TAG_ARTIST</c>).</summary>
    public const string Artist = "artist";

    /// <summary><c>album</c> (<c>GST_TAG_ALBUM</c>).</summary>
    public const string Album = "album";

    /// <summary><c>album-artist</c> (<c>GST_TAG_ALBUM_ARTIST</c>).</summary>
    public const string AlbumArtist = "album-artist";

    /// <summary><c>composer</c> (<c>GST_TAG_COMPOSER</c>).</summary>
    public const string Composer = "composer";

    /// <summary><c>conductor</c> (<c>GST_TAG_CONDUCTOR</c>).</summary>
    public const string Conductor = "conductor";

    /// <summary><c>performer</c> (<c>GST_TAG_PERFORMER</c>).</summary>
    public const string Performer = "performer";

    /// <summary><c>publisher</c> (<c>GST_TAG_PUBLISHER</c>).</summary>
    public const string Publisher = "publisher";

    /// <summary><c>genre</c> (<c>GST_TAG_GENRE</c>).</summary>
    public const string Genre = "genre";

    /// <summary><c>comment</c> (<c>GST_TAG_COMMENT</c>).</summary>
    public const string Comment = "comment";

    /// <summary><c>description</c> (<c>GST_TAG_DESCRIPTION</c>).</summary>
    public const string Description = "description";

    /// <summary><c>keywords</c> (<c>GST_TAG_KEYWORDS</c>).</summary>
    public const string Keywords = "keywords";

    /// <summary><c>homepage</c> (<c>GST_TAG_HOMEPAGE</c>).</summary>
    public const string Homepage = "homepage";

    /// <summary><c>location</c> (<c>GST_TAG_LOCATION</c>).</summary>
    public const string Location = "location";

    /// <summary><c>copyright</c> (<c>GST_TAG_COPYRIGHT</c>).</summary>
    public const string Copyright = "copyright";

    /// <summary><c>license</c> (<c>GST_TAG_LICENSE</c>).</summary>
    public const string License = "license";

    /// <summary><c>organization</c> (<c>GST_TAG_ORGANIZATION</c>).</summary>
    public const string Organization = "organization";

    /// <summary><c>contact</c> (<c>GST_TAG_CONTACT</c>).</summary>
    public const string Contact = "contact";

    /// <summary><c>version</c> (<c>GST_TAG_VERSION</c>).</summary>
    public const string Version = "version";

    /// <summary><c>isrc</c> (<c>GST_TAG_ISRC</c>).</summary>
    public const string Isrc = "isrc";

    /// <summary><c>lyrics</c> (<c>GST_TAG_LYRICS</c>).</summary>
    public const string Lyrics = "lyrics";

    /// <summary><c>date</c> (<c>GST_TAG_DATE</c>).</summary>
    public const string Date = "date";

    /// <summary><c>datetime</c> (<c>GST_TAG_DATE_TIME</c>).</summary>
    public const string DateTime = "datetime";

    /// <summary><c>duration</c> (<c>GST_TAG_DURATION</c>).</summary>
    public const string Duration = "duration";

    /// <summary><c>track-number</c> (<c>GST_TAG_TRACK_NUMBER</c>).</summary>
    public const string TrackNumber = "track-number";

    /// <summary><c>track-count</c> (<c>GST_TAG_TRACK_COUNT</c>).</summary>
    public const string TrackCount = "track-count";

    /// <summary><c>album-disc-number</c> (<c>GST_TAG_ALBUM_VOLUME_NUMBER</c>).</summary>
    public const string AlbumVolumeNumber = "album-disc-number";

    /// <summary><c>album-disc-count</c> (<c>GST_TAG_ALBUM_VOLUME_COUNT</c>).</summary>
    public const string AlbumVolumeCount = "album-disc-count";

    /// <summary><c>show-name</c> (<c>GST_TAG_SHOW_NAME</c>).</summary>
    public const string ShowName = "show-name";

    /// <summary><c>show-episode-number</c> (<c>GST_TAG_SHOW_EPISODE_NUMBER</c>).</summary>
    public const string ShowEpisodeNumber = "show-episode-number";

    /// <summary><c>show-season-number</c> (<c>GST_TAG_SHOW_SEASON_NUMBER</c>).</summary>
    public const string ShowSeasonNumber = "show-season-number";

    /// <summary><c>container-format</c> (<c>GST_TAG_CONTAINER_FORMAT</c>).</summary>
    public const string ContainerFormat = "container-format";

    /// <summary><c>codec</c> (<c>GST_TAG_CODEC</c>).</summary>
    public const string Codec = "codec";

    /// <summary><c>video-codec</c> (<c>GST_TAG_VIDEO_CODEC</c>).</summary>
    public const string VideoCodec = "video-codec";

    /// <summary><c>audio-codec</c> (<c>GST_TAG_AUDIO_CODEC</c>).</summary>
    public const string AudioCodec = "audio-codec";

    /// <summary><c>subtitle-codec</c> (<c>GST_TAG_SUBTITLE_CODEC</c>).</summary>
    public const string SubtitleCodec = "subtitle-codec";

    /// <summary><c>language-code</c> (<c>GST_TAG_LANGUAGE_CODE</c>).</summary>
    public const string LanguageCode = "language-code";

    /// <summary><c>language-name</c> (<c>GST_TAG_LANGUAGE_NAME</c>).</summary>
    public const string LanguageName = "language-name";

    /// <summary><c>bitrate</c> (<c>GST_TAG_BITRATE</c>).</summary>
    public const string Bitrate = "bitrate";

    /// <summary><c>nominal-bitrate</c> (<c>GST_TAG_NOMINAL_BITRATE</c>).</summary>
    public const string NominalBitrate = "nominal-bitrate";

    /// <summary><c>minimum-bitrate</c> (<c>GST_TAG_MINIMUM_BITRATE</c>).</summary>
    public const string MinimumBitrate = "minimum-bitrate";

    /// <summary><c>maximum-bitrate</c> (<c>GST_TAG_MAXIMUM_BITRATE</c>).</summary>
    public const string MaximumBitrate = "maximum-bitrate";

    /// <summary><c>encoder</c> (<c>GST_TAG_ENCODER</c>).</summary>
    public const string Encoder = "encoder";

    /// <summary><c>encoder-version</c> (<c>GST_TAG_ENCODER_VERSION</c>).</summary>
    public const string EncoderVersion = "encoder-version";

    /// <summary><c>encoded-by</c> (<c>GST_TAG_ENCODED_BY</c>).</summary>
    public const string EncodedBy = "encoded-by";

    /// <summary><c>serial</c> (<c>GST_TAG_SERIAL</c>).</summary>
    public const string Serial = "serial";

    /// <summary><c>replaygain-track-gain</c> (<c>GST_TAG_TRACK_GAIN</c>).</summary>
    public const string TrackGain = "replaygain-track-gain";

    /// <summary><c>replaygain-track-peak</c> (<c>GST_TAG_TRACK_PEAK</c>).</summary>
    public const string TrackPeak = "replaygain-track-peak";

    /// <summary><c>replaygain-album-gain</c> (<c>GST_TAG_ALBUM_GAIN</c>).</summary>
    public const string AlbumGain = "replaygain-album-gain";

    /// <summary><c>replaygain-album-peak</c> (<c>GST_TAG_ALBUM_PEAK</c>).</summary>
    public const string AlbumPeak = "replaygain-album-peak";

    /// <summary><c>replaygain-reference-level</c> (<c>GST_TAG_REFERENCE_LEVEL</c>).</summary>
    public const string ReferenceLevel = "replaygain-reference-level";

    /// <summary><c>beats-per-minute</c> (<c>GST_TAG_BEATS_PER_MINUTE</c>).</summary>
    public const string BeatsPerMinute = "beats-per-minute";

    /// <summary><c>image</c> (<c>GST_TAG_IMAGE</c>).</summary>
    public const string Image = "image";

    /// <summary><c>preview-image</c> (<c>GST_TAG_PREVIEW_IMAGE</c>).</summary>
    public const string PreviewImage = "preview-image";

    /// <summary><c>attachment</c> (<c>GST_TAG_ATTACHMENT</c>).</summary>
    public const string Attachment = "attachment";

    /// <summary><c>image-orientation</c> (<c>GST_TAG_IMAGE_ORIENTATION</c>).</summary>
    public const string ImageOrientation = "image-orientation";

    /// <summary><c>application-name</c> (<c>GST_TAG_APPLICATION_NAME</c>).</summary>
    public const string ApplicationName = "application-name";

    /// <summary><c>application-data</c> (<c>GST_TAG_APPLICATION_DATA</c>).</summary>
    public const string ApplicationData = "application-data";

    /// <summary><c>device-manufacturer</c> (<c>GST_TAG_DEVICE_MANUFACTURER</c>).</summary>
    public const string DeviceManufacturer = "device-manufacturer";

    /// <summary><c>device-model</c> (<c>GST_TAG_DEVICE_MODEL</c>).</summary>
    public const string DeviceModel = "device-model";

    /// <summary><c>geo-location-name</c> (<c>GST_TAG_GEO_LOCATION_NAME</c>).</summary>
    public const string GeoLocationName = "geo-location-name";

    /// <summary><c>geo-location-latitude</c> (<c>GST_TAG_GEO_LOCATION_LATITUDE</c>).</summary>
    public const string GeoLocationLatitude = "geo-location-latitude";

    /// <summary><c>geo-location-longitude</c> (<c>GST_TAG_GEO_LOCATION_LONGITUDE</c>).</summary>
    public const string GeoLocationLongitude = "geo-location-longitude";

    /// <summary><c>geo-location-elevation</c> (<c>GST_TAG_GEO_LOCATION_ELEVATION</c>).</summary>
    public const string GeoLocationElevation = "geo-location-elevation";

    /// <summary><c>user-rating</c> (<c>GST_TAG_USER_RATING</c>).</summary>
    public const string UserRating = "user-rating";

    /// <summary><c>extended-comment</c> (<c>GST_TAG_EXTENDED_COMMENT</c>).</summary>
    public const string ExtendedComment = "extended-comment";

    /// <summary><c>grouping</c> (<c>GST_TAG_GROUPING</c>).</summary>
    public const string GroupName = "grouping";

    /// <summary><c>midi-base-note</c> (<c>GST_TAG_MIDI_BASE_NOTE</c>).</summary>
    public const string MidiBaseNote = "midi-base-note";

    /// <summary><c>private-data</c> (<c>GST_TAG_PRIVATE_DATA</c>).</summary>
    public const string PrivateData = "private-data";

    /// <summary>Whether GStreamer knows the tag (<c>gst_tag_exists</c>).</summary>
    /// <param name="tag">The name.</param>
    public static bool Exists(string tag)
    {
        GStreamer.EnsureInitialized();
        using NativeText name = GstStructureRef.NameOf(tag);
        return LibGst.gst_tag_exists(name.Pointer) != 0;
    }

    /// <summary>What a person calls it, in the language of the process (<c>gst_tag_get_nick</c>); <see langword="null"/> for a tag that is not known.</summary>
    /// <param name="tag">The name.</param>
    public static string? GetNick(string tag)
    {
        using NativeText name = GstStructureRef.NameOf(tag);
        return Exists(tag) ? NativeText.Read(LibGst.gst_tag_get_nick(name.Pointer)) : null;
    }

    /// <summary>What it means, in the language of the process (<c>gst_tag_get_description</c>); <see langword="null"/> for a tag that is not known.</summary>
    /// <param name="tag">The name.</param>
    public static string? GetDescription(string tag)
    {
        using NativeText name = GstStructureRef.NameOf(tag);
        return Exists(tag) ? NativeText.Read(LibGst.gst_tag_get_description(name.Pointer)) : null;
    }

    /// <summary>The type of its values by C's name, for example <c>gchararray</c> (<c>gst_tag_get_type</c>); <see langword="null"/> for a tag that is not known.</summary>
    /// <param name="tag">The name.</param>
    public static string? GetTypeName(string tag)
    {
        using NativeText name = GstStructureRef.NameOf(tag);
        return Exists(tag) ? NativeValue.NameOf(LibGst.gst_tag_get_type(name.Pointer)) : null;
    }

    /// <summary>What kind of tag it is (<c>gst_tag_get_flag</c>); <see cref="GstTagFlag.Undefined"/> for a tag that is not known.</summary>
    /// <param name="tag">The name.</param>
    public static GstTagFlag GetFlag(string tag)
    {
        using NativeText name = GstStructureRef.NameOf(tag);
        return Exists(tag) ? (GstTagFlag)LibGst.gst_tag_get_flag(name.Pointer) : GstTagFlag.Undefined;
    }

    /// <summary>Whether it takes one value only (<c>gst_tag_is_fixed</c>).</summary>
    /// <param name="tag">The name.</param>
    public static bool IsFixed(string tag)
    {
        using NativeText name = GstStructureRef.NameOf(tag);
        return Exists(tag) && LibGst.gst_tag_is_fixed(name.Pointer) != 0;
    }
}
