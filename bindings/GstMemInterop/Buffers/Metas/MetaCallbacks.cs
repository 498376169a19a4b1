using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>
/// What C calls for metas of ours. One set for all payloads: the size is in the meta's info, the rules are in the
/// <see cref="GstMetaType"/> that belongs to it. No exception gets past.
/// </summary>
internal static unsafe class MetaCallbacks
{
    internal static Native.GstMetaInfo* Register(nuint api, byte* implementation, nuint size) =>
        Native.LibGst.gst_meta_register(api, implementation, size, &Initialize, &Free, &Transform);

    internal static Native.GstMetaInfo* RegisterSerializable(nuint api, byte* implementation, nuint size)
    {
        Native.GstMetaInfo* info = Native.LibGst.gst_meta_info_new(api, implementation, size);
        info->init_func = &Initialize;
        info->free_func = &Free;
        info->transform_func = &Transform;
        SerializeFields* added = (SerializeFields*)(info + 1);
        added->Serialize = &Serialize;
        added->Deserialize = &Deserialize;
        return Native.LibGst.gst_meta_info_register(info);
    }

    /// <summary>Adds a meta of ours to a writable buffer; the payload is copied in before anybody sees the meta.</summary>
    internal static Native.GstMeta* Add(Native.GstBuffer* buffer, GstMetaType type, void* payload)
    {
        Native.GstMeta* meta = Native.LibGst.gst_buffer_add_meta(buffer, type.Info, payload);
        return meta is not null ? meta : throw new GstException($"GStreamer did not add the meta '{type.Name}'.");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Initialize(Native.GstMeta* meta, void* parameters, Native.GstBuffer* buffer)
    {
        Span<byte> payload = new(GstMetaType.PayloadOf(meta), (int)meta->info->size - GstMetaType.PayloadOffset);
        if (parameters is null)
        {
            payload.Clear();
        }
        else
        {
            new ReadOnlySpan<byte>(parameters, payload.Length).CopyTo(payload);
        }

        return 1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(Native.GstMeta* meta, Native.GstBuffer* buffer)
    {
        try
        {
            using CallbackDepth depth = CallbackDepth.EnterAlways();
            GstMetaType.Of(meta).Free(meta);
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "release of a meta");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Transform(Native.GstBuffer* target, Native.GstMeta* meta, Native.GstBuffer* buffer, uint kind, void* data)
    {
        using Kept source = new(buffer); // C goes on from this meta afterwards: nobody may remove it meanwhile
        try
        {
            using CallbackDepth depth = CallbackDepth.Enter();
            return GstMetaType.Of(meta).Transform(target, meta, new GstMetaTransform(kind, data)) ? 1 : 0;
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "transform of a meta");
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Serialize(Native.GstMeta* meta, ByteArrayInterface* destination, byte* version)
    {
        nuint before = destination->Length;
        nuint size = meta->info->size - (nuint)GstMetaType.PayloadOffset;
        *version = 0;
        if (destination->Resize(destination, before + size) == 0)
        {
            return 0;
        }

        destination->Length = before + size; // who asked for the room says so; the callback does not
        NativeMemory.Copy(GstMetaType.PayloadOf(meta), destination->Data + before, size);
        return 1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Native.GstMeta* Deserialize(Native.GstMetaInfo* info, Native.GstBuffer* buffer, byte* data, nuint size, byte version) =>
        version == 0 && size == info->size - (nuint)GstMetaType.PayloadOffset
            ? Native.LibGst.gst_buffer_add_meta(buffer, info, data)
            : null;

    /// <summary>What GStreamer 1.24 put behind the other fields of <c>GstMetaInfo</c>. Only ever written into a block that GStreamer allocated.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct SerializeFields
    {
        internal delegate* unmanaged[Cdecl]<Native.GstMeta*, ByteArrayInterface*, byte*, int> Serialize;
        internal delegate* unmanaged[Cdecl]<Native.GstMetaInfo*, Native.GstBuffer*, byte*, nuint, byte, Native.GstMeta*> Deserialize;
        internal void* Clear;
    }

    /// <summary>The public head of <c>GstByteArrayInterface</c> (1.24).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ByteArrayInterface
    {
        internal byte* Data;
        internal nuint Length;
        internal delegate* unmanaged[Cdecl]<ByteArrayInterface*, nuint, int> Resize;
    }
}
