using System.Buffers;

namespace GstMemInterop;

/// <summary>
/// In pull mode the puller may bring the buffer to be filled, and C refuses another one in its place; whether it did, nobody
/// tells a probe. So what is put in the place of a pulled buffer is copied into it.
/// </summary>
internal static unsafe class PulledBuffer
{
    private const Native.GstBufferCopyFlags TimesAndFlags = Native.GstBufferCopyFlags.GST_BUFFER_COPY_FLAGS | Native.GstBufferCopyFlags.GST_BUFFER_COPY_TIMESTAMPS;

    /// <summary>Elements that bring their own.</summary>
    private static readonly string[] s_bringers = ["GstSFDec"];

    /// <summary>Copies bytes, times and flags, unless the size differs or others hold the pulled buffer and would see it.</summary>
    internal static bool TryFill(Native.GstBuffer* pulled, Native.GstBuffer* put)
    {
        nuint size = Native.LibGst.gst_buffer_get_size(pulled);
        if (Volatile.Read(ref pulled->mini_object.refcount) != 1 || Native.LibGst.gst_buffer_get_size(put) != size || size > (nuint)Array.MaxLength)
        {
            return false;
        }

        // By way of a third place: while the other one has a share in the memories, C would give the pulled buffer new ones.
        byte[] bytes = ArrayPool<byte>.Shared.Rent((int)size);
        try
        {
            fixed (byte* first = bytes)
            {
                if (Native.LibGst.gst_buffer_extract(put, 0, first, size) != size)
                {
                    return false;
                }

                _ = Native.LibGst.gst_buffer_copy_into(pulled, put, TimesAndFlags, 0, nuint.MaxValue);
                if (Volatile.Read(ref put->mini_object.refcount) == 1)
                {
                    Native.LibGst.gst_buffer_remove_all_memory(put);
                }

                return Native.LibGst.gst_buffer_fill(pulled, 0, first, size) == size;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Whether the element that pulls is one that is known to bring its own buffers.</summary>
    internal static bool BringsItsOwn(Native.GstPad* pad)
    {
        Native.GstPad* sink = pad->direction == Native.GstPadDirection.GST_PAD_SRC ? Native.LibGst.gst_pad_get_peer(pad) : (Native.GstPad*)Native.LibGst.gst_object_ref(pad);
        Native.GstObject* puller = sink is null ? null : Native.LibGst.gst_object_get_parent(&sink->@object);
        bool brings = puller is not null && s_bringers.Contains(NativeText.Read(Native.LibGObject.g_type_name_from_instance((Native.GTypeInstance*)puller)));
        Release(puller);
        Release(sink);
        return brings;
    }

    internal static InvalidOperationException Refusal() => new(
        "The element that pulls brought the buffer itself and takes no other one: the one it brought passed as it was filled. Put a buffer of the same size in its place, and let go of the old one (TakeBuffer, Retain) before the handler returns.");

    private static void Release(void* instance)
    {
        if (instance is not null)
        {
            Native.LibGst.gst_object_unref(instance);
        }
    }
}
