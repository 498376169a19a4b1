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
