namespace GstMemInterop;

/// <summary>Where in a meta a structure stands, to prove at each use that it still does.</summary>
internal enum MetaStructurePlace
{
    Custom,
    Protection,
    ReferenceInfo,
    RegionParameter,
}

/// <summary>The structures that metas own.</summary>
internal static unsafe class MetaStructures
{
    /// <summary>Reads GStreamer's text form; the result is the caller's to free or to give away.</summary>
    internal static Native.GstStructure* Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        StructureText.CheckStructure(text);
        using NativeText native = new(QuotedText.AsCWritesIt(text));
        byte* end = null;
        Native.GstStructure* parsed = Native.LibGst.gst_structure_from_string(native.Pointer, &end);
        if (parsed is not null && end is not null && *end != 0 && *end != (byte)';')
        {
            Native.LibGst.gst_structure_free(parsed);
            parsed = null;
        }

        return parsed is not null ? parsed : throw new FormatException($"'{text}' is not a structure. They look like 'name, count=(int)3, label=(string)\"left door\"'.");
    }

    /// <summary>The field that GStreamer 1.28 put behind the others; null on older ones, whose structure is shorter.</summary>
    internal static Native.GstStructure** ReferenceInfo(Native.GstMeta* meta) =>
        meta->info->size >= (nuint)(sizeof(Native.GstReferenceTimestampMeta) + sizeof(nint))
            ? (Native.GstStructure**)((byte*)meta + sizeof(Native.GstReferenceTimestampMeta))
            : null;

    /// <summary>How many structures a meta owns, as far as this library or GStreamer's core can put something into them.</summary>
    internal static int CountIn(Native.GstMeta* meta)
    {
        nuint api = meta->info->api;
        if (api == MetaTypes.Protection || IsCustom(meta) || (api == MetaTypes.ReferenceTimestamp && ReferenceInfo(meta) is not null))
        {
            return 1;
        }

        return IsRegion(api) ? (int)Native.LibGLib.g_list_length(((Native.GstVideoRegionOfInterestMeta*)meta)->@params) : 0;
    }

    /// <summary>One of the structures of <see cref="CountIn"/>; it may be null.</summary>
    internal static Native.GstStructure* At(Native.GstMeta* meta, int index)
    {
        nuint api = meta->info->api;
        if (!IsRegion(api))
        {
            return api == MetaTypes.Protection ? ((Native.GstProtectionMeta*)meta)->info
                : api == MetaTypes.ReferenceTimestamp ? *ReferenceInfo(meta)
                : Native.LibGst.gst_custom_meta_get_structure((Native.GstCustomMeta*)meta);
        }

        Native.GList* item = ((Native.GstVideoRegionOfInterestMeta*)meta)->@params;
        for (; index > 0; index--)
        {
            item = item->next;
        }

        return (Native.GstStructure*)item->data;
    }

    private static bool IsCustom(Native.GstMeta* meta) =>
        NativeFeature.CustomMetas.IsAvailable && Native.LibGst.gst_meta_info_is_custom(meta->info) != 0;

    /// <summary>By the name: asking for the type would load a library that nobody may need.</summary>
    private static bool IsRegion(nuint api)
    {
        fixed (byte* name = "GstVideoRegionOfInterestMetaAPI\0"u8)
        {
            return api == Native.LibGObject.g_type_from_name(name);
        }
    }

    internal static bool StandsIn(Native.GstMeta* meta, Native.GstStructure* structure, MetaStructurePlace place)
    {
        switch (place)
        {
            case MetaStructurePlace.Custom: return Native.LibGst.gst_custom_meta_get_structure((Native.GstCustomMeta*)meta) == structure;
            case MetaStructurePlace.Protection: return ((Native.GstProtectionMeta*)meta)->info == structure;
            case MetaStructurePlace.ReferenceInfo: return *ReferenceInfo(meta) == structure;
            default:
                for (Native.GList* item = ((Native.GstVideoRegionOfInterestMeta*)meta)->@params; item is not null; item = item->next)
                {
                    if (item->data == structure)
                    {
                        return true;
                    }
                }

                return false;
        }
    }
}
