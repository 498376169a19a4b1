using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>Registers kinds of metas that hold a .NET object.</summary>
/// <remarks>Safe from any thread.</remarks>
public static class GstObjectMeta
{
    /// <summary>Registers the kind (<c>gst_meta_api_type_register</c>, <c>gst_meta_register</c>), once per process and name.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="name">Its name: three or more letters and digits, unique in the process.</param>
    /// <param name="rules">When it is kept; always with copies and ranges when not given. Objects are never serialised.</param>
    /// <param name="copy">Makes the object for a copied buffer, or answers <see langword="null"/> to leave it out. Without it copies share the object.</param>
    /// <param name="released">
    /// Called once for each object that was added or copied, when the last buffer that carries it is gone; on whatever thread
    /// frees the buffer, so it must be short. For example <c>static o => o.Dispose()</c>.
    /// </param>
    /// <returns>The kind; the same one when it was registered before with the same arguments.</returns>
    /// <exception cref="ArgumentException">The name cannot be used.</exception>
    /// <exception cref="InvalidOperationException">The name is taken by another kind or type, or is GStreamer's: it begins with <c>Gst</c>.</exception>
    /// <remarks>Exceptions of the handlers are reported through <see cref="GStreamer.CallbackFailed"/>; after one in <paramref name="copy"/> the copied buffer goes without the object.</remarks>
    public static GstObjectMeta<T> Register<T>(string name, GstMetaRules? rules = null, Func<T, T?>? copy = null, Action<T>? released = null) where T : class
    {
        rules ??= new GstMetaRules();
        if (rules.Serializable)
        {
            throw new ArgumentException("An object is not serialised byte by byte. Use GstMeta<T> with an unmanaged payload, or a custom meta.", nameof(rules));
        }

        return GstObjectMeta<T>.Register(name, rules, copy, released);
    }
}

/// <summary>
/// A kind of meta that holds a .NET object: it stays reachable as long as any buffer carries it, and comes out again as the
/// same object wherever the buffer arrives in this process. Stands on <c>gst_meta_register</c>.
/// </summary>
/// <typeparam name="T">The object's type.</typeparam>
/// <remarks>Keep it in a static field. Safe from any thread; so must be the objects, when copies of a buffer are used on several.</remarks>
public sealed unsafe class GstObjectMeta<T> : GstMetaType where T : class
{
    private readonly Func<T, T?>? _copy;
    private readonly Action<T>? _released;
    private int _live;

    private GstObjectMeta(string name, GstMetaRules rules, Func<T, T?>? copy, Action<T>? released) : base(name, rules)
    {
        _copy = copy;
        _released = released;
    }

    /// <summary>How many metas of this kind exist right now. For diagnosis: other threads may change it at any time.</summary>
    public int LiveCount => Volatile.Read(ref _live);

    internal static GstObjectMeta<T> Register(string name, GstMetaRules rules, Func<T, T?>? copy, Action<T>? released) => Register(
        name,
        () => new GstObjectMeta<T>(name, rules, copy, released),
        existing => existing.Rules.SameAs(rules) && Equals(existing._copy, copy) && Equals(existing._released, released));

    internal override int PayloadSize => sizeof(nint);

    /// <summary>Adds a meta that holds an object nobody shares yet.</summary>
    internal Native.GstMeta* Add(Native.GstBuffer* buffer, T value) => Add(buffer, new Holder(value));

    internal static T? ValueOf(Native.GstMeta* meta) => HolderOf(meta)?.Value;

    internal override bool Transform(Native.GstBuffer* target, Native.GstMeta* meta, GstMetaTransform transform)
    {
        if (!Rules.Keeps(transform))
        {
            return transform.IsCopy;
        }

        if (HolderOf(meta) is { } holder)
        {
            if (_copy is null)
            {
                holder.Share();
                Add(target, holder);
            }
            else if (_copy(holder.Value) is { } copied)
            {
                Add(target, new Holder(copied));
            }
        }

        return true;
    }

    internal override void Free(Native.GstMeta* meta)
    {
        nint* slot = (nint*)PayloadOf(meta);
        nint handle = *slot;
        *slot = 0;
        if (handle == 0)
        {
            return;
        }

        GCHandle owned = GCHandle.FromIntPtr(handle);
        Holder holder = Unsafe.As<Holder>(owned.Target!);
        owned.Free();
        Interlocked.Decrement(ref _live);
        Drop(holder);
    }

    private static Holder? HolderOf(Native.GstMeta* meta)
    {
        nint handle = *(nint*)PayloadOf(meta);
        return handle == 0 ? null : Unsafe.As<Holder>(GCHandle.FromIntPtr(handle).Target);
    }

    private Native.GstMeta* Add(Native.GstBuffer* buffer, Holder holder)
    {
        nint handle = GCHandle.ToIntPtr(GCHandle.Alloc(holder));
        Interlocked.Increment(ref _live);
        try
        {
            return MetaCallbacks.Add(buffer, this, &handle);
        }
        catch
        {
            // C frees no meta that it did not add.
            GCHandle.FromIntPtr(handle).Free();
            Interlocked.Decrement(ref _live);
            Drop(holder);
            throw;
        }
    }

    private void Drop(Holder holder)
    {
        if (holder.Release() && _released is { } released)
        {
            Releases.Run(released, holder.Value, "release of a meta");
        }
    }

    /// <summary>An object and the number of metas that share it.</summary>
    private sealed class Holder(T value)
    {
        private int _shares = 1;

        internal T Value { get; } = value;

        internal void Share() => Interlocked.Increment(ref _shares);

        internal bool Release() => Interlocked.Decrement(ref _shares) == 0;
    }
}

/// <summary>Borrows a meta that holds a .NET object. Stands on <c>GstMeta</c>.</summary>
/// <typeparam name="T">The object's type.</typeparam>
/// <remarks>
/// Valid while the buffer has the meta: afterwards members throw <see cref="InvalidOperationException"/>, after the buffer's
/// disposal <see cref="ObjectDisposedException"/>. The object itself may be kept as long as you like.
/// </remarks>
[DebuggerDisplay("{Value}")]
public readonly unsafe ref struct GstObjectMetaRef<T> where T : class
{
    private readonly MetaBorrow _borrow;

    internal GstObjectMetaRef(MetaBorrow borrow) => _borrow = borrow;

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _borrow.IsNull;

    /// <summary>The meta as such (<c>GstMeta</c>): flags, sequence number, removal.</summary>
    public GstMetaRef Meta => new(_borrow);

    /// <summary>The object, referenced from the memory of the <c>GstMeta</c>; <see langword="null"/> only when foreign code added the meta.</summary>
    public T? Value { get { using HandleLease lease = _borrow.Enter(); return GstObjectMeta<T>.ValueOf(_borrow.Pointer); } }
}
