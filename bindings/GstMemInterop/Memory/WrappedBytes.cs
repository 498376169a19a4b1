using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>
/// .NET bytes behind a <c>GstMemory</c> (<c>gst_memory_new_wrapped</c>): pinned until the memory and its last share are gone,
/// then released once, on whatever thread that happens. A plain array needs no object: its pinned handle is all.
/// </summary>
internal sealed unsafe class WrappedBytes
{
    /// <summary>C refuses a null pointer, also for no bytes at all; this byte is never read.</summary>
    private static readonly byte* s_nothing = (byte*)NativeMemory.AllocZeroed(1);

    private static readonly uint s_mark = Native.LibGLib.g_quark_from_static_string(NativeText.Intern("GstMemInterop.WrappedBytes"));

    private readonly object? _owner;
    private readonly Action? _release;
    private MemoryHandle _pin;
    private bool _takenBack;

    private WrappedBytes(MemoryHandle pin, object? owner, Action? release)
    {
        _pin = pin;
        _owner = owner;
        _release = release;
    }

    /// <summary>Wraps an array; <see cref="TakeBack"/> gives the array itself.</summary>
    internal static Native.GstMemory* Wrap(byte[] array)
    {
        GCHandle handle = GCHandle.Alloc(array, GCHandleType.Pinned);
        return Wrap(handle, (byte*)handle.AddrOfPinnedObject(), (nuint)array.Length, 0, (nuint)array.Length, 0);
    }

    /// <summary>Wraps pinned bytes that have an owner, or a release, or both.</summary>
    internal static Native.GstMemory* Wrap(MemoryHandle pin, nuint size, GstMemoryFlags flags, object owner, Action? release) =>
        Wrap(GCHandle.Alloc(new WrappedBytes(pin, owner, release)), (byte*)pin.Pointer, size, 0, size, flags);

    /// <summary>Wraps bytes that somebody else keeps where they are until the release.</summary>
    internal static Native.GstMemory* Wrap(byte* address, nuint maxSize, nuint offset, nuint size, GstMemoryFlags flags, Action? release) =>
        Wrap(GCHandle.Alloc(new WrappedBytes(default, null, release)), address, maxSize, offset, size, flags);

    /// <summary>Takes the owner of wrapped bytes out of a memory, or a buffer around one, that nobody else can see; the handle ends then.</summary>
    /// <param name="handle">The owning object's handle; as good as before when the answer is no.</param>
    /// <param name="soleMemory">The memory in question, or null when something else holds what is around it.</param>
    /// <param name="shares">Its share count when nothing but its buffer, or nothing at all, has a share in it.</param>
    /// <param name="owner">What was wrapped.</param>
    internal static bool TryUnwrap<T>(ref MiniObjectHandle handle, delegate*<nint, Native.GstMemory*> soleMemory, int shares, [NotNullWhen(true)] out T? owner)
    {
        owner = default;
        MiniObjectHandle held = handle;
        using (HandleLease lease = new(held))
        {
            if (!CanTakeBack<T>(soleMemory(lease.Pointer), shares))
            {
                return false;
            }
        }

        // Detaching waits for nobody: a call or a map on another thread keeps a reference, which the second look finds.
        nint pointer = held.Detach();
        Native.GstMemory* memory = soleMemory(pointer);
        if (!CanTakeBack<T>(memory, shares))
        {
            MiniObjectHandle again = new(pointer, held.NativeType);
            if (Interlocked.CompareExchange(ref handle, again, held) != held)
            {
                again.Dispose(); // another thread has put a writable copy here meanwhile
            }

            return false;
        }

        owner = (T)TakeBack(memory);
        Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)pointer);
        return true;
    }

    private static bool CanTakeBack<T>(Native.GstMemory* memory, int shares) =>
        memory is not null
        && Volatile.Read(ref memory->mini_object.refcount) == 1
        && !Mapper.IsMapped(memory)
        && Mapper.ShareCount(memory) == shares
        && memory->parent is null
        && OwnerIn(Find(memory)) is T;

    /// <summary>From now on the bytes are the caller's again: the memory's end undoes the pin and releases nothing.</summary>
    private static object TakeBack(Native.GstMemory* memory)
    {
        object? found = Find(memory);
        if (found is WrappedBytes wrapped)
        {
            wrapped._takenBack = true;
        }

        return OwnerIn(found)!;
    }

    private static object? OwnerIn(object? found) => found is WrappedBytes wrapped ? wrapped._owner : found;

    private static object? Find(Native.GstMemory* memory)
    {
        void* handle = Native.LibGst.gst_mini_object_get_qdata((Native.GstMiniObject*)memory, s_mark);
        return handle is null ? null : GCHandle.FromIntPtr((nint)handle).Target;
    }

    private static Native.GstMemory* Wrap(GCHandle handle, byte* address, nuint maxSize, nuint offset, nuint size, GstMemoryFlags flags)
    {
        void* cookie = (void*)GCHandle.ToIntPtr(handle);
        Native.GstMemory* memory = Native.LibGst.gst_memory_new_wrapped(
            (Native.GstMemoryFlags)flags, address is null ? s_nothing : address, maxSize, offset, size, cookie, &Released);
        Native.LibGst.gst_mini_object_set_qdata((Native.GstMiniObject*)memory, s_mark, cookie, null);
        return memory;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Released(void* cookie)
    {
        GCHandle handle = GCHandle.FromIntPtr((nint)cookie);
        object? target = handle.Target;
        handle.Free();
        if (target is not WrappedBytes wrapped)
        {
            return;
        }

        try
        {
            wrapped._pin.Dispose();
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "release of wrapped bytes");
        }

        if (!wrapped._takenBack && wrapped._release is { } release)
        {
            Releases.Run(static release => release(), release, "release of wrapped bytes"); // also when undoing the pin threw: nobody else gives the bytes back
        }
    }
}
