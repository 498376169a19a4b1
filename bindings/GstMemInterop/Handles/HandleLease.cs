using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>Keeps a handle's object alive for the length of a call, also when another thread disposes it meanwhile.</summary>
internal readonly unsafe ref struct HandleLease
{
    private readonly NativeHandle? _handle;

    /// <summary>Leases the handle; a <see langword="null"/> handle leases nothing, for borrowed objects that have no owner to keep.</summary>
    /// <exception cref="ObjectDisposedException">The handle is disposed, or its reference was given away.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal HandleLease(NativeHandle? handle)
    {
        if (handle is not null)
        {
            if (handle.IsClosing)
            {
                handle.ThrowDisposed();
            }

            bool added = false;
            handle.DangerousAddRef(ref added);
            _handle = handle;
        }
    }

    internal nint Pointer => _handle is null ? 0 : _handle.DangerousPointer;

    internal Native.GstMiniObject* MiniObject => (Native.GstMiniObject*)Pointer;

    internal Native.GstBuffer* Buffer => (Native.GstBuffer*)Pointer;

    internal Native.GstMemory* Memory => (Native.GstMemory*)Pointer;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose() => _handle?.DangerousRelease();
}
