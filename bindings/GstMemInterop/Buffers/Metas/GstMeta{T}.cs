using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>Decides what a buffer that is made from another one gets of a meta.</summary>
/// <typeparam name="T">The payload.</typeparam>
/// <param name="payload">A copy of the payload; change it to what the new buffer is to get.</param>
/// <param name="transform">What is being done: a copy, a copy of a range, or another change.</param>
/// <returns>Whether the new buffer gets the meta.</returns>
/// <remarks>Runs on whatever thread copies the buffer. An exception is reported through <see cref="GStreamer.CallbackFailed"/>, and the new buffer does not get the meta.</remarks>
public delegate bool GstMetaTransformHandler<T>(ref T payload, GstMetaTransform transform) where T : unmanaged;

/// <summary>Registers kinds of metas whose payload is a struct of your own.</summary>
/// <remarks>Safe from any thread.</remarks>
public static class GstMeta
{
    /// <summary>Registers the kind (<c>gst_meta_api_type_register</c>, <c>gst_meta_register</c>), once per process and name.</summary>
    /// <typeparam name="T">The payload: no references in it.</typeparam>
    /// <param name="name">Its name: three or more letters and digits, unique in the process.</param>
    /// <param name="rules">When it is kept; always with copies and ranges when not given.</param>
    /// <param name="transform">Decides instead of the rules, where a fixed rule is not enough.</param>
    /// <returns>The kind; the same one when it was registered before with the same payload, rules and handler.</returns>
    /// <exception cref="ArgumentException">The name cannot be used.</exception>
    /// <exception cref="InvalidOperationException">The name is taken by another kind or type, or is GStreamer's: it begins with <c>Gst</c>.</exception>
    public static GstMeta<T> Register<T>(string name, GstMetaRules? rules = null, GstMetaTransformHandler<T>? transform = null) where T : unmanaged =>
        GstMeta<T>.Register(name, rules ?? new GstMetaRules(), transform);
}

/// <summary>
/// A kind of meta whose payload is a struct of your own: it lies in the meta itself, is copied with the buffer by the rules
/// you choose, and needs no garbage collection. Stands on <c>gst_meta_register</c>.
/// </summary>
/// <typeparam name="T">The payload: no references in it.</typeparam>
/// <remarks>Keep it in a static field. Safe from any thread.</remarks>
public sealed unsafe class GstMeta<T> : GstMetaType where T : unmanaged
{
    private readonly GstMetaTransformHandler<T>? _transform;

    private GstMeta(string name, GstMetaRules rules, GstMetaTransformHandler<T>? transform) : base(name, rules) => _transform = transform;

    internal static GstMeta<T> Register(string name, GstMetaRules rules, GstMetaTransformHandler<T>? transform) =>
        Register(name, () => new GstMeta<T>(name, rules, transform), existing => existing.Rules.SameAs(rules) && Equals(existing._transform, transform));

    internal override int PayloadSize => sizeof(T);

    internal override bool Transform(Native.GstBuffer* target, Native.GstMeta* meta, GstMetaTransform transform)
    {
        T payload = Unsafe.ReadUnaligned<T>(PayloadOf(meta));
        bool keep = _transform is null ? Rules.Keeps(transform) : _transform(ref payload, transform);
        if (keep)
        {
            MetaCallbacks.Add(target, this, &payload);
        }

        return keep || transform.IsCopy;
    }
}

/// <summary>Borrows a meta with a payload of your own. Stands on <c>GstMeta</c>.</summary>
/// <typeparam name="T">The payload.</typeparam>
/// <remarks>
/// Valid while the buffer has the meta: afterwards members throw <see cref="InvalidOperationException"/>, after the buffer's
/// disposal <see cref="ObjectDisposedException"/>.
/// </remarks>
[DebuggerDisplay("{Value}")]
public readonly unsafe ref struct GstMetaRef<T> where T : unmanaged
{
    private readonly MetaBorrow _borrow;

    internal GstMetaRef(MetaBorrow borrow) => _borrow = borrow;

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _borrow.IsNull;

    /// <summary>The meta as such (<c>GstMeta</c>): flags, sequence number, removal.</summary>
    public GstMetaRef Meta => new(_borrow);

    /// <summary>The payload, in the memory of the <c>GstMeta</c>. What is set sticks; change a part of it with <c>meta.Value = meta.Value with { … }</c>.</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public T Value
    {
        get { using HandleLease lease = _borrow.Enter(); return Unsafe.ReadUnaligned<T>(GstMetaType.PayloadOf(_borrow.Pointer)); }
        set { using HandleLease lease = _borrow.EnterWritable(); Unsafe.WriteUnaligned(GstMetaType.PayloadOf(_borrow.Pointer), value); }
    }
}
