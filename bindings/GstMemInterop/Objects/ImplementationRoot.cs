using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>An implementation that holds something for its native object, and lets go of it when that is gone.</summary>
internal interface INativeImplementation
{
    /// <summary>
    /// No callback comes any more. Runs on whatever thread released the last reference; not at all when the implementation
    /// itself was collected first, so what it holds needs a finalizer too.
    /// </summary>
    void NativeGone();
}

/// <summary>
/// Keeps the C# object that implements a native one (an allocator, a pool) reachable exactly as long as C may call it.
/// While only our own reference is left, the garbage collector decides; as soon as C holds one too, the root is strong.
/// </summary>
/// <remarks>
/// A toggle reference of GObject would do the same at the price of two callbacks and a global lock for every memory that
/// comes and goes. Here C pays nothing: the root is loosened after a collection that saw no foreign reference and no use
/// since the last one (<see cref="LooseningPass"/>), and tightened by the next use (<see cref="Tighten"/>).
/// </remarks>
internal sealed unsafe class ImplementationRoot
{
    private static readonly Lock s_gate = new();
    private static readonly HashSet<ImplementationRoot> s_roots = [];
    private static bool s_passesRun;

    private readonly Native.GObject* _native;
    private readonly GCHandle _weak;
    private GCHandle _strong;
    private volatile bool _loose;
    private volatile bool _used;
    private bool _ownerGone;
    private bool _nativeGone;

    private ImplementationRoot(Native.GObject* native, object implementation)
    {
        _native = native;
        _weak = GCHandle.Alloc(implementation, GCHandleType.Weak);
        _strong = GCHandle.Alloc(implementation);
    }

    /// <summary>Ties an implementation to a native object that has one reference, ours.</summary>
    internal static ImplementationRoot Attach(void* native, object implementation)
    {
        ImplementationRoot root = new((Native.GObject*)native, implementation);
        lock (s_gate)
        {
            s_roots.Add(root);
            if (!s_passesRun)
            {
                s_passesRun = true;
                LooseningPass.Start();
            }
        }

        // GObject runs this when the last reference goes, on whatever thread that happens.
        Native.LibGObject.g_object_set_data_full(root._native, Key, (void*)GCHandle.ToIntPtr(GCHandle.Alloc(root)), &OnNativeGone);
        return root;
    }

    /// <summary>What C callbacks find their implementation by.</summary>
    internal nint Cookie => GCHandle.ToIntPtr(_weak);

    /// <summary>The implementation behind a cookie; <see langword="null"/> only when C calls an object that it holds no reference to.</summary>
    internal static object? Resolve(nint cookie) => GCHandle.FromIntPtr(cookie).Target;

    /// <summary>
    /// To be called before the native pointer is used, and after a reference was given to C where much may happen before that:
    /// cheap, and nothing to do unless a collection loosened the root.
    /// </summary>
    internal void Tighten()
    {
        _used = true;
        if (_loose)
        {
            lock (s_gate)
            {
                if (!_nativeGone)
                {
                    _strong.Target = _weak.Target;
                    _loose = false;
                }
            }
        }
    }

    /// <summary>The owner gives its own reference away or up: whatever is left belongs to C, so the root stays tight to the end.</summary>
    internal void OwnerLeaves()
    {
        lock (s_gate)
        {
            if (!_nativeGone)
            {
                _strong.Target = _weak.Target;
                _loose = false;
                _ownerGone = true;
            }
        }
    }

    private static byte* Key
    {
        get
        {
            fixed (byte* key = "GstMemInterop.Implementation\0"u8)
            {
                return key; // a literal in the image: it does not move
            }
        }
    }

    private void LoosenWhenAlone()
    {
        if (_ownerGone)
        {
            return;
        }

        if (_used)
        {
            _used = false; // somebody may be handing the pointer to C right now
            return;
        }

        // First the flag, then the count: whoever takes a reference meanwhile sees the flag after it (Tighten).
        _loose = true;
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _native->ref_count) == 1)
        {
            _strong.Target = null;
        }
        else
        {
            _strong.Target = _weak.Target;
            _loose = false;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    private static void OnNativeGone(void* data)
    {
        GCHandle self = GCHandle.FromIntPtr((nint)data);
        ImplementationRoot root = (ImplementationRoot)self.Target!;
        INativeImplementation? implementation;
        lock (s_gate)
        {
            s_roots.Remove(root);
            root._nativeGone = true;
            implementation = root._weak.Target as INativeImplementation;
            root._strong.Free();
            root._weak.Free();
        }

        self.Free();
        try
        {
            implementation?.NativeGone();
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, nameof(INativeImplementation.NativeGone), implementation);
        }
    }

    /// <summary>Runs after collections: an object that finds itself unreachable each time.</summary>
    private sealed class LooseningPass
    {
        internal static void Start() => _ = new LooseningPass();

        ~LooseningPass()
        {
            lock (s_gate)
            {
                foreach (ImplementationRoot root in s_roots)
                {
                    root.LoosenWhenAlone();
                }
            }

            if (!Environment.HasShutdownStarted)
            {
                GC.ReRegisterForFinalize(this);
            }
        }
    }
}
