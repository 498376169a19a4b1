using System.Diagnostics;

namespace GstMemInterop;

/// <summary>Owns one reference to a <c>GstObject</c>: an element, pad, bus, allocator, pool. Floating references are sunk when they are adopted.</summary>
/// <remarks><c>Dispose</c> from any thread; the finalizer releases too and needs no main loop.</remarks>
[DebuggerDisplay("{GetType().Name,nq} {Name}")]
public abstract unsafe partial class GstObject : IDisposable
{
    private readonly NativeHandle _handle;

    private protected GstObject(nint pointer, string nativeType)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nativeType);
        }

        GStreamer.EnsureInitialized();
        _handle = new ObjectHandle(pointer, nativeType);
    }

    /// <summary>For objects whose last reference must not just be dropped.</summary>
    private protected GstObject(NativeHandle handle)
    {
        GStreamer.EnsureInitialized();
        _handle = handle;
    }

    /// <summary>For objects that C# implements: the native one is made for this very instance.</summary>
    private protected GstObject(Func<GstObject, nint> create, string nativeType)
    {
        GStreamer.EnsureInitialized();
        _handle = new ObjectHandle(create(this), nativeType);
    }

    /// <summary>The object's name (<c>gst_object_get_name</c>).</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public string Name
    {
        get
        {
            using HandleLease lease = Lease();
            return NativeText.Take(Native.LibGst.gst_object_get_name((Native.GstObject*)lease.Pointer)) ?? "";
        }
    }

    /// <summary>The object's path from its topmost parent (<c>gst_object_get_path_string</c>).</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public string Path
    {
        get
        {
            using HandleLease lease = Lease();
            return NativeText.Take(Native.LibGst.gst_object_get_path_string((Native.GstObject*)lease.Pointer)) ?? "";
        }
    }

    /// <summary>The native pointer; no reference is added. Valid while this object is not disposed.</summary>
    public nint DangerousHandle
    {
        get
        {
            BeforeUse();
            return _handle.DangerousPointer;
        }
    }

    /// <summary>Whether this object was disposed.</summary>
    public bool IsDisposed => _handle.IsClosing;

    /// <summary>Gives the reference away to C (<c>gst_object_ref</c> and dispose); this object is then as if disposed.</summary>
    /// <returns>The pointer, with one reference that the caller must release or pass on.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed or given away before.</exception>
    public nint DangerousDetach()
    {
        BeforeLettingGo();
        return _handle.Detach();
    }

    /// <summary>Releases the reference (<c>gst_object_unref</c>), after calls that still run on it.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the reference; for derived classes to add to.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            BeforeLettingGo();
            _handle.Dispose();
        }
    }

    private protected NativeHandle Handle => _handle;

    /// <summary>Runs before the native pointer is used; C may take a reference then.</summary>
    private protected virtual void BeforeUse() { }

    /// <summary>Runs before this object's own reference is released or given away; may run more than once.</summary>
    private protected virtual void BeforeLettingGo() { }

    internal HandleLease Lease()
    {
        BeforeUse();
        return new HandleLease(_handle);
    }

    internal nint AddReference()
    {
        BeforeUse();
        return _handle.AddReference();
    }

    /// <summary>Adds a reference to a pointer of unknown origin; a floating one is sunk instead.</summary>
    private protected static nint RetainPointer(nint pointer, string nativeType)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nativeType);
        }

        GStreamer.EnsureInitialized();
        return (nint)Native.LibGst.gst_object_ref((void*)pointer);
    }

    private protected static nint SinkPointer(nint pointer, string nativeType)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nativeType);
        }

        return Native.LibGObject.g_object_is_floating((void*)pointer) != 0 ? (nint)Native.LibGst.gst_object_ref_sink((void*)pointer) : pointer;
    }
}
